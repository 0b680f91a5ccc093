// What the assessment notices is policy: no gate, no trigger in the code, and no code that nobody
// uses.
#include <regex>
#include <string>

#include "gtest/gtest.h"
#include "tests/arch/source_tree.h"
#include "worker/policy/observation_codes.h"

namespace dm::arch {
namespace {

bool Judges(const std::string& path) {
  const bool test =
      path.find("_test.") != std::string::npos || path.find("/test_") != std::string::npos;
  return !test && (path.starts_with("worker/assessment/") || path.starts_with("worker/decision/"));
}

TEST(ObservationsTest, EveryCodeOfTheListIsSaidSomewhere) {
  std::string all;
  for (const std::string& path : SourcesBelow("worker")) {
    if (Judges(path)) all += ReadFile(path);
  }
  ASSERT_FALSE(all.empty());
  for (const ObservationDeclaration& known : kObservations) {
    EXPECT_NE(all.find('"' + std::string(known.code) + '"'), std::string::npos)
        << known.code << " is in the list and nothing says it: remove it there and in the table";
  }
}

TEST(ObservationsTest, TheAssessmentNamesNoGateAndNoTrigger) {
  const std::regex code(R"re("(G|X)-[0-9]{2}"|"(GATE|TRIG)\.[A-Z])re");
  for (const std::string& path : SourcesBelow("worker")) {
    if (!path.starts_with("worker/assessment/") || !Judges(path)) continue;
    EXPECT_FALSE(std::regex_search(ReadFile(path), code))
        << path << ": what a finding leads to stands in policies/tables/observations.yaml";
  }
}

}  // namespace
}  // namespace dm::arch
