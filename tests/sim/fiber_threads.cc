#include "tests/sim/fiber_threads.h"

#include <utility>

#include "worker/runtime/worker_pool_loops.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kLookMs = 50;

}  // namespace

FiberHome& TheFiberHome() {
  thread_local FiberHome home;
  return home;
}

FiberThread::FiberThread(std::function<void(const std::stop_token&)> body) {
  home_.schedule->Spawn(
      home_.host, 0, [body = std::move(body), stop = stop_.get_token(), ended = ended_] {
        body(stop);
        *ended = true;
      });
}

FiberThread::~FiberThread() {
  if (ended_ == nullptr) return;  // It was moved from.
  try {
    while (!*ended_ && home_.host->alive) home_.schedule->Sleep(kLookMs);
  } catch (const Killed&) {
    // With the process whatever it was doing has ended.
  }
}

}  // namespace dm::sim

namespace dm {

template class BasicWorkerPool<sim::FiberThreads>;

}  // namespace dm
