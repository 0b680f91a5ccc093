#include "worker/effects/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"
#include "worker/effects/letter_words.h"

namespace dm::effects {
namespace {

using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::TestNow;
using ::testing::HasSubstr;
using ::testing::Not;

// A no-break space, as amounts are written.
constexpr char kNbsp[] = "\u00a0";

class LetterTest : public ::testing::Test {
 protected:
  LetterTest() {
    PersonEvidence person;
    person.person = PersonKey::FromTrusted("p1");
    person.answers = {Answered(Source::kFk, AnswerState::kData),
                      Answered(Source::kSo, AnswerState::kTimeout)};
    record_.evidence.persons = {person};
  }

  static SourceAnswer Answered(Source source, AnswerState state) {
    SourceAnswer answer;
    answer.source = source;
    answer.state = state;
    answer.fetched_at = TestNow();
    return answer;
  }

  std::string Body(const Decision& decision) {
    const StatusOr<Letter> letter = DecisionLetter(record_, decision, policy_);
    EXPECT_TRUE(letter.ok()) << MessageOf(letter.status());
    return letter.ok() ? letter->body : "";
  }

  CaseRecord record_ = PlainCase(CaseState::kEvaluated);
  FakePolicy policy_;
};

TEST_F(LetterTest, TellsOutcomeAmountAndPayDay) {
  const StatusOr<Letter> letter = DecisionLetter(record_, PlainDecision(), policy_);
  ASSERT_TRUE(letter.ok()) << MessageOf(letter.status());
  EXPECT_EQ(letter->template_id, "beslut_bifall");
  EXPECT_EQ(letter->subject, "Beslut för december 2026: bifall");
  EXPECT_THAT(letter->body, HasSubstr("Exempelkommun\n"));
  EXPECT_THAT(letter->body, HasSubstr(std::string("Beviljat: 8") + kNbsp + "280" + kNbsp + "kr\n"));
  EXPECT_THAT(letter->body, HasSubstr("Utbetalning: 27 november 2026\n"));
  EXPECT_THAT(letter->body, HasSubstr("Automatiskt.\n"));
  EXPECT_THAT(letter->body, HasSubstr("Så överklagar du.\n"));
}

TEST_F(LetterTest, ShowsEveryCostRow) {
  EXPECT_THAT(Body(PlainDecision()),
              HasSubstr(std::string("Hyra: sökt 6") + kNbsp + "000" + kNbsp + "kr, godkänt 6" +
                        kNbsp + "000" + kNbsp + "kr\n"));
}

TEST_F(LetterTest, NamesTheRegistersThatAnsweredWithTheDay) {
  const std::string body = Body(PlainDecision());
  EXPECT_THAT(body, HasSubstr("Försäkringskassan 12 november 2026\n"));
  EXPECT_THAT(body, Not(HasSubstr("A-kassan")));
}

TEST_F(LetterTest, CitesTheRightAndTheStatutesOfTheRowsOnceEach) {
  const SourceRef statute{"sol-12-7", "12 kap. 7 § SoL", true};
  record_.assessment->rows[0].sources = {statute, {"practice", "Praxis", false}};
  record_.assessment->rows[1].sources = {statute};
  const StatusOr<LetterModel> model = DecisionModel(record_, PlainDecision(), policy_);
  ASSERT_TRUE(model.ok());
  std::vector<std::string> cited;
  for (const Words& entry : model->lists.at("lagrum")) cited.push_back(entry.at("text"));
  EXPECT_THAT(cited, ::testing::ElementsAre("sol-12-1", "12 kap. 7 § SoL"));
}

TEST_F(LetterTest, AReducedRowStandsWithItsReason) {
  policy_.SetText("COST.ABOVE_CAP", "Kostnaden är högre än kommunens nivå");
  Decision decision = PlainDecision();
  decision.kind = DecisionKind::kHuman;
  decision.outcome = Outcome::kDelavslag;
  decision.motivation = "Hyran är för hög.";
  decision.rows[2].human_amount = Money::FromKronor(5000);
  decision.rows[2].reason = "COST.ABOVE_CAP";

  const std::string body = Body(decision);

  EXPECT_THAT(body, HasSubstr("Utfall: delvis bifall"));
  EXPECT_THAT(body, HasSubstr("kr (Kostnaden är högre än kommunens nivå)\n"));
  EXPECT_THAT(body, HasSubstr("Skäl: Hyran är för hög.\n"));
  EXPECT_THAT(body, Not(HasSubstr("Automatiskt")));
}

TEST_F(LetterTest, SumsEachPartOfTheCalculation) {
  const StatusOr<LetterModel> model = DecisionModel(record_, PlainDecision(), policy_);
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->words.at("summa_norm"), Money::FromKronor(5280).ToSwedish());
  EXPECT_EQ(model->words.at("summa_kostnader"), Money::FromKronor(6000).ToSwedish());
  EXPECT_EQ(model->words.at("summa_inkomster"), Money::FromKronor(3000).ToSwedish());
  EXPECT_EQ(model->lists.at("norm_rader").size(), 2U);
}

TEST_F(LetterTest, SumsOtherLivingCostsByThemselves) {
  Decision decision = PlainDecision();
  DecisionRow medicine = decision.rows[2];
  medicine.code = "extra.medicine_prescription";
  medicine.kind = RowKind::kExtraCost;
  medicine.label = "Medicin";
  medicine.applied = medicine.worker_amount = Money::FromKronor(200);
  decision.rows.push_back(medicine);
  const StatusOr<LetterModel> model = DecisionModel(record_, decision, policy_);
  ASSERT_TRUE(model.ok());
  EXPECT_TRUE(model->flags.at("ovriga"));
  EXPECT_EQ(model->words.at("summa_skaliga"), Money::FromKronor(6000).ToSwedish());
  EXPECT_EQ(model->words.at("summa_ovriga"), Money::FromKronor(200).ToSwedish());
  EXPECT_EQ(model->words.at("summa_kostnader"), Money::FromKronor(6200).ToSwedish());
  EXPECT_EQ(model->lists.at("skaliga_rader").size(), 1U);
  EXPECT_EQ(model->lists.at("ovriga_rader").size(), 1U);
}

TEST_F(LetterTest, SaysThatTheAmountIsRoundedWhereItIs) {
  Decision decision = PlainDecision();
  const auto lacking = [&] {
    const StatusOr<LetterModel> model = DecisionModel(record_, decision, policy_);
    const bool said = model.ok() && model->words.contains("fattas");
    return said ? model->words.at("fattas") : std::string();
  };
  EXPECT_EQ(lacking(), "");
  decision.rows[2].worker_amount = Money::FromOre(599950);
  EXPECT_EQ(lacking(), Money::FromOre(827950).ToSwedish());
  decision.granted = Money::FromKronor(5000);
  EXPECT_EQ(lacking(), "");
}

TEST_F(LetterTest, TakesRowsThatTheDecisionLacksFromTheAssessment) {
  Decision decision = PlainDecision();
  decision.rows.resize(0);
  EXPECT_THAT(Body(decision), HasSubstr("Hyra: sökt"));
}

TEST_F(LetterTest, IsTheSameBytesEachTime) {
  EXPECT_EQ(Body(PlainDecision()), Body(PlainDecision()));
}

TEST_F(LetterTest, FallsBackToSwedish) {
  record_.application.language = "so";
  const StatusOr<Letter> letter = DecisionLetter(record_, PlainDecision(), policy_);
  ASSERT_TRUE(letter.ok());
  EXPECT_EQ(letter->language, "sv");
}

TEST_F(LetterTest, NamesTheMissingTemplate) {
  policy_.RemoveLetter("beslut_bifall");
  const Status status = DecisionLetter(record_, PlainDecision(), policy_).status();
  EXPECT_EQ(DetailOf(status).reason, "LETTER_MISSING");
  EXPECT_EQ(DetailOf(status).field, "policies/letters/sv/beslut_bifall.txt");
}

TEST_F(LetterTest, WritesNothingWithoutASender) {
  policy_.RemoveText("municipality.board");
  const Status status = DecisionLetter(record_, PlainDecision(), policy_).status();
  EXPECT_EQ(DetailOf(status).reason, "TEXT_MISSING");
  EXPECT_EQ(DetailOf(status).field, "municipality.board");
}

TEST_F(LetterTest, ACompletionListsTheItemsAndTheLastDay) {
  RequestCompletion completion;
  completion.items = {{"hyresavi", "Hyresavi för december", std::nullopt}};
  completion.due = Day("2026-11-19");
  const StatusOr<Letter> letter = CompletionLetter(record_, completion, policy_);
  ASSERT_TRUE(letter.ok()) << MessageOf(letter.status());
  EXPECT_EQ(letter->body, "Senast 19 november 2026:\n- Hyresavi för december\n");
}

}  // namespace
}  // namespace dm::effects
