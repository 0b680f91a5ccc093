#include "worker/cli/case_check.h"

#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "worker/adapters/codec/codec.h"
#include "worker/core/instant.h"

namespace dm::cli {
namespace {

CaseInput Example() {
  EXPECT_TRUE(LoadSwedishTime().ok());
  std::ifstream file(DM_SOURCE_DIR "/docs/examples/case-input.json");
  std::stringstream text;
  text << file.rdbuf();
  const StatusOr<CaseInput> input = codec::CaseInputFromJson(text.str());
  EXPECT_TRUE(input.ok());
  return input.ok() ? *input : CaseInput();
}

TEST(CaseCheckTest, TakesTheExample) {
  EXPECT_TRUE(CheckCase(Example()).ok()) << MessageOf(CheckCase(Example()));
}

TEST(CaseCheckTest, TakesACaseThatTellsNoTimeOfAssessment) {
  CaseInput input = Example();
  input.assessed_at = Instant();
  EXPECT_TRUE(CheckCase(input).ok()) << MessageOf(CheckCase(input));
}

TEST(CaseCheckTest, NamesTheFieldOfWhatNoCaseCanBe) {
  const struct {
    const char* field;
    std::function<void(CaseInput*)> spoil;
  } kFaults[] = {
      {"application.persons[1].key",
       [](CaseInput* input) {
         input->application.persons.insert(input->application.persons.begin(),
                                           input->application.persons.front());
       }},
      {"application.incomes[0].person",
       [](CaseInput* input) {
         input->application.incomes.front().person = PersonKey::FromTrusted("p77");
       }},
      {"evidence.persons[1].person",
       [](CaseInput* input) {
         input->evidence.persons.insert(input->evidence.persons.begin(),
                                        input->evidence.persons.front());
       }},
      {"frame.valid_to",
       [](CaseInput* input) { input->frame->valid_to = input->frame->valid_from.PlusDays(-1); }},
      {"frame.norm_adjustments[0].factor_permille",
       [](CaseInput* input) {
         NormAdjustment& adjustment = input->frame->norm_adjustments.emplace_back();
         adjustment.amount = Money::FromKronor(200);
         adjustment.factor_permille = 1100;
       }},
      {"frame.norm_adjustments[0].factor_permille",
       [](CaseInput* input) { input->frame->norm_adjustments.emplace_back(); }},
  };

  for (const auto& fault : kFaults) {
    CaseInput input = Example();
    ASSERT_TRUE(input.frame && !input.application.incomes.empty());
    input.frame->norm_adjustments.clear();
    fault.spoil(&input);
    const Status status = CheckCase(input);
    ASSERT_FALSE(status.ok()) << fault.field;
    EXPECT_EQ(DetailOf(status).field, fault.field);
    EXPECT_FALSE(DetailOf(status).remedy.empty()) << fault.field;
  }
}

}  // namespace
}  // namespace dm::cli
