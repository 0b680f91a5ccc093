// What must not matter does not: the same households, with names, sex, order or numbers swapped,
// come out the same to the byte, apart from the fields that were swapped. Over generated whole
// cases.
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/backtest/generator.h"
#include "worker/backtest/ruling.h"
#include "worker/policy/policy_loader.h"

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

// Households in which everything that is rare is often.
backtest::GeneratorOptions RareMix() {
  backtest::GeneratorOptions options = Mix();
  options.single = 300;
  options.single_parent = 300;
  options.odd_presence = 300;
  options.rent_shares = 200;
  options.odd_costs = 300;
  options.cap_grace = 200;
  options.norm_adjustments = 200;
  options.youth_years = 900;
  options.odd_history = 400;
  options.odd_payments = 300;
  options.odd_declared = 300;
  options.many_assets = 150;
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

// Without how long the application has waited, the one thing that its day may change.
std::string BytesWithoutWait(const CaseInput& input) {
  Assessment assessment = Assess(input, *ShippedPolicies());
  std::erase_if(assessment.information,
                [](const Finding& finding) { return finding.code == "INFO.LATENCY"; });
  return codec::Encode(assessment);
}

// The day on which an application comes, with all its papers, moves no amount, no finding and no
// reason: what counts is the month applied for. Left out are balances whose day is not stated: it
// is that of the application.
TEST(MetamorphicTest, ALaterDayOfTheSameMonthChangesNothing) {
  int moved = 0;
  for (std::uint64_t i = 0; i < kHouseholds; ++i) {
    const CaseInput input = backtest::GenerateHousehold(Mix(), i);
    CaseInput later = input;
    const std::int64_t day_ms = std::int64_t{24} * 3'600'000;
    later.application.received_at = input.application.received_at.PlusMs(day_ms);
    for (Document& document : later.application.documents)
      document.received_at = document.received_at.PlusMs(day_ms);
    for (Signature& signature : later.application.signatures)
      signature.signed_at = signature.signed_at.PlusMs(day_ms);
    const Date was = SwedishDate(input.application.received_at);
    const Date is = SwedishDate(later.application.received_at);
    const auto& assets = input.application.assets;
    const bool undated =
        std::any_of(assets.begin(), assets.end(), [](const Asset& asset) { return !asset.as_of; });
    if (undated || Month::Of(was) != Month::Of(is) ||
        later.application.received_at > input.assessed_at) {
      continue;
    }
    ++moved;
    EXPECT_EQ(BytesWithoutWait(later), BytesWithoutWait(input)) << "household " << i;
  }
  EXPECT_GT(moved, static_cast<int>(kHouseholds) / 2);
}

// What is known of somebody who is not of the case, and of a register about somebody of whom it is
// not asked, changes nothing.
TEST(MetamorphicTest, AnAnswerThatNobodyAskedForChangesNothing) {
  ExpectSameBytes("stranger", [](CaseInput* input) {
    PersonEvidence stranger;
    stranger.person = PersonKey::FromTrusted("p99");
    for (const Source source : {Source::kFk, Source::kCsn, Source::kSo, Source::kTns}) {
      SourceAnswer& answer = stranger.answers.emplace_back();
      answer.source = source;
      answer.state = AnswerState::kData;
      answer.fetched_at = input->assessed_at;
      answer.payments.push_back(Paid("SJP", Kr(9000), "2026-11-20"));
    }
    input->evidence.persons.push_back(std::move(stranger));
  });
  ExpectSameBytes("nothing about a child", [](CaseInput* input) {
    for (PersonEvidence& person : input->evidence.persons) {
      const Person* who = FindPerson(input->application.persons, person.person);
      if (who == nullptr || IsAdultInCase(who->role)) continue;
      for (SourceAnswer& answer : person.answers) {
        const bool vehicles = answer.source == Source::kTns;
        if (vehicles) answer.state = AnswerState::kTimeout;
      }
    }
  });
}

TEST(MetamorphicTest, TheSameInputTwiceGivesTheSameBytes) {
  ExpectSameBytes("nothing", [](CaseInput*) {});
}

TEST(MetamorphicTest, EveryThreadAndASetThatIsLoadedAgainGiveTheSameBytes) {
  constexpr std::uint64_t kCases = 150;
  constexpr int kThreads = 4;
  std::vector<std::string> alone;
  for (std::uint64_t i = 0; i < kCases; ++i)
    alone.push_back(BytesOf(backtest::GenerateHousehold(RareMix(), i)));
  const PolicyLoad again = LoadPolicyContent(ShippedPolicies()->content());
  ASSERT_NE(again.set, nullptr);
  std::vector<std::vector<std::string>> found(kThreads);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        // Each in another order, half of them under the set that was loaded again.
        const PolicySet& set = thread % 2 == 0 ? *ShippedPolicies() : *again.set;
        auto& own = found[static_cast<std::size_t>(thread)];
        own.resize(kCases);
        for (std::uint64_t n = 0; n < kCases; ++n) {
          const std::uint64_t i = (n * 7 + static_cast<std::uint64_t>(thread) * 31) % kCases;
          own[i] = codec::Encode(Assess(backtest::GenerateHousehold(RareMix(), i), set));
        }
      });
    }
  }
  for (const std::vector<std::string>& own : found) EXPECT_EQ(own, alone);
}

// Both as the household declares it and as the register shows it.
void RaiseIncome(std::size_t index, CaseInput* input) {
  DeclaredIncome& income = input->application.incomes[index];
  income.net += Kr(1);
  if (income.gross) *income.gross += Kr(1);
  for (PersonEvidence& person : input->evidence.persons) {
    if (person.person != income.person) continue;
    for (SourceAnswer& answer : person.answers) {
      for (Payment& payment : answer.payments) {
        const bool same = payment.text == income.kind && payment.pay_date &&
                          Month::Of(*payment.pay_date) == MonthOf("2026-11");
        if (same) payment.net += Kr(1);
      }
    }
  }
}

// A krona more of any income never raises a grant. It lowers it by at most that krona, but for the
// rules named: a grant from a fund counts whole above income.small_grant (10.2), and a row of a
// child's work follows the year's list and not the income as declared (12).
TEST(MetamorphicTest, AKronaMoreOfAnyIncomeNeverRaisesTheGrant) {
  int compared = 0;
  int lowered = 0;
  for (std::uint64_t i = 0; i < 3 * kHouseholds; ++i) {
    const CaseInput input = backtest::GenerateHousehold(i % 2 == 0 ? Mix() : RareMix(), i);
    const Assessment before = Assess(input, *ShippedPolicies());
    for (std::size_t index = 0; index < input.application.incomes.size(); ++index) {
      CaseInput raised = input;
      RaiseIncome(index, &raised);
      const Assessment after = Assess(raised, *ShippedPolicies());
      if (before.outcome == Outcome::kNone || after.outcome == Outcome::kNone) continue;
      ++compared;
      lowered += after.grant < before.grant ? 1 : 0;
      EXPECT_LE(after.grant, before.grant) << "household " << i << " income " << index;
      const bool whole = input.application.incomes[index].kind == "fondmedel";
      // Two registers may show it, each with the krona.
      if (whole) continue;
      EXPECT_LE(before.grant - after.grant, Kr(2)) << "household " << i;
    }
  }
  EXPECT_GT(compared, 500);
  EXPECT_GT(lowered, compared / 4) << "most incomes count";
}

TEST(MetamorphicTest, TheRowsAddUpToTheResult) {
  for (std::uint64_t i = 0; i < 2 * kHouseholds; ++i) {
    const Assessment result = Assess(backtest::GenerateHousehold(RareMix(), i), *ShippedPolicies());
    Money sum;
    for (const CalculationRow& row : result.rows) {
      const bool income = row.kind == RowKind::kIncome || row.kind == RowKind::kAsset;
      sum += income ? row.amount : -row.amount;
    }
    EXPECT_EQ(sum, result.incomes - result.norm - result.costs - result.extra_costs)
        << "household " << i;
    EXPECT_FALSE(result.grant.is_negative()) << "household " << i;
    if (!result.computable) continue;
    EXPECT_EQ(result.result, Rational(sum)) << "household " << i;
    EXPECT_EQ(result.grant,
              std::max(Money(), RoundHalfUp(Rational(Money() - sum), RoundingUnit::kKrona)))
        << "household " << i;
  }
}

TEST(MetamorphicTest, ASingleWhoLivesAloneHasTheSumOfTheTwoTables) {
  for (const char* month : {"2019-01", "2023-06", "2025-03", "2025-10", "2026-12"}) {
    const CaseInput input = EmptyCase(month, {Adult("p1", "1985-03-14")});
    const auto amount = [&](const char* table, const Keys& keys) {
      return ShippedPolicies()->Lookup(table, keys, MonthOf(month).first_day())->money();
    };
    EXPECT_EQ(Assess(input, *ShippedPolicies()).norm,
              amount("riksnorm.personal",
                     {{"role", FactValue(std::string("adult_single"))},
                      {"age", FactValue(std::int64_t{40})},
                      {"lunch", FactValue(true)}}) +
                  amount("riksnorm.common", {{"size", FactValue(std::int64_t{1})}}))
        << month;
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
