// WorkerLink: the gateway's connections to the worker. It holds one certificate for open work, one
// for cleared persons and, where given, one for operators; which one a call takes is decided
// anew for each call, from the staff directory.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "worker/core/status.h"

namespace dm::desk {

enum class Way { kOpen, kCleared, kOperations };

struct WayFiles {
  std::string certificate;
  std::string key;

  bool empty() const { return certificate.empty() && key.empty(); }
};

struct LinkOptions {
  std::string target;         // host:port
  std::string ca;             // PEM; empty only in development on loopback
  std::string server_name{};  // as in the worker's certificate, where the target is an address
  WayFiles open{};
  WayFiles cleared{};     // none: nobody sees what is restricted
  WayFiles operations{};  // none: no operators' calls from the page
};

// A call whose answers come one after another.
class WorkerStream {
 public:
  enum class Next { kMessage, kNothingYet, kEnd };

  virtual ~WorkerStream() = default;  // cancels what is under way
  // Waits at most `patience` for the next message.
  virtual Next Wait(std::chrono::milliseconds patience, std::string& bytes) = 0;
  // After kEnd.
  virtual Status status() const = 0;
};

class WorkerLink {
 public:
  using Deadline = std::chrono::system_clock::time_point;

  // Failed precondition naming the configuration's field.
  static StatusOr<std::unique_ptr<WorkerLink>> Create(const LinkOptions& options);

  virtual ~WorkerLink() = default;

  virtual bool Has(Way way) const = 0;
  // `method` is "/medarbetare.v1.EscalationService/ListQueues"; `person` the user id in whose name
  // it is called, for the worker's record of reads.
  virtual StatusOr<std::string> Call(Way way,
                                     const std::string& method,
                                     const std::string& person,
                                     const std::string& request,
                                     Deadline deadline) = 0;
  virtual std::unique_ptr<WorkerStream> Stream(Way way,
                                               const std::string& method,
                                               const std::string& person,
                                               const std::string& request,
                                               Deadline deadline) = 0;
  // True when the worker can be reached within `patience`.
  virtual bool IsUp(std::chrono::milliseconds patience) = 0;
};

// Metadata of each call: the user id of who is signed in.
inline constexpr char kPersonHeader[] = "medarbetare-person";

}  // namespace dm::desk
