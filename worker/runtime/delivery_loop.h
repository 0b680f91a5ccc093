// DeliveryLoop: the one thread that carries due effects out, in passes: pushed to the case system,
// written as files, or both by kind; woken when a case has left effects behind. While a restore is
// under way it only asks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "worker/core/mutex.h"
#include "worker/effects/deliver.h"
#include "worker/ports/effect_files.h"

namespace dm {

struct DeliveryLoopOptions {
  std::string worker;
  std::int64_t poll_ms = 1'000;  // between passes when nothing wakes it
  int at_once = 1;               // effects handed over at the same time, each of another case
  bool pushes = true;
  EffectKinds push_kinds = {};      // empty: all
  EffectFiles* files = nullptr;     // what carries the other kinds; outlives the loop
  std::string municipality = {};    // stands in the files
  std::int64_t files_every_ms = 0;  // between two files of a register, where no order waits longer
  // A payment order that the receiver has and that this store never handed over declares a restore.
  bool notices_restores = false;
  effects::AtOnce run_at_once = nullptr;  // empty: in threads
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
  // Passes now, in the caller's thread, until nothing more is delivered: what `run-once` does. OK
  // also when the receiver was away.
  Status PassOnce();

 private:
  void Loop(const std::stop_token& stop);
  enum class Files { kWhenDue, kNow };
  StatusOr<effects::DeliveryPass> Pass(const std::stop_token& stop, Files files);
  StatusOr<effects::DeliveryPass> Push(const std::stop_token& stop);
  std::function<bool()> StopOrLost(const std::stop_token& stop);
  StatusOr<effects::DeliveryPass> WriteFiles(const std::stop_token& stop);
  Status AskAfterRestore(const std::stop_token& stop);
  // What is done when the receiver is ahead of this store; nothing where that is no news.
  StatusOr<effects::StoreIsOlder> WhenOlder();

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
  std::optional<std::int64_t> files_at_ms_;  // monotonic; of the last file

  Mutex mutex_;
  CondVar changed_;
  bool woken_ DM_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace dm
