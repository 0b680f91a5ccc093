#include "worker/runtime/kept_steps.h"

#include <string_view>
#include <utility>

namespace dm {
namespace {

constexpr std::string_view kControlChanged = "CONTROL_CHANGED";

void LogStep(Log& log, const CaseChange& change) {
  std::vector<LogField> fields = {{"case_id", change.case_id},
                                  {"state", CaseStateCode(change.to)},
                                  {"duration_ms", change.add_processing_ms}};
  if (change.escalation.has_value()) {
    fields.emplace_back("queue", change.escalation->routing.queue);
    fields.emplace_back("reasons",
                        static_cast<std::int64_t>(change.escalation->routing.reasons.size()));
  }
  log.Write(LogLevel::kInfo, change.audit.action, fields);
}

}  // namespace

Status KeptSteps::Commit(CaseChange last, Instant now) {
  kept_.push_back(std::move(last));
  Status stored = StoreAll({}, now);
  if (DetailOf(stored).reason != kControlChanged) {
    kept_.clear();
  } else {
    kept_.pop_back();
  }
  return stored;
}

Status KeptSteps::Flush(std::span<const AuditEvent> records) {
  Status stored = StoreAll(records, clock_.Now());
  kept_.clear();
  return stored;
}

Status KeptSteps::StoreAll(std::span<const AuditEvent> records, Instant now) {
  if (kept_.empty() && records.empty()) return OkStatus();
  DM_RETURN_IF_ERROR(store_.ApplySteps(kept_, records, now));
  moved_ = moved_ || !kept_.empty();
  for (const CaseChange& step : kept_) LogStep(log_, step);
  return OkStatus();
}

}  // namespace dm
