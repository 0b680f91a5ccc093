#include "connectors/ssbtek/csn/csn_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::csn {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& payload) {
  return ReadOne(Question(Source::kCsn), Agency("CSN", payload));
}

std::string Aid() {
  return Sample("csn/aid.xml");
}

std::string NoHit() {
  return Sample("csn/no_hit.xml");
}

std::string ReplaceAll(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

TEST(CsnReader, SplitsGrantFromLoan) {
  const SourceAnswer answer = Ask(Aid());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.payments.size(), 2U);
  const Payment& paid = answer.payments[0];
  EXPECT_EQ(paid.family, "Studiemedel");
  EXPECT_EQ(paid.status, PaymentStatus::kExecuted);
  EXPECT_EQ(paid.pay_date->ToString(), "2026-09-25");
  EXPECT_EQ(paid.net, Money::FromKronor(15'000));
  ASSERT_EQ(paid.rows.size(), 2U);
  EXPECT_EQ(paid.rows[0].amount_type, "GRUNDB");
  EXPECT_EQ(paid.rows[0].amount, Money::FromKronor(4'500));
  EXPECT_EQ(paid.rows[1].amount_type, "GRUNDL");
  EXPECT_EQ(paid.rows[1].amount, Money::FromKronor(10'500));
  EXPECT_EQ(answer.schema_deviations, 0);
}

TEST(CsnReader, PayDateZeroFallsBackToTheWeeksAcrossTheYear) {
  const SourceAnswer answer = Ask(Aid());
  ASSERT_EQ(answer.payments.size(), 2U);
  const Payment& planned = answer.payments[1];
  EXPECT_EQ(planned.status, PaymentStatus::kPlanned);
  EXPECT_FALSE(planned.pay_date.has_value());
  EXPECT_EQ(planned.period.from->ToString(), "2026-12-28");  // Monday of 2026 week 53
  EXPECT_EQ(planned.period.to->ToString(), "2027-01-10");    // Sunday of 2027 week 1
}

TEST(CsnReader, KnowsBothSpellingsOfPaid) {
  const SourceAnswer answer = Ask(With(Aid(), ">Utbetald<", ">UTBETALAD<"));
  ASSERT_FALSE(answer.payments.empty());
  EXPECT_EQ(answer.payments[0].status, PaymentStatus::kExecuted);
  EXPECT_EQ(StateOf(Ask(With(Aid(), ">Utbetald<", ">Makulerad<"))), "DEVIATION CSN.PAY_STATUS");
}

TEST(CsnReader, NegativeAmountsStand) {
  const std::string negative = ReplaceAll(
      ReplaceAll(Aid(), "<t:totbelopp>1800<", "<t:totbelopp>-1800<"), ">Planerad<", ">Utbetald<");
  const SourceAnswer answer = Ask(negative);
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].net, Money::FromKronor(-1'800));
}

TEST(CsnReader, RowsThatDoNotAddUpAreAContradiction) {
  EXPECT_EQ(StateOf(Ask(With(Aid(), "<t:totbelopp>4500<", "<t:totbelopp>4400<"))),
            "SCHEMA_MISMATCH CSN.SUM");
}

TEST(CsnReader, NoHitIsVerifiedNothing) {
  const SourceAnswer answer = Ask(NoHit());
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  EXPECT_EQ(answer.raw, NoHit());
}

TEST(CsnReader, TakesTheNamespacesAndSectionsOfVersion3) {
  std::string v3 = ReplaceAll(NoHit(), "/v4.0/", "/v3.0/");
  v3 = With(v3, "<p:Omstallningsstudiestod/>", "");
  v3 = With(v3, "<t:omstallningsstudiestod>0</t:omstallningsstudiestod>", "");
  v3 = With(v3, "Ej träff", "");
  const SourceAnswer answer = Ask(v3);
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  // The namespace, the youngest section, its counter, and a Status that is neither blank nor no
  // hit.
  EXPECT_EQ(answer.schema_deviations, 4);
}

TEST(CsnReader, AMissingSectionIsNoVerifiedNothing) {
  const std::string cut = With(With(NoHit(), "Ej träff", ""), "<p:Studiemedel/>", "");
  EXPECT_EQ(StateOf(Ask(cut)), "SCHEMA_MISMATCH CSN.SECTION_MISSING");
}

TEST(CsnReader, ACounterWithoutItsCasesMeansSomethingWasLeftOut) {
  EXPECT_EQ(StateOf(Ask(With(NoHit(), "<t:studiemedel>0<", "<t:studiemedel>1<"))),
            "SCHEMA_MISMATCH CSN.COUNTER");
}

TEST(CsnReader, AnyOtherResultCodeIsNoAnswer) {
  EXPECT_EQ(StateOf(Ask(With(NoHit(), "<ResultatKod>0<", "<ResultatKod>E 12<"))),
            "ERROR CSN.RESULT.E_12");
}

TEST(CsnReader, SecrecyProtectsAndIsUnknown) {
  const SourceAnswer answer = Ask(With(Aid(), "sekretess=\"  \"", "sekretess=\"S \""));
  EXPECT_EQ(StateOf(answer), "ERROR CSN.SEKRETESS");
  EXPECT_TRUE(answer.protected_identity);
  EXPECT_TRUE(answer.payments.empty());
}

TEST(CsnReader, ComparesTenDigitsAndTheCentury) {
  EXPECT_EQ(StateOf(Ask(With(NoHit(), "\"9001012385\"", "\"8502022398\""))), "ERROR ECHO.PERSON");
  EXPECT_EQ(StateOf(Ask(With(NoHit(), "sekel=\"19\"", "sekel=\"20\""))), "ERROR ECHO.PERSON");
  EXPECT_EQ(StateOf(Ask(With(NoHit(), " sekel=\"19\"", ""))), "CONFIRMED_EMPTY");
}

TEST(CsnReader, AnAnswerWithoutAPersonIsNoVerifiedNothing) {
  const std::string text = NoHit();
  const std::size_t begin = text.find("    <Person ");
  const std::size_t end = text.find("  </Personer>");
  EXPECT_EQ(StateOf(Ask(text.substr(0, begin) + text.substr(end))),
            "SCHEMA_MISMATCH CSN.PERSON_MISSING");
}

TEST(CsnReader, AnUndecodablePayloadIsNoAnswer) {
  const auto ask = [](const std::string& svar) {
    return StateOf(
        ReadOne(Question(Source::kCsn),
                "<ssbt:CSN><ssbt:data><ssbt:svar>" + svar + "</ssbt:svar></ssbt:data></ssbt:CSN>"));
  };
  EXPECT_EQ(ask("!!!"), "SCHEMA_MISMATCH BASE64");
  EXPECT_EQ(ask(""), "SCHEMA_MISMATCH CSN.SVAR_MISSING");
  EXPECT_EQ(StateOf(Ask("<CSNSvar>")), "SCHEMA_MISMATCH XML_MALFORMED");
  EXPECT_EQ(StateOf(Ask("<!DOCTYPE a><a/>")), "SCHEMA_MISMATCH XML_DOCTYPE");
  EXPECT_EQ(StateOf(Ask("<a/>")), "SCHEMA_MISMATCH CSN.ROOT");
}

TEST(CsnReader, AnApplicationNotDecidedIsPending) {
  const SourceAnswer answer = Ask(With(Aid(), ">BESLUTAD<", ">INITIERAD<"));
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  EXPECT_TRUE(answer.benefit_cases[0].pending);
  EXPECT_EQ(answer.benefit_cases[0].benefit, "GRUND");
  EXPECT_EQ(answer.benefit_cases[0].period.to->ToString(), "2027-01-17");
  EXPECT_FALSE(Ask(Aid()).benefit_cases[0].pending);
}

TEST(CsnReader, AWeekThatTheYearLacksIsNoWeek) {
  EXPECT_EQ(StateOf(Ask(With(Aid(), ">202653<", ">202553<"))), "SCHEMA_MISMATCH CSN.WEEK");
}

TEST(CsnReader, SumsGrantAndLoanApart) {
  const SourceAnswer answer = Ask(Aid());
  ASSERT_FALSE(answer.payments.empty());
  const Payment& payment = answer.payments.front();
  ASSERT_TRUE(payment.grant.has_value() && payment.loan.has_value());
  EXPECT_EQ(*payment.grant + *payment.loan, *payment.gross);
  EXPECT_TRUE(payment.unclear.empty());
}

TEST(CsnReader, ATypeOfAmountThatIsNotListedIsNeitherGrantNorLoan) {
  const SourceAnswer answer = Ask(ReplaceAll(Aid(), ">GRUNDL<", ">NYTTLN<"));
  EXPECT_EQ(StateOf(answer), "DEVIATION CSN.BELOPPSTYP");
  EXPECT_EQ(answer.payments.front().unclear, "beloppstyp");
  EXPECT_FALSE(answer.payments.front().loan.has_value());
  EXPECT_EQ(answer.unlisted_codes.at(0), "CSN.beloppstyp=NYTTLN");
}

TEST(CsnReader, AStatusOfPaymentThatIsNotListedIsNotReceived) {
  const SourceAnswer answer = Ask(ReplaceAll(Aid(), ">Utbetald<", ">Makulerad<"));
  EXPECT_EQ(answer.payments.front().status, PaymentStatus::kPlanned);
  EXPECT_EQ(answer.payments.front().unclear, "utbetstatus");
}

}  // namespace
}  // namespace dm::ssbtek::csn
