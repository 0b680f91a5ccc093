#include "worker/decision/decide.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "worker/decision/test_policy.h"

namespace dm {
namespace {

using testing::DecisionPolicy;

CalculationRow MakeRow(RowKind kind, const std::string& code, Money amount) {
  CalculationRow row;
  row.kind = kind;
  row.code = code;
  row.amount = amount;
  row.exact = amount;
  return row;
}

GateResult Failed(const std::string& gate, const std::string& code) {
  return {.gate = gate,
          .verdict = Verdict::kFail,
          .findings = {{.code = code, .text = "ett skäl", .person = std::nullopt, .inputs = {}}}};
}

TriggerResult Fired(const std::string& trigger, const std::string& code, const std::string& queue) {
  return {.trigger = trigger,
          .findings = {{.code = code, .text = "ett skäl", .person = std::nullopt, .inputs = {}}},
          .queue = queue};
}

// Norm 5 220, rent 6 500 as applied for, income 8 700.50: need 3 019.50, grant 3 020.
DecisionInput CleanCase() {
  DecisionInput input;
  input.case_id = CaseId::FromTrusted("c-1");
  input.today = *Date::Parse("2026-11-25");
  input.now = *Instant::Parse("2026-11-25T09:00:00Z");
  Assessment& assessment = input.assessment;
  assessment.month = *Month::Parse("2026-12");
  assessment.assessed_on = input.today;
  assessment.policy_sha256 = std::string(64, 'a');
  assessment.policy_approved = true;
  assessment.computable = true;
  CalculationRow rent = MakeRow(RowKind::kCost, "cost.boende", Money::FromKronor(6500));
  rent.applied = rent.amount;
  assessment.rows = {MakeRow(RowKind::kNormPersonal, "norm.personal", Money::FromKronor(3940)),
                     MakeRow(RowKind::kNormCommon, "norm.common", Money::FromKronor(1280)),
                     rent,
                     MakeRow(RowKind::kIncome, "income.x", Money::FromOre(870'050))};
  assessment.norm = Money::FromKronor(5220);
  assessment.costs = Money::FromKronor(6500);
  assessment.incomes = Money::FromOre(870'050);
  assessment.result = Rational(Money::FromOre(-301'950));
  assessment.grant = Money::FromKronor(3020);
  assessment.outcome = Outcome::kBifall;
  for (const char* gate : {"G-08", "G-10", "G-13"}) {
    assessment.gates.push_back({.gate = gate, .verdict = Verdict::kPass, .findings = {}});
  }
  assessment.typfall = {
      {.typfall = "TF-02", .matched = true, .verdict = Verdict::kPass, .unmet = {}}};
  return input;
}

std::vector<std::string> Codes(const Escalate& escalate) {
  std::vector<std::string> codes;
  for (const Reason& reason : escalate.routing.reasons) codes.push_back(reason.code);
  return codes;
}

Escalate MustEscalate(const DecisionInput& input, const PolicySet& policy) {
  const DecisionOutcome outcome = Decide(input, policy);
  const auto* escalate = std::get_if<Escalate>(&outcome);
  EXPECT_NE(escalate, nullptr);
  return escalate == nullptr ? Escalate{} : *escalate;
}

using Words = std::vector<std::string>;

TEST(DecideTest, ApprovesInFullUnderTheDelegation) {
  const DecisionOutcome outcome = Decide(CleanCase(), DecisionPolicy());
  const auto* approval = std::get_if<FullApproval>(&outcome);
  ASSERT_NE(approval, nullptr);
  const Decision& decision = approval->decision();
  EXPECT_EQ(decision.kind, DecisionKind::kAutomatic);
  EXPECT_EQ(decision.outcome, Outcome::kBifall);
  EXPECT_EQ(decision.granted, Money::FromKronor(3020));
  EXPECT_EQ(decision.delegation, "beslut 7");
  EXPECT_EQ(decision.typfall, "TF-02");
  EXPECT_EQ(decision.pay_date, *Date::Parse("2026-11-27"));
  EXPECT_EQ(decision.decided_on, *Date::Parse("2026-11-25"));
  EXPECT_EQ(decision.rows.size(), 4U);
  EXPECT_TRUE(decision.decided_by.starts_with("Medarbetare "));
}

TEST(DecideTest, AFailedGateGoesToItsQueueWithTheSuggestion) {
  DecisionInput input = CleanCase();
  input.assessment.gates[1] = Failed("G-10", "GATE.G10.FAIL.PLAN");
  const Escalate escalate = MustEscalate(input, DecisionPolicy());
  EXPECT_EQ(Codes(escalate), Words{"GATE.G10.FAIL.PLAN"});
  EXPECT_EQ(escalate.routing.queue, "Q-11");
  EXPECT_EQ(escalate.mode, Mode::kPropose);
  ASSERT_TRUE(escalate.suggested.has_value());
  EXPECT_EQ(escalate.suggested->granted, Money::FromKronor(3020));
  EXPECT_EQ(escalate.suggested->kind, DecisionKind::kHuman);
}

TEST(DecideTest, AnUnknownGateIsNoPass) {
  DecisionInput input = CleanCase();
  input.assessment.gates[1] = Failed("G-10", "GATE.G10.UNKNOWN.PLAN");
  input.assessment.gates[1].verdict = Verdict::kUnknown;
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"GATE.G10.UNKNOWN.PLAN"});
}

TEST(DecideTest, AGateThatTheAssessmentLacksIsNoPass) {
  DecisionInput input = CleanCase();
  input.assessment.gates.pop_back();
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"GATE.G15.FAIL.CHECK"});
}

TEST(DecideTest, TheFirstQueueInOrderTakesTheCaseAndAllReasonsAreShown) {
  DecisionInput input = CleanCase();
  input.assessment.triggers = {Fired("X-09", "TRIG.X09", "Q-05"),
                               Fired("X-03", "TRIG.X03", "Q-02")};
  input.assessment.gates[1] = Failed("G-10", "GATE.G10.FAIL.PLAN");
  input.application.circumstances.critical_date = *Date::Parse("2026-11-29");
  const Escalate escalate = MustEscalate(input, DecisionPolicy());
  EXPECT_EQ(escalate.routing.queue, "Q-05");
  EXPECT_EQ(escalate.routing.access, AccessClass::kRestricted);
  EXPECT_EQ(escalate.routing.critical_date, *Date::Parse("2026-11-29"));
  EXPECT_EQ(Codes(escalate), (Words{"GATE.G10.FAIL.PLAN", "TRIG.X09", "TRIG.X03"}));
}

TEST(DecideTest, ATriggerNamesABetterQueueThanAGate) {
  DecisionInput input = CleanCase();
  input.assessment.gates[1] = Failed("G-10", "GATE.G10.FAIL.CERTIFICATE");
  input.assessment.triggers = {Fired("X-25", "TRIG.X25", "Q-20")};
  EXPECT_EQ(MustEscalate(input, DecisionPolicy()).routing.queue, "Q-20");
}

TEST(DecideTest, ATechnicalQueueAloneFallsOverToAHuman) {
  DecisionInput input = CleanCase();
  input.assessment.gates[0] = Failed("G-08", "GATE.G08.UNKNOWN.X");
  input.assessment.triggers = {Fired("X-43", "TRIG.X43", "Q-19")};
  EXPECT_EQ(MustEscalate(input, DecisionPolicy()).routing.queue, "Q-20");
}

TEST(DecideTest, ABareSuggestionTakesTheSameWay) {
  DecisionInput input = CleanCase();
  input.assessment.gates[1] = Failed("G-10", "GATE.G10.FAIL.PLAN");
  const Escalate whole = MustEscalate(input, DecisionPolicy());
  input.suggestion = Suggestion::kBare;
  const Escalate bare = MustEscalate(input, DecisionPolicy());
  EXPECT_EQ(Codes(bare), Codes(whole));
  EXPECT_EQ(bare.routing.queue, whole.routing.queue);
  EXPECT_EQ(bare.mode, whole.mode);
  ASSERT_TRUE(bare.suggested.has_value());
  EXPECT_EQ(bare.suggested->outcome, whole.suggested->outcome);
  EXPECT_EQ(bare.suggested->granted, whole.suggested->granted);
  EXPECT_EQ(bare.suggested->typfall, whole.suggested->typfall);
  EXPECT_TRUE(bare.suggested->rows.empty());
}

TEST(DecideTest, ACleanCaseInALowerModeSaysSo) {
  for (const auto& [mode, reason] : {std::pair{Mode::kPropose, "MODE.PROPOSE"},
                                     std::pair{Mode::kShadow, "MODE.SHADOW"},
                                     std::pair{Mode::kOff, "MODE.OFF"}}) {
    DecisionPolicy policy;
    policy.editable_typfall()[0].mode = mode;
    const Escalate escalate = MustEscalate(CleanCase(), policy);
    EXPECT_EQ(Codes(escalate), Words{reason});
    EXPECT_EQ(escalate.routing.queue, "Q-20");
    EXPECT_EQ(escalate.mode, mode);
    EXPECT_EQ(escalate.suggested.has_value(), mode != Mode::kOff);
  }
}

TEST(DecideTest, AnOverrideHoldsFromTheNextCaseAndNeverAboveTheTypfall) {
  DecisionInput input = CleanCase();
  ModeOverride lowered;
  lowered.mode = Mode::kPropose;
  input.control.modes["TF-02"] = lowered;
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"MODE.PROPOSE"});

  DecisionPolicy capped;
  capped.editable_typfall()[0].mode = Mode::kShadow;
  capped.editable_typfall()[0].max_mode = Mode::kPropose;
  input.control.modes["TF-02"].mode = Mode::kDecide;
  EXPECT_EQ(EffectiveMode(capped.typfall()[0], input.control), Mode::kPropose);
  EXPECT_EQ(Codes(MustEscalate(input, capped)), Words{"MODE.PROPOSE"});
}

TEST(DecideTest, ThePauseStopsDecidingAtOnce) {
  DecisionInput input = CleanCase();
  input.control.paused = true;
  const Escalate escalate = MustEscalate(input, DecisionPolicy());
  EXPECT_EQ(Codes(escalate), Words{"PAUSED"});
  EXPECT_EQ(escalate.mode, Mode::kPropose);
  EXPECT_TRUE(escalate.suggested.has_value());
}

TEST(DecideTest, ADelegationThatExpiredAtMidnightProposes) {
  DecisionInput input = CleanCase();
  input.today = *Date::Parse("2026-11-26");
  EXPECT_TRUE(std::holds_alternative<FullApproval>(Decide(input, DecisionPolicy())));
  input.today = *Date::Parse("2026-11-27");
  input.assessment.assessed_on = input.today;
  const Escalate escalate = MustEscalate(input, DecisionPolicy());
  EXPECT_EQ(Codes(escalate), Words{"GATE.G15.FAIL.MANDATE"});
  EXPECT_EQ(escalate.mode, Mode::kPropose);
  EXPECT_TRUE(escalate.suggested.has_value());
}

TEST(DecideTest, ADelegationCoversItsTypfallOutcomeAndAmountOnly) {
  const auto refuses = [](auto change) {
    DecisionPolicy policy;
    change(policy.editable_delegations()[0]);
    return Codes(MustEscalate(CleanCase(), policy)) == Words{"GATE.G15.FAIL.MANDATE"};
  };
  EXPECT_TRUE(refuses([](Delegation& d) { d.typfall = "TF-01"; }));
  EXPECT_TRUE(refuses([](Delegation& d) { d.outcomes = {Outcome::kDelavslag}; }));
  EXPECT_TRUE(refuses([](Delegation& d) { d.max_amount = Money::FromOre(301'999); }));
  EXPECT_TRUE(refuses([](Delegation& d) { d.reference.clear(); }));
}

TEST(DecideTest, NothingButFullApprovalIsEverAutomatic) {
  for (const Outcome outcome : {Outcome::kNone, Outcome::kDelavslag, Outcome::kAvslag}) {
    DecisionInput input = CleanCase();
    input.assessment.outcome = outcome;
    const Escalate escalate = MustEscalate(input, DecisionPolicy());
    EXPECT_EQ(Codes(escalate), Words{"GATE.G13.FAIL.CHECK"});
  }
}

TEST(DecideTest, RowsThatDoNotAddUpAreForAHuman) {
  const auto refuses = [](auto change) {
    DecisionInput input = CleanCase();
    change(input.assessment);
    return Codes(MustEscalate(input, DecisionPolicy())) == Words{"GATE.G13.FAIL.CHECK"};
  };
  EXPECT_TRUE(refuses([](Assessment& a) { a.rows[0].amount += Money::FromOre(1); }));
  EXPECT_TRUE(refuses([](Assessment& a) { a.incomes += Money::FromOre(1); }));
  EXPECT_TRUE(refuses([](Assessment& a) { a.grant += Money::FromKronor(1); }));
  EXPECT_TRUE(refuses([](Assessment& a) { a.result = Rational(Money::FromOre(-1)); }));
  EXPECT_TRUE(refuses([](Assessment& a) { a.rows[2].applied = Money::FromKronor(6501); }));
  EXPECT_TRUE(refuses([](Assessment& a) { a.undetermined = {"evidence.p1.SO"}; }));
  EXPECT_TRUE(refuses([](Assessment& a) { a.computable = false; }));
}

TEST(DecideTest, AnUnapprovedTableIsNeverDecidedOn) {
  DecisionInput input = CleanCase();
  input.assessment.policy_approved = false;
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"GATE.G15.FAIL.CHECK"});
}

TEST(DecideTest, ACaseThatHasADecisionGetsNoSecondOne) {
  DecisionInput input = CleanCase();
  input.has_earlier_decision = true;
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"GATE.G17.FAIL.DECIDED"});
}

TEST(DecideTest, AnAssessmentOfAnotherRuleVersionOrDayIsNotDecidedOn) {
  DecisionInput input = CleanCase();
  input.assessment.policy_sha256 = std::string(64, 'b');
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"GATE.G15.FAIL.RULE_VERSION"});
  input = CleanCase();
  input.assessment.assessed_on = *Date::Parse("2026-11-23");
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())), Words{"GATE.G06.FAIL.STALE"});
}

TEST(DecideTest, WithoutATypfallThereIsNoSuggestion) {
  DecisionInput input = CleanCase();
  input.assessment.typfall[0].matched = false;
  const Escalate escalate = MustEscalate(input, DecisionPolicy());
  EXPECT_EQ(Codes(escalate), Words{"TYPFALL.NONE"});
  EXPECT_EQ(escalate.mode, Mode::kOff);
  EXPECT_FALSE(escalate.suggested.has_value());
}

// The factory stands by itself: it does not rely on what Decide has checked before it.
TEST(FullApprovalTest, ItsFactoryRefusesEachThingAlone) {
  const DecisionPolicy policy;
  const auto make = [&policy](auto change) {
    DecisionInput input = CleanCase();
    change(input.assessment);
    return FullApproval::From({.assessment = input.assessment,
                               .typfall = policy.typfall()[0],
                               .delegation = policy.delegations()[0],
                               .policy = policy,
                               .pay_date = input.today,
                               .now = input.now,
                               .today = input.today})
        .has_value();
  };
  EXPECT_TRUE(make([](Assessment&) {}));
  EXPECT_FALSE(make([](Assessment& a) { a.triggers = {Fired("X-34", "TRIG.X34", "Q-20")}; }));
  EXPECT_FALSE(make([](Assessment& a) { a.gates[0].verdict = Verdict::kUnknown; }));
  EXPECT_FALSE(make([](Assessment& a) { a.gates.clear(); }));
  EXPECT_FALSE(make([](Assessment& a) { a.outcome = Outcome::kDelavslag; }));
  EXPECT_FALSE(make([](Assessment& a) { a.typfall.clear(); }));
  EXPECT_FALSE(make([](Assessment& a) { a.policy_approved = false; }));
  EXPECT_FALSE(make([](Assessment& a) { a.policy_sha256 = "b"; }));
  EXPECT_FALSE(make([](Assessment& a) { a.grant = Money::FromKronor(5001); }));
}

TEST(DecideTest, APreparedCaseKeepsTheCalculationAndGoesToAHuman) {
  DecisionPolicy policy;
  policy.editable_typfall()[0].max_mode = Mode::kPrepare;
  policy.editable_typfall()[0].mode = Mode::kDecide;
  const Escalate escalate = MustEscalate(CleanCase(), policy);
  EXPECT_EQ(Codes(escalate), (Words{"MODE.PREPARE"}));
  EXPECT_EQ(escalate.mode, Mode::kPrepare);
  EXPECT_EQ(escalate.typfall, "TF-02");
}

DecisionInput IncompleteCase() {
  DecisionInput input = CleanCase();
  input.assessment.gates[0] = Failed("G-08", "GATE.G08.FAIL.NO_PROOF");
  input.assessment.outcome = Outcome::kNone;
  input.assessment.typfall = {
      {.typfall = "TF-14", .matched = true, .verdict = Verdict::kPass, .unmet = {}}};
  input.assessment.missing_items = {
      {.code = "proof.boende", .text = "Hyresavi", .person = std::nullopt}};
  return input;
}

TEST(DecideTest, AsksForWhatIsMissing) {
  const DecisionOutcome outcome = Decide(IncompleteCase(), DecisionPolicy());
  const auto* request = std::get_if<RequestCompletion>(&outcome);
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(request->items.size(), 1U);
  EXPECT_EQ(request->due, *Date::Parse("2026-12-02"));
  EXPECT_EQ(request->typfall, "TF-14");
}

TEST(DecideTest, TheLastDayToCompleteComesBeforeTheCriticalDate) {
  DecisionInput input = IncompleteCase();
  input.application.circumstances.critical_date = *Date::Parse("2026-11-30");
  const DecisionOutcome outcome = Decide(input, DecisionPolicy());
  ASSERT_TRUE(std::holds_alternative<RequestCompletion>(outcome));
  // The thirtieth is a Monday: a caseworker's day before it is the Friday.
  EXPECT_EQ(std::get<RequestCompletion>(outcome).due, *Date::Parse("2026-11-27"));
  input.application.circumstances.critical_date = *Date::Parse("2026-11-26");
  EXPECT_TRUE(std::holds_alternative<Escalate>(Decide(input, DecisionPolicy())));
}

// As a person's request: what has not come in is a caseworker's before the run, not after it.
TEST(DecideTest, TheLastDayToCompleteComesBeforeThePaymentRun) {
  DecisionInput input = IncompleteCase();
  input.today = *Date::Parse("2026-11-20");
  input.now = *Instant::Parse("2026-11-20T09:00:00Z");
  input.assessment.assessed_on = input.today;
  const DecisionOutcome outcome = Decide(input, DecisionPolicy());
  ASSERT_TRUE(std::holds_alternative<RequestCompletion>(outcome));
  EXPECT_EQ(std::get<RequestCompletion>(outcome).due, *Date::Parse("2026-11-24"));
}

TEST(DecideTest, AnotherReasonThanAMissingItemGoesToAHumanWithTheList) {
  DecisionInput input = IncompleteCase();
  input.assessment.gates[1] = Failed("G-10", "GATE.G10.FAIL.PLAN");
  EXPECT_EQ(Codes(MustEscalate(input, DecisionPolicy())),
            (Words{"GATE.G08.FAIL.NO_PROOF", "GATE.G10.FAIL.PLAN", "COMPLETION.proof.boende"}));
}

TEST(DecideTest, ALowerModeOnlyListsWhatIsMissing) {
  DecisionPolicy policy;
  policy.editable_typfall()[1].mode = Mode::kPropose;
  const Escalate escalate = MustEscalate(IncompleteCase(), policy);
  EXPECT_EQ(Codes(escalate), (Words{"GATE.G08.FAIL.NO_PROOF", "COMPLETION.proof.boende"}));
  EXPECT_EQ(escalate.typfall, "TF-14");
  EXPECT_EQ(escalate.mode, Mode::kPropose);
}

}  // namespace
}  // namespace dm
