#include "connectors/folkbokforing/sim/scenario.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::folk::sim {
namespace {

StatusOr<Scenario> Load(const std::string& text) {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  const auto path = std::filesystem::path(testing::TempDir()) /
                    (std::string("folk-scenario-") + info->name() + ".yaml");
  std::ofstream(path) << text;
  auto scenario = LoadScenarios({path.string()});
  std::filesystem::remove(path);
  return scenario;
}

TEST(FolkScenario, IsReadWhole) {
  const auto scenario = Load(R"(
scenario: a note
folk:
  faults: [{do: delay, delay_ms: 20}]
persons:
  "199001012385":
    name: {first: Test, last: Testsson}
    af: {registered: true}
    folk:
      street: Provgatan 1
      civil_status: gift
      same_address: ["198502022398", withheld]
      children: [{person: "201503032383", custody: sole, born: "2015-03-03"}]
      faults: [{do: status, status: 500, from_call: 3, calls: 2}]
  "198502022398":
    folk: {deregistered: {code: emigrated, date: "2026-01-31"}}
)");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  ASSERT_EQ(scenario->persons.size(), 2U);
  const Person& person = scenario->persons.at("199001012385");
  EXPECT_EQ(person.street, "Provgatan 1");
  EXPECT_THAT(person.same_address, testing::ElementsAre("198502022398", ""));
  ASSERT_EQ(person.children.size(), 1U);
  EXPECT_EQ(person.children[0].custody, "sole");
  ASSERT_EQ(person.faults.size(), 1U);
  EXPECT_EQ(person.faults[0].status, 500);
  EXPECT_EQ(person.faults[0].call_first, 3);
  EXPECT_EQ(person.faults[0].call_last, 4);
  EXPECT_EQ(scenario->persons.at("198502022398").deregistered, "emigrated");
  EXPECT_EQ(scenario->faults.at(0).delay_ms, 20);
}

TEST(FolkScenario, TellsWhatIsWrongAndWhereButNotWho) {
  const auto scenario = Load(R"(
persons:
  "199001012386": {}
  "199001012385":
    folk: {street: A, stret: B, faults: [{do: nothing}]}
)");
  ASSERT_FALSE(scenario.ok());
  const std::string message = MessageOf(scenario.status());
  EXPECT_THAT(message, testing::HasSubstr("persons[0]"));
  EXPECT_THAT(message, testing::HasSubstr("persons[1].folk.stret"));
  EXPECT_THAT(message, testing::HasSubstr("persons[1].folk.faults[0].do"));
  EXPECT_THAT(message, testing::Not(testing::HasSubstr("199001012385")));
  EXPECT_THAT(message, testing::Not(testing::HasSubstr("199001012386")));
}

TEST(FolkScenario, NamesEachFault) {
  for (const char* name : {"status",
                           "delay",
                           "reset",
                           "truncated",
                           "oversize",
                           "wrong_person",
                           "wrong_correlation",
                           "wrong_case",
                           "not_json",
                           "deep",
                           "duplicate_key",
                           "unknown_code",
                           "old_copy"}) {
    const auto kind = FindFault(name);
    ASSERT_TRUE(kind.has_value()) << name;
    EXPECT_EQ(NameOf(*kind), name);
  }
  EXPECT_FALSE(FindFault("other").has_value());
}

}  // namespace
}  // namespace dm::folk::sim
