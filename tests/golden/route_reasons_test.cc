// Every route reason of the rules (R01 … R35) leads to a human through at least one gate or
// trigger. Each row makes the fact appear in a case that would otherwise be decided, and names the
// findings it must give.
#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"
#include "worker/policy/observation_codes.h"

namespace dm::golden {
namespace {

struct RouteReason {
  const char* code;
  const char* what;
  std::function<void(CaseInput*)> happen;  // null where no input can show it
  std::vector<const char*> findings;       // each begins a finding's code
};

void TurnInto(CaseInput* input, CaseInput other) {
  *input = std::move(other);
}

void AddCost(CaseInput* input, Cost cost) {
  input->application.costs.push_back(std::move(cost));
}

Cost Extra(const std::string& code) {
  Cost cost = ProvenCost(CostType::kOtherLivingCost, Kr(300));
  cost.other_code = code;
  return cost;
}

const std::vector<RouteReason>& RouteReasons() {
  static const std::vector<RouteReason> reasons = {
      {"R01",
       "protected identity",
       [](CaseInput* c) { c->application.persons[0].protected_identity = Answer::kYes; },
       {"GATE.G05.FAIL.PROTECTED", "TRIG.X09"}},
      {"R02",
       "no rule version for the month",
       [](CaseInput* c) { c->application.month = MonthOf("2027-01"); },
       {"GATE.G15.FAIL.RULE_MISSING"}},
      {"R03",
       "first application",
       [](CaseInput* c) { c->application.kind = ApplicationKind::kFirst; },
       {"GATE.G02.FAIL.NOT_REAPPLICATION", "TRIG.X01"}},
      {"R04",
       "too long since a human looked",
       [](CaseInput* c) {
         for (int i = 1; i <= 5; ++i) {
           HistoryMonth month = c->history.front();
           month.month = c->application.month.PlusMonths(-i);
           month.decided_by = ActorKind::kWorker;
           if (i == 1) c->history.clear();
           c->history.push_back(month);
         }
       },
       {"GATE.G14.FAIL.CADENCE", "TRIG.X37"}},
      {"R05",
       "household differs",
       [](CaseInput* c) { c->application.persons.push_back(OtherAdult("p9")); },
       {"GATE.G04.FAIL.FRAME", "GATE.G04.FAIL.PREVIOUS", "TRIG.X12"}},
      {"R06",
       "not signed",
       [](CaseInput* c) { c->application.signatures.clear(); },
       {"GATE.G01.FAIL.NOT_SIGNED"}},
      {"R07",
       "under 18",
       [](CaseInput* c) { c->application.persons[0] = Adult("p1", "2010-03-14"); },
       {"GATE.G01.FAIL.MINOR"}},
      {"R08",
       "residence permit ends soon",
       [](CaseInput* c) {
         SourceAnswer& answer = AnswerOf(c, Source::kMiv);
         answer.state = AnswerState::kData;
         Permit permit;
         permit.valid = {.from = Day("2024-12-31"), .to = Day("2026-12-31")};
         answer.permits.push_back(permit);
       },
       {"TRIG.X21"}},
      {"R09",
       "registered in another municipality",
       [](CaseInput* c) {
         SourceAnswer& answer = AnswerOf(c, Source::kFolk);
         answer.state = AnswerState::kData;
         answer.registered.emplace();
         answer.registered->municipality = "0999";
       },
       {"GATE.G02.FAIL.MUNICIPALITY", "TRIG.X44"}},
      {"R10",
       "own business",
       [](CaseInput* c) { c->application.circumstances.self_employed = Answer::kYes; },
       {"GATE.G09.FAIL.BUSINESS", "TRIG.X19"}},
      {"R10",
       "foreign income",
       [](CaseInput* c) { c->application.circumstances.foreign_income = Answer::kYes; },
       {"GATE.G07.FAIL.FOREIGN_INCOME"}},
      {"R10",
       "student",
       [](CaseInput* c) { c->application.circumstances.student = Answer::kYes; },
       {"TRIG.X18"}},
      {"R11",
       "a vehicle that nobody accepted",
       [](CaseInput* c) {
         AnswerOf(c, Source::kTns).state = AnswerState::kData;
         AnswerOf(c, Source::kTns).vehicles.push_back({"PB", "okänd", "2012"});
       },
       {"GATE.G09.FAIL.VEHICLE", "TRIG.X20"}},
      {"R12",
       "register silent",
       [](CaseInput* c) { AnswerOf(c, Source::kSo).state = AnswerState::kSupplierDown; },
       {"GATE.G06.UNKNOWN.SO.SUPPLIER_DOWN", "TRIG.X24"}},
      {"R12",
       "register answer stale",
       [](CaseInput* c) {
         SourceAnswer& answer = AnswerOf(c, Source::kFk);
         answer.fetched_at = c->assessed_at.PlusMs(-25LL * 3'600'000);
       },
       {"GATE.G06.UNKNOWN.FK.STALE"}},
      {"R13",
       "register and declaration differ",
       [](CaseInput* c) { c->application.incomes[0].net = Kr(9000); },
       {"GATE.G07.FAIL.DIFFERS", "TRIG.X22"}},
      {"R13",
       "unknown type",
       [](CaseInput* c) { AddPayment(c, Source::kFk, Paid("ZZZ", Kr(50), "2026-11-10")); },
       {"GATE.G07.FAIL.UNKNOWN_KIND", "TRIG.X44"}},
      {"R14",
       "benefit applied for and undecided",
       [](CaseInput* c) {
         BenefitCase benefit;
         benefit.benefit = "BOB";
         benefit.pending = true;
         AnswerOf(c, Source::kFk).benefit_cases.push_back(benefit);
       },
       {"GATE.G07.FAIL.BENEFIT_PENDING", "TRIG.X27"}},
      {"R15",
       "a-kassa suspension",
       [](CaseInput* c) {
         Suspension suspension;
         suspension.period = {.from = Day("2026-11-01"), .to = Day("2026-11-30")};
         AnswerOf(c, Source::kSo).suspensions.push_back(suspension);
       },
       {"GATE.G10.FAIL.SUSPENSION", "TRIG.X30"}},
      {"R16",
       "no plan",
       [](CaseInput* c) { c->application.plans[0].has_plan = Answer::kNo; },
       {"GATE.G10.FAIL.PLAN", "TRIG.X30"}},
      {"R17",
       "activity requirement",
       [](CaseInput* c) {
         c->application.plans[0].has_plan = Answer::kNo;
         for (int i = 2; i <= 3; ++i) {
           HistoryMonth month = c->history.front();
           month.month = c->application.month.PlusMonths(-i);
           c->history.push_back(month);
         }
       },
       {"GATE.G10.FAIL.ACTIVITY_REQUIREMENT"}},
      {"R18",
       "sick without certificate",
       [](CaseInput* c) { c->application.plans[0].sick = Answer::kYes; },
       {"GATE.G10.FAIL.CERTIFICATE", "TRIG.X25"}},
      {"R19",
       "housing above the cap",
       [](CaseInput* c) { c->application.costs[0] = ProvenCost(CostType::kBoende, Kr(9000)); },
       {"GATE.G08.FAIL.ABOVE_CAP", "TRIG.X13"}},
      {"R19",
       "cost without proof",
       [](CaseInput* c) { c->application.costs[0].proven.reset(); },
       {"GATE.G08.FAIL.NO_PROOF"}},
      {"R20",
       "other living cost",
       [](CaseInput* c) { AddCost(c, Extra("furniture")); },
       {"GATE.G08.FAIL.ASSESSED_COST", "TRIG.X16"}},
      {"R20",
       "discretionary aid",
       [](CaseInput* c) { c->application.circumstances.discretionary_aid = Answer::kYes; },
       {"GATE.G08.FAIL.DISCRETIONARY_AID", "TRIG.X16"}},
      {"R21",
       "large change",
       [](CaseInput* c) { c->history[0].incomes.clear(); },
       {"GATE.G13.FAIL.CHANGE", "TRIG.X26"}},
      {"R22",
       "reaches the age of pension",
       [](CaseInput* c) { c->application.persons[0] = Adult("p1", "1961-12-10"); },
       {"GATE.G04.FAIL.AGE", "TRIG.X33"}},
      {"R23",
       "jobbstimulans starts",
       [](CaseInput* c) {
         for (int i = 2; i <= 6; ++i) {
           HistoryMonth month = c->history.front();
           month.month = c->application.month.PlusMonths(-i);
           c->history.push_back(month);
         }
         DeclaredIncome wage = c->application.incomes[0];
         wage.kind = "lon";
         c->application.incomes.push_back(wage);
       },
       {"GATE.G07.FAIL.JOBBSTIMULANS_EDGE"}},
      {"R24",
       "open recovery",
       [](CaseInput* c) { c->application.circumstances.open_recovery = Answer::kYes; },
       {"GATE.G11.FAIL.OPEN_RECOVERY", "TRIG.X28"}},
      {"R24",
       "investigation that a person opened",
       [](CaseInput* c) { c->application.circumstances.crime_investigation = Answer::kYes; },
       {"GATE.G11.FAIL.INVESTIGATION", "TRIG.X29"}},
      {"R25",
       "violence",
       [](CaseInput* c) { c->application.circumstances.violence = Answer::kYes; },
       {"TRIG.X08"}},
      {"R25",
       "eviction",
       [](CaseInput* c) { c->application.circumstances.eviction_or_rent_debt = Answer::kYes; },
       {"TRIG.X03"}},
      {"R25",
       "acute need",
       [](CaseInput* c) { c->application.circumstances.acute_need = Answer::kYes; },
       {"TRIG.X02"}},
      {"R25",
       "concern for a child",
       [](CaseInput* c) { c->application.circumstances.child_concern = Answer::kYes; },
       {"TRIG.X06"}},
      {"R26",
       "free text",
       [](CaseInput* c) { c->application.free_text = "kan någon ringa mig?"; },
       {"GATE.G12.FAIL.FREE_TEXT", "TRIG.X34"}},
      {"R27",
       "wants a person",
       [](CaseInput* c) { c->application.wants_person = true; },
       {"GATE.G12.FAIL.WANTS_PERSON", "TRIG.X34"}},
      {"R28",
       "interpreter",
       [](CaseInput* c) { c->application.circumstances.interpreter_needed = Answer::kYes; },
       {"TRIG.X42"}},
      {"R29",
       "for an earlier month",
       [](CaseInput* c) { c->application.received_at = At("2027-01-04T09:00:00Z"); },
       {"GATE.G02.FAIL.EARLIER_MONTH"}},
      {"R29",
       "a second one for the month",
       [](CaseInput* c) { c->other_application_same_month = true; },
       {"GATE.G17.FAIL.OTHER_APPLICATION", "TRIG.X40"}},
      {"R30",
       "drawn for the quality sample",
       [](CaseInput* c) { c->application.circumstances.drawn_for_sample = true; },
       {"GATE.G15.FAIL.SAMPLE", "TRIG.X36"}},
      // An alarm: the case itself goes to a human when its register answers have grown old.
      {"R31",
       "a long wait",
       [](CaseInput* c) {
         c->application.received_at = c->application.received_at.PlusMs(-60LL * 24 * 3'600'000);
         c->assessed_at = c->assessed_at.PlusMs(6LL * 24 * 3'600'000);
       },
       {"INFO.LATENCY", "GATE.G06.UNKNOWN"}},
      // Found by the decision step, which adds the rows up again.
      {"R32", "another computation does not agree", nullptr, {"GATE.G13.FAIL.CHECK"}},
      {"R33",
       "attachment of earnings",
       [](CaseInput* c) {
         Payment& payment = AnswerOf(c, Source::kFk).payments.back();
         payment.deductions.push_back({"INF", "utmätning", Kr(500)});
       },
       {"GATE.G07.FAIL.DEDUCTION", "TRIG.X44"}},
      {"R33",
       "set-off by the payer",
       [](CaseInput* c) {
         Payment& payment = AnswerOf(c, Source::kFk).payments.back();
         payment.deductions.push_back({"KVI", "kvittning", Kr(500)});
       },
       {"GATE.G07.FAIL.DEDUCTION", "TRIG.X28"}},
      {"R34",
       "retroactive payment",
       [](CaseInput* c) {
         Payment& payment = AnswerOf(c, Source::kFk).payments.back();
         payment.period = {.from = Day("2026-08-01"), .to = Day("2026-08-31")};
       },
       {"GATE.G07.FAIL.RETROACTIVE", "TRIG.X23"}},
      {"R35",
       "part-time child in a shared home",
       [](CaseInput* c) {
         Person child = Child("p2", "2016-02-01");
         child.presence = {.kind = PresenceKind::kVaxelvis, .days = 15};
         TurnInto(c, EmptyCase("2026-12", {Adult("p1", "1990-03-14"), child}));
         c->application.home.persons_in_home = 4;
         AlignFrameAndHistory(c, Kr(0));
       },
       {"GATE.G04.FAIL.PART_TIME_CHILD_IN_SHARED_HOME", "TRIG.X44"}},
  };
  return reasons;
}

bool IsTold(const Assessment& result, const std::string& code) {
  return std::any_of(result.information.begin(),
                     result.information.end(),
                     [&](const Finding& finding) { return finding.code == code; });
}

TEST(RouteReasonsTest, TheCaseWithoutAnyOfThemIsDecided) {
  const CaseInput input = StableBenefitCase();
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_NE(AsApproval(DecideOn(input, result, *ShippedPolicies())), nullptr);
}

TEST(RouteReasonsTest, EachOneIsFoundAndSendsTheCaseToAHuman) {
  for (const RouteReason& reason : RouteReasons()) {
    if (!reason.happen) continue;
    CaseInput input = StableBenefitCase();
    reason.happen(&input);
    const Assessment result = Assess(input, *ShippedPolicies());
    for (const char* finding : reason.findings) {
      EXPECT_TRUE(HasFindingLike(result, finding) || IsTold(result, finding))
          << reason.code << " (" << reason.what << ") does not give " << finding;
    }
    const DecisionOutcome outcome = DecideOn(input, result, *ShippedPolicies());
    EXPECT_NE(AsEscalate(outcome), nullptr) << reason.code << " (" << reason.what << ")";
  }
}

TEST(RouteReasonsTest, AnotherSumThanTheRowsGivesIsFoundByTheDecision) {
  const CaseInput input = StableBenefitCase();
  Assessment result = Assess(input, *ShippedPolicies());
  result.incomes += Kr(1);
  const DecisionOutcome outcome = DecideOn(input, result, *ShippedPolicies());
  ASSERT_NE(AsEscalate(outcome), nullptr);
  ASSERT_FALSE(AsEscalate(outcome)->routing.reasons.empty());
  EXPECT_EQ(AsEscalate(outcome)->routing.reasons[0].code, "GATE.G13.FAIL.CHECK");
}

// "GATE.G07.FAIL.DIFFERS" or "TRIG.X22" of what an observation says.
std::set<std::string> FindingsOf(const ObservationPolicy& observation) {
  const auto compact = [](std::string code) {
    std::erase(code, '-');
    return code;
  };
  const auto place = [](const std::string& name) { return "{" + name + "}"; };
  std::set<std::string> findings;
  if (!observation.gate.empty()) {
    const bool fail = observation.verdict == Verdict::kFail;
    findings.insert("GATE." + compact(observation.gate) + (fail ? ".FAIL." : ".UNKNOWN.") +
                    observation.detail.Fill(place));
  }
  if (!observation.trigger.empty()) findings.insert("TRIG." + compact(observation.trigger));
  if (observation.information) findings.insert(observation.code);
  return findings;
}

TEST(RouteReasonsTest, EachOneStandsBehindAFindingThatATestMakesHappen) {
  const std::shared_ptr<const PolicySet> policy = ShippedPolicies();
  ASSERT_EQ(policy->route_reasons().size(), 35U);
  for (const RouteReasonPolicy& known : policy->route_reasons()) {
    bool shown = false;
    for (const ObservationDeclaration& declared : kObservations) {
      const ObservationPolicy* observation = policy->Observation(declared.code, Day("2026-12-01"));
      ASSERT_NE(observation, nullptr) << declared.code;
      const std::vector<std::string>& reasons = observation->reasons;
      if (std::find(reasons.begin(), reasons.end(), known.code) == reasons.end()) continue;
      EXPECT_TRUE(!observation->information || known.alert || reasons.size() == 1) << declared.code;
      const std::set<std::string> findings = FindingsOf(*observation);
      for (const RouteReason& reason : RouteReasons()) {
        if (reason.code != known.code) continue;
        for (const char* finding : reason.findings) {
          shown = shown || std::any_of(findings.begin(), findings.end(), [&](const std::string& f) {
                    return f.starts_with(finding);
                  });
        }
      }
    }
    EXPECT_TRUE(shown) << known.code;
  }
}

TEST(RouteReasonsTest, NoneIsForgotten) {
  std::set<std::string> covered;
  for (const RouteReason& reason : RouteReasons()) covered.insert(reason.code);
  for (int i = 1; i <= 35; ++i) {
    const std::string code = "R" + std::string(i < 10 ? "0" : "") + std::to_string(i);
    EXPECT_TRUE(covered.contains(code)) << code;
  }
}

}  // namespace
}  // namespace dm::golden
