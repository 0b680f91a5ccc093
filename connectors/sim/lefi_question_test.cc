#include "connectors/sim/lefi_question.h"

#include <string>

#include <gtest/gtest.h>

#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using test::QuestionText;
using test::With;

std::string ProblemOf(const std::string& json) {
  const auto question = ParseLefiQuestion(soap::Base64Encode(json));
  return question.ok() ? "" : MessageOf(question.status());
}

TEST(LefiQuestion, ReadsGroupsByPart) {
  const auto question = ParseLefiQuestion(soap::Base64Encode(QuestionText().Lefi()));
  ASSERT_TRUE(question.ok()) << question.status();
  EXPECT_TRUE(question->Asks(LefiPart::kPayments, "FK:BOB"));
  EXPECT_FALSE(question->Asks(LefiPart::kPayments, "FK:HE"));
  EXPECT_TRUE(question->Asks(LefiPart::kOther, "FK:GEPI"));
}

TEST(LefiQuestion, TakesTwoYearsAndRefusesADayMore) {
  const std::string json = QuestionText().Lefi();
  EXPECT_EQ(ProblemOf(With(json, "2026-08-01", "2024-11-01")), "");
  EXPECT_EQ(ProblemOf(With(json, "2026-08-01", "2024-10-31")), "period: is longer than two years");
}

TEST(LefiQuestion, RefusesWhatLefiAnswersWith400) {
  const std::string json = QuestionText().Lefi();
  EXPECT_EQ(
      ProblemOf(
          R"({"personnummer":"199001012385","period":{"from":"2026-08-01","tom":"2026-08-31"}})"),
      "no group is asked for; at least one is needed");
  EXPECT_NE(ProblemOf(With(json, "FK:BOB", "FK:XXX")), "");
  EXPECT_NE(ProblemOf(With(json, "\"ansprak\":[\"PM:AP\"", "\"ansprak\":[\"FK:AP\"")), "");
  EXPECT_NE(ProblemOf(With(json, "\"ansprak\"", "\"anspråk\"")), "");
  EXPECT_EQ(ProblemOf(With(json, "199001012385", "900101-2385")),
            "personnummer: expected 10 or 12 digits");
  EXPECT_EQ(ProblemOf("[]"), "the question is no JSON object");
  EXPECT_FALSE(ParseLefiQuestion("inte base64").ok());
}

}  // namespace
}  // namespace dm::sim
