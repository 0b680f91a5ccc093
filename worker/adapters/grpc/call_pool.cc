#include "worker/adapters/grpc/call_pool.h"

#include <algorithm>
#include <utility>

namespace dm::grpc_adapter {
namespace {

// How often the lines of paced systems are looked at, while there are any.
constexpr std::chrono::milliseconds kTick{5};
constexpr std::chrono::milliseconds kIdle{1'000};
// How often the lines are searched for calls whose time is over, which takes a look at each caller.
constexpr std::chrono::milliseconds kLateTick{50};

CallPool::Clock::duration TimeOfOne(int per_second) {
  return per_second > 0 ? CallPool::Clock::duration(std::chrono::seconds(1)) / per_second
                        : CallPool::Clock::duration::zero();
}

}  // namespace

CallPool::CallPool(Options options)
    : options_(std::move(options)),
      caller_queue_max_(options_.queue_max - options_.queue_max / 4),
      caller_running_max_(options_.threads - options_.threads / 4),
      each_(TimeOfOne(options_.per_second)),
      pacing_(options_.per_second > 0) {
  threads_.reserve(static_cast<std::size_t>(options_.threads));
  for (int i = 0; i < options_.threads; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { Run(stop); });
}

CallPool::~CallPool() {
  Stop();
}

bool CallPool::Post(Call call) {
  const MutexLock lock(mutex_);
  if (stopped_) return false;
  if (!pacing_) return Enqueue(std::move(call));
  const Clock::time_point now = options_.now();
  NoteCall(call.system, now);
  System& one = systems_[call.system];
  if (one.paced.empty() && TakeTurn(call.system, one, now)) return Enqueue(std::move(call));
  return AddToLine(one, std::move(call));
}

void CallPool::NoteCall(const std::string& system, Clock::time_point now) {
  if (system != latest_) {
    others_at_ = latest_at_;
    latest_ = system;
  }
  latest_at_ = now;
}

bool CallPool::IsPaced(const std::string& system, Clock::time_point now) const {
  return pacing_ && now - (system == latest_ ? others_at_ : latest_at_) < kBeside;
}

// True when its rate allows a call now, or when it is alone.
bool CallPool::HasTurn(const std::string& system, const System& one, Clock::time_point now) const {
  return one.next <= now || !IsPaced(system, now);
}

// As HasTurn; the call is counted then.
bool CallPool::TakeTurn(const std::string& system, System& one, Clock::time_point now) {
  if (!HasTurn(system, one, now)) return false;
  one.next = std::clamp(one.next, now - kBurst, now) + each_;
  return true;
}

bool CallPool::AddToLine(System& one, Call call) {
  if (one.paced.size() >= kPacedMax || paced_ >= kPacedAllMax ||
      paced_bytes_ + call.bytes > kPacedBytesMax)
    return false;
  paced_bytes_ += call.bytes;
  ++paced_;
  one.paced.Push(std::move(call));
  if (!looking_) changed_.NotifyOne();
  return true;
}

bool CallPool::Enqueue(Call call) {
  if (ready_.size() >= options_.queue_max || ready_.CountOf(call.caller) >= caller_queue_max_)
    return false;
  ready_.Push(std::move(call));
  changed_.NotifyOne();
  return true;
}

// A call whose time is over costs the system nothing: it is told so soon.
void CallPool::ReleaseOf(const std::string& system, System& one, Clock::time_point now) {
  const bool search = now >= one.search_at;
  if (search) one.search_at = now + kLateTick;
  std::size_t kept = 0;
  while ((search || HasTurn(system, one, now)) && kept < one.paced.callers() &&
         ready_.size() < options_.queue_max) {
    const Call& next = one.paced.First();
    if (ready_.CountOf(next.caller) >= caller_queue_max_ ||
        (next.deadline > now && !TakeTurn(system, one, now))) {
      one.paced.Skip();
      ++kept;
      continue;
    }
    paced_bytes_ -= next.bytes;
    --paced_;
    Enqueue(one.paced.TakeFirst());
  }
}

// Lets those of the lines go whose time has come.
void CallPool::Release(Clock::time_point now) {
  for (auto& [name, system] : systems_)
    if (!system.paced.empty()) ReleaseOf(name, system, now);
}

void CallPool::EndPacing() {
  const MutexLock lock(mutex_);
  pacing_ = false;
  changed_.NotifyAll();
}

void CallPool::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
    pacing_ = false;
  }
  for (std::jthread& thread : threads_) thread.request_stop();
  changed_.NotifyAll();
  threads_.clear();  // joins
}

// The next in turn who has not all the threads that one may have.
bool CallPool::TakeNext(Call& call) {
  if (paced_ > 0) Release(options_.now());
  for (std::size_t i = ready_.callers(); i > 0; --i) {
    int& running = running_[ready_.First().caller];
    if (running < caller_running_max_) {
      ++running;
      call = ready_.TakeFirst();
      return true;
    }
    ready_.Skip();
  }
  return false;
}

bool CallPool::Wait(const std::stop_token& stop, Call& call) {
  const MutexLock lock(mutex_);
  while (!TakeNext(call)) {
    if (ready_.empty() && paced_ == 0 && stop.stop_requested()) return false;
    const bool look = paced_ > 0 && !looking_;
    if (look) looking_ = true;
    changed_.WaitFor(mutex_, look ? kTick : kIdle);
    if (look) looking_ = false;
  }
  // Whoever looked after the lines works now.
  if (paced_ > 0 && !looking_) changed_.NotifyOne();
  return true;
}

void CallPool::Ended(const std::string& caller) {
  const MutexLock lock(mutex_);
  const auto found = running_.find(caller);
  if (--found->second == 0) running_.erase(found);
  // Who waited for the caller's share may go on.
  if (!ready_.empty()) changed_.NotifyOne();
}

void CallPool::Run(const std::stop_token& stop) {
  for (Call call; Wait(stop, call); call = Call()) {
    call.run();
    Ended(call.caller);
  }
}

}  // namespace dm::grpc_adapter
