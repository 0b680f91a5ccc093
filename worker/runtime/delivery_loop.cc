#include "worker/runtime/delivery_loop.h"

#include <chrono>
#include <utility>

#include "worker/runtime/hand_over.h"

namespace dm {
namespace {

// Reliability F43: clocks of two machines differ by ten minutes at most.
constexpr std::int64_t kClockSkewMs = std::int64_t{10} * 60'000;

}  // namespace

DeliveryLoop::DeliveryLoop(Store& store,
                           CaseSystem& case_system,
                           const Clock& clock,
                           Log& log,
                           std::function<std::uint64_t()> random,
                           std::function<void()> on_delivered,
                           DeliveryLoopOptions options)
    : store_(store),
      case_system_(case_system),
      clock_(clock),
      log_(log),
      random_(std::move(random)),
      on_delivered_(std::move(on_delivered)),
      options_(std::move(options)) {}

DeliveryLoop::~DeliveryLoop() {
  Stop();
}

void DeliveryLoop::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

void DeliveryLoop::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  changed_.NotifyAll();
}

void DeliveryLoop::Stop() {
  thread_.request_stop();
  Wake();
  if (thread_.joinable()) thread_.join();
}

Status DeliveryLoop::PassOnce() {
  return Pass(std::stop_token()).status();
}

StatusOr<effects::DeliveryPass> DeliveryLoop::Pass(const std::stop_token& stop) {
  // Of several workers one delivers.
  if (!store_.HoldsDuties()) {
    asks_before_.reset();
    return effects::DeliveryPass();
  }
  // Who delivered before may have handed things over without being able to say so, and its clock
  // may be ahead of this one's.
  if (!asks_before_) asks_before_ = clock_.Now().PlusMs(kClockSkewMs);
  effects::DeliverySettings settings;
  settings.ask_if_stored_before = *asks_before_;
  return effects::DeliverDue({.store = store_,
                              .case_system = case_system_,
                              .clock = clock_,
                              .log = log_,
                              .random = random_,
                              .stop = [&stop] { return stop.stop_requested(); },
                              .worker = options_.worker,
                              .hand_over = HandOverTo(store_, clock_, options_.worker)},
                             settings);
}

void DeliveryLoop::Loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const StatusOr<effects::DeliveryPass> pass = Pass(stop);
    if (!pass.ok()) {
      log_.Write(LogLevel::kError, "delivery_failed", {{"reason", DetailOf(pass.status()).reason}});
    } else if (pass->delivered > 0) {
      on_delivered_();
      continue;  // The next effects of the same cases are due now.
    }
    const MutexLock lock(mutex_);
    if (!woken_ && !stop.stop_requested()) {
      changed_.WaitFor(mutex_, std::chrono::milliseconds(options_.poll_ms));
    }
    woken_ = false;
  }
}

}  // namespace dm
