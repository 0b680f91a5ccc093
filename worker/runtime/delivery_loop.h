// DeliveryLoop: the one thread that pushes due effects to the case system, in passes; woken when a
// case has left effects behind.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "worker/core/mutex.h"
#include "worker/effects/deliver.h"

namespace dm {

struct DeliveryLoopOptions {
  std::string worker;
  std::int64_t poll_ms = 1'000;  // between passes when nothing wakes it
};

class DeliveryLoop {
 public:
  // `on_delivered` is called after a pass that delivered something: a decided case may now be
  // closed.
  DeliveryLoop(Store& store,
               CaseSystem& case_system,
               const Clock& clock,
               Log& log,
               std::function<std::uint64_t()> random,
               std::function<void()> on_delivered,
               DeliveryLoopOptions options);
  ~DeliveryLoop();
  DeliveryLoop(const DeliveryLoop&) = delete;
  DeliveryLoop& operator=(const DeliveryLoop&) = delete;
  DeliveryLoop(DeliveryLoop&&) = delete;
  DeliveryLoop& operator=(DeliveryLoop&&) = delete;

  void Start();
  void Wake();
  void Stop();
  // One pass now, in the caller's thread: what `run-once` does. OK also when the receiver was away.
  Status PassOnce();

 private:
  void Loop(const std::stop_token& stop);
  StatusOr<effects::DeliveryPass> Pass(const std::stop_token& stop);

  Store& store_;
  CaseSystem& case_system_;
  const Clock& clock_;
  Log& log_;
  const std::function<std::uint64_t()> random_;
  const std::function<void()> on_delivered_;
  const DeliveryLoopOptions options_;
  // Set while this worker delivers; what was stored before it is asked for first. Of the one thread
  // that makes passes.
  std::optional<Instant> asks_before_;

  Mutex mutex_;
  CondVar changed_;
  bool woken_ DM_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace dm
