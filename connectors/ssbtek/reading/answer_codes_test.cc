#include "connectors/ssbtek/reading/answer_codes.h"

#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

TEST(AnswerCodes, MeanNothingWithoutARow) {
  AnswerCodes codes;
  EXPECT_TRUE(codes.empty());
  codes.Add("AF", "StatusSokandeinformationKod", "0", "ok");
  EXPECT_EQ(codes.Meaning("AF", "StatusSokandeinformationKod", "0"), "ok");
  EXPECT_EQ(codes.Meaning("AF", "StatusSokandeinformationKod", "1"), std::nullopt);
  EXPECT_EQ(codes.Meaning("AF", "status", "0"), std::nullopt);
  EXPECT_EQ(codes.Meaning("CSN", "StatusSokandeinformationKod", "0"), std::nullopt);
}

TEST(AnswerCodes, TheStarStandsForWhatItsFieldDoesNotList) {
  AnswerCodes codes;
  codes.Add("FK", "beloppstyp", "INF", "deduction");
  codes.Add("FK", "beloppstyp", "*", "benefit");
  EXPECT_TRUE(codes.Means("FK", "beloppstyp", "INF", "deduction"));
  EXPECT_TRUE(codes.Means("FK", "beloppstyp", "AKT", "benefit"));
  EXPECT_FALSE(codes.Means("PM", "beloppstyp", "AKT", "benefit"));
}

TEST(AnswerCodes, TheShippedTableReads) {
  const auto codes = test::ShippedCodes();
  EXPECT_TRUE(codes->Means("CSN", "beloppstyp", "L\u00c4RERS", "grant"));
  EXPECT_TRUE(codes->Means("SSBTEK", "felkod", "-1005", "refused_question"));
  EXPECT_TRUE(codes->Means("FK", "beloppstyp", "\u00c5FA", "deduction"));
}

}  // namespace
}  // namespace dm::ssbtek
