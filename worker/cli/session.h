// Session: what the commands that call a running worker share: the connection, the deadline, the
// output form, the exit code.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include "worker/core/status.h"

namespace CLI {
class App;
}  // namespace CLI

namespace dm::cli {

// Exit codes, as docs/operating/commands.md lists them.
inline constexpr int kExitOk = 0;
inline constexpr int kExitRefused = 1;   // the worker said no; the message says why
inline constexpr int kExitBadInput = 2;  // wrong arguments or an unreadable file
inline constexpr int kExitNoConnection = 3;
inline constexpr int kExitBadConfig = 4;  // configuration or policies do not hold
inline constexpr int kExitNotNow = 5;     // the same start may succeed later: store away, disk full

struct Session {
  // Takes target, certificate, key and ca from the environment where it names them.
  Session();

  std::string target = "127.0.0.1:7443";
  std::string certificate;
  std::string key;
  std::string ca;
  bool json = false;
  int timeout_s = 30;
  int exit_code = kExitOk;

  std::shared_ptr<grpc::Channel> channel;

  // Adds --target, --cert, --key, --ca, --timeout and --json to a command.
  void AddOptions(CLI::App& command);
  // Opens the channel on first use. False, with a message and an exit code, when the files of TLS
  // cannot be read.
  bool Connect();
  // Sets the deadline.
  void Prepare(grpc::ClientContext& context) const;
  // True when `status` is OK; else prints code, field and remedy and sets the exit code.
  bool Check(const grpc::Status& status);
  // Prints a message as JSON.
  void PrintJson(const google::protobuf::Message& message) const;
  void Fail(int code, const std::string& message);
};

// Reason, field and remedy on the error stream, each where it is there.
void PrintDetail(const ErrorDetail& detail);

// `text` in capitals: what enums of the contract are called.
std::string Capitals(std::string text);

// A fresh request id: "cli-<32 hex>".
std::string NewRequestId();

// `prefix`-<hash of the content>: the same file submitted again is the same request.
std::string RequestIdFor(const std::string& prefix, const std::string& content);

}  // namespace dm::cli
