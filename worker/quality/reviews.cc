// The part of QualityService that reviews.
#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/ports/repeat.h"
#include "worker/quality/compare.h"
#include "worker/quality/parameters.h"
#include "worker/quality/quality_service.h"

namespace dm::quality {
namespace {

constexpr int kPageMax = 200;
constexpr char kStarted[] = "review_started";
constexpr char kSubmitted[] = "review_submitted";
constexpr char kCompleted[] = "review_completed";

Status NoSuchReview() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such review",
                    {.reason = "REVIEW_NOT_FOUND",
                     .field = "review_id",
                     .remedy = "Use an id that the list of reviews gives."});
}

AuditEvent AuditOf(const CallContext& context, const Review& review, const char* action) {
  return {.actor_kind = ActorKind::kPerson,
          .actor = review.reviewer,
          .mandate = "",
          .action = action,
          .subject = review.case_id.value(),
          .detail = "review=" + review.id + " caller=" + context.caller,
          .request_sha256 = context.content_sha256};
}

// With a person only for the draw; what it would be decided as is known.
bool IsHeld(const CaseRecord& record) {
  if (!record.decisions.empty() || !record.escalation || !record.escalation->suggested) {
    return false;
  }
  const EscalationState state = record.escalation->state;
  if (state != EscalationState::kOpen && state != EscalationState::kClaimed) return false;
  const std::vector<Reason>& reasons = record.escalation->routing.reasons;
  return std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return reason.code == "TRIG.X36";
  });
}

// Who has left something in the case: decided or attested, sent back, moved it, told the household
// or took down its answer, asked for a completion, wrote of a child, or holds it.
bool TookPart(const CaseRecord& record, const std::string& person) {
  const auto by = [&person](const std::string& one) { return one == person; };
  for (const Decision& decision : record.decisions)
    if (by(decision.decided_by) || by(decision.attested_by)) return true;
  for (const Communication& one : record.communications) {
    if (by(one.by)) return true;
    for (const CommunicationAnswer& answer : one.answers)
      if (by(answer.noted_by)) return true;
  }
  for (const ChildAnalysis& one : record.child_analyses)
    if (by(one.reviewer)) return true;
  for (const CompletionRound& round : record.contact.completions)
    if (by(round.asked_by)) return true;
  if (!record.escalation) return false;
  const Escalation& item = *record.escalation;
  for (const RoutingStep& step : item.routings)
    if (by(step.actor)) return true;
  if (item.waiting && by(item.waiting->decision.decided_by)) return true;
  if (item.waiting && item.waiting->returned && by(item.waiting->returned->by)) return true;
  return by(item.handler);
}

// What was drawn: the decision as it was first made, for a double review as a person first made it.
// A correction before the review is no ground to call it right. Null where none is made.
const Decision* DrawnDecision(const CaseRecord& record, ReviewKind kind) {
  if (record.decisions.empty()) return nullptr;
  const auto by_person =
      std::find_if(record.decisions.begin(), record.decisions.end(), [](const Decision& decision) {
        return decision.kind == DecisionKind::kHuman;
      });
  const bool persons = kind == ReviewKind::kDouble && by_person != record.decisions.end();
  return persons ? &*by_person : &record.decisions.front();
}

Status CheckVerdict(const ReviewVerdict& verdict) {
  const bool wrong = verdict.outcome == ReviewOutcome::kWrongAmount ||
                     verdict.outcome == ReviewOutcome::kWrongOutcome;
  if (wrong != verdict.cause.has_value()) {
    return InvalidArgument("cause: a wrong decision has one, another has none",
                           {.reason = "CAUSE_REQUIRED",
                            .field = "cause",
                            .remedy = "say why it was wrong, or leave the cause out"});
  }
  const bool amount = verdict.outcome == ReviewOutcome::kWrongAmount;
  if (amount ? verdict.error.is_zero() : (!wrong && !verdict.error.is_zero())) {
    return InvalidArgument("error: a wrong amount is off by some kronor, a right one by none",
                           {.reason = "ERROR_REQUIRED",
                            .field = "error",
                            .remedy = "state how much too much (above 0) or too little (below 0)"});
  }
  return OkStatus();
}

}  // namespace

std::shared_ptr<const StaffDirectory> QualityService::Staff() const {
  static const auto none = std::make_shared<const StaffDirectory>();
  return parts_.staff ? parts_.staff() : none;
}

StatusOr<QualityService::Found> QualityService::Find(const CallContext& context,
                                                     const std::string& review_id) {
  Found found;
  DM_ASSIGN_OR_RETURN(found.review, store_.GetReview(review_id));
  DM_ASSIGN_OR_RETURN(found.record, store_.GetCase(found.review.case_id));
  if (!context.MaySee(AccessOf(found.record))) return NoSuchReview();
  found.review.ready = !found.record.decisions.empty() || IsHeld(found.record);
  return found;
}

StatusOr<QualityService::Found> QualityService::FindMine(const CallContext& context,
                                                         const ReviewHandle& handle) {
  DM_ASSIGN_OR_RETURN(Found found, Find(context, handle.id));
  if (found.review.reviewer != handle.reviewer) {
    return FailedPrecondition(
        "the reviewer has not started this review",
        {.reason = "REVIEW_NOT_STARTED", .field = "reviewer", .remedy = "start the review first"});
  }
  if (found.review.version != handle.expected_version) {
    return MakeStatus(StatusCode::kAborted,
                      "the review has changed since it was read",
                      {.reason = "STALE_VERSION",
                       .field = "expected_version",
                       .remedy = "read the review again"});
  }
  return found;
}

StatusOr<Page<Review>> QualityService::ListReviews(const CallContext& context,
                                                   const ReviewFilter& filter,
                                                   const PageRequest& page) {
  DM_ASSIGN_OR_RETURN(Page<Review> reviews, store_.ListReviews(filter, page));
  Page<Review> shown;
  shown.next = reviews.next;
  for (const Review& one : reviews.items) {
    StatusOr<Found> found = Find(context, one.id);
    if (found.status().code() == StatusCode::kNotFound) continue;
    if (!found.ok()) return found.status();
    // Until the reviewer has decided, nothing of what the worker made of the case.
    if (!found->review.blind) found->review.typfall.clear();
    shown.items.push_back(std::move(found->review));
  }
  return shown;
}

StatusOr<StartedReview> QualityService::StartReview(const CallContext& context,
                                                    const std::string& review_id,
                                                    const std::string& reviewer) {
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done,
                      FindRepeat(store_, context, kStarted));
  DM_RETURN_IF_ERROR(CheckStaffRole(*Staff(),
                                    reviewer,
                                    {StaffRole::kKvalitetsgranskare, StaffRole::kArbetsledare},
                                    SwedishDate(clock_.Now()),
                                    "reviewer"));
  DM_ASSIGN_OR_RETURN(Found found, Find(context, review_id));
  if (!found.review.reviewer.empty() && found.review.reviewer != reviewer) {
    return FailedPrecondition("another reviewer has it",
                              {.reason = "REVIEW_TAKEN",
                               .field = "reviewer",
                               .remedy = "take another review of the list"});
  }
  DM_RETURN_IF_ERROR(CheckNotInvolved(found.record, reviewer));
  if (!found.review.ready) {
    return FailedPrecondition("the case is neither decided nor held for review",
                              {.reason = "REVIEW_NOT_READY",
                               .field = "review_id",
                               .remedy = "take one that the list shows as ready"});
  }
  StartedReview started;
  if (!done && found.review.state == ReviewState::kOpen) {
    found.review.reviewer = reviewer;
    found.review.state = ReviewState::kStarted;
    found.review.started_at = clock_.Now();
    DM_ASSIGN_OR_RETURN(started.review,
                        store_.ChangeReview({.review = found.review,
                                             .comparison = std::nullopt,
                                             .demotion = std::nullopt,
                                             .request_id = context.request_id,
                                             .audit = AuditOf(context, found.review, kStarted)},
                                            clock_.Now()));
    started.review.ready = true;
  } else {
    // Looking again is a read of person data like the first look.
    DM_RETURN_IF_ERROR(
        store_.AppendAudit(AuditOf(context, found.review, "review_facts_read"), clock_.Now()));
    started.review = found.review;
  }
  if (!started.review.blind) started.review.typfall.clear();
  DM_ASSIGN_OR_RETURN(started.facts, FactsOf(found.record));
  return started;
}

StatusOr<std::optional<Frame>> QualityService::FrameOf(const CaseRecord& record) {
  if (!record.frame_version) return std::optional<Frame>();
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Frame> frames,
                        store_.ListFrames(record.application.household, page));
    for (const Frame& one : frames.items) {
      if (record.frame_version == one.version) return std::optional<Frame>(one);
    }
    page.after = frames.next;
  } while (!page.after.empty());
  return std::optional<Frame>();
}

// Nobody reviews what they took part in: the case, the frame that it was assessed under, and the
// household's frame as it stands.
Status QualityService::CheckNotInvolved(const CaseRecord& record, const std::string& reviewer) {
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> used, FrameOf(record));
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> latest,
                      store_.LatestFrame(record.application.household));
  const bool framed =
      (used && used->signed_by == reviewer) || (latest && latest->signed_by == reviewer);
  if (!framed && !TookPart(record, reviewer)) return OkStatus();
  return FailedPrecondition(
      "who wrote the frame, decided, attested or holds the case, or has left something else in it, "
      "does not review it",
      {.reason = "REVIEWER_INVOLVED",
       .field = "reviewer",
       .remedy = "let another reviewer take it"});
}

StatusOr<CaseInput> QualityService::FactsOf(const CaseRecord& record) {
  CaseInput facts;
  facts.application = record.application;
  DM_ASSIGN_OR_RETURN(facts.frame, FrameOf(record));
  facts.evidence = record.evidence;
  DM_ASSIGN_OR_RETURN(History decided,
                      store_.DecidedMonths(record.application.household, record.application.month));
  facts.history = MergeHistory(std::move(decided), record.supplied_history);
  DM_ASSIGN_OR_RETURN(
      const int others,
      store_.CountOthers(record.application.household, record.application.month, record.id));
  facts.other_application_same_month = others > 0;
  facts.completion_requested_before = record.completion.has_value();
  facts.assessed_at = record.received_at;
  facts.assessed_on =
      record.assessment ? record.assessment->assessed_on : SwedishDate(record.received_at);
  return facts;
}

StatusOr<SubmittedReview> QualityService::ResultOf(const Found& found) const {
  SubmittedReview result;
  result.review = found.review;
  const CaseRecord& record = found.record;
  if (const Decision* drawn = DrawnDecision(record, found.review.kind)) {
    result.decision = *drawn;
  } else if (IsHeld(record)) {
    result.decision = *record.escalation->suggested;
  } else {
    return FailedPrecondition("the case was sent back while it was reviewed",
                              {.reason = "REVIEW_NOT_READY",
                               .field = "review_id",
                               .remedy = "submit when the case is decided again"});
  }
  const Decided first = DecidedOf(result.decision);
  const Decided second = DecidedOf(*found.review.blind);
  const auto limit =
      MoneyOn(*parts_.policy(), parameter::kSeriousError, record.application.month.first_day());
  Comparison& pair = result.comparison;
  const bool machine = record.decisions.empty() || result.decision.kind == DecisionKind::kAutomatic;
  pair.id = found.review.id;
  pair.case_id = record.id;
  pair.kind = machine ? ComparisonKind::kMachineHuman : ComparisonKind::kHumanHuman;
  pair.typfall = found.review.typfall;
  pair.mode = found.review.mode;
  pair.month = record.application.month;
  pair.at = clock_.Now();
  pair.policy_sha256 = result.decision.policy_sha256;
  pair.clean = machine;
  pair.blind = true;
  pair.first_outcome = first.outcome;
  pair.second_outcome = second.outcome;
  pair.first_granted = first.granted;
  pair.second_granted = second.granted;
  pair.rows = Differences(first, second);
  pair.serious = IsSerious(first, second, limit.value_or(Money()));
  pair.first_by = machine ? "medarbetare" : result.decision.decided_by;
  pair.second_by = found.review.reviewer;
  result.indicated = !pair.same_outcome()                        ? ReviewOutcome::kWrongOutcome
                     : pair.first_granted != pair.second_granted ? ReviewOutcome::kWrongAmount
                                                                 : ReviewOutcome::kCorrect;
  return result;
}

StatusOr<SubmittedReview> QualityService::SubmitBlindReview(const CallContext& context,
                                                            const ReviewHandle& handle,
                                                            const BlindReview& blind) {
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done,
                      FindRepeat(store_, context, kSubmitted));
  if (done) {
    DM_ASSIGN_OR_RETURN(const Found found, Find(context, handle.id));
    return ResultOf(found);
  }
  DM_ASSIGN_OR_RETURN(Found found, FindMine(context, handle));
  Review& review = found.review;
  if (review.state != ReviewState::kStarted) {
    return FailedPrecondition(
        "the blind decision is made and does not change",
        {.reason = "REVIEW_SUBMITTED", .field = "review_id", .remedy = "complete the review"});
  }
  if (!CheckRows(blind).empty()) {
    return InvalidArgument("blind.rows: do not add up to what is granted",
                           {.reason = "ROWS_DO_NOT_SUM",
                            .field = "blind.granted",
                            .remedy = "needs less incomes give the grant, to less than a krona"});
  }
  review.blind = blind;
  review.state = ReviewState::kSubmitted;
  review.submitted_at = clock_.Now();
  const CaseRecord& record = found.record;
  const Decision* drawn = DrawnDecision(record, review.kind);
  review.decision_version = drawn == nullptr ? 0 : drawn->version;
  review.decided.reset();
  if (drawn != nullptr) review.decided = drawn->kind;
  const bool automatic = drawn == nullptr || drawn->kind == DecisionKind::kAutomatic;
  review.mode =
      automatic ? Mode::kDecide : (record.escalation ? record.escalation->mode : Mode::kOff);
  if (drawn != nullptr) review.policy_sha256 = drawn->policy_sha256;
  DM_ASSIGN_OR_RETURN(SubmittedReview result, ResultOf(found));
  // A double-coded case is only compared: which of the two is right is not asked.
  if (review.kind == ReviewKind::kDouble) {
    review.state = ReviewState::kCompleted;
    review.completed_at = review.submitted_at;
  }
  DM_ASSIGN_OR_RETURN(result.review,
                      store_.ChangeReview({.review = review,
                                           .comparison = result.comparison,
                                           .demotion = std::nullopt,
                                           .request_id = context.request_id,
                                           .audit = AuditOf(context, review, kSubmitted)},
                                          clock_.Now()));
  return result;
}

StatusOr<CompletedReview> QualityService::CompleteReview(const CallContext& context,
                                                         const ReviewHandle& handle,
                                                         const ReviewVerdict& verdict) {
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done,
                      FindRepeat(store_, context, kCompleted));
  CompletedReview completed;
  if (done) {
    DM_ASSIGN_OR_RETURN(const Found found, Find(context, handle.id));
    completed.review = found.review;
    return completed;
  }
  DM_ASSIGN_OR_RETURN(Found found, FindMine(context, handle));
  Review& review = found.review;
  if (review.state != ReviewState::kSubmitted) {
    return FailedPrecondition("the blind decision comes first, and a review is completed once",
                              {.reason = "REVIEW_SUBMITTED",
                               .field = "review_id",
                               .remedy = "submit the blind decision"});
  }
  DM_RETURN_IF_ERROR(CheckVerdict(verdict));
  review.outcome = verdict.outcome;
  review.cause = verdict.cause;
  review.error = verdict.error;
  review.state = ReviewState::kCompleted;
  review.completed_at = clock_.Now();
  const auto limit = MoneyOn(
      *parts_.policy(), parameter::kSeriousError, found.record.application.month.first_day());
  const bool serious = verdict.outcome == ReviewOutcome::kWrongOutcome ||
                       Abs(verdict.error) > limit.value_or(Money());
  // The worker decided, or was about to: whatever the cause, a person looks before it goes on.
  const bool workers = review.mode == Mode::kDecide && review.typfall != "-";
  if (verdict.cause && serious && workers) {
    completed.demotion = Demotion{.typfall = review.typfall,
                                  .at = clock_.Now(),
                                  .cause = "REVIEW",
                                  .case_id = review.case_id,
                                  .released_by = "",
                                  .release_reason = "",
                                  .released_at = std::nullopt};
  }
  DM_ASSIGN_OR_RETURN(completed.review,
                      store_.ChangeReview({.review = review,
                                           .comparison = std::nullopt,
                                           .demotion = completed.demotion,
                                           .request_id = context.request_id,
                                           .audit = AuditOf(context, review, kCompleted)},
                                          clock_.Now()));
  return completed;
}

}  // namespace dm::quality
