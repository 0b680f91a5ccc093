#include "connectors/ssbtek/reading/verdict.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::ssbtek {
namespace {

TEST(Deviate, CountsEachPathAndProblemOnce) {
  SourceAnswer answer;
  Deviate(answer, "AF/data/Fraga", kMissing);
  Deviate(answer, "AF/data/Fraga", kMissing);
  DeviateBelow(answer, "AF/data", "Fraga", kMissing);
  Deviate(answer, "AF/data/Fraga", kValue);
  EXPECT_EQ(answer.schema_deviations, 2);
  ASSERT_EQ(answer.deviations.size(), 2U);
  EXPECT_EQ(answer.deviations[0].path, "AF/data/Fraga");
  EXPECT_EQ(answer.deviations[0].problem, "MISSING");
}

TEST(Deviate, KeepsTheFirstFiftyAndCountsOn) {
  SourceAnswer answer;
  for (int i = 0; i < 80; ++i) Deviate(answer, "AF/data/x" + std::to_string(i), kUnexpected);
  EXPECT_EQ(answer.schema_deviations, 80);
  EXPECT_EQ(answer.deviations.size(), 50U);
  EXPECT_EQ(answer.deviations.back().path, "AF/data/x49");
}

TEST(Unlisted, NamesRegisterFieldAndCodeOnce) {
  SourceAnswer answer;
  answer.source = Source::kAf;
  Unlisted(answer, "StatusSokandeinformationKod", "7");
  Unlisted(answer, "StatusSokandeinformationKod", "7");
  ASSERT_EQ(answer.unlisted_codes.size(), 1U);
  EXPECT_EQ(answer.unlisted_codes[0], "AF.StatusSokandeinformationKod=7");
}

TEST(Unlisted, HidesAnIdentityInsideACodeAndKeepsTwenty) {
  SourceAnswer answer;
  answer.source = Source::kMiv;
  Unlisted(answer, "giltighetstid", "till 19900101-2385");
  EXPECT_EQ(answer.unlisted_codes.at(0), "MIV.giltighetstid=TILL_XXXXXXXXXXXXX");
  for (int i = 0; i < 40; ++i) Unlisted(answer, "giltighetstid", "x" + std::to_string(i));
  EXPECT_EQ(answer.unlisted_codes.size(), 20U);
}

}  // namespace
}  // namespace dm::ssbtek
