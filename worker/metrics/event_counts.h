// EventCounts: a log that counts what it passes on, so that what operators read as lines can also
// be watched as numbers. Counts codes from closed lists alone: no case, no person.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/ports/log.h"

namespace dm::metrics {

struct EventCount {
  std::string event;
  std::string level;
  // The field that tells events of this name apart, where there is one: {"queue", "Q-05"}.
  std::string key;
  std::string value;
  std::int64_t count = 0;
};

// How long what an event tells of took: its field duration_ms.
struct Durations {
  static constexpr std::array<std::int64_t, 10> kBoundsMs = {
      50, 100, 250, 500, 1'000, 2'500, 5'000, 10'000, 20'000, 40'000};
  std::array<std::int64_t, kBoundsMs.size() + 1> counts{};  // the last: above every bound
  std::int64_t sum_ms = 0;
};

class EventCounts final : public Log {
 public:
  // A field takes at most this many values; further ones are counted as "other".
  static constexpr std::size_t kValuesMax = 50;

  explicit EventCounts(Log& log) : log_(log) {}

  void Write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) override;

  std::vector<EventCount> Counts() const;
  std::map<std::string, Durations> Took() const;  // by event

 private:
  struct Key {
    std::string event;
    LogLevel level = LogLevel::kInfo;
    std::string value;
    auto operator<=>(const Key&) const = default;
  };

  Log& log_;
  mutable Mutex mutex_;
  std::map<Key, std::int64_t> counts_ DM_GUARDED_BY(mutex_);
  std::map<std::string, std::size_t> values_ DM_GUARDED_BY(mutex_);  // by event: how many
  std::map<std::string, Durations> took_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::metrics
