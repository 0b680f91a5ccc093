#include "worker/runtime/health_loop.h"

#include <chrono>
#include <optional>
#include <utility>

namespace dm {

HealthLoop::HealthLoop(Store& store,
                       const Clock& clock,
                       Log& log,
                       std::function<void(bool)> on_change,
                       std::function<void()> on_look,
                       std::int64_t poll_ms)
    : store_(store),
      clock_(clock),
      log_(log),
      on_change_(std::move(on_change)),
      on_look_(std::move(on_look)),
      poll_ms_(poll_ms) {}

HealthLoop::~HealthLoop() {
  Stop();
}

void HealthLoop::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

void HealthLoop::Stop() {
  {
    const MutexLock lock(mutex_);
    thread_.request_stop();
    stopped_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void HealthLoop::Loop(const std::stop_token& stop) {
  std::optional<bool> told;
  while (!stop.stop_requested()) {
    const Status health = store_.CheckHealth(clock_.Now());
    if (told != health.ok()) {
      told = health.ok();
      on_change_(health.ok());
      log_.Write(health.ok() ? LogLevel::kInfo : LogLevel::kError,
                 health.ok() ? "store_healthy" : "store_unhealthy",
                 {{"reason", DetailOf(health).reason}});
    }
    on_look_();
    const MutexLock lock(mutex_);
    if (!stop.stop_requested()) stopped_.WaitFor(mutex_, std::chrono::milliseconds(poll_ms_));
  }
}

}  // namespace dm
