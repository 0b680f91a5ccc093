#include "worker/runtime/replay_job.h"

#include <algorithm>
#include <charconv>
#include <queue>
#include <string_view>
#include <utility>

#include "worker/core/digest.h"

namespace dm {
namespace {

constexpr char kSubject[] = "replay";
constexpr char kAction[] = "cases_replayed";
constexpr char kDiffers[] = "REPLAY_DIFFERS";
constexpr int kPageMax = 200;
constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;

// The number after `key` in "same=48 different=0 not_replayed=2"; 0 where there is none.
int NumberAfter(std::string_view detail, std::string_view key) {
  const std::size_t at = detail.find(key);
  int number = 0;
  if (at == std::string_view::npos) return number;
  const std::string_view digits = detail.substr(at + key.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// What was kept is too little to compute it again, or was written for another program.
bool IsNotReplayable(const Status& status) {
  const std::string reason = DetailOf(status).reason;
  return reason == "INPUT_NOT_KEPT" || reason == "CASE_ERASED" || reason == "POLICY_SET_NOT_KEPT" ||
         reason == "POLICY_SET_UNREADABLE";
}

// The store itself says that what it has is not what was written.
bool IsDamage(const Status& status) {
  return status.code() == StatusCode::kDataLoss;
}

}  // namespace

StatusOr<std::optional<ReplaySummary>> LastReplay(Store& store) {
  DM_ASSIGN_OR_RETURN(const Page<AuditRecord> last,
                      store.ListAudit(kSubject, {.limit = 1, .after = ""}));
  if (last.items.empty()) return std::optional<ReplaySummary>();
  const AuditRecord& record = last.items.front();
  ReplaySummary summary;
  summary.at = record.at;
  summary.same = NumberAfter(record.event.detail, "same=");
  summary.different = NumberAfter(record.event.detail, "different=");
  summary.not_replayed = NumberAfter(record.event.detail, "not_replayed=");
  return std::optional<ReplaySummary>(summary);
}

StatusOr<bool> ReplayJob::IsDue() {
  if (parts_.sample == 0) return false;
  const Instant now = clock_.Now();
  const Date today = SwedishDate(now);
  if (now < StartOfSwedishDay(today).PlusMs(parts_.hour * kHourMs)) return false;
  DM_ASSIGN_OR_RETURN(const std::optional<ReplaySummary> last, LastReplay(store_));
  return !last || SwedishDate(last->at) < today;
}

void ReplayJob::LookAndTell(Log& log) {
  const StatusOr<bool> due = IsDue();
  Status status = due.status();
  if (status.ok() && *due) status = Run(log).status();
  if (!status.ok())
    log.Write(LogLevel::kError, "replay_failed", {{"reason", DetailOf(status).reason}});
}

// The cases with the smallest hashes of day and case: anyone can draw them again.
StatusOr<std::vector<CaseId>> ReplayJob::Sample(Date day) {
  using Drawn = std::pair<std::string, CaseId>;
  std::priority_queue<Drawn> drawn;  // the largest on top
  for (const CaseState state : {CaseState::kDecided, CaseState::kClosed}) {
    CaseFilter filter;
    filter.state = state;
    PageRequest page{.limit = kPageMax, .after = ""};
    do {
      DM_ASSIGN_OR_RETURN(const Page<CaseSummary> found, store_.ListCases(filter, page));
      for (const CaseSummary& one : found.items) {
        drawn.emplace(Sha256Hex(day.ToString() + "\n" + one.id.value()), one.id);
        if (std::cmp_greater(drawn.size(), parts_.sample)) drawn.pop();
      }
      page.after = found.next;
    } while (!page.after.empty());
  }
  std::vector<CaseId> sample;
  for (; !drawn.empty(); drawn.pop()) sample.push_back(drawn.top().second);
  std::ranges::sort(sample);
  return sample;
}

StatusOr<Replay> ReplayJob::One(const CaseId& id) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(id));
  if (!record.assessment) return Replay::kOtherEngine;
  DM_ASSIGN_OR_RETURN(const std::string input, store_.AssessedInput(id));
  DM_ASSIGN_OR_RETURN(const std::shared_ptr<const PolicySet> policy,
                      kept_.Get(record.assessment->policy_sha256));
  return parts_.replay(input, *record.assessment, *policy);
}

StatusOr<ReplaySummary> ReplayJob::Run(Log& log) {
  const Date today = SwedishDate(clock_.Now());
  DM_ASSIGN_OR_RETURN(const std::vector<CaseId> sample, Sample(today));
  ReplaySummary summary;
  std::string different;
  for (const CaseId& id : sample) {
    const StatusOr<Replay> replayed = One(id);
    const bool damaged = !replayed.ok() && IsDamage(replayed.status());
    if (!replayed.ok() && !damaged && !IsNotReplayable(replayed.status())) return replayed.status();
    if (damaged || (replayed.ok() && *replayed == Replay::kDifferent)) {
      ++summary.different;
      if (different.empty()) different = id.value();
      log.Write(LogLevel::kError, "replay_differs", {{"case_id", id}});
    } else if (replayed.ok() && *replayed == Replay::kSame) {
      ++summary.same;
    } else {
      ++summary.not_replayed;
    }
  }
  // Deciding stops before anything is said to be done.
  if (summary.different > 0) DM_RETURN_IF_ERROR(StopDeciding(log));
  summary.at = clock_.Now();
  std::string detail =
      "same=" + std::to_string(summary.same) + " different=" + std::to_string(summary.different) +
      " not_replayed=" + std::to_string(summary.not_replayed) + " day=" + today.ToString();
  if (!different.empty()) detail += " first=" + different;
  DM_RETURN_IF_ERROR(store_.AppendAudit({.actor_kind = ActorKind::kWorker,
                                         .actor = parts_.worker,
                                         .mandate = "",
                                         .action = kAction,
                                         .subject = kSubject,
                                         .detail = detail,
                                         .request_sha256 = ""},
                                        summary.at));
  log.Write(LogLevel::kInfo,
            kAction,
            {{"same", summary.same},
             {"different", summary.different},
             {"not_replayed", summary.not_replayed}});
  return summary;
}

Status ReplayJob::StopDeciding(Log& log) {
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  if (control.paused) return OkStatus();
  log.Write(LogLevel::kError, "deciding_stopped", {{"reason", kDiffers}});
  const AuditEvent audit{.actor_kind = ActorKind::kWorker,
                         .actor = parts_.worker,
                         .mandate = "",
                         .action = "paused",
                         .subject = "worker",
                         .detail = std::string("reason=") + kDiffers,
                         .request_sha256 = ""};
  return store_.SetPause(true, kDiffers, "", audit, clock_.Now()).status();
}

}  // namespace dm
