// HealthLoop: asks the store every few seconds whether the worker can still keep what it does, and
// tells who watches: a full or broken disk turns health to NOT_SERVING within seconds (reliability:
// promise 9), and back when it has passed.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>

#include "worker/core/mutex.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

class HealthLoop {
 public:
  // `on_change` is called with the first finding and with each change of it, `on_look` after each
  // look, whatever it found: who looks is alive.
  HealthLoop(Store& store,
             const Clock& clock,
             Log& log,
             std::function<void(bool healthy)> on_change,
             std::function<void()> on_look,
             std::int64_t poll_ms);
  ~HealthLoop();
  HealthLoop(const HealthLoop&) = delete;
  HealthLoop& operator=(const HealthLoop&) = delete;
  HealthLoop(HealthLoop&&) = delete;
  HealthLoop& operator=(HealthLoop&&) = delete;

  void Start();
  void Stop();

 private:
  void Loop(const std::stop_token& stop);

  Store& store_;
  const Clock& clock_;
  Log& log_;
  const std::function<void(bool)> on_change_;
  const std::function<void()> on_look_;
  const std::int64_t poll_ms_;

  Mutex mutex_;
  CondVar stopped_;
  std::jthread thread_;
};

}  // namespace dm
