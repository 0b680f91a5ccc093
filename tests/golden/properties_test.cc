// Properties that hold for every household, tried on some thousands of invented ones from a fixed
// seed.
#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

constexpr int kHouseholds = 2000;
constexpr unsigned kSeed = 20261126;

using Random = std::mt19937;

int Pick(Random* random, int from, int to) {
  // std::uniform_int_distribution differs between libraries; the modulus does not.
  return from + static_cast<int>((*random)() % static_cast<unsigned>(to - from + 1));
}

std::string BirthDay(Random* random, int from_year, int to_year) {
  // One after another: arguments are drawn in no fixed order.
  const int year = Pick(random, from_year, to_year);
  const int month = Pick(random, 1, 12);
  const int day = Pick(random, 1, 28);
  return Date::Make(year, month, day)->ToString();
}

std::vector<Person> RandomPersons(Random* random) {
  std::vector<Person> persons = {Adult("p1", BirthDay(random, 1965, 2000))};
  if (Pick(random, 0, 3) == 0) {
    persons.push_back(CoApplicant("p2", BirthDay(random, 1965, 2000)));
  }
  const int children = std::max(0, Pick(random, -3, 6));
  for (int i = 0; i < children; ++i) {
    Person child = Child("p" + std::to_string(3 + i), BirthDay(random, 2009, 2025));
    if (Pick(random, 0, 5) == 0) {
      child.presence = {.kind = PresenceKind::kVaxelvis, .days = Pick(random, 1, 30)};
    }
    child.free_lunch = Pick(random, 0, 1) == 0 ? Answer::kYes : Answer::kNo;
    persons.push_back(child);
  }
  return persons;
}

void AddRandomIncomes(Random* random, CaseInput* input) {
  static const char* const kKinds[] = {
      "lon", "bostadsbidrag", "sjukersattning", "underhallsbidrag"};
  const int count = Pick(random, 0, 3);
  for (int i = 0; i < count; ++i) {
    DeclaredIncome income;
    income.person = Key("p1");
    income.kind = kKinds[Pick(random, 0, 3)];
    income.net = Money::FromOre(Pick(random, 1, 900'000));
    income.proven = true;
    input->application.incomes.push_back(income);
  }
  if (Pick(random, 0, 1) == 0) {
    AddPayment(
        input, Source::kFk, Paid("SA", Money::FromOre(Pick(random, 1, 1'200'000)), "2026-11-19"));
  }
}

CaseInput RandomCase(Random* random) {
  CaseInput input = EmptyCase("2026-12", RandomPersons(random));
  Application& application = input.application;
  application.home.persons_in_home += std::max(0, Pick(random, -3, 3));
  for (const CostType type : {CostType::kBoende,
                              CostType::kHushallsel,
                              CostType::kHemforsakring,
                              CostType::kArbetsloshetskassa}) {
    if (Pick(random, 0, 4) == 0) continue;
    Cost cost = ProvenCost(type, Money::FromOre(Pick(random, 0, 1'300'000)));
    if (Pick(random, 0, 7) == 0) cost.proven = Money::FromOre(Pick(random, 0, 1'300'000));
    application.costs.push_back(cost);
  }
  AddRandomIncomes(random, &input);
  AlignFrameAndHistory(&input, Kr(Pick(random, 1, 15000)));
  return input;
}

// Codes and amounts without references into the input, which name positions.
std::vector<std::tuple<std::string, std::string, std::string, std::int64_t>> Rows(
    const Assessment& assessment) {
  std::vector<std::tuple<std::string, std::string, std::string, std::int64_t>> rows;
  for (const CalculationRow& row : assessment.rows) {
    rows.emplace_back(row.code, row.person ? row.person->value() : "", row.why, row.amount.ore());
  }
  return rows;
}

std::vector<std::string> FindingCodes(const Assessment& assessment) {
  std::vector<std::string> codes;
  for (const GateResult& gate : assessment.gates) {
    for (const Finding& finding : gate.findings) codes.push_back(finding.code + finding.text);
  }
  for (const TriggerResult& trigger : assessment.triggers) {
    for (const Finding& finding : trigger.findings) codes.push_back(finding.code + finding.text);
  }
  return codes;
}

template <typename T>
void Reverse(std::vector<T>* list) {
  std::reverse(list->begin(), list->end());
}

TEST(PropertiesTest, MoreIncomeNeverRaisesTheGrant) {
  Random random(kSeed);
  for (int i = 0; i < kHouseholds; ++i) {
    CaseInput input = RandomCase(&random);
    const Assessment before = Assess(input, *ShippedPolicies());
    DeclaredIncome more;
    more.person = Key("p1");
    more.kind = "underhallsbidrag";
    more.net = Money::FromOre(Pick(&random, 1, 300'000));
    input.application.incomes.push_back(more);
    const Assessment after = Assess(input, *ShippedPolicies());
    EXPECT_LE(after.grant, before.grant) << "household " << i;
  }
}

TEST(PropertiesTest, AMoreApprovedCostRaisesTheNeedByAsMuch) {
  Random random(kSeed + 1);
  for (int i = 0; i < kHouseholds; ++i) {
    CaseInput input = RandomCase(&random);
    const Assessment before = Assess(input, *ShippedPolicies());
    const Money more = Money::FromOre(Pick(&random, 1, 20'000));
    input.application.costs.push_back(ProvenCost(CostType::kFackforening, more));
    const Assessment after = Assess(input, *ShippedPolicies());
    EXPECT_EQ(after.costs - before.costs, more);
    if (before.computable) {
      EXPECT_EQ(before.result - after.result, Rational(more));
    }
  }
}

TEST(PropertiesTest, OrderDoesNotMatter) {
  Random random(kSeed + 2);
  for (int i = 0; i < kHouseholds; ++i) {
    const CaseInput input = RandomCase(&random);
    CaseInput turned = input;
    Reverse(&turned.application.persons);
    Reverse(&turned.application.costs);
    Reverse(&turned.application.incomes);
    Reverse(&turned.application.plans);
    Reverse(&turned.application.signatures);
    Reverse(&turned.evidence.persons);
    Reverse(&turned.frame->persons);
    Reverse(&turned.frame->costs);
    const Assessment one = Assess(input, *ShippedPolicies());
    const Assessment other = Assess(turned, *ShippedPolicies());
    EXPECT_EQ(Rows(one), Rows(other)) << "household " << i;
    EXPECT_EQ(FindingCodes(one), FindingCodes(other)) << "household " << i;
    EXPECT_EQ(one.grant, other.grant);
    EXPECT_EQ(one.outcome, other.outcome);
  }
}

TEST(PropertiesTest, TheRowsAddUpToTheGrantAndSayWhy) {
  Random random(kSeed + 3);
  for (int i = 0; i < kHouseholds; ++i) {
    const Assessment result = Assess(RandomCase(&random), *ShippedPolicies());
    Money need;
    for (const CalculationRow& row : result.rows) {
      need +=
          row.kind == RowKind::kIncome || row.kind == RowKind::kAsset ? -row.amount : row.amount;
      EXPECT_FALSE(row.rule.empty()) << row.code;
      EXPECT_FALSE(row.sources.empty()) << row.code;
      EXPECT_FALSE(row.inputs.empty()) << row.code;
      EXPECT_FALSE(row.why.empty()) << row.code;
      if (row.applied && row.amount < *row.applied) {
        EXPECT_FALSE(row.reason.empty()) << row.code;
      }
    }
    EXPECT_FALSE(result.grant.is_negative());
    if (!result.computable) continue;
    EXPECT_EQ(Rational(Money() - need), result.result);
    EXPECT_EQ(result.grant, std::max(Money(), RoundHalfUp(Rational(need), RoundingUnit::kKrona)));
  }
}

TEST(PropertiesTest, WhatIsRoutedHasAReasonAndWhatIsDecidedHasNone) {
  Random random(kSeed + 4);
  int decided = 0;
  for (int i = 0; i < kHouseholds; ++i) {
    const CaseInput input = i % 10 == 0 ? StableBenefitCase() : RandomCase(&random);
    const Assessment result = Assess(input, *ShippedPolicies());
    const DecisionOutcome outcome = DecideOn(input, result, *ShippedPolicies());
    if (const Escalate* escalate = AsEscalate(outcome)) {
      EXPECT_FALSE(escalate->routing.reasons.empty());
      EXPECT_FALSE(escalate->routing.queue.empty());
      for (const Reason& reason : escalate->routing.reasons) {
        EXPECT_FALSE(reason.text.empty()) << reason.code;
        EXPECT_FALSE(reason.queue.empty()) << reason.code;
      }
    } else {
      ASSERT_NE(AsApproval(outcome), nullptr);
      EXPECT_TRUE(FindingCodes(result).empty());
      EXPECT_EQ(AsApproval(outcome)->decision().outcome, Outcome::kBifall);
      ++decided;
    }
  }
  EXPECT_GE(decided, kHouseholds / 10);
}

TEST(PropertiesTest, ASecondComputationGivesTheSame) {
  Random random(kSeed + 5);
  for (int i = 0; i < 200; ++i) {
    const CaseInput input = RandomCase(&random);
    const Assessment one = Assess(input, *ShippedPolicies());
    const Assessment other = Assess(input, *ShippedPolicies());
    EXPECT_EQ(Rows(one), Rows(other));
    EXPECT_EQ(FindingCodes(one), FindingCodes(other));
  }
}

std::set<std::string> CodesOf(const Assessment& assessment) {
  std::set<std::string> codes;
  for (const GateResult& gate : assessment.gates) {
    for (const Finding& finding : gate.findings) codes.insert(finding.code);
  }
  for (const TriggerResult& trigger : assessment.triggers) {
    for (const Finding& finding : trigger.findings)
      codes.insert(trigger.queue + " " + finding.code);
  }
  for (const Finding& finding : assessment.information) codes.insert(finding.code);
  return codes;
}

// What decides, without the words.
void ExpectTheSame(const Assessment& one, const Assessment& other) {
  ASSERT_EQ(one.rows.size(), other.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_EQ(one.rows[i].code, other.rows[i].code);
    EXPECT_EQ(one.rows[i].person, other.rows[i].person);
    EXPECT_EQ(one.rows[i].exact, other.rows[i].exact);
    EXPECT_EQ(one.rows[i].amount, other.rows[i].amount);
    EXPECT_EQ(one.rows[i].rule, other.rows[i].rule);
    EXPECT_EQ(one.rows[i].reason, other.rows[i].reason);
  }
  EXPECT_EQ(one.outcome, other.outcome);
  EXPECT_EQ(one.grant, other.grant);
  EXPECT_EQ(one.undetermined, other.undetermined);
  EXPECT_EQ(one.unapproved, other.unapproved);
  EXPECT_EQ(one.previous_recomputed, other.previous_recomputed);
  EXPECT_EQ(CodesOf(one), CodesOf(other));
  for (std::size_t i = 0; i < one.gates.size(); ++i)
    EXPECT_EQ(one.gates[i].verdict, other.gates[i].verdict) << one.gates[i].gate;
  ASSERT_EQ(one.typfall.size(), other.typfall.size());
  for (std::size_t i = 0; i < one.typfall.size(); ++i)
    EXPECT_EQ(one.typfall[i].verdict, other.typfall[i].verdict) << one.typfall[i].typfall;
}

TEST(PropertiesTest, NeitherWordsNorEarlierCasesChangeWhatIsDecided) {
  Random random(kSeed + 6);
  Assessor telling(*ShippedPolicies());
  Assessor silent(*ShippedPolicies(), Wording::kLeftOut);
  for (int i = 0; i < kHouseholds; ++i) {
    const CaseInput input = i % 10 == 0 ? StableBenefitCase() : RandomCase(&random);
    const Assessment told = telling.Assess(input);
    const Assessment alone = Assess(input, *ShippedPolicies());
    EXPECT_EQ(codec::Encode(alone), codec::Encode(told)) << "the bytes that are stored";
    ExpectTheSame(alone, silent.Assess(input));
  }
}

// The laws changed on 1 July 2025, when no amount did.
TEST(PropertiesTest, ACaseBeforeTheLawsChangedLeavesNothingInOneAfter) {
  Assessor both(*ShippedPolicies());
  CaseInput before = StableBenefitCase();
  before.application.month = before.application.month.PlusMonths(-18);
  CaseInput after = StableBenefitCase();
  after.application.month = after.application.month.PlusMonths(-17);
  for (const CaseInput& input : {before, after, before}) {
    EXPECT_EQ(codec::Encode(both.Assess(input)), codec::Encode(Assess(input, *ShippedPolicies())));
  }
}

}  // namespace
}  // namespace dm::golden
