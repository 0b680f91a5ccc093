#include "worker/quality/keeper.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "worker/decision/decide.h"
#include "worker/ports/deciding_item.h"
#include "worker/quality/case_hooks.h"
#include "worker/quality/draw.h"
#include "worker/quality/parameters.h"

namespace dm::quality {
namespace {

constexpr int kPageMax = 200;
constexpr int kMonthsLooked = 6;
constexpr int kReviewDaysDefault = 30;
constexpr char kDrawnReason[] = "TRIG.X36";

bool IsHidden(const CaseRecord& record) {
  return IsRestricted(record) || HasProtectedPerson(record);
}

// Held by the draw and by nothing else.
bool IsHeldByDraw(const Escalation& escalation) {
  const std::vector<Reason>& reasons = escalation.routing.reasons;
  return reasons.size() == 1 && reasons.front().code == kDrawnReason;
}

// A claim that has lapsed holds nothing, and must not hold money.
bool IsInHand(const Escalation& escalation, Instant now) {
  return escalation.state == EscalationState::kClaimed && escalation.claimed_until &&
         *escalation.claimed_until > now;
}

// Of the Swedish day. A claim that is renewed all day must not hold money past the last day either:
// the worker needs this hour to decide.
bool IsLastHour(Instant now) {
  constexpr std::int64_t kHourMs = 3'600'000;
  return SwedishDate(now.PlusMs(kHourMs)) != SwedishDate(now);
}

}  // namespace

StatusOr<int> Keeper::Look() {
  DM_RETURN_IF_ERROR(CompareDecided());
  DM_RETURN_IF_ERROR(CloseMonths());
  return LetGo();
}

int Keeper::LookAndTell(Log& log) {
  const StatusOr<int> released = Look();
  if (!released.ok()) {
    log.Write(
        LogLevel::kWarning, "sample_not_kept", {{"reason", DetailOf(released.status()).reason}});
    return 0;
  }
  if (*released > 0) log.Write(LogLevel::kInfo, "sample_holds_ended", {{"cases", *released}});
  return *released;
}

StatusOr<int> Keeper::LetGo() {
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  const Instant now = clock_.Now();
  const Date today = SwedishDate(now);
  int released = 0;
  EscalationFilter filter;
  filter.reason_code = kDrawnReason;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Escalation> held, store_.ListEscalations(filter, page));
    for (const Escalation& one : held.items) {
      if (!IsHeldByDraw(one)) continue;
      DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(one.case_id));
      if (!record.escalation || record.escalation->id != one.id) continue;
      const StatusOr<Review> review = store_.GetReview(one.case_id.value() + ".sample");
      const bool reviewed = review.ok() && review->state == ReviewState::kCompleted;
      const bool due = !LastUnhurriedDay(record.application.month, today, *policy).has_value();
      if (!reviewed && !due) continue;
      if (IsInHand(one, now) && !(due && IsLastHour(now))) continue;
      CaseChange change;
      change.case_id = record.id;
      change.expected_version = record.version;
      change.to = CaseState::kRegistered;
      change.due_at = now;
      change.release_claim = true;
      change.audit = {.actor_kind = ActorKind::kWorker,
                      .actor = parts_.worker,
                      .mandate = "",
                      .action = "sample_hold_ended",
                      .subject = record.id.value(),
                      .detail = reviewed ? "reviewed" : "payment_cutoff",
                      .request_sha256 = ""};
      const Status applied = store_.Apply(change, now).status();
      // Somebody took it in the same moment: it is theirs now.
      if (!applied.ok() && applied.code() != StatusCode::kAborted) return applied;
      if (applied.ok()) ++released;
    }
    page.after = held.next;
  } while (!page.after.empty());
  return released;
}

Status Keeper::CompareDecided() {
  const Instant now = clock_.Now();
  std::map<CaseId, std::int64_t> present;
  CaseFilter filter;
  filter.state = CaseState::kDecided;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> decided, store_.ListCases(filter, page));
    for (const CaseSummary& one : decided.items) {
      if (one.decided_by != DecisionKind::kHuman) continue;
      const auto known = compared_.find(one.id);
      if (known == compared_.end() || known->second != one.version) {
        DM_RETURN_IF_ERROR(CompareOne(one, now));
      }
      const auto looked = compared_.find(one.id);
      if (looked != compared_.end()) present.insert(*looked);
    }
    page.after = decided.next;
  } while (!page.after.empty());
  compared_ = std::move(present);
  return OkStatus();
}

Status Keeper::CompareOne(const CaseSummary& summary, Instant now) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(summary.id));
  std::optional<Comparison> pair;
  if (!IsHidden(record)) {
    DM_ASSIGN_OR_RETURN(const std::optional<Escalation> item, DecidingItem(store_, record));
    pair = CompareWithWorker(record, item, *parts_.policy());
  }
  CaseChange change;
  change.quality.emplace();
  bool fresh = false;
  if (pair) {
    DM_ASSIGN_OR_RETURN(fresh, NoteComparison(store_, *pair, now, *change.quality));
  }
  if (!fresh) {
    compared_[record.id] = record.version;
    return OkStatus();
  }
  change.case_id = record.id;
  change.expected_version = record.version;
  change.to = record.state;
  change.audit = {.actor_kind = ActorKind::kWorker,
                  .actor = parts_.worker,
                  .mandate = "",
                  .action = "decision_compared",
                  .subject = record.id.value(),
                  .detail = pair->serious ? "serious" : "",
                  .request_sha256 = ""};
  const StatusOr<std::int64_t> applied = store_.Apply(change, now);
  // It changed in the same moment: the next look sees it as it is.
  if (applied.status().code() == StatusCode::kAborted) return OkStatus();
  DM_RETURN_IF_ERROR(applied.status());
  compared_[record.id] = *applied;
  return OkStatus();
}

Status Keeper::CloseMonths() {
  const Month now = Month::Of(SwedishDate(clock_.Now()));
  DM_ASSIGN_OR_RETURN(const std::vector<SampleMonth> months, store_.SampleMonths(kMonthsLooked));
  for (const SampleMonth& month : months) {
    // Applications for a month come until it is over.
    if (!month.closed_at && month.month < now) DM_RETURN_IF_ERROR(Close(month));
  }
  return OkStatus();
}

Status Keeper::Complete(Month month,
                        const Control& control,
                        std::vector<SampleCase>& cases,
                        std::vector<CaseId>& removed) {
  std::map<CaseId, SampleCase> listed;
  for (const SampleCase& one : cases) listed[one.case_id] = one;
  CaseFilter filter;
  filter.month = month;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> found, store_.ListCases(filter, page));
    for (const CaseSummary& summary : found.items) {
      DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(summary.id));
      const bool known = listed.contains(record.id);
      if (IsHidden(record)) {
        if (known) removed.push_back(record.id);
        listed.erase(record.id);
      } else if (!known) {
        listed[record.id] = ListedCase(record, *parts_.policy(), control, clock_.Now());
      }
    }
    page.after = found.next;
  } while (!page.after.empty());
  cases.clear();
  for (auto& [id, one] : listed) cases.push_back(std::move(one));
  return OkStatus();
}

Status Keeper::Close(const SampleMonth& month) {
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  const Instant now = clock_.Now();
  SampleClosing closing;
  closing.month = month.month;
  DM_ASSIGN_OR_RETURN(closing.cases, store_.SampleCases(month.month));
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  DM_RETURN_IF_ERROR(Complete(month.month, control, closing.cases, closing.removed));
  const std::optional<SamplePlan> plan =
      PlanFor(*policy, control, month.month, static_cast<int>(closing.cases.size()));
  if (!plan) return OkStatus();
  closing.plan = plan->ToString();
  const Date today = SwedishDate(now);
  const auto days = NumberOn(*policy, parameter::kReviewDays, today).value_or(kReviewDaysDefault);
  const std::vector<CaseId> more = TopUp(*plan, month.seed, closing.cases);
  for (SampleCase& one : closing.cases) {
    if (!std::binary_search(more.begin(), more.end(), one.case_id)) continue;
    one.drawn = DrawnHow::kTopUp;
    one.part = SamplePart::kPostPayment;
    closing.reviews.push_back(
        ReviewOfDrawn(one, today.PlusDays(static_cast<std::int32_t>(days)), now));
  }
  closing.audit = {.actor_kind = ActorKind::kWorker,
                   .actor = parts_.worker,
                   .mandate = "",
                   .action = "sample_closed",
                   .subject = "sample:" + month.month.ToString(),
                   .detail = "cases=" + std::to_string(closing.cases.size()) +
                             " more=" + std::to_string(more.size()),
                   .request_sha256 = ""};
  const Status closed = store_.CloseSample(closing, now);
  // Another worker was first.
  return DetailOf(closed).reason == "SAMPLE_CLOSED" ? OkStatus() : closed;
}

}  // namespace dm::quality
