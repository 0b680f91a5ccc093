#include "worker/runtime/quiet_log.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace dm {
namespace {

// What is written at each look while its cause lasts. An event of one case is not among them: each
// is somebody's.
constexpr std::string_view kOfEachLook[] = {"audit_not_checked",
                                            "audit_chain_broken",
                                            "call_denied",
                                            "claim_failed",
                                            "data_keys_not_rewrapped",
                                            "delivery_failed",
                                            "effect_items_not_ended",
                                            "effect_reply_unreadable",
                                            "misdated_not_recalled",
                                            "pause_failed",
                                            "queues_fall_over_failed",
                                            "refused_effects_not_looked_at",
                                            "replay_failed",
                                            "restore_not_declared",
                                            "restore_receiver_silent",
                                            "retention_failed",
                                            "sample_not_kept"};
// What tells two faults of one event apart: codes and names of files.
constexpr std::string_view kTellApart[] = {"reason", "file", "caller"};
// More faults at once than there are kinds of: something else is wrong, and all is told.
constexpr std::size_t kFaultsMax = 200;

bool IsOfEachLook(std::string_view event) {
  return std::ranges::find(kOfEachLook, event) != std::end(kOfEachLook);
}

std::string KeyOf(std::string_view event, const std::vector<LogField>& fields) {
  std::string key(event);
  for (const LogField& field : fields) {
    const auto* text = std::get_if<std::string>(&field.value());
    const bool tells = std::ranges::find(kTellApart, field.key()) != std::end(kTellApart);
    if (tells && text != nullptr) key += " " + *text;
  }
  return key;
}

}  // namespace

void QuietLog::Write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) {
  if (!IsOfEachLook(event)) return log_.Write(level, event, fields);
  const std::int64_t now_ms = clock_.MonotonicMs();
  std::int64_t kept_back = 0;
  {
    const MutexLock lock(mutex_);
    if (told_.size() > kFaultsMax) told_.clear();
    const auto [at, is_new] = told_.emplace(KeyOf(event, fields), Told{.at_ms = now_ms});
    if (!is_new && now_ms - at->second.at_ms < kEveryMs) {
      ++at->second.kept_back;
      return;
    }
    kept_back = at->second.kept_back;
    at->second = {.at_ms = now_ms};
  }
  if (kept_back == 0) return log_.Write(level, event, fields);
  std::vector<LogField> more = fields;
  more.emplace_back("repeated", kept_back);
  log_.Write(level, event, more);
}

}  // namespace dm
