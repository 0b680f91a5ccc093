#include "worker/metrics/event_counts.h"

#include <algorithm>

namespace dm::metrics {
namespace {

// Which field of an event is worth telling apart. Its values are codes: queues, reasons, sources.
struct Counted {
  std::string_view event;
  std::string_view key;
};

constexpr Counted kCounted[] = {
    {"case_escalated", "queue"},
    {"case_proposed", "queue"},
    {"case_parked", "reason"},
    {"step_put_off", "reason"},
    {"register_answered", "ok"},
    {"source_gate", "source"},
    {"answer_code_unlisted", "source"},
    {"effect_refused", "code"},
    {"claim_failed", "reason"},
    {"delivery_failed", "reason"},
    {"store_unhealthy", "reason"},
    {"call_failed", "reason"},
    {"audit_chain_broken", "reason"},
    {"certificate_not_loaded", "reason"},
    {"call_denied", "method"},
};

std::string_view KeyOf(std::string_view event) {
  const auto* const found =
      std::find_if(std::begin(kCounted), std::end(kCounted), [event](const Counted& one) {
        return one.event == event;
      });
  return found == std::end(kCounted) ? std::string_view() : found->key;
}

const LogField* Find(const std::vector<LogField>& fields, std::string_view key) {
  const auto found = std::find_if(
      fields.begin(), fields.end(), [key](const LogField& one) { return one.key() == key; });
  return found == fields.end() ? nullptr : &*found;
}

std::string ValueOf(const std::vector<LogField>& fields, std::string_view key) {
  const LogField* field = key.empty() ? nullptr : Find(fields, key);
  if (field == nullptr) return "";
  const auto* text = std::get_if<std::string>(&field->value());
  return text == nullptr ? std::to_string(std::get<std::int64_t>(field->value())) : *text;
}

const char* NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      break;
  }
  return "error";
}

void Add(Durations& durations, std::int64_t ms) {
  const auto* const bound =
      std::lower_bound(Durations::kBoundsMs.begin(), Durations::kBoundsMs.end(), ms);
  ++durations.counts.at(static_cast<std::size_t>(bound - Durations::kBoundsMs.begin()));
  durations.sum_ms += ms;
}

}  // namespace

void EventCounts::Write(LogLevel level,
                        std::string_view event,
                        const std::vector<LogField>& fields) {
  log_.Write(level, event, fields);
  Key key{std::string(event), level, ValueOf(fields, KeyOf(event))};
  const LogField* duration = Find(fields, "duration_ms");
  const MutexLock lock(mutex_);
  if (duration != nullptr)
    if (const auto* ms = std::get_if<std::int64_t>(&duration->value())) Add(took_[key.event], *ms);
  if (!counts_.contains(key) && ++values_[key.event] > kValuesMax) key.value = "other";
  ++counts_[key];
}

std::vector<EventCount> EventCounts::Counts() const {
  const MutexLock lock(mutex_);
  std::vector<EventCount> counts;
  for (const auto& [key, count] : counts_)
    counts.push_back({key.event,
                      NameOf(key.level),
                      std::string(key.value.empty() ? std::string_view() : KeyOf(key.event)),
                      key.value,
                      count});
  return counts;
}

std::map<std::string, Durations> EventCounts::Took() const {
  const MutexLock lock(mutex_);
  return took_;
}

}  // namespace dm::metrics
