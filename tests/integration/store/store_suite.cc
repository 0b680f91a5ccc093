#include "tests/integration/store/store_suite.h"

#include "tests/support/cases.h"
#include "worker/core/check.h"
#include "worker/core/digest.h"

namespace dm::testing {

AuditEvent By(const std::string& actor, const std::string& action) {
  AuditEvent event;
  event.actor = actor;
  event.actor_kind = actor.starts_with("worker") ? ActorKind::kWorker : ActorKind::kPerson;
  event.action = action;
  return event;
}

NewCase NewCaseOf(const std::string& id, const std::string& household, const std::string& content) {
  NewCase new_case;
  new_case.request_id = "request-" + id;
  new_case.application = PlainApplication();
  new_case.application.id = ApplicationId::FromTrusted(id);
  new_case.application.household = HouseholdId::FromTrusted(household);
  new_case.content_sha256 = Sha256Hex(id + household + content);
  new_case.audit = By("worker-1", "application_accepted");
  return new_case;
}

Escalation EscalationOf(const CaseId& case_id, int number, const std::string& queue) {
  Escalation escalation;
  escalation.id = EscalationId::FromTrusted(case_id.value() + "." + std::to_string(number));
  escalation.case_id = case_id;
  const Escalate plain = PlainEscalate();
  escalation.routing = plain.routing;
  escalation.routing.queue = queue;
  escalation.mode = plain.mode;
  escalation.typfall = plain.typfall;
  escalation.suggested = plain.suggested;
  return escalation;
}

Effect EffectOf(const CaseId& case_id, EffectKind kind, int order) {
  Effect effect;
  effect.kind = kind;
  effect.case_id = case_id;
  effect.application = ApplicationId::FromTrusted("APP-1");
  effect.decision_version = 1;
  effect.order = order;
  effect.id = DeriveEffectId({.key = case_id.value(),
                              .municipality = "exempelkommun",
                              .application = effect.application,
                              .month = *Month::Parse("2026-12")},
                             kind,
                             1,
                             std::to_string(order));
  if (kind == EffectKind::kDecision) effect.decision = PlainDecision();
  if (kind == EffectKind::kNotice) effect.notice = Notice{.text = "Logga in."};
  if (kind == EffectKind::kLetter) {
    effect.letter = Letter{.template_id = "beslut_bifall",
                           .language = "sv",
                           .subject = "Beslut",
                           .body = "Du får 8 280 kr."};
  }
  if (kind == EffectKind::kPaymentOrder) {
    effect.payment_order = PaymentOrder{.amount = PlainDecision().granted,
                                        .pay_date = *PlainDecision().pay_date,
                                        .month = PlainApplication().month,
                                        .decision_version = 1};
  }
  return effect;
}

Decision HumanDecisionOf(int version) {
  Decision decision = PlainDecision();
  decision.version = version;
  decision.kind = DecisionKind::kHuman;
  decision.decided_by = "handlaggare-1";
  decision.motivation = "Hyran är styrkt.";
  return decision;
}

std::string ReasonOf(const Status& status) {
  EXPECT_FALSE(status.ok());
  return DetailOf(status).reason;
}

void StoreTest::SetUp() {
  now_ = TestNow();
  place_ = GetParam().make();
  Reopen();
}

void StoreTest::Reopen() {
  store_.reset();
  StatusOr<std::unique_ptr<WholeStore>> opened = place_->Open();
  ASSERT_TRUE(opened.ok()) << MessageOf(opened.status());
  store_ = *std::move(opened);
}

CaseId StoreTest::Submit(const std::string& id, const std::string& household) {
  const StatusOr<Accepted> accepted = store().Accept(NewCaseOf(id, household), now_);
  EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  return accepted.ok() ? accepted->case_id : CaseId();
}

Claim StoreTest::TakeClaim(const std::string& worker) {
  const auto claim = store().ClaimNext(worker, now_, kMinuteMs);
  EXPECT_TRUE(claim.ok()) << MessageOf(claim.status());
  EXPECT_TRUE(claim.ok() && claim->has_value()) << "no case is due";
  return claim.ok() ? claim->value_or(Claim()) : Claim();
}

CaseChange StoreTest::ChangeOf(const Claim& claim, CaseState to) {
  CaseChange change;
  change.case_id = claim.case_id;
  change.claim = claim;
  change.to = to;
  change.audit = By(claim.worker, "case_moved");
  return change;
}

CaseChange StoreTest::PersonsChange(const CaseId& id, CaseState to) {
  CaseChange change;
  change.case_id = id;
  change.expected_version = Record(id).version;
  change.to = to;
  change.audit = By("handlaggare-1", "case_handled");
  return change;
}

std::int64_t StoreTest::Move(const Claim& claim, CaseState to) {
  CaseChange change = ChangeOf(claim, to);
  if (to == CaseState::kEvaluated) change.assessment = PlainAssessment();
  if (IsPersonsTurn(to)) change.escalation = EscalationOf(claim.case_id, 1);
  const StatusOr<std::int64_t> version = store().Apply(change, now_);
  EXPECT_TRUE(version.ok()) << CaseStateCode(to) << ": " << MessageOf(version.status());
  return version.value_or(0);
}

Claim StoreTest::Evaluated(const std::string& id, const std::string& household) {
  Submit(id, household);
  Claim claim = TakeClaim();
  for (const CaseState to : {CaseState::kRegistered, CaseState::kFetched, CaseState::kEvaluated}) {
    Move(claim, to);
  }
  return claim;
}

CaseChange StoreTest::Deciding(const Claim& claim) {
  CaseChange change = ChangeOf(claim, CaseState::kDecided);
  change.decision = PlainDecision();
  change.control_version = store().GetControl()->version;
  change.effects = {EffectOf(claim.case_id, EffectKind::kDecision, 1),
                    EffectOf(claim.case_id, EffectKind::kPaymentOrder, 2),
                    EffectOf(claim.case_id, EffectKind::kLetter, 3)};
  change.release_claim = true;
  change.audit.action = "case_decided";
  return change;
}

CaseId StoreTest::OnDesk(const std::string& id, const std::function<void(Escalation&)>& shape) {
  Submit(id, "HH-" + id);
  const Claim claim = TakeClaim();
  CaseChange change = ChangeOf(claim, CaseState::kEscalated);
  change.escalation = EscalationOf(claim.case_id, 1);
  shape(*change.escalation);
  change.release_claim = true;
  const StatusOr<std::int64_t> version = store().Apply(change, now_);
  EXPECT_TRUE(version.ok()) << MessageOf(version.status());
  return claim.case_id;
}

CaseRecord StoreTest::Record(const CaseId& id) {
  const StatusOr<CaseRecord> record = store().GetCase(id);
  EXPECT_TRUE(record.ok()) << MessageOf(record.status());
  return record.value_or(CaseRecord());
}

std::vector<AuditRecord> StoreTest::Audit() {
  const auto records = store().ReadAudit(1, 1'000);
  EXPECT_TRUE(records.ok()) << MessageOf(records.status());
  return records.value_or(std::vector<AuditRecord>());
}

}  // namespace dm::testing
