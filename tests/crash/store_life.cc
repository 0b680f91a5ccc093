#include "tests/crash/store_life.h"

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::crash {
namespace {

using testing::By;
using testing::EffectOf;
using testing::TestNow;

constexpr std::int64_t kLeaseMs = 60'000;

enum class Kind { kGranted, kDecidedByAPerson, kWaits };

int NumberOf(const ApplicationId& id) {
  return std::stoi(id.value().substr(4));  // "APP-17"
}

Kind KindOf(const ApplicationId& id) {
  return static_cast<Kind>(NumberOf(id) % 3);
}

std::vector<Effect> EffectsOf(const CaseId& id) {
  return {EffectOf(id, EffectKind::kDecision, 1), EffectOf(id, EffectKind::kPaymentOrder, 2)};
}

// The worker's next arrow from the stored state.
void NextArrow(const CaseRecord& record, StepStore& store, CaseChange& change) {
  const Kind kind = KindOf(record.application.id);
  const auto move = [&change](CaseState to, const char* action) {
    change.to = to;
    change.audit = By("worker-1", action);
  };
  switch (record.state) {
    case CaseState::kReceived:
      return move(CaseState::kRegistered, "case_registered");
    case CaseState::kRegistered:
      if (kind != Kind::kWaits) return move(CaseState::kFetched, "evidence_fetched");
      change.due_at = TestNow();
      return move(CaseState::kWaitingSource, "evidence_awaited");
    case CaseState::kWaitingSource:
      return move(CaseState::kFetched, "evidence_fetched");
    case CaseState::kFetched:
      change.assessment = testing::PlainAssessment();
      return move(CaseState::kEvaluated, "case_assessed");
    case CaseState::kEvaluated:
      if (kind == Kind::kDecidedByAPerson) {
        change.escalation = testing::EscalationOf(change.case_id, 1);
        return move(CaseState::kEscalated, "case_escalated");
      }
      change.decision = testing::PlainDecision();
      if (const auto control = store.GetControl(); control.ok())
        change.control_version = control->version;
      change.effects = EffectsOf(change.case_id);
      return move(CaseState::kDecided, "case_decided");
    default:
      return move(CaseState::kClosed, "case_closed");
  }
}

}  // namespace

Status StoreLife::LiveToTheEnd(StepStore& store) {
  done_ = false;
  while (!done_) DM_RETURN_IF_ERROR(Step(store));
  return OkStatus();
}

Status StoreLife::Step(StepStore& store) {
  DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> due, store.DueEffects(TestNow(), 1));
  if (!due.empty()) return Deliver(store, due.front());
  DM_ASSIGN_OR_RETURN(const std::optional<Claim> claim,
                      store.ClaimNext("worker-1", TestNow(), kLeaseMs));
  if (claim.has_value()) return Work(store, *claim);
  CaseFilter on_desk;
  on_desk.state = CaseState::kEscalated;
  DM_ASSIGN_OR_RETURN(const Page<CaseSummary> desk,
                      store.ListCases(on_desk, {.limit = 1, .after = ""}));
  if (!desk.items.empty()) return Handle(store, desk.items.front());
  if (submitted_ < cases_) return Submit(store);
  done_ = true;
  return OkStatus();
}

Status StoreLife::Submit(StepStore& store) {
  const std::string number = std::to_string(submitted_);
  DM_RETURN_IF_ERROR(
      store.Accept(testing::NewCaseOf("APP-" + number, "HH-" + number), TestNow()).status());
  ++submitted_;
  promised_.outside.acknowledged.insert("APP-" + number);
  return Promise(store);
}

Status StoreLife::Work(StepStore& store, const Claim& claim) {
  DM_ASSIGN_OR_RETURN(CaseRecord record, store.GetCase(claim.case_id));
  const ApplicationId application = record.application.id;
  const auto next = [&] {
    CaseChange change;
    change.case_id = claim.case_id;
    change.claim = claim;
    NextArrow(record, store, change);
    return change;
  };
  // Some go from their questions to the decision in one commit, as the worker's do.
  const bool together = NumberOf(application) % 2 == 0 && KindOf(application) != Kind::kWaits;
  std::vector<CaseChange> steps = {next()};
  while (together &&
         (steps.back().to == CaseState::kFetched || steps.back().to == CaseState::kEvaluated)) {
    record.state = steps.back().to;
    steps.push_back(next());
  }
  steps.back().release_claim = true;
  DM_RETURN_IF_ERROR(store.ApplySteps(steps, {}, TestNow()));
  return Promise(store);
}

Status StoreLife::Handle(StepStore& store, const CaseSummary& item) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(item.id));
  CaseChange change;
  change.case_id = item.id;
  change.expected_version = record.version;
  change.escalation = record.escalation;
  if (record.escalation->state == EscalationState::kOpen) {
    change.to = CaseState::kEscalated;
    change.escalation->state = EscalationState::kClaimed;
    change.escalation->handler = "handlaggare-1";
    change.escalation->claimed_until = TestNow().PlusMs(kLeaseMs);
    change.audit = By("handlaggare-1", "escalation_claimed");
  } else {
    change.to = CaseState::kDecided;
    change.escalation->state = EscalationState::kDecided;
    change.escalation->claimed_until.reset();
    change.decision = testing::HumanDecisionOf(1);
    change.effects = EffectsOf(item.id);
    change.audit = By("handlaggare-1", "human_decision_made");
  }
  DM_RETURN_IF_ERROR(store.Apply(change, TestNow()).status());
  return Promise(store);
}

// The receiver has it before the store knows: so it is when the sender dies in between.
Status StoreLife::Deliver(StepStore& store, const StoredEffect& due) {
  const Effect& effect = due.effect;
  Received one{.id = effect.id.value(),
               .kind = std::string("EFFECT_KIND_") + EffectKindCode(effect.kind),
               .case_id = effect.case_id.value(),
               .decision_version = effect.decision_version,
               .ore = 0};
  if (effect.payment_order.has_value()) one.ore = effect.payment_order->amount.ore();
  bool known = false;
  for (const Received& earlier : promised_.outside.received) known |= earlier.id == one.id;
  if (!known) promised_.outside.received.push_back(one);
  on_promise_(promised_);
  DM_RETURN_IF_ERROR(store.MarkEffect(effect.id,
                                      EffectState::kDelivered,
                                      "R-1",
                                      "",
                                      TestNow(),
                                      "",
                                      By("worker-1", "effect_delivered"),
                                      TestNow()));
  return Promise(store);
}

Status StoreLife::Promise(StepStore& store) {
  DM_ASSIGN_OR_RETURN(promised_.head, store.GetAuditHead());
  on_promise_(promised_);
  return OkStatus();
}

}  // namespace dm::crash
