// SourceWatch: says in the log when questions to a register stop and start again, and when a code
// comes that the policies do not list. Repeater: looks every few seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/ports/evidence_source.h"
#include "worker/ports/log.h"

namespace dm {

// One thread.
class SourceWatch {
 public:
  explicit SourceWatch(Log& log) : log_(log) {}

  // Each change of a gate is told once, and the first look tells of those that are not open; each
  // unlisted code the first time that it is seen.
  void Look(const std::vector<SourceCondition>& conditions);

 private:
  Log& log_;
  std::map<Source, SourceGate> gates_;
  std::set<std::string> codes_;
};

// Calls `look` at once and then every `poll_ms` on a thread of its own, until Stop.
class Repeater {
 public:
  Repeater(std::function<void()> look, std::int64_t poll_ms);
  ~Repeater();
  Repeater(const Repeater&) = delete;
  Repeater& operator=(const Repeater&) = delete;
  Repeater(Repeater&&) = delete;
  Repeater& operator=(Repeater&&) = delete;

  void Start();
  void Stop();

 private:
  void Loop(const std::stop_token& stop);

  const std::function<void()> look_;
  const std::int64_t poll_ms_;
  Mutex mutex_;
  CondVar stopped_;
  std::jthread thread_;
};

}  // namespace dm
