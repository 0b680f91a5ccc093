#include "worker/runtime/source_watch.h"

#include <chrono>
#include <utility>

namespace dm {

void SourceWatch::Look(const std::vector<SourceCondition>& conditions) {
  for (const SourceCondition& one : conditions) {
    const auto [found, first] = gates_.try_emplace(one.source, SourceGate::kOpen);
    if (found->second != one.gate) {
      found->second = one.gate;
      log_.Write(one.gate == SourceGate::kBroken ? LogLevel::kWarning : LogLevel::kInfo,
                 "source_gate",
                 {{"source", SourceCode(one.source)}, {"gate", SourceGateCode(one.gate)}});
    }
    for (const auto& [text, count] : one.unlisted_codes) {
      if (!codes_.insert(text).second) continue;
      const std::size_t mark = text.find('=');  // "AF.StatusSokandeinformationKod=7"
      log_.Write(LogLevel::kWarning,
                 "answer_code_unlisted",
                 {{"source", SourceCode(one.source)},
                  {"field", text.substr(0, mark)},
                  {"code", mark == std::string::npos ? "" : text.substr(mark + 1)}});
    }
  }
}

Repeater::Repeater(std::function<void()> look, std::int64_t poll_ms)
    : look_(std::move(look)), poll_ms_(poll_ms) {}

Repeater::~Repeater() {
  Stop();
}

void Repeater::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

void Repeater::Stop() {
  {
    const MutexLock lock(mutex_);
    thread_.request_stop();
    stopped_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void Repeater::Loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    look_();
    const MutexLock lock(mutex_);
    if (!stop.stop_requested()) stopped_.WaitFor(mutex_, std::chrono::milliseconds(poll_ms_));
  }
}

}  // namespace dm
