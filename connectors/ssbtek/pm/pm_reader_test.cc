#include "connectors/ssbtek/pm/pm_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::pm {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& json) {
  return ReadOne(PmQuestion(), Agency("FK", json));
}

std::string Payments() {
  return Sample("pm/payments.json");
}

TEST(PmReader, ReadsPaymentsInPmsOwnShape) {
  const SourceAnswer answer = Ask(Payments());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.payments.size(), 1U);
  const Payment& paid = answer.payments[0];
  EXPECT_EQ(paid.family, "PM:AP");
  EXPECT_EQ(paid.gross, Money::FromKronor(9'100));  // plain integers, kronor
  EXPECT_EQ(paid.tax, Money::FromKronor(900));
  EXPECT_EQ(paid.net, Money::FromKronor(8'200));
  EXPECT_EQ(paid.period.to->ToString(), "2026-09-30");
  ASSERT_EQ(paid.rows.size(), 1U);
  EXPECT_EQ(paid.rows[0].benefit, "PM:AP38");
  EXPECT_EQ(paid.rows[0].amount_type, "PM:GARP");
}

TEST(PmReader, SeveralBenefitsInOnePaymentNameThemAll) {
  const SourceAnswer answer = Ask(With(
      Payments(),
      "\"utbetalningsrader\": [",
      "\"utbetalningsrader\": [{\"formansgrupp\": {\"kod\": \"PM:BTI\", \"beskrivning\": \"x\"}, "
      "\"belopp\": 0, \"utbetalningsforman\": {\"kod\": \"PM:BTP\"}, \"beloppstyp\": {\"kod\": "
      "\"PM:AFS\"}},"));
  ASSERT_EQ(answer.payments.size(), 1U);
  EXPECT_EQ(answer.payments[0].family, "PM:AP+PM:BTI");
  EXPECT_EQ(answer.payments[0].rows.size(), 2U);
}

TEST(PmReader, ClaimsArePendingAndFinalDecisionsAreNot) {
  const SourceAnswer answer = Ask(Payments());
  ASSERT_EQ(answer.benefit_cases.size(), 2U);
  EXPECT_TRUE(answer.benefit_cases[0].pending);
  EXPECT_EQ(answer.benefit_cases[0].benefit, "PM:BTI");
  EXPECT_FALSE(answer.benefit_cases[1].pending);
  EXPECT_EQ(answer.benefit_cases[1].decided_on->ToString(), "2026-01-15");
  EXPECT_TRUE(Ask(With(Payments(), "SLUTLIGT", "PRELIMINART")).benefit_cases[1].pending);
}

TEST(PmReader, AnOutageWithoutAvvikelseIsNotZeroPension) {
  const std::string down =
      With(Sample("fk/nothing.json"),
           "\"namn\": \"Pensionsmyndigheten\"}, \"tillstand\": {\"kod\": \"OK\"",
           "\"namn\": \"Pensionsmyndigheten\"}, \"tillstand\": {\"kod\": \"OTILLGANGLIG\"");
  EXPECT_EQ(StateOf(Ask(down)), "SUPPLIER_DOWN UTLAMNARE.OTILLGANGLIG");
  EXPECT_EQ(StateOf(ReadOne(FkQuestion(), Agency("FK", down))), "CONFIRMED_EMPTY");
}

TEST(PmReader, FksPaymentsAreNotPms) {
  EXPECT_EQ(StateOf(Ask(Sample("fk/payments.json"))), "CONFIRMED_EMPTY");
}

TEST(PmReader, AReplyAboutAnotherPersonIsDroppedForPmToo) {
  EXPECT_EQ(StateOf(Ask(With(Sample("fk/nothing.json"), kPerson, kOtherPerson))),
            "ERROR ECHO.PERSON");
}

TEST(PmReader, DeductionsAreTheWholeDifference) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "\"nettobelopp\": 8200", "\"nettobelopp\": 8100"))),
            "SCHEMA_MISMATCH SUM");
  const SourceAnswer answer = Ask(With(Payments(),
                                       "[{\"belopp\": 900, \"avdragstyp\": {\"kod\": \"PM:PS\", "
                                       "\"beskrivning\": \"Preliminär skatt\"}}]",
                                       "[]"));
  ASSERT_EQ(answer.payments.size(), 1U);
  EXPECT_EQ(answer.payments[0].deductions.at(0).code, "UNSPECIFIED");
  EXPECT_EQ(answer.payments[0].deductions.at(0).amount, Money::FromKronor(900));
}

TEST(PmReader, PaymentsOutsideTheAskedPeriodAreLeftOutAndCounted) {
  const SourceAnswer answer = Ask(With(Payments(), "2026-09-18", "2026-11-18"));
  EXPECT_TRUE(answer.payments.empty());
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(PmReader, APaymentWithoutReadableDateIsASchemaMismatch) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "2026-09-18", "snart"))), "SCHEMA_MISMATCH DATE");
}

TEST(PmReader, ADeductionOfUnlistedTypeMakesItsPaymentUnclear) {
  const SourceAnswer answer = Ask(With(Payments(), "PM:PS", "PM:NYTT"));
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.payments.size(), 1U);
  EXPECT_EQ(answer.payments[0].unclear, "avdragstyp");
  EXPECT_FALSE(answer.payments[0].tax.has_value());
  EXPECT_EQ(answer.payments[0].deductions.at(0).amount, Money::FromKronor(900));
  EXPECT_THAT(answer.unlisted_codes, testing::ElementsAre("PM.avdragstyp=PM_NYTT"));
  EXPECT_EQ(Ask(Payments()).payments.at(0).unclear, "");
}

TEST(PmReader, ADeductionThatIsNoTaxIsNotTax) {
  const SourceAnswer answer = Ask(With(Payments(), "PM:PS", "PM:UTMATNING"));
  EXPECT_FALSE(answer.payments.at(0).tax.has_value());
  EXPECT_EQ(answer.payments.at(0).unclear, "");
}

TEST(PmReader, ClaimsTellWhenTheyCame) {
  const BenefitCase claim = Ask(Payments()).benefit_cases.at(0);
  EXPECT_EQ(claim.applied_on->ToString(), "2026-09-20");
  EXPECT_EQ(claim.period.from->ToString(), "2026-10-01");
  EXPECT_FALSE(claim.period.to.has_value());
}

TEST(PmReader, DecisionsTellStatusAndOutcome) {
  const BenefitCase granted = Ask(Payments()).benefit_cases.at(1);
  EXPECT_EQ(granted.status, "SLUTLIGT");
  EXPECT_EQ(granted.outcome, CaseOutcome::kGranted);
  EXPECT_EQ(granted.unclear, "");
  EXPECT_EQ(Ask(With(Payments(), "\"BIFALL\"", "\"AVSLAG\"")).benefit_cases.at(1).outcome,
            CaseOutcome::kRefused);
  EXPECT_TRUE(Ask(With(Payments(), "SLUTLIGT", "INTERIMISTISKT")).benefit_cases.at(1).pending);
}

TEST(PmReader, ADecisionOfUnlistedStatusOrOutcomeIsUnclear) {
  const SourceAnswer status = Ask(With(Payments(), "SLUTLIGT", "OMPROVAS"));
  EXPECT_TRUE(status.benefit_cases.at(1).pending);
  EXPECT_EQ(status.benefit_cases.at(1).unclear, "beslutsstatus");
  EXPECT_THAT(status.unlisted_codes, testing::ElementsAre("PM.beslutsstatus=OMPROVAS"));
  const SourceAnswer outcome = Ask(With(Payments(), "\"BIFALL\"", "\"DELVIS\""));
  EXPECT_FALSE(outcome.benefit_cases.at(1).outcome.has_value());
  EXPECT_EQ(outcome.benefit_cases.at(1).unclear, "beslutsutfall");
  EXPECT_THAT(outcome.unlisted_codes, testing::ElementsAre("PM.beslutsutfall=DELVIS"));
}

TEST(PmReader, ADecisionWithoutStatusIsUnclear) {
  const SourceAnswer answer = Ask(With(Payments(), "\"beslutsstatus\"", "\"statusen\""));
  EXPECT_EQ(answer.benefit_cases.at(1).unclear, "beslutsstatus");
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(PmReader, DecisionsTellWhatWasGranted) {
  const SourceAnswer answer =
      Ask(With(Payments(),
               "\"beslutsutfall\"",
               "\"beslutadErsattning\": [{\"beslutatBelopp\": {\"belopp\": 4200, "
               "\"beloppsfrekvens\": {\"kod\": \"MANAD\"}}, \"period\": {\"from\": "
               "\"2026-02-01\", \"tom\": \"2026-06-30\"}, \"ersattningstyp\": {\"kod\": "
               "\"PM:GARP\", \"beskrivning\": \"Garantipension\"}}, {\"period\": "
               "{\"from\": \"2026-01-01\"}}], \"beslutsutfall\""));
  const BenefitCase& decision = answer.benefit_cases.at(1);
  ASSERT_EQ(decision.amounts.size(), 1U);
  EXPECT_EQ(decision.amounts[0].type, "PM:GARP");
  EXPECT_EQ(decision.amounts[0].text, "Garantipension");
  EXPECT_EQ(decision.amounts[0].amount, Money::FromKronor(4'200));
  EXPECT_EQ(decision.amounts[0].per, "MANAD");
  EXPECT_EQ(decision.amounts[0].period.to->ToString(), "2026-06-30");
  EXPECT_EQ(decision.period.from->ToString(), "2026-01-01");
  EXPECT_FALSE(decision.period.to.has_value());  // one of them is open
}

TEST(PmReader, OtherInformationIsNotNothing) {
  EXPECT_EQ(StateOf(Ask(With(Sample("fk/nothing.json"),
                             "\"formansinformation\"",
                             "\"ovrigInformation\": [{\"informationstyp\": {\"kod\": "
                             "\"PM:PU\"}}], \"formansinformation\""))),
            "DATA");
}

TEST(PmReader, AnUnknownListMayHoldMoney) {
  const auto with = [](const std::string& extra) {
    return Ask(With(
        Sample("fk/nothing.json"), "\"formansinformation\"", extra + ", \"formansinformation\""));
  };
  const SourceAnswer unread = with("\"nyUtbetalning 199001012385\": [{\"belopp\": 1}]");
  EXPECT_EQ(StateOf(unread), "DEVIATION LEFI_UNREAD");
  ASSERT_EQ(unread.deviations.size(), 1U);
  EXPECT_EQ(unread.deviations[0].path, "FK/lefi/nyUtbetalning_XXXXXXXXXXXX");
  EXPECT_EQ(unread.deviations[0].problem, "UNEXPECTED");
  const SourceAnswer bare = with("\"version\": 9");
  EXPECT_EQ(StateOf(bare), "CONFIRMED_EMPTY");
  EXPECT_EQ(bare.schema_deviations, 1);
  EXPECT_EQ(StateOf(with("\"nyUtbetalning\": []")), "CONFIRMED_EMPTY");
}

TEST(PmReader, AnUnlistedSupplierStateIsNotOk) {
  const SourceAnswer answer =
      Ask(With(Sample("fk/nothing.json"),
               "\"namn\": \"Pensionsmyndigheten\"}, \"tillstand\": {\"kod\": \"OK\"",
               "\"namn\": \"Pensionsmyndigheten\"}, \"tillstand\": {\"kod\": \"DELVIS\""));
  EXPECT_EQ(StateOf(answer), "SUPPLIER_DOWN UTLAMNARE.DELVIS");
  EXPECT_THAT(answer.unlisted_codes, testing::ElementsAre("PM.tillstand=DELVIS"));
}

}  // namespace
}  // namespace dm::ssbtek::pm
