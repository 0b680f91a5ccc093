#include "worker/cli/session.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "worker/adapters/grpc/error.h"
#include "worker/cli/own_files.h"
#include "worker/core/digest.h"
#include "worker/core/status.h"

namespace dm::cli {
namespace {

bool ReadFile(const std::string& path, std::string& content) {
  std::ifstream file(path);
  if (!file) return false;
  std::stringstream text;
  text << file.rdbuf();
  content = text.str();
  return true;
}

void TakeFromEnvironment(const char* name, std::string& value) {
  // Before any thread is started, and nothing here sets a variable.
  const char* found = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  if (found != nullptr) value = found;
}

}  // namespace

// Read here rather than by each command's options: those share these members, and the variables of
// the commands that were not given would overwrite the option of the one that was.
Session::Session() {
  TakeFromEnvironment("MEDARBETARE_TARGET", target);
  TakeFromEnvironment("MEDARBETARE_CERT", certificate);
  TakeFromEnvironment("MEDARBETARE_KEY", key);
  TakeFromEnvironment("MEDARBETARE_CA", ca);
}

void Session::AddOptions(CLI::App& command) {
  command.add_option("--target", target, "host:port of the worker; else $MEDARBETARE_TARGET")
      ->capture_default_str();
  command.add_option("--cert", certificate, "client certificate (PEM); else $MEDARBETARE_CERT");
  command.add_option("--key", key, "client key (PEM); else $MEDARBETARE_KEY");
  command.add_option("--ca", ca, "certificate authority of the worker (PEM); else $MEDARBETARE_CA");
  command.add_option("--timeout", timeout_s, "seconds for each call, 1 to 30")
      ->check(CLI::Range(1, 30))
      ->capture_default_str();
  command.add_flag("--json", json, "print JSON instead of text");
}

bool Session::Connect() {
  if (channel != nullptr) return true;
  WriteForItsUserAlone();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // not through whom the environment names
  if (ca.empty() && certificate.empty() && key.empty()) {
    channel = grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
    return true;
  }
  grpc::SslCredentialsOptions options;
  if (!ReadFile(ca, options.pem_root_certs) || !ReadFile(certificate, options.pem_cert_chain) ||
      !ReadFile(key, options.pem_private_key)) {
    Fail(kExitBadInput, "cannot read the files of --ca, --cert and --key; give all three");
    return false;
  }
  channel = grpc::CreateCustomChannel(target, grpc::SslCredentials(options), arguments);
  return true;
}

void Session::Prepare(grpc::ClientContext& context) const {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(timeout_s));
}

bool Session::Check(const grpc::Status& status) {
  if (status.ok()) return true;
  const Status error = FromGrpcStatus(status);
  // Of another version, or no worker at all: the library's answer has no words of ours.
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED && DetailOf(error).reason.empty()) {
    Fail(kExitRefused, "what answers on " + target + " does not know this call");
    std::cerr << "  remedy: use the program of the worker's version (medarbetare status shows it), "
                 "or check --target\n";
    return false;
  }
  std::cerr << "error: " << status.error_message() << '\n';
  PrintDetail(DetailOf(error));
  const bool unreachable = status.error_code() == grpc::StatusCode::UNAVAILABLE;
  // A worker that answers has said itself what to do.
  if (unreachable && DetailOf(error).reason.empty()) {
    std::cerr << "  remedy: check that the worker runs and listens on " << target << " (--target)"
              << (ca.empty() ? ", and give --cert, --key and --ca where it asks for certificates\n"
                             : ", and takes this certificate (--cert, --key, --ca)\n");
  }
  exit_code = unreachable ? kExitNoConnection : kExitRefused;
  return false;
}

void Session::PrintJson(const google::protobuf::Message& message) const {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  if (google::protobuf::util::MessageToJsonString(message, &text, options).ok()) std::cout << text;
}

void Session::Fail(int code, const std::string& message) {
  std::cerr << "error: " << message << '\n';
  exit_code = code;
}

void PrintDetail(const ErrorDetail& detail) {
  if (!detail.reason.empty()) std::cerr << "  reason: " << detail.reason << '\n';
  if (!detail.field.empty()) std::cerr << "  field:  " << detail.field << '\n';
  if (!detail.remedy.empty()) std::cerr << "  remedy: " << detail.remedy << '\n';
}

std::string Capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return text;
}

std::string NewRequestId() {
  return "cli-" + RandomHex(16);
}

std::string RequestIdFor(const std::string& prefix, const std::string& content) {
  return prefix + "-" + Sha256Hex(content).substr(0, 40);
}

}  // namespace dm::cli
