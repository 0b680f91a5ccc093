#include "connectors/ssbtek/fk/fk_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::fk {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& json, const Options& options = MakeOptions()) {
  return ReadOne(FkQuestion(), Agency("FK", json), options);
}

std::string Payments() {
  return Sample("fk/payments.json");
}

std::string Nothing() {
  return Sample("fk/nothing.json");
}

TEST(FkReader, KeepsGrossTaxAndEachDeductionApart) {
  const SourceAnswer answer = Ask(Payments());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.payments.size(), 2U);
  const Payment& paid = answer.payments[0];
  EXPECT_EQ(paid.family, "DAG");
  EXPECT_EQ(paid.text, "Dagersättning");
  EXPECT_EQ(paid.status, PaymentStatus::kExecuted);
  EXPECT_EQ(paid.pay_date->ToString(), "2026-09-18");
  EXPECT_EQ(paid.gross, Money::FromKronor(5'500));
  EXPECT_EQ(paid.tax, Money::FromKronor(1'100));
  EXPECT_EQ(paid.net, Money::FromKronor(3'900));
  ASSERT_EQ(paid.rows.size(), 1U);
  EXPECT_EQ(paid.rows[0].benefit, "AMP");
  EXPECT_EQ(paid.rows[0].amount_type, "AKT");
  ASSERT_EQ(paid.deductions.size(), 2U);
  EXPECT_EQ(paid.deductions[0].code, "PS");
  EXPECT_EQ(paid.deductions[1].code, "INF");
  EXPECT_EQ(paid.deductions[1].amount, Money::FromKronor(500));
  EXPECT_EQ(paid.locator, "FK/formansinformation/utbetalningsuppgift[0]");
  EXPECT_EQ(answer.raw, Payments());
}

TEST(FkReader, PreliminaryPaymentsAreNotExecuted) {
  const SourceAnswer answer = Ask(Payments());
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].status, PaymentStatus::kPreliminary);
  EXPECT_EQ(answer.payments[1].period.from->ToString(), "2026-10-01");  // month-only
  EXPECT_FALSE(answer.payments[1].period.to.has_value());               // open
}

TEST(FkReader, TopLevelUtbetalningarHoldNoFkPayments) {
  const std::string misplaced =
      With(Nothing(), "\"formansinformation\"", "\"utbetalningar\": [], \"formansinformation\"");
  EXPECT_EQ(StateOf(Ask(misplaced)), "CONFIRMED_EMPTY");
  EXPECT_TRUE(Ask(Sample("pm/payments.json")).payments.empty());
}

TEST(FkReader, DoublesAreExactOre) {
  const std::string ore = With(With(Payments(), "\"summa\": 1250.0,", "\"summa\": 1234.56,"),
                               "\"summa\": 1250.0",
                               "\"summa\": 1.23456E3");
  const SourceAnswer answer = Ask(ore);
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].gross, Money::FromOre(123'456));
  EXPECT_EQ(answer.payments[1].net, Money::FromOre(123'456));
  // 0.1 + 0.2 as a register's double: not a whole öre, so nobody guesses.
  EXPECT_EQ(StateOf(Ask(With(Payments(), "1250.0", "0.30000000000000004"))),
            "SCHEMA_MISMATCH AMOUNT");
}

TEST(FkReader, AnotherCurrencyIsNotKronor) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "\"valuta\": \"SEK\"", "\"valuta\": \"EUR\""))),
            "SCHEMA_MISMATCH CURRENCY");
}

TEST(FkReader, AnExtremeAmountIsNoPayment) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "5500.0", "1e30"))), "SCHEMA_MISMATCH AMOUNT");
}

TEST(FkReader, NetIsGrossLessDeductionsOrAContradiction) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "\"summa\": 3900.0", "\"summa\": 2800.0"))),
            "SCHEMA_MISMATCH SUM");
}

TEST(FkReader, UnexplainedDeductionsStandAsOne) {
  const SourceAnswer answer = Ask(With(
      Payments(),
      "{\"id\": \"INF\", \"beskrivning\": \"Utmätning\"}, \"avdragsbelopp\": {\"summa\": 500.0",
      "{\"id\": \"INF\", \"beskrivning\": \"Utmätning\"}, \"avdragsbelopp\": {\"summa\": 300.0"));
  ASSERT_FALSE(answer.payments.empty());
  const Deduction& last = answer.payments[0].deductions.back();
  EXPECT_EQ(last.code, "UNSPECIFIED");
  EXPECT_EQ(last.amount, Money::FromKronor(200));
}

constexpr char kTaxRow[] =
    R"(          {"forman": {"id": "AMP"}, "beloppstyp": {"id": "PS", "beskrivning": "Preliminär skatt"}, "skattebelopp": {"summa": 1100.0, "valuta": "SEK"}},
)";
constexpr char kAttachmentRow[] =
    R"(,
          {"forman": {"id": "AMP"}, "beloppstyp": {"id": "INF", "beskrivning": "Utmätning"}, "avdragsbelopp": {"summa": 500.0, "valuta": "SEK"}})";
constexpr char kDeducted[] = R"("avdragsbelopp": {"summa": 1600.0, "valuta": "SEK"},)";

TEST(FkReader, WhatWasTakenOffIsSeenWithoutASumOfItsOwn) {
  const SourceAnswer answer = Ask(With(With(Payments(), kDeducted, ""), kAttachmentRow, ""));
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_FALSE(answer.payments.empty());
  const std::vector<Deduction>& deductions = answer.payments[0].deductions;
  ASSERT_EQ(deductions.size(), 2U);
  EXPECT_EQ(deductions[0].code, "PS");
  EXPECT_EQ(deductions[1].code, "UNSPECIFIED");
  EXPECT_EQ(deductions[1].amount, Money::FromKronor(500));
  EXPECT_EQ(answer.payments[0].unclear, "");
}

TEST(FkReader, WithoutGrossAndDeductionsNobodyKnowsWhatWasTakenOff) {
  constexpr char kGross[] = R"("bruttobelopp": {"summa": 5500.0, "valuta": "SEK"},)";
  const std::string less = With(With(Payments(), kDeducted, ""), kGross, "");
  const SourceAnswer by_rows = Ask(less);
  ASSERT_FALSE(by_rows.payments.empty());
  EXPECT_EQ(by_rows.payments[0].deductions.size(), 2U) << "the rows tell the gross sum";
  EXPECT_EQ(by_rows.payments[0].unclear, "");
  const SourceAnswer nothing = Ask(With(less, "utbetalningsdetalj", "x"));
  ASSERT_FALSE(nothing.payments.empty());
  EXPECT_EQ(nothing.payments[0].unclear, "bruttobelopp");
}

TEST(FkReader, PlainTaxThatNoRowShowsIsNoUnexplainedDeduction) {
  std::string json = With(With(Payments(), kTaxRow, ""), kAttachmentRow, "");
  json = With(json, "\"summa\": 1600.0", "\"summa\": 1100.0");
  const SourceAnswer answer = Ask(With(json, "\"summa\": 3900.0", "\"summa\": 4400.0"));
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_FALSE(answer.payments.empty());
  EXPECT_TRUE(answer.payments[0].deductions.empty());
  EXPECT_EQ(answer.payments[0].tax, Money::FromKronor(1'100));
}

TEST(FkReader, AKeyThatIsFilledWithNothingIsNotTheDeductionsSum) {
  const SourceAnswer answer = Ask(
      With(Payments(),
           R"("Utmätning"}, "avdragsbelopp")",
           R"("Utmätning"}, "skattebelopp": {"summa": 0.0, "valuta": "SEK"}, "avdragsbelopp")"));
  ASSERT_FALSE(answer.payments.empty());
  ASSERT_EQ(answer.payments[0].deductions.size(), 2U);
  EXPECT_EQ(answer.payments[0].deductions[1].code, "INF");
  EXPECT_EQ(answer.payments[0].deductions[1].amount, Money::FromKronor(500));
}

TEST(FkReader, PaymentsOutsideTheAskedPeriodAreLeftOutAndCounted) {
  const SourceAnswer answer =
      Ask(With(Payments(), "\"datum\": \"2026-09-18\"", "\"datum\": \"2026-07-31\""));
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.payments.size(), 1U);
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(FkReader, APaymentOnItsWayIsKeptBeyondTheAskedPeriod) {
  const std::string ahead =
      With(Payments(), "\"datum\": \"2026-10-20\"", "\"datum\": \"2026-11-20\"");
  const SourceAnswer answer = Ask(ahead);
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].status, PaymentStatus::kPreliminary);
  EXPECT_EQ(answer.payments[1].pay_date->ToString(), "2026-11-20");
  EXPECT_EQ(answer.schema_deviations, 0);
  // One that should have been made before what is asked about says nothing.
  EXPECT_EQ(Ask(With(ahead, "2026-11-20", "2026-07-20")).payments.size(), 1U);
}

TEST(FkReader, VerifiedNothingNeedsTheSupplierOk) {
  EXPECT_EQ(StateOf(Ask(Nothing())), "CONFIRMED_EMPTY");
}

TEST(FkReader, ASupplierThatIsDownIsNoAnswerAlthoughNoAvvikelseSaysSo) {
  const std::string down = With(Nothing(), "\"kod\": \"OK\"", "\"kod\": \"OTILLGANGLIG\"");
  EXPECT_EQ(StateOf(Ask(down)), "SUPPLIER_DOWN UTLAMNARE.OTILLGANGLIG");
  const std::string failing = With(Nothing(), "\"kod\": \"OK\"", "\"kod\": \"FELANDE\"");
  EXPECT_EQ(StateOf(Ask(failing)), "SUPPLIER_DOWN UTLAMNARE.FELANDE");
}

TEST(FkReader, AMissingUtlamnareIsNoAnswer) {
  const std::string gone = With(Nothing(), "\"kod\": \"FK\"", "\"kod\": \"XX\"");
  EXPECT_EQ(StateOf(Ask(gone)), "SUPPLIER_DOWN UTLAMNARE.MISSING");
  EXPECT_EQ(StateOf(Ask("{}")), "SUPPLIER_DOWN UTLAMNARE.MISSING");
}

std::string WithDeviation(const std::string& group, const std::string& code) {
  return With(Nothing(),
              "\"formansinformation\"",
              "\"avvikelser\": {\"utbetalningar\": [{\"avvikelse\": {\"kod\": \"" + code +
                  "\"}, \"formansgrupp\": {\"kod\": \"" + group +
                  "\", \"beskrivning\": \"x\"}}]}, \"formansinformation\"");
}

TEST(FkReader, AnInternalErrorInAnAskedGroupIsWorthAskingAgain) {
  const SourceAnswer answer = Ask(WithDeviation("FK:SJP", "INTERNT_FEL"));
  EXPECT_EQ(StateOf(answer), "SUPPLIER_DOWN AVVIKELSE.INTERNT_FEL");
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "FK:SJP");
  EXPECT_TRUE(MayHelpToAskAgain(answer.groups[0].state));
}

TEST(FkReader, AnAvvikelseForAGroupThatTheContractLacksTouchesAll) {
  const SourceAnswer answer = Ask(WithDeviation("SJP", "DELVIS"));
  EXPECT_EQ(StateOf(answer), "DEVIATION AVVIKELSE.DELVIS");
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "");
  EXPECT_THAT(answer.unlisted_codes, testing::Contains("FK.formansgrupp=SJP"));
}

TEST(FkReader, APersonWithoutAMarkerIsNoted) {
  const SourceAnswer answer = Ask(With(Nothing(), ", \"skyddad\": false", ""));
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  EXPECT_EQ(answer.schema_deviations, 1);
  EXPECT_FALSE(answer.protected_identity);
}

TEST(FkReader, ObehorigIsNotGranted) {
  const SourceAnswer answer = Ask(WithDeviation("FK:SJP", "OBEHORIG"));
  EXPECT_EQ(StateOf(answer), "NOT_GRANTED AVVIKELSE.OBEHORIG");
  EXPECT_EQ(answer.groups[0].state, AnswerState::kNotGranted);
}

TEST(FkReader, AnAvvikelseOfUnlistedCodeMakesItsGroupUnknown) {
  const SourceAnswer answer = Ask(WithDeviation("FK:SJP", "DELVIS"));
  EXPECT_EQ(StateOf(answer), "DEVIATION AVVIKELSE.DELVIS");
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "FK:SJP");
  EXPECT_THAT(answer.unlisted_codes, testing::ElementsAre("FK.avvikelse=DELVIS"));
  EXPECT_TRUE(Ask(WithDeviation("PM:AP", "DELVIS")).unlisted_codes.empty());
}

TEST(FkReader, AnAvvikelseForPmLeavesFkAlone) {
  EXPECT_EQ(StateOf(Ask(WithDeviation("PM:AP", "INTERNT_FEL"))), "CONFIRMED_EMPTY");
}

TEST(FkReader, AnAvvikelseWithoutAGroupTouchesAll) {
  EXPECT_EQ(StateOf(Ask(With(WithDeviation("FK:SJP", "INTERNT_FEL"), "formansgrupp", "x"))),
            "SUPPLIER_DOWN AVVIKELSE.INTERNT_FEL");
}

TEST(FkReader, AvvikelserAsAnEmptyListIsTolerated) {
  const SourceAnswer answer =
      Ask(With(Nothing(), "\"formansinformation\"", "\"avvikelser\": [], \"formansinformation\""));
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  EXPECT_EQ(answer.schema_deviations, 1);
  EXPECT_EQ(
      StateOf(Ask(With(
          Nothing(), "\"formansinformation\"", "\"avvikelser\": [1], \"formansinformation\""))),
      "SCHEMA_MISMATCH LEFI_AVVIKELSER");
}

TEST(FkReader, TakesASingleObjectForAList) {
  const SourceAnswer answer = Ask(With(With(Nothing(), "[{\"personnummer\"", "{\"personnummer\""),
                                       "\"skyddad\": false}]",
                                       "\"skyddad\": false}"));
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(FkReader, SkyddadProtectsEvenBesideAFailure) {
  const std::string marked = With(Nothing(), "\"skyddad\": false", "\"skyddad\": true");
  EXPECT_TRUE(Ask(marked).protected_identity);
  EXPECT_TRUE(Ask(With(marked, "\"kod\": \"OK\"", "\"kod\": \"FELANDE\"")).protected_identity);
}

TEST(FkReader, AnotherPersonsInformationIsDropped) {
  EXPECT_EQ(StateOf(Ask(With(Nothing(), kPerson, kOtherPerson))), "ERROR ECHO.PERSON");
}

TEST(FkReader, AnActiveCaseWithoutDecisionIsPending) {
  const SourceAnswer answer = Ask(Payments());
  ASSERT_EQ(answer.benefit_cases.size(), 2U);
  EXPECT_EQ(answer.benefit_cases[0].benefit, "FK:BOB");
  EXPECT_TRUE(answer.benefit_cases[0].pending);
  EXPECT_FALSE(answer.benefit_cases[1].pending);
  EXPECT_EQ(answer.benefit_cases[1].decided_on->ToString(), "2026-02-01");
  EXPECT_EQ(answer.benefit_cases[1].period.to->ToString(), "2026-12-31");  // month-only end
}

TEST(FkReader, TakesAvslagetAndErsattningWhereTheSchemaHasNone) {
  const std::string json = With(Nothing(),
                                "\"generellPersoninformation\"",
                                "\"sjukpenningarende\": [{\"startades\": \"2026-09-01\", "
                                "\"aktivt\": false, \"avslaget\": true, "
                                "\"beslut\": [{\"fattades\": \"2026-09-03\", \"ersattning\": "
                                "{\"id\": 1, \"beskrivning\": \"x\"}}]}], "
                                "\"generellPersoninformation\"");
  const SourceAnswer answer = Ask(json);
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  EXPECT_EQ(answer.benefit_cases[0].benefit, "FK:SJP");
}

TEST(FkReader, AGroupOutsideTheAgreementIsNotAskedAndNotGranted) {
  Options options = MakeOptions();
  std::erase(options.lefi_groups_granted, "FK:SA");
  const SourceAnswer answer = Ask(Nothing(), options);
  EXPECT_EQ(StateOf(answer), "NOT_GRANTED AVVIKELSE.AGREEMENT");
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "FK:SA");
}

TEST(FkReader, AnUndecodablePayloadIsNoAnswer) {
  EXPECT_EQ(StateOf(Ask("{")), "SCHEMA_MISMATCH JSON_MALFORMED");
  EXPECT_EQ(StateOf(Ask("[]")), "SCHEMA_MISMATCH LEFI_SHAPE");
  EXPECT_EQ(StateOf(Ask("{\"utlamnare\": [], \"utlamnare\": []}")), "SCHEMA_MISMATCH JSON_KEY");
  const std::string bare = "<ssbt:FK><ssbt:data/></ssbt:FK>";
  EXPECT_EQ(StateOf(ReadOne(FkQuestion(), bare)), "SCHEMA_MISMATCH LEFI_MISSING");
}

}  // namespace
}  // namespace dm::ssbtek::fk
