// What must not matter does not: the same households, with names, sex, order or numbers swapped,
// come out the same to the byte, apart from the fields that were swapped. Over generated whole
// cases.
#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/backtest/generator.h"
#include "worker/backtest/ruling.h"

namespace dm::golden {
namespace {

constexpr std::uint64_t kHouseholds = 400;

backtest::GeneratorOptions Mix() {
  backtest::GeneratorOptions options;
  options.seed = 18;
  options.month = MonthOf("2026-12");
  options.shared_home = 120;
  options.other_costs = 300;
  return options;
}

std::string BytesOf(const CaseInput& input) {
  return codec::Encode(Assess(input, *ShippedPolicies()));
}

// The number of another person born the same day and of the other sex: serial 238 is a woman's, 239
// a man's.
Personnummer OfTheOtherSex(const Personnummer& number) {
  std::string digits = number.Reveal();
  digits[10] = digits[10] == '8' ? '9' : '8';
  digits[11] = static_cast<char>('0' + LuhnCheckDigit(digits.substr(2, 9)));
  return *Personnummer::Parse(digits);
}

void Swap(Personnummer* number) {
  if (!number->empty()) *number = OfTheOtherSex(*number);
}

void Swap(std::string* digits) {
  if (!digits->empty()) *digits = OfTheOtherSex(*Personnummer::Parse(*digits)).Reveal();
}

// Everybody's number, wherever it stands.
void SwapSex(CaseInput* input) {
  for (Person& person : input->application.persons) Swap(&person.personnummer);
  if (input->frame) {
    for (FramePerson& person : input->frame->persons) Swap(&person.personnummer);
  }
  for (HistoryMonth& month : input->history) {
    for (Person& person : month.persons) Swap(&person.personnummer);
  }
  for (PersonEvidence& person : input->evidence.persons) {
    for (SourceAnswer& answer : person.answers) {
      if (!answer.registered) continue;
      for (std::string& other : answer.registered->same_address) Swap(&other);
      for (RegisteredChild& child : answer.registered->children) Swap(&child.personnummer);
    }
  }
}

void SwapPlace(CaseInput* input) {
  for (PersonEvidence& person : input->evidence.persons) {
    for (SourceAnswer& answer : person.answers) {
      if (!answer.registered) continue;
      answer.registered->street = "Annangatan 7";
      answer.registered->postal_code = "99999";
      answer.registered->city = "Annanstad";
    }
  }
}

template <typename Change>
void ExpectSameBytes(const char* what, Change change) {
  for (std::uint64_t i = 0; i < kHouseholds; ++i) {
    const CaseInput input = backtest::GenerateHousehold(Mix(), i);
    CaseInput changed = input;
    change(&changed);
    EXPECT_EQ(BytesOf(changed), BytesOf(input)) << what << ", household " << i;
  }
}

TEST(MetamorphicTest, NamesDoNotMatter) {
  ExpectSameBytes("names", [](CaseInput* input) {
    for (Person& person : input->application.persons) person.name = "Annat Namn";
  });
}

TEST(MetamorphicTest, SexDoesNotMatter) {
  ExpectSameBytes("sex", SwapSex);
}

TEST(MetamorphicTest, StreetAndPostcodeDoNotMatter) {
  ExpectSameBytes("place", SwapPlace);
}

TEST(MetamorphicTest, TheOrderOfAnswersFrameAndPapersDoesNotMatter) {
  ExpectSameBytes("order", [](CaseInput* input) {
    std::reverse(input->evidence.persons.begin(), input->evidence.persons.end());
    std::reverse(input->application.signatures.begin(), input->application.signatures.end());
    std::reverse(input->application.plans.begin(), input->application.plans.end());
    if (input->frame) {
      std::reverse(input->frame->persons.begin(), input->frame->persons.end());
      std::reverse(input->frame->costs.begin(), input->frame->costs.end());
      std::reverse(input->frame->incomes.begin(), input->frame->incomes.end());
    }
  });
}

TEST(MetamorphicTest, IdsOfCaseAndHouseholdDoNotMatter) {
  ExpectSameBytes("ids", [](CaseInput* input) {
    input->application.id = ApplicationId::FromTrusted("A-annan");
    input->application.household = HouseholdId::FromTrusted("H-annat");
    if (input->frame) input->frame->household = input->application.household;
  });
}

// The order of persons, costs and incomes shows in references such as application.costs[2] alone.
TEST(MetamorphicTest, TheOrderOfPersonsCostsAndIncomesChangesNoAmountAndNoReason) {
  backtest::Redecider rules(*ShippedPolicies());
  for (std::uint64_t i = 0; i < kHouseholds; ++i) {
    CaseInput input = backtest::GenerateHousehold(Mix(), i);
    const backtest::Ruling before = rules.Decide(&input);
    std::reverse(input.application.persons.begin(), input.application.persons.end());
    std::reverse(input.application.costs.begin(), input.application.costs.end());
    std::reverse(input.application.incomes.begin(), input.application.incomes.end());
    EXPECT_EQ(rules.Decide(&input), before) << "household " << i;
  }
}

TEST(MetamorphicTest, TheSameInputTwiceGivesTheSameBytes) {
  ExpectSameBytes("nothing", [](CaseInput*) {});
}

// A krona more of proven income that nobody disregards never raises a grant. Named exceptions lie
// elsewhere: jobbstimulans counts three quarters (SoL 12:8), a child's money counts to its own
// need.
TEST(MetamorphicTest, AKronaMoreOfABenefitLowersTheGrantByAtMostAKronaAndNeverRaisesIt) {
  for (std::uint64_t i = 0; i < kHouseholds; ++i) {
    CaseInput input = backtest::GenerateHousehold(Mix(), i);
    const Assessment before = Assess(input, *ShippedPolicies());
    DeclaredIncome& more = input.application.incomes.emplace_back();
    more.person = Key("p1");
    more.kind = "underhallsbidrag";
    more.net = Kr(1);
    more.proven = true;
    const Assessment after = Assess(input, *ShippedPolicies());
    if (before.outcome == Outcome::kNone || after.outcome == Outcome::kNone) continue;
    EXPECT_LE(after.grant, before.grant) << "household " << i;
    EXPECT_LE(before.grant - after.grant, Kr(1)) << "household " << i;
  }
}

TEST(MetamorphicTest, AKronaMoreOfAnApprovedCostRaisesTheNeedByExactlyOne) {
  for (std::uint64_t i = 0; i < kHouseholds; ++i) {
    CaseInput input = backtest::GenerateHousehold(Mix(), i);
    const Assessment before = Assess(input, *ShippedPolicies());
    input.application.costs.push_back(ProvenCost(CostType::kFackforening, Kr(1)));
    const Assessment after = Assess(input, *ShippedPolicies());
    EXPECT_EQ(after.costs - before.costs, Kr(1)) << "household " << i;
    if (before.computable) {
      EXPECT_EQ(before.result - after.result, Rational(Kr(1))) << "household " << i;
    }
  }
}

// A child's days here and the rest of the month elsewhere are a month together (weighted, before
// rounding).
TEST(MetamorphicTest, APersonMonthSplitIntoDaysAddsUp) {
  const auto norm = [](PresenceKind kind, int days) {
    CaseInput input = EmptyCase("2026-12", {Adult("p1", "1990-03-14"), Child("p2", "2016-05-01")});
    input.application.persons[1].presence.kind = kind;
    input.application.persons[1].presence.days = days;
    const Assessment assessment = Assess(input, *ShippedPolicies());
    Rational sum;
    for (const CalculationRow& row : assessment.rows) {
      const bool of_norm = row.kind == RowKind::kNormPersonal || row.kind == RowKind::kNormCommon;
      if (of_norm) sum = sum + row.exact;
    }
    return sum;
  };
  const Rational whole = norm(PresenceKind::kPermanent, 0);
  CaseInput alone = EmptyCase("2026-12", {Adult("p1", "1990-03-14")});
  const Rational none(Assess(alone, *ShippedPolicies()).norm);
  for (int days = 1; days < 30; ++days) {
    const Rational here = norm(PresenceKind::kVaxelvis, days) - none;
    const Rational there = norm(PresenceKind::kVaxelvis, 30 - days) - none;
    EXPECT_EQ(here + there, whole - none) << days;
  }
}

}  // namespace
}  // namespace dm::golden
