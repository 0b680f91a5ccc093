#include "worker/quality/case_hooks.h"

#include <utility>

#include "worker/ports/deciding_item.h"
#include "worker/quality/compare.h"
#include "worker/quality/draw.h"
#include "worker/quality/parameters.h"

namespace dm::quality {
namespace {

constexpr int kDaysAheadMax = 62;
constexpr int kPercent = 100;
// Fewer than five grants in the top share would point at households, not at what is usual.
constexpr std::int64_t kTopGrantsMin = 5;
constexpr int kMonthsOfAmounts = 3;
constexpr int kReviewDaysDefault = 30;  // T-18
constexpr int kPageMax = 200;

AuditEvent AuditOf(const std::string& worker, const char* action, std::string subject) {
  return {.actor_kind = ActorKind::kWorker,
          .actor = worker,
          .mandate = "",
          .action = action,
          .subject = std::move(subject),
          .detail = "",
          .request_sha256 = ""};
}

// Above open access, now or by what has come in: such a case never enters.
bool IsHidden(const CaseRecord& record) {
  return IsRestricted(record) || HasProtectedPerson(record);
}

Comparison PairOf(const CaseRecord& record,
                  const Decided& first,
                  const Decision& second,
                  const PolicySet& policy) {
  Comparison pair;
  pair.id = record.id.value() + ".v" + std::to_string(second.version);
  pair.case_id = record.id;
  pair.month = record.application.month;
  pair.at = second.decided_at;
  pair.first_outcome = first.outcome;
  pair.first_granted = first.granted;
  pair.second_outcome = second.outcome;
  pair.second_granted = second.granted;
  const Decided other = DecidedOf(second);
  pair.rows = Differences(first, other);
  const auto limit = MoneyOn(policy, parameter::kSeriousError, pair.month.first_day());
  // Without a limit every other amount is serious: doubt is not in the worker's favour.
  pair.serious = IsSerious(first, other, limit.value_or(Money()));
  pair.second_by = second.decided_by;
  return pair;
}

bool TriesTheMatter(Outcome outcome) {
  return outcome == Outcome::kBifall || outcome == Outcome::kDelavslag ||
         outcome == Outcome::kAvslag;
}

// The typfall that the worker decided it under, or would decide it under; "-" for none.
std::string TypfallOf(const CaseRecord& record, const PolicySet& policy, const Control& control) {
  for (const Decision& decision : record.decisions) {
    if (decision.kind == DecisionKind::kAutomatic) return decision.typfall;
  }
  const TypfallPolicy* typfall =
      record.assessment ? DecidingTypfall(*record.assessment, policy, control) : nullptr;
  return typfall == nullptr ? "-" : typfall->code;
}

}  // namespace

SampleCase ListedCase(const CaseRecord& record,
                      const PolicySet& policy,
                      const Control& control,
                      Instant now) {
  const Application& application = record.application;
  SampleCase one;
  one.case_id = record.id;
  one.month = application.month;
  one.stratum.typfall = TypfallOf(record, policy, control);
  one.stratum.household = HouseholdOf(application);
  one.stratum.amount =
      AmountClassOf(record.assessment,
                    MoneyOn(policy, parameter::kSampleAmountStep, application.month.first_day())
                        .value_or(Money()));
  one.channel = ChannelOf(application);
  one.entered_at = now;
  return one;
}

Review ReviewOfDrawn(const SampleCase& drawn, Date due_on, Instant now) {
  Review review;
  review.id = drawn.case_id.value() + ".sample";
  review.case_id = drawn.case_id;
  review.month = drawn.month;
  review.part = drawn.part.value_or(SamplePart::kPostPayment);
  review.drawn = drawn.drawn;
  review.typfall = drawn.stratum.typfall;
  review.channel = drawn.channel;
  review.due_on = due_on;
  review.created_at = now;
  return review;
}

std::optional<Date> LastUnhurriedDay(Month month, Date today, const PolicySet& policy) {
  const StatusOr<Date> paid = PayDateFor(month, today, policy);
  if (!paid.ok()) return std::nullopt;
  std::optional<Date> last;
  for (int i = 1; i <= kDaysAheadMax; ++i) {
    const StatusOr<Date> later = PayDateFor(month, today.PlusDays(i), policy);
    if (!later.ok() || *later != *paid) break;
    last = today.PlusDays(i);
  }
  return last;
}

StatusOr<std::optional<SampleMonth>> CaseHooks::MonthOf(Month month,
                                                        const Control& control,
                                                        const PolicySet& policy,
                                                        Instant now) {
  DM_ASSIGN_OR_RETURN(std::optional<SampleMonth> found, store_.FindSample(month));
  if (found) return found;
  DM_ASSIGN_OR_RETURN(const std::vector<SampleCase> before,
                      store_.SampleCases(month.PlusMonths(-1)));
  const std::optional<SamplePlan> plan =
      PlanFor(policy, control, month, static_cast<int>(before.size()));
  if (!plan) return std::optional<SampleMonth>();
  SampleMonth proposed;
  proposed.month = month;
  proposed.seed = parts_.seed();
  proposed.opening_plan = plan->ToString();
  DM_ASSIGN_OR_RETURN(
      SampleMonth opened,
      store_.OpenSample(
          proposed, AuditOf(parts_.worker, "sample_opened", "sample:" + month.ToString()), now));
  return std::optional<SampleMonth>(std::move(opened));
}

StatusOr<std::optional<Money>> CaseHooks::HighAmount(const CaseRecord& record,
                                                     const PolicySet& policy) {
  const Month month = record.application.month;
  const auto top = NumberOn(policy, parameter::kTopPct, month.first_day());
  if (!top || *top <= 0) return std::optional<Money>();
  DM_ASSIGN_OR_RETURN(
      const std::vector<AmountCount> counts,
      store_.AmountCounts(
          HouseholdOf(record.application), month.PlusMonths(-kMonthsOfAmounts), month));
  std::int64_t all = 0;
  for (const AmountCount& one : counts) all += one.count;
  if (all * *top < kTopGrantsMin * kPercent) return std::optional<Money>();
  // The upper end of the step in which the share of grants outside the top is reached.
  std::int64_t below = 0;
  for (const AmountCount& one : counts) {
    below += one.count;
    if (below * kPercent >= all * (kPercent - *top)) {
      return std::optional<Money>(Money::FromOre((one.step + 1) * kAmountStepOre));
    }
  }
  return std::optional<Money>();
}

StatusOr<BeforeDecision> CaseHooks::Before(const CaseRecord& record,
                                           const Control& control,
                                           const PolicySet& policy,
                                           Instant now) {
  BeforeDecision before;
  if (IsHidden(record)) return before;
  DM_ASSIGN_OR_RETURN(before.high_amount, HighAmount(record, policy));
  const Date today = SwedishDate(now);
  DM_ASSIGN_OR_RETURN(std::optional<SampleCase> listed, store_.FindSampleCase(record.id));
  if (!listed) {
    DM_ASSIGN_OR_RETURN(const std::optional<SampleMonth> month,
                        MonthOf(record.application.month, control, policy, now));
    if (!month || month->closed_at) return before;
    DM_ASSIGN_OR_RETURN(const SamplePlan plan, SamplePlan::Parse(month->opening_plan));
    SampleCase one = ListedCase(record, policy, control, now);
    const std::optional<Date> last = LastUnhurriedDay(one.month, today, policy);
    if (record.application.circumstances.drawn_for_sample) {
      one.drawn = DrawnHow::kStated;
    } else if (IsDrawnOnArrival(plan, month->seed, one.case_id, one.stratum.typfall)) {
      one.drawn = DrawnHow::kArrival;
    }
    if (one.drawn != DrawnHow::kNot) {
      const bool first =
          last && (one.drawn == DrawnHow::kStated || IsPrePayment(plan, month->seed, one.case_id));
      one.part = first ? SamplePart::kPrePayment : SamplePart::kPostPayment;
    }
    before.note.emplace();
    before.note->sample_case = one;
    if (one.part) {
      const auto days =
          NumberOn(policy, parameter::kReviewDays, today).value_or(kReviewDaysDefault);
      const Date due = *one.part == SamplePart::kPrePayment
                           ? *last
                           : today.PlusDays(static_cast<std::int32_t>(days));
      before.note->reviews.push_back(ReviewOfDrawn(one, due, now));
    }
    listed = std::move(one);
  } else if (listed->part == SamplePart::kPrePayment) {
    const StatusOr<Review> review = store_.GetReview(record.id.value() + ".sample");
    if (!review.ok() && review.status().code() != StatusCode::kNotFound) return review.status();
    before.hold.reviewed = !review.ok() || review->state == ReviewState::kCompleted;
  }
  before.hold.drawn =
      listed->drawn == DrawnHow::kArrival && listed->part == SamplePart::kPrePayment;
  return before;
}

std::optional<Comparison> CompareWithWorker(const CaseRecord& record,
                                            const std::optional<Escalation>& item,
                                            const PolicySet& policy) {
  if (record.decisions.empty()) return std::nullopt;
  const Decision& last = record.decisions.back();
  if (last.kind != DecisionKind::kHuman || !TriesTheMatter(last.outcome)) return std::nullopt;
  if (record.decisions.size() > 1) {
    // A person has changed what the worker decided.
    const Decision& before = record.decisions[record.decisions.size() - 2];
    if (before.kind != DecisionKind::kAutomatic) return std::nullopt;
    Comparison pair = PairOf(record, DecidedOf(before), last, policy);
    pair.mode = Mode::kDecide;
    pair.clean = true;
    pair.typfall = before.typfall;
    pair.first_by = before.decided_by;
    pair.policy_sha256 = before.policy_sha256;
    return pair;
  }
  if (!item || !record.assessment) return std::nullopt;
  const Escalation& escalation = *item;
  if (escalation.typfall.empty() || !escalation.suggested || escalation.mode == Mode::kOff ||
      !record.assessment->computable || record.assessment->outcome == Outcome::kNone) {
    return std::nullopt;
  }
  Comparison pair = PairOf(record, ComputedOf(*record.assessment), last, policy);
  pair.mode = escalation.mode;
  pair.clean = IsClean(escalation.routing.reasons);
  pair.blind = escalation.mode < Mode::kPropose;
  pair.typfall = escalation.typfall;
  pair.first_by = WorkerName();
  pair.policy_sha256 = record.assessment->policy_sha256;
  return pair;
}

StatusOr<bool> NoteComparison(Store& store,
                              const Comparison& pair,
                              Instant now,
                              QualityNote& note) {
  const bool lowers = pair.serious && pair.clean && pair.mode >= Mode::kPropose;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Comparison> noted,
                        store.ListComparisons({.typfall = pair.typfall, .kind = pair.kind}, page));
    for (const Comparison& one : noted.items) {
      if (one.id == pair.id) return false;
    }
    page.after = noted.next;
    // To note one that lowers nothing a second time changes nothing.
  } while (lowers && !page.after.empty());
  note.comparison = pair;
  if (lowers) {
    note.demotion =
        Demotion{.typfall = pair.typfall,
                 .at = now,
                 .cause = pair.mode == Mode::kDecide ? "CHANGED_DECISION" : "COMPARISON",
                 .case_id = pair.case_id,
                 .released_by = "",
                 .release_reason = "",
                 .released_at = std::nullopt};
  }
  return true;
}

StatusOr<std::optional<QualityNote>> CaseHooks::AtClosing(const CaseRecord& record,
                                                          const PolicySet& policy,
                                                          Instant now) {
  if (IsHidden(record) || record.decisions.empty()) return std::optional<QualityNote>();
  QualityNote note;
  const Decision& last = record.decisions.back();
  const Month month = record.application.month;
  if (record.decisions.size() == 1 && !last.granted.is_zero()) {
    note.amount = AmountCount{.month = month,
                              .household = HouseholdOf(record.application),
                              .step = last.granted.ore() / kAmountStepOre,
                              .count = 1};
  }
  DM_ASSIGN_OR_RETURN(const std::optional<Escalation> item, DecidingItem(store_, record));
  const std::optional<Comparison> pair = CompareWithWorker(record, item, policy);
  if (pair) DM_RETURN_IF_ERROR(NoteComparison(store_, *pair, now, note).status());
  DM_ASSIGN_OR_RETURN(const std::optional<SampleMonth> sample, store_.FindSample(month));
  const auto share = NumberOn(policy, parameter::kSampleDoublePct, month.first_day());
  if (pair && pair->mode != Mode::kDecide && sample && share) {
    SamplePlan plan;
    plan.pre_share_pct = static_cast<int>(*share);
    // Its own number, so that it tells nothing of the sample.
    if (IsPrePayment(plan, sample->seed + "\ndouble", record.id)) {
      DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
      SampleCase one = ListedCase(record, policy, control, now);
      one.stratum.typfall = pair->typfall;
      const auto days =
          NumberOn(policy, parameter::kReviewDays, SwedishDate(now)).value_or(kReviewDaysDefault);
      Review review =
          ReviewOfDrawn(one, SwedishDate(now).PlusDays(static_cast<std::int32_t>(days)), now);
      review.id = record.id.value() + ".double";
      review.kind = ReviewKind::kDouble;
      review.drawn = DrawnHow::kArrival;
      note.reviews.push_back(std::move(review));
    }
  }
  return std::optional<QualityNote>(std::move(note));
}

}  // namespace dm::quality
