#include "connectors/ssbtek/so/so_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::so {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& payload, const Options& options = MakeOptions()) {
  return ReadOne(Question(Source::kSo), Agency("SO", payload), options);
}

std::string Payments() {
  return Sample("so/payments.xml");
}

// The reply without any a-kassa.
std::string EmptyList() {
  const std::string text = Payments();
  const std::string open = "<so:ArbetsloshetsersattningLista>";
  return text.substr(0, text.find(open) + open.size()) + "</so:ArbetsloshetsersattningLista>";
}

TEST(SoReader, KeepsBothNetsAndHalfDays) {
  const SourceAnswer answer = Ask(Payments());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.payments.size(), 1U);
  const Payment& paid = answer.payments[0];
  EXPECT_EQ(paid.family, "Testkassan A");
  EXPECT_EQ(paid.net, Money::FromOre(140'050));
  ASSERT_EQ(paid.deductions.size(), 1U);
  EXPECT_EQ(paid.net + paid.deductions[0].amount, Money::FromKronor(1'600));
  EXPECT_EQ(paid.half_days, 9);
  EXPECT_EQ(paid.period.from->ToString(), "2026-09-01");
}

TEST(SoReader, ASuspensionAndAnApplicationAreSeen) {
  const SourceAnswer answer = Ask(Payments());
  ASSERT_EQ(answer.suspensions.size(), 1U);
  EXPECT_EQ(answer.suspensions[0].period.to->ToString(), "2026-08-14");
  EXPECT_EQ(answer.benefit_application_filed, true);
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  EXPECT_EQ(answer.benefit_cases[0].decided_on->ToString(), "2026-07-01");
}

TEST(SoReader, ANilDecisionWithoutApplicationIsARightNotUsed) {
  const std::string nil = With(
      With(Payments(),
           "<so:BeslutOmRattTillErsattning>2026-07-01</so:BeslutOmRattTillErsattning>",
           "<so:BeslutOmRattTillErsattning xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
           "xsi:nil=\"true\"/>"),
      ">true<",
      ">false<");
  const SourceAnswer answer = Ask(nil);
  EXPECT_EQ(answer.benefit_application_filed, false);
  EXPECT_TRUE(answer.benefit_cases.empty());
  EXPECT_EQ(answer.funds.at(0).payment_applied, false);
  const SourceAnswer filed = Ask(With(nil, ">false<", ">true<"));
  ASSERT_EQ(filed.benefit_cases.size(), 1U);
  EXPECT_TRUE(filed.benefit_cases[0].pending);
}

TEST(SoReader, EachFundTellsItsOwnStateRightAndApplication) {
  const SourceAnswer answer = Ask(Payments());
  ASSERT_EQ(answer.funds.size(), 2U);
  const FundAnswer& first = answer.funds[0];
  EXPECT_EQ(first.fund, "Testkassan A");
  EXPECT_EQ(first.status, "OK");
  EXPECT_EQ(first.state, AnswerState::kData);
  EXPECT_TRUE(first.application_told);
  EXPECT_EQ(first.right_decided_on->ToString(), "2026-07-01");
  EXPECT_EQ(first.payment_applied, true);
  const FundAnswer& second = answer.funds[1];
  EXPECT_EQ(second.status, "all clear");
  EXPECT_EQ(second.state, AnswerState::kConfirmedEmpty);
  EXPECT_FALSE(second.application_told);
  EXPECT_FALSE(second.payment_applied.has_value()) << "not told is not 'no'";
  EXPECT_EQ(answer.suspensions.at(0).fund, "Testkassan A");
}

TEST(SoReader, AFundThatDidNotAnswerIsToldApartFromOneThatIsUnlisted) {
  EXPECT_EQ(Ask(With(Payments(), ">all clear<", ">SAKNAS<")).funds.at(1).state,
            AnswerState::kSupplierDown);
  const SourceAnswer unlisted = Ask(With(Payments(), ">all clear<", ">1<"));
  EXPECT_EQ(unlisted.funds.at(1).state, AnswerState::kDeviation);
  EXPECT_EQ(unlisted.unlisted_codes, std::vector<std::string>{"SO.StatusSvarandeOrganisation=1"});
}

TEST(SoReader, AnApplicationThatDoesNotSayWhetherItIsFiledIsUnknownNotNo) {
  const SourceAnswer answer = Ask(With(
      Payments(), "<so:AnsokanOmUtbetalningInlamnad>true</so:AnsokanOmUtbetalningInlamnad>", ""));
  EXPECT_TRUE(answer.funds.at(0).application_told);
  EXPECT_FALSE(answer.funds.at(0).payment_applied.has_value());
  EXPECT_FALSE(answer.benefit_application_filed.has_value());
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  EXPECT_EQ(answer.benefit_cases[0].unclear, "AnsokanOmUtbetalningInlamnad");
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(SoReader, TakesTheTrimmedFormAndCountsWhatItLacks) {
  const SourceAnswer answer = Ask(With(
      With(Payments(), "<so:Syfte>Prov</so:Syfte>", ""), "<so:Paragraf>Prov</so:Paragraf>", ""));
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.schema_deviations, 2);
}

TEST(SoReader, AnUnlistedStatusOfOneFundMakesTheAnswerUnknown) {
  const SourceAnswer answer = Ask(With(Payments(), ">all clear<", ">1<"));
  EXPECT_EQ(StateOf(answer), "DEVIATION SO.STATUS_UNLISTED");
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "Testkassan B");
}

TEST(SoReader, AStatusListedAsNotAnsweredIsASupplierDown) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), ">all clear<", ">SAKNAS<"))),
            "SUPPLIER_DOWN SO.STATUS.SAKNAS");
}

TEST(SoReader, AnEmptyListIsAmbiguousUntilPolicySaysOtherwise) {
  EXPECT_EQ(StateOf(Ask(EmptyList())), "DEVIATION SO.EMPTY_LIST");
  Options options = MakeOptions();
  options.empty_fund_list = EmptyFundList::kNothing;
  EXPECT_EQ(StateOf(Ask(EmptyList(), options)), "CONFIRMED_EMPTY");
}

TEST(SoReader, FundsThatAnsweredWithoutPaymentsAreVerifiedNothing) {
  const std::string list = "<so:ArbetsloshetsersattningLista>";
  const std::string fund =
      "<so:Arbetsloshetsersattning><so:SvarandeOrganisation>Testkassan B</so:SvarandeOrganisation>"
      "<so:StatusSvarandeOrganisation>OK</so:StatusSvarandeOrganisation></"
      "so:Arbetsloshetsersattning>";
  EXPECT_EQ(StateOf(Ask(With(EmptyList(), list, list + fund))), "CONFIRMED_EMPTY");
}

TEST(SoReader, PaymentsOutsideTheAskedPeriodAloneAreNoAnswerForIt) {
  const SourceAnswer answer = Ask(With(Payments(), "2026-09-25", "2026-11-01"));
  EXPECT_EQ(StateOf(answer), "DEVIATION OUTSIDE_PERIOD");
  EXPECT_TRUE(answer.payments.empty());
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(SoReader, AnotherPersonCaseOrPeriodIsAnotherQuestion) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), kPerson, kOtherPerson))), "ERROR ECHO.PERSON");
  EXPECT_EQ(StateOf(Ask(With(Payments(), kCaseId, "X"))), "ERROR ECHO.CASE");
  EXPECT_EQ(StateOf(Ask(With(Payments(), "<so:Tom>2026-10-31", "<so:Tom>2026-09-30"))),
            "ERROR ECHO.PERIOD");
}

TEST(SoReader, AnAmountThatCannotBeReadIsASchemaMismatch) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "1400.50", "1400.505"))), "SCHEMA_MISMATCH SO.AMOUNT");
}

TEST(SoReader, AMissingListIsNoVerifiedNothing) {
  const std::string none =
      With(EmptyList(), "<so:ArbetsloshetsersattningLista></so:ArbetsloshetsersattningLista>", "");
  EXPECT_EQ(StateOf(Ask(none)), "SCHEMA_MISMATCH SO.LIST_MISSING");
}

TEST(SoReader, MorePaidOutThanThereWasToPayIsAContradiction) {
  EXPECT_EQ(
      StateOf(Ask(With(Payments(), "<so:NettoEfterAvdrag>1400", "<so:NettoEfterAvdrag>9400"))),
      "SCHEMA_MISMATCH SO.SUM");
}

TEST(SoReader, ASpanThatEndsBeforeItBeginsIsNoSpan) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "<so:AvserTom>2026", "<so:AvserTom>2006"))),
            "SCHEMA_MISMATCH SO.PERIOD");
}

TEST(SoReader, AListThatComesTwiceIsNone) {
  EXPECT_EQ(StateOf(Ask(With(Payments(),
                             "</so:ArbetsloshetsersattningLista>",
                             "</so:ArbetsloshetsersattningLista>"
                             "<so:ArbetsloshetsersattningLista/>"))),
            "SCHEMA_MISMATCH SO.LIST_TWICE");
}

}  // namespace
}  // namespace dm::ssbtek::so
