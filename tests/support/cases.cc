#include "tests/support/cases.h"

#include "tests/support/fake_store.h"
#include "worker/core/check.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

CalculationRow Row(const std::string& code, RowKind kind, const std::string& label, int kronor) {
  CalculationRow row;
  row.code = code;
  row.kind = kind;
  row.label = label;
  row.amount = Money::FromKronor(kronor);
  row.exact = row.amount;
  return row;
}

}  // namespace

Instant TestNow() {
  DM_CHECK(LoadSwedishTime().ok());
  return *Instant::Parse("2026-11-12T09:00:00+01:00");
}

Personnummer Number(const std::string& digits) {
  return *Personnummer::Parse(digits);
}

Date Day(const std::string& text) {
  return *Date::Parse(text);
}

Month MonthOf(const std::string& text) {
  return *Month::Parse(text);
}

Person Adult(const std::string& key, const std::string& number, PersonRole role) {
  Person person;
  person.key = PersonKey::FromTrusted(key);
  person.personnummer = Number(number);
  person.born = person.personnummer.birth_date();
  person.role = role;
  person.protected_identity = Answer::kNo;
  person.name = "Test Testsson";
  return person;
}

Person Child(const std::string& key, const std::string& number) {
  return Adult(key, number, PersonRole::kChild);
}

Application PlainApplication() {
  Application application;
  application.id = ApplicationId::FromTrusted("APP-1");
  application.household = HouseholdId::FromTrusted("HH-1");
  application.month = MonthOf("2026-12");
  application.received_at = TestNow();
  application.channel = Channel::kEApplication;
  application.kind = ApplicationKind::kReapplication;
  application.persons = {Adult("p1", kAdult, PersonRole::kApplicant)};
  application.home.tenure = Tenure::kHyresratt;
  application.home.persons_in_home = 1;
  Cost rent;
  rent.applied = Money::FromKronor(6000);
  rent.proven = rent.applied;
  application.costs = {rent};
  Signature signature;
  signature.person = application.persons[0].key;
  signature.level = AssuranceLevel::kSubstantial;
  signature.signed_at = TestNow();
  signature.text_sha256 = Sha256Hex("text");
  application.signatures = {signature};
  return application;
}

Assessment PlainAssessment() {
  Assessment assessment;
  assessment.month = MonthOf("2026-12");
  assessment.policy_sha256 = std::string(64, 'a');
  assessment.policy_version = "national 2026.1.0";
  assessment.computable = true;
  CalculationRow rent = Row("cost.boende", RowKind::kCost, "Hyra", 6000);
  rent.applied = rent.amount;
  rent.proven = rent.amount;
  assessment.rows = {Row("norm.personal", RowKind::kNormPersonal, "Riksnorm, vuxen", 4000),
                     Row("norm.common", RowKind::kNormCommon, "Gemensamma kostnader", 1280),
                     rent,
                     Row("income.bostadsbidrag", RowKind::kIncome, "Bostadsbidrag", 3000)};
  assessment.norm = Money::FromKronor(5280);
  assessment.costs = Money::FromKronor(6000);
  assessment.incomes = Money::FromKronor(3000);
  assessment.grant = Money::FromKronor(8280);
  assessment.outcome = Outcome::kBifall;
  assessment.sources = {{"sol-12-7", "12 kap. 7 § socialtjänstlagen (2025:400)"}};
  return assessment;
}

Decision PlainDecision() {
  Decision decision;
  decision.version = 1;
  decision.kind = DecisionKind::kAutomatic;
  decision.outcome = Outcome::kBifall;
  decision.granted = Money::FromKronor(8280);
  for (const CalculationRow& row : PlainAssessment().rows) {
    DecisionRow& decided = decision.rows.emplace_back();
    decided.code = row.code;
    decided.label = row.label;
    decided.kind = row.kind;
    decided.applied = row.applied;
    decided.worker_amount = row.amount;
  }
  decision.typfall = "TF-02";
  decision.delegation = "SN 2026-01-15 § 7";
  decision.decided_by = "Medarbetare 0.1.0";
  decision.decided_at = TestNow();
  decision.decided_on = Day("2026-11-12");
  decision.pay_date = Day("2026-11-27");
  decision.policy_version = "national 2026.1.0";
  decision.sources = PlainAssessment().sources;
  return decision;
}

Escalate PlainEscalate() {
  Escalate escalate;
  escalate.mode = Mode::kPropose;
  escalate.typfall = "TF-02";
  escalate.suggested = PlainDecision();
  escalate.routing.queue = "Q-20";
  escalate.routing.reasons = {
      {"MODE.PROPOSE", "Typfallet föreslås av medarbetaren.", "Q-20", std::nullopt}};
  return escalate;
}

CaseRecord PlainCase(CaseState state) {
  CaseRecord record;
  record.id = CaseId::FromTrusted("EKB-202612-000001");
  record.municipality = "0000-exempelkommun";
  record.state = state;
  record.version = 5;
  record.application = PlainApplication();
  record.received_at = TestNow();
  const bool evaluated = state == CaseState::kEvaluated || IsPersonsTurn(state);
  if (evaluated) record.assessment = PlainAssessment();
  return record;
}

Frame PlainFrame() {
  Frame frame;
  frame.household = HouseholdId::FromTrusted("HH-1");
  frame.valid_from = Day("2026-11-01");
  frame.valid_to = Day("2027-04-30");
  FramePerson person;
  person.key = PersonKey::FromTrusted("p1");
  person.personnummer = Number(kAdult);
  frame.persons = {person};
  frame.housing.accepted_cost = Money::FromKronor(6000);
  frame.housing.persons_in_home = 1;
  frame.signed_by = "handlaggare-1";
  frame.mandate = "SN 2026-01-15 § 3";
  return frame;
}

CallContext Call(const std::string& request_id) {
  CallContext context;
  context.caller = "test";
  context.request_id = request_id;
  context.content_sha256 = Sha256Hex("content of " + request_id);
  context.operations = true;
  return context;
}

CaseId PutCase(FakeStore& store, CaseRecord record) {
  NewCase accepted;
  accepted.request_id = "put-" + record.application.id.value();
  accepted.content_sha256 = Sha256Hex(accepted.request_id);
  accepted.application = record.application;
  accepted.audit.action = "application_accepted";
  CaseId id = store.Accept(accepted, record.received_at)->case_id;
  record.id = id;
  store.Overwrite(std::move(record));
  return id;
}

}  // namespace dm::testing
