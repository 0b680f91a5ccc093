// Wiring: a worker made of its configuration: the only place where an adapter meets a port.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "worker/config/config.h"
#include "worker/core/status.h"
#include "worker/ports/log.h"

namespace dm {

class Worker {
 public:
  virtual ~Worker() = default;
  // Runs until `wait_for_stop` returns, then drains and stops. What `serve` does.
  virtual Status Serve(const std::function<void()>& wait_for_stop) = 0;
  // Loads the policies folder again, as an operator's signal asks; the log tells what came of it.
  // Thread-safe while Serve runs.
  virtual void ReloadPolicies() = 0;
  // Works what is due, pushes what it left, and returns; told to stop, it drains first. What
  // `run-once` does.
  virtual Status RunOnce(const std::stop_token& stop) = 0;
};

// Loads the policies, opens the store, makes the connectors. An error names what to mend; nothing
// has been changed then.
StatusOr<std::unique_ptr<Worker>> MakeWorker(const Config& config, Log& log);

}  // namespace dm
