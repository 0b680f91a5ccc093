// The shapes that municipalities' levels for housing really have (rules.md 8.1): by adults, by
// children, by the oldest adult's age, by rooms, with an increment per child, from a table beside
// the file, and by date. Amounts as published once; none is for this year.
#include "worker/assessment/caps.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::assessment {
namespace {

struct HomeShape {
  int adults = 1;
  int children = 0;
  int oldest = 40;
  int rooms = 0;
};

struct Expected {
  HomeShape home;
  std::int64_t kronor;
};

struct Shape {
  std::string name;
  std::string keys;
  std::string rows;
  std::vector<Expected> expected;
};

Household HouseholdOf(const HomeShape& home, std::vector<Person>* persons) {
  Household household;
  persons->resize(static_cast<std::size_t>(home.adults));
  for (int i = 0; i < home.adults; ++i) {
    Member member;
    Person& person = (*persons)[static_cast<std::size_t>(i)];
    person.role = i == 0 ? PersonRole::kApplicant : PersonRole::kCoApplicant;
    member.person = &person;
    member.age = i == 0 ? home.oldest : 18;
    household.members.push_back(member);
  }
  household.adults = home.adults;
  household.children = home.children;
  household.n_case = household.n_total = home.adults + home.children;
  return household;
}

std::optional<Money> Level(const PolicySet& set, const HomeShape& home, const char* on) {
  PolicyReader reader(set, policy::Day(on));
  std::vector<Person> persons;
  const auto cap = CapFor(CostType::kBoende, HouseholdOf(home, &persons), home.rooms, &reader);
  return cap ? std::optional<Money>(cap->money()) : std::nullopt;
}

std::string File(const std::string& keys, const std::string& versions) {
  return "id: cap.housing\nkind: table\ntitle: Boende\nunit: kr\nhit: first\nkeys:\n" + keys +
         "versions:\n" + versions;
}

std::string Version(const std::string& rows) {
  return "  - valid_from: 2025-01-01\n    source: law\n    grade: P\n" + rows;
}

constexpr char kAdultsAndChildren[] = "  adults: {unit: count}\n  children: {unit: count}\n";

std::vector<Shape> Shapes() {
  return {
      {"ByAdultsThenChildren",
       kAdultsAndChildren,
       "    rows:\n"
       "      - {id: A1, adults: 1, children: 0, value: 5065}\n"
       "      - {id: A2, adults: 2, children: 0, value: 6220}\n"
       "      - {id: B1, children: 1, value: 7500}\n"
       "      - {id: B2, children: 2, value: 8975}\n"
       "      - {id: B3, children: 3, value: 10450}\n",
       {{{.adults = 1}, 5065},
        {{.adults = 2}, 6220},
        {{.children = 1}, 7500},
        {{.adults = 2, .children = 3}, 10450}}},
      {"ABaseAndAnIncrementPerChild",
       "  children: {unit: count}\n",
       "    rows:\n"
       "      - {id: A, children: 0, value: 6325}\n"
       "      - {id: B1, children: 1, value: 7800}\n"
       "      - {id: B2, children: 2, value: 9525}\n"
       "    beyond: {id: BN, key: children, above: 2, add_per_step: 1725}\n",
       {{{.adults = 2}, 6325}, {{.children = 2}, 9525}, {{.children = 5}, 9525 + 3 * 1725}}},
      {"ByRoomsAsFarAsThereAreChildrenForThem",
       "  rooms: {unit: count}\n  children: {unit: count}\n",
       "    rows:\n"
       "      - {id: R4, rooms: 4.., children: 3.., value: 8778}\n"
       "      - {id: R3, rooms: 3.., children: 1.., value: 7803}\n"
       "      - {id: R2, rooms: 2.., value: 5852}\n"
       "      - {id: R1, rooms: 1, value: 3901}\n",
       {{{.rooms = 1}, 3901},
        {{.rooms = 3}, 5852},
        {{.children = 2, .rooms = 4}, 7803},
        {{.children = 3, .rooms = 4}, 8778}}},
      {"ByChildrenWithATop",
       kAdultsAndChildren,
       "    rows:\n"
       "      - {id: A1, adults: 1, children: 0, value: 4474}\n"
       "      - {id: A2, adults: 2, children: 0, value: 5581}\n"
       "      - {id: B1, children: 1, value: 6192}\n"
       "      - {id: B2, children: 2, value: 7416}\n"
       "      - {id: B3, children: 3, value: 8046}\n"
       "      - {id: B4, children: 4, value: 8650}\n"
       "      - {id: B5, children: 5.., value: 9255}\n",
       {{{.adults = 1}, 4474}, {{.children = 4}, 8650}, {{.children = 9}, 9255}}},
      {"ByRoomsOrByChildren",
       "  rooms: {unit: count}\n  children: {unit: count}\n",
       "    rows:\n"
       "      - {id: B4, children: 4.., value: 8700}\n"
       "      - {id: B3, children: 3, value: 8400}\n"
       "      - {id: B2, children: 2, value: 6900}\n"
       "      - {id: R2, rooms: 2.., value: 6400}\n"
       "      - {id: R1, rooms: 1, value: 4700}\n",
       {{{.rooms = 1}, 4700},
        {{.children = 1, .rooms = 3}, 6400},
        {{.children = 2, .rooms = 3}, 6900},
        {{.children = 6, .rooms = 5}, 8700}}},
      {"ByTheOldestAdultsAge",
       "  adults: {unit: count}\n  children: {unit: count}\n  oldest_adult_age: {unit: count}\n",
       "    rows:\n"
       "      - {id: U1, adults: 1, children: 0, oldest_adult_age: ..24, value: 5100}\n"
       "      - {id: U2, adults: 2, children: 0, oldest_adult_age: ..24, value: 5500}\n"
       "      - {id: A, children: 0, value: 6600}\n"
       "      - {id: B1, children: 1, value: 7700}\n"
       "      - {id: B2, children: 2, value: 8700}\n"
       "      - {id: B3, children: 3..4, value: 10100}\n"
       "      - {id: B5, children: 5.., value: 11200}\n",
       {{{.oldest = 24}, 5100},
        {{.oldest = 25}, 6600},
        {{.adults = 2, .oldest = 24}, 5500},
        {{.adults = 2, .oldest = 30}, 6600},
        {{.children = 1, .oldest = 20}, 7700},
        {{.children = 4}, 10100}}},
  };
}

class CapShapes : public ::testing::TestWithParam<Shape> {};

TEST_P(CapShapes, GiveTheLevelOfEachHousehold) {
  policy::PolicyTree tree;
  tree.Set("parameters/cap_housing.yaml", File(GetParam().keys, Version(GetParam().rows)));
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << policy::TextOf(load.errors);
  for (const Expected& expected : GetParam().expected) {
    const auto level = Level(*load.set, expected.home, "2026-03-01");
    ASSERT_TRUE(level);
    EXPECT_EQ(*level, Money::FromKronor(expected.kronor));
  }
}

INSTANTIATE_TEST_SUITE_P(Municipalities,
                         CapShapes,
                         ::testing::ValuesIn(Shapes()),
                         [](const auto& shape) { return shape.param.name; });

TEST(CapsTest, ALevelHoldsFromItsDate) {
  policy::PolicyTree tree;
  tree.Set(
      "parameters/cap_housing.yaml",
      File("  children: {unit: count}\n",
           "  - valid_from: 2025-04-01\n    source: law\n    grade: P\n    rows:\n"
           "      - {id: N0, children: 0, value: 6330}\n"
           "      - {id: N1, children: 1.., value: 6970}\n"
           "  - valid_from: 2025-01-01\n    valid_to: 2025-03-31\n    source: law\n    grade: P\n"
           "    rows:\n"
           "      - {id: O0, children: \"0..\", value: 6000}\n"));
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << policy::TextOf(load.errors);
  EXPECT_EQ(Level(*load.set, {.children = 1}, "2025-03-31"), Money::FromKronor(6000));
  EXPECT_EQ(Level(*load.set, {.children = 1}, "2025-04-01"), Money::FromKronor(6970));
}

TEST(CapsTest, ALevelMayLieInATableBesideTheFile) {
  policy::PolicyTree tree;
  tree.Set("parameters/levels.csv", "id,children,value\nX0,0,6325\nX1,1..,7800\n");
  tree.Set("parameters/cap_housing.yaml",
           File("  children: {unit: count}\n", Version("    rows_file: levels.csv\n")));
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << policy::TextOf(load.errors);
  EXPECT_EQ(Level(*load.set, {.children = 2}, "2026-03-01"), Money::FromKronor(7800));
}

TEST(CapsTest, AnInvoiceForElectricityIsHeldToItsWholeMonths) {
  const auto months = [](const char* from, const char* to) {
    return MonthsOf(CostType::kHushallsel, {.from = policy::Day(from), .to = policy::Day(to)});
  };
  EXPECT_EQ(months("2026-10-31", "2026-11-01"), 1);
  EXPECT_EQ(months("2026-10-15", "2026-11-14"), 1);
  EXPECT_EQ(months("2026-10-15", "2026-12-13"), 1);
  EXPECT_EQ(months("2026-10-15", "2026-12-14"), 2);
  EXPECT_EQ(months("2026-09-01", "2026-11-30"), 3);
  EXPECT_EQ(months("2026-08-31", "2026-11-30"), 3);
  EXPECT_EQ(months("2024-01-01", "2026-11-30"), 12);
  EXPECT_EQ(MonthsOf(CostType::kHushallsel, {.from = policy::Day("2026-09-01"), .to = {}}), 1);
  EXPECT_EQ(MonthsOf(CostType::kBoende,
                     {.from = policy::Day("2026-09-01"), .to = policy::Day("2026-11-30")}),
            1);
}

TEST(CapsTest, RoomsThatNobodyStatedGiveNoLevel) {
  policy::PolicyTree tree;
  tree.Set("parameters/cap_housing.yaml",
           File("  rooms: {unit: count}\n",
                Version("    rows:\n      - {id: R1, rooms: 1.., value: 3901}\n")));
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << policy::TextOf(load.errors);
  EXPECT_FALSE(Level(*load.set, {.rooms = 0}, "2026-03-01"));
}

}  // namespace
}  // namespace dm::assessment
