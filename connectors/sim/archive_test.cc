#include "connectors/sim/archive.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/test_questions.h"
#include "worker/core/personnummer.h"

namespace dm::sim {
namespace {

using test::QuestionText;
using testing::HasSubstr;
using testing::Not;

const std::string kTown =
    "scenario: a note\n"
    "defaults: {unknown_person: fault}\n"
    "persons:\n"
    "  \"19900101-2385\":  # H-0001\n"
    "    so:\n"
    "      funds:\n"
    "# a comment at the edge\n"
    "        - {name: Kassan ett}\n"
    "\n"
    "  \"198503122387\":\n"
    "    tns: {vehicles: [{registration: ABC001, make: M, year: \"2012\"}]}\n"
    "faults:\n"
    "  - {do: omit, agency: AF}\n";

class IndexedFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }

  // As if every file were large.
  StatusOr<Scenario> Load(const std::string& text) {
    std::ofstream(file_, std::ios::binary) << text;
    return LoadScenarios({file_}, 0);
  }

  std::string ProblemOf(const std::string& text) { return MessageOf(Load(text).status()); }

  const std::string file_ =
      (std::filesystem::temp_directory_path() /
       ("sim-archive-" +
        std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml"))
          .string();
};

std::string AskAbout(Responder& responder, const std::string& person) {
  QuestionText question;
  question.person = person;
  return responder.Respond(question.Xml()).body;
}

TEST_F(IndexedFile, AnswersAsTheSameFileReadWhole) {
  auto indexed = Load(kTown);
  ASSERT_TRUE(indexed.ok()) << indexed.status();
  EXPECT_EQ(indexed->persons.size(), 0U);
  EXPECT_EQ(indexed->PersonCount(), 2U);
  auto whole = ParseScenario(kTown, "town");
  ASSERT_TRUE(whole.ok()) << whole.status();
  Responder by_index(*std::move(indexed));
  Responder by_reading(*std::move(whole));
  for (const char* person : {"199001012385", "198503122387", "195802202381"}) {
    EXPECT_EQ(AskAbout(by_index, person), AskAbout(by_reading, person)) << person;
    EXPECT_EQ(AskAbout(by_index, person), AskAbout(by_reading, person)) << "again";
  }
  EXPECT_THAT(AskAbout(by_index, "199001012385"), HasSubstr("Kassan ett"));
  EXPECT_THAT(AskAbout(by_index, "199001012385"), Not(HasSubstr("<ssbt:AF>")));
}

TEST_F(IndexedFile, NamesTheLineOfWhatItCannotIndex) {
  EXPECT_THAT(ProblemOf("persons:\n  \"19900101-2380\": {}\n"), HasSubstr(".yaml:2: "));
  EXPECT_THAT(ProblemOf("persons:\n  19900101-2385: {}\n"),
              HasSubstr(".yaml:2: expected a number in quotes"));
  EXPECT_THAT(ProblemOf("persons:\n  \"199001012385\": {}\n  \"19900101-2385\": {}\n"),
              HasSubstr("a person stands twice"));
  EXPECT_THAT(ProblemOf("persons:\nhello: 1\n"), HasSubstr("hello: unknown key"));
}

TEST_F(IndexedFile, TellsOfAMistakeWhenThePersonIsAskedAbout) {
  auto scenario = Load("persons:\n  \"199001012385\":\n    af: {registrerad: true}\n");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_THAT(MessageOf(scenario->archives.front()->CheckAll()),
              HasSubstr("registrerad: unknown key"));
  Responder responder(*std::move(scenario));
  EXPECT_THAT(AskAbout(responder, "199001012385"), HasSubstr("SIM-SCENARIO"));
  EXPECT_THAT(AskAbout(responder, "198503122387"), Not(HasSubstr("SIM-SCENARIO")));
}

TEST_F(IndexedFile, KeepsWorkingWhenMoreAreAskedThanItKeeps) {
  std::string text = "persons:\n";
  std::vector<std::string> numbers;
  for (int i = 0; i < 6000; ++i) {
    const Date born = Date::Make(1960, 1, 1)->PlusDays(i);
    std::string digits = born.ToString() + "238";
    std::erase(digits, '-');
    digits += std::to_string(LuhnCheckDigit(std::string_view(digits).substr(2)));
    text += "  \"" + digits + "\":\n    name: {last: N" + std::to_string(i) + "}\n";
    numbers.push_back(digits);
  }
  const auto scenario = Load(text);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < numbers.size(); i += 7) {
      const auto found = FindPerson(*scenario, numbers[i]);
      ASSERT_TRUE(found.ok());
      ASSERT_EQ(found->person->last_name, "N" + std::to_string(i));
    }
  }
}

}  // namespace
}  // namespace dm::sim
