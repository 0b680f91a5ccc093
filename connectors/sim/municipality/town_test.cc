#include "connectors/sim/municipality/town.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/core/personnummer.h"

namespace dm::municipality {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Le;

Plan PlanOf(int size, Profile profile) {
  return {.size = size,
          .seed = 7,
          .month = *Month::Make(2026, 12),
          .only = {},
          .scenarios = false,
          .profile = profile};
}

std::string Persons(const Plan& plan) {
  std::ostringstream out;
  Town town(plan);
  while (const auto household = town.Next()) WriteScenarioPersons(*household, plan.month, out);
  return out.str();
}

TEST(Town, IsTheSameForTheSamePlan) {
  EXPECT_EQ(Persons(PlanOf(50, Profile::kCasework)), Persons(PlanOf(50, Profile::kCasework)));
  Plan other = PlanOf(50, Profile::kCasework);
  other.seed = 8;
  EXPECT_NE(Persons(PlanOf(50, Profile::kCasework)), Persons(other));
}

// How often something holds, in a thousand.
class Shares {
 public:
  void Count(const std::string& what, bool holds) { held_[what] += holds ? 1 : 0; }

  void Next() { ++all_; }

  double Permille(const std::string& what) { return held_[what] * 1000.0 / all_; }

 private:
  std::map<std::string, int> held_;
  int all_ = 0;
};

Date DayOf(const Household& household) {
  return Date::Parse(household.received_at.substr(0, 10)).value_or(Date());
}

Shares SharesOf(const Plan& plan) {
  Shares shares;
  Town town(plan);
  while (const auto household = town.Next()) {
    const bool has_children = household->members.back().role == "CHILD";
    const bool couple =
        household->members.size() > 1 && household->members[1].role == "CO_APPLICANT";
    shares.Next();
    shares.Count("single", household->members.size() == 1);
    shares.Count("single parent", has_children && !couple);
    shares.Count("couple", couple && !has_children);
    shares.Count("couple with children", couple && has_children);
    shares.Count("unemployed", household->barrier == "arbetslos");
    shares.Count("social", household->barrier == "sociala_skal");
    shares.Count("error", household->story.find("+differs") != std::string::npos);
    shares.Count("protected", household->protected_declared);
    shares.Count("late", household->document_late_days > 0);
    shares.Count("weekend", DayOf(*household).iso_weekday() >= 6);
    shares.Count("peak", DayOf(*household) > plan.month.first_day().PlusDays(-11));
  }
  return shares;
}

TEST(Town, HasTheSharesOfCasework) {
  Shares shares = SharesOf(PlanOf(20'000, Profile::kCasework));
  EXPECT_THAT(shares.Permille("single"), AllOf(Ge(585), Le(615)));
  EXPECT_THAT(shares.Permille("single parent"), AllOf(Ge(138), Le(162)));
  EXPECT_THAT(shares.Permille("couple"), AllOf(Ge(88), Le(112)));
  EXPECT_THAT(shares.Permille("couple with children"), AllOf(Ge(138), Le(162)));
  EXPECT_THAT(shares.Permille("unemployed"), AllOf(Ge(480), Le(520)));
  EXPECT_THAT(shares.Permille("social"), AllOf(Ge(138), Le(162)));
  EXPECT_THAT(shares.Permille("error"), AllOf(Ge(10), Le(20)));
  EXPECT_THAT(shares.Permille("protected"), AllOf(Ge(16), Le(24)));
  EXPECT_THAT(shares.Permille("late"), AllOf(Ge(100), Le(150)));
  EXPECT_THAT(shares.Permille("weekend"), AllOf(Ge(135), Le(165)));
  EXPECT_THAT(shares.Permille("peak"), AllOf(Ge(680), Le(720)));
}

// Numbers of the published kind first, invented ones after, some of them samordningsnummer; each
// with a true check digit, each once, in a nation as well.
TEST(Town, HandsOutEachTestNumberOnce) {
  std::set<std::string> numbers;
  int published = 0;
  int coordination = 0;
  Town town(PlanOf(*SizeNamed("nation"), Profile::kCasework));
  while (const auto household = town.Next()) {
    for (const Member& member : household->members) {
      const auto parsed = Personnummer::Parse(member.personnummer);
      ASSERT_TRUE(parsed.ok()) << household->id;
      ASSERT_EQ(parsed->birth_date(), member.born);
      ASSERT_TRUE(numbers.insert(member.personnummer).second) << household->id;
      const std::string serial = member.personnummer.substr(8, 3);
      ASSERT_TRUE(serial == "238" || serial == "239" || serial >= "980") << household->id;
      published += serial < "300" ? 1 : 0;
      coordination += parsed->kind() == Personnummer::Kind::kSamordningsnummer ? 1 : 0;
    }
  }
  EXPECT_GT(numbers.size(), 200'000U);
  EXPECT_GT(published, 10'000);
  EXPECT_THAT(coordination * 1000.0 / static_cast<double>(numbers.size()), AllOf(Ge(8), Le(12)));
}

TEST(Town, LetsThreeInAHundredCallsOfEveryRegisterFail) {
  std::ostringstream out;
  WriteScenarioHead(PlanOf(10, Profile::kCasework), out);
  EXPECT_THAT(out.str(), HasSubstr("{do: error_ssbt, agency: MIV, rate: 0.015000}"));
  std::ostringstream plain;
  WriteScenarioHead(PlanOf(10, Profile::kPlain), plain);
  EXPECT_THAT(plain.str(), testing::Not(HasSubstr("faults")));
}

TEST(Town, KnowsTheSizesByName) {
  EXPECT_EQ(SizeNamed("XS"), 106);
  EXPECT_EQ(SizeNamed("nation"), 116'000);
  EXPECT_EQ(SizeNamed("xxl"), std::nullopt);
}

TEST(Town, LeavesALateProofOutOfTheApplication) {
  Town town(PlanOf(200, Profile::kCasework));
  while (const auto household = town.Next()) {
    if (household->document_late_days == 0) continue;
    const std::string json = CaseJson(*household, *Month::Make(2026, 12), Layout::kLine);
    EXPECT_THAT(json, HasSubstr(R"("documents":[])"));
    EXPECT_EQ(std::count(json.begin(), json.end(), '\n'), 1);
    return;
  }
  FAIL() << "no household had a late document";
}

}  // namespace
}  // namespace dm::municipality
