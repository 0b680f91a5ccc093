// The letters that come with the program, rendered from the policies in the repository: nothing
// that a letter must say is left empty (casework.md 13, FL 31–33).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/effects/letter.h"
#include "worker/policy/policy_loader.h"

namespace dm::effects {
namespace {

using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using ::testing::HasSubstr;
using ::testing::Not;

class ShippedLetters : public ::testing::TestWithParam<Outcome> {
 protected:
  static void SetUpTestSuite() {
    dm::testing::TestNow();
    loaded = new PolicyLoad(LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun"));
  }

  static void TearDownTestSuite() {
    delete loaded;
    loaded = nullptr;
  }

  void SetUp() override {
    ASSERT_NE(loaded->set, nullptr)
        << (loaded->errors.empty() ? std::string() : loaded->errors[0].ToString());
  }

  static PolicyLoad* loaded;
};

PolicyLoad* ShippedLetters::loaded = nullptr;

Decision DecidedAs(Outcome outcome) {
  Decision decision = PlainDecision();
  decision.outcome = outcome;
  if (outcome != Outcome::kBifall) {
    decision.kind = DecisionKind::kHuman;
    decision.decided_by = "handlaggare-1";
    decision.motivation = "Skälen i ärendet.";
  }
  if (outcome == Outcome::kDelavslag) {
    decision.rows[2].human_amount = Money::FromKronor(5000);
    decision.rows[2].reason = "COST.ABOVE_CAP";
    decision.granted = Money::FromKronor(7280);
  } else if (outcome != Outcome::kBifall) {
    decision.granted = Money();
    decision.pay_date.reset();
  }
  return decision;
}

TEST_P(ShippedLetters, SayWhatWasDecidedByWhomAndHowToReachAPerson) {
  const StatusOr<Letter> letter =
      DecisionLetter(PlainCase(CaseState::kEvaluated), DecidedAs(GetParam()), *loaded->set);
  ASSERT_TRUE(letter.ok()) << MessageOf(letter.status());
  EXPECT_THAT(letter->subject, HasSubstr("december 2026"));
  EXPECT_THAT(letter->body, HasSubstr("EKB-202612-000001"));
  EXPECT_THAT(letter->body, HasSubstr("12 november 2026"));
  EXPECT_THAT(letter->body, HasSubstr("Exempelkommun"));
  EXPECT_THAT(letter->body, HasSubstr("överklaga"));
  EXPECT_THAT(letter->body, Not(HasSubstr("{{")));
  EXPECT_THAT(letter->body, Not(HasSubstr("COST.")));
  EXPECT_THAT(letter->body, Not(HasSubstr("\n\n\n")));
}

TEST(ShippedLetter, ShowsOtherLivingCostsByThemselvesAndSaysThatTheAmountIsRounded) {
  const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  ASSERT_NE(load.set, nullptr);
  const CaseRecord record = PlainCase(CaseState::kEvaluated);
  Decision decision = PlainDecision();
  const StatusOr<Letter> without = DecisionLetter(record, decision, *load.set);
  ASSERT_TRUE(without.ok()) << MessageOf(without.status());
  EXPECT_THAT(without->body, Not(HasSubstr("Övriga levnadskostnader")));
  EXPECT_THAT(without->body, Not(HasSubstr("avrundas")));

  DecisionRow medicine = decision.rows[2];
  medicine.kind = RowKind::kExtraCost;
  medicine.label = "Medicin";
  medicine.applied = medicine.worker_amount = Money::FromOre(20050);
  decision.rows.push_back(medicine);
  decision.granted = Money::FromKronor(8481);
  const StatusOr<Letter> letter = DecisionLetter(record, decision, *load.set);
  ASSERT_TRUE(letter.ok()) << MessageOf(letter.status());
  EXPECT_THAT(letter->body,
              HasSubstr("Summa kostnader: " + Money::FromKronor(6000).ToSwedish() +
                        "\n\nÖvriga levnadskostnader\n- Medicin: du sökte "));
  EXPECT_THAT(letter->body,
              HasSubstr("Summa övriga levnadskostnader: " + Money::FromOre(20050).ToSwedish()));
  EXPECT_THAT(letter->body,
              HasSubstr("Det som fattas är " + Money::FromOre(848050).ToSwedish() +
                        ", och beloppet avrundas till hela kronor."));
}

INSTANTIATE_TEST_SUITE_P(All,
                         ShippedLetters,
                         ::testing::Values(Outcome::kBifall,
                                           Outcome::kDelavslag,
                                           Outcome::kAvslag,
                                           Outcome::kAvvisning,
                                           Outcome::kAvskrivning));

}  // namespace
}  // namespace dm::effects
