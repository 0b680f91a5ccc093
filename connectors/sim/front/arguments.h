// What the simulators' programs have in common: their addresses, the file of the port, their end.
#pragma once

#include <csignal>
#include <string>

#include "worker/core/status.h"

namespace dm::sim {

struct Address {
  std::string host;
  int port = 0;  // 0 to 65 535
};

// "host:port", with an IPv6 host in brackets. Invalid argument names `option`.
StatusOr<Address> SplitAddress(const std::string& option, const std::string& text);

// Written beside and renamed, so that a waiting reader never sees half a number. Nothing to do
// where no file is named; failed precondition names `option`.
Status WritePortFile(const std::string& option, const std::string& file, int port);

// SIGTERM and SIGINT, from here on. Made before the first thread, so that only Wait receives them.
class StopSignals {
 public:
  StopSignals();
  void Wait() const;

 private:
  sigset_t signals_{};
};

}  // namespace dm::sim
