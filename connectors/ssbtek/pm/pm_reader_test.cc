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

}  // namespace
}  // namespace dm::ssbtek::pm
