#include "connectors/ssbtek/csn/csn_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/reply.h"
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
  ASSERT_FALSE(planned.rows.empty());
  EXPECT_EQ(planned.rows[0].period.to, planned.period.to);
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
  EXPECT_EQ(StateOf(Ask(With(Aid(), "<t:studiemedel>1<", "<t:studiemedel>2<"))),
            "SCHEMA_MISMATCH CSN.COUNTER");
}

TEST(CsnReader, ZeroIsNoDayThatWasAppliedFor) {
  const SourceAnswer answer =
      Ask(With(Aid(), "<t:sokttom>20270117</t:sokttom>", "<t:sokttom>0</t:sokttom>"));
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_FALSE(answer.benefit_cases.at(0).applied.at(0).period.to.has_value());
}

TEST(CsnReader, ASectionThatComesTwiceIsNone) {
  EXPECT_EQ(StateOf(Ask(With(NoHit(), "<p:Studiemedel/>", "<p:Studiemedel/><p:Studiemedel/>"))),
            "SCHEMA_MISMATCH CSN.SECTION_TWICE");
}

TEST(CsnReader, APlanThatComesTwiceIsNotCountedAsMissing) {
  const SourceAnswer answer =
      Ask(With(Aid(), "</sm:UtbetalningsPlan>", "</sm:UtbetalningsPlan><sm:UtbetalningsPlan/>"));
  EXPECT_EQ(StateOf(answer), "SCHEMA_MISMATCH CSN.PLAN_TWICE");
  EXPECT_EQ(answer.schema_deviations, 1);
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

TEST(CsnReader, ReadsWhatWasAppliedForAndWhetherALoanWas) {
  const std::string extent = "</t:soktomfattning>";
  const SourceAnswer answer = Ask(Aid());
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  ASSERT_EQ(answer.benefit_cases[0].applied.size(), 1U);
  const AppliedTime& time = answer.benefit_cases[0].applied[0];
  EXPECT_EQ(time.period.from->ToString(), "2026-08-24");
  EXPECT_EQ(time.extent, (Extent{.numerator = 100, .denominator = 100}));
  EXPECT_FALSE(time.loan_wished);
  const auto with = [&](const std::string& wish) {
    return Ask(With(Aid(), extent, extent + "<t:soktlan>" + wish + "</t:soktlan>"));
  };
  EXPECT_TRUE(with("J").benefit_cases.at(0).applied.at(0).loan_wished);
  EXPECT_FALSE(with(" ").benefit_cases.at(0).applied.at(0).loan_wished);
  EXPECT_EQ(StateOf(with("N")), "DEVIATION CSN.SOKTLAN") << "the contract lists blank and J";
  EXPECT_EQ(with("N").benefit_cases.at(0).unclear, "soktlan");
}

TEST(CsnReader, ReadsWhatWasGrantedAsGrantAndLoan) {
  const std::string row =
      "<t:Belopp><t:beloppstyp>GRUNDB</t:beloppstyp><t:klartext>x</t:klartext>"
      "<t:belopp>900</t:belopp><t:totbelopp>18000</t:totbelopp></t:Belopp>";
  const std::string loan = With(With(row, "GRUNDB", "GRUNDL"), "18000", "42000");
  const SourceAnswer answer = Ask(With(
      Aid(),
      "<sm:BeviljadeTider/>",
      "<sm:BeviljadeTider><sm:BeviljadTid><t:starttid>202635</t:starttid>"
      "<t:sluttid>202702</t:sluttid><t:takt>75</t:takt><t:Beloppen>" +
          row + loan +
          "</t:Beloppen><t:totbelopp>60000</t:totbelopp></sm:BeviljadTid></sm:BeviljadeTider>"));
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  const std::vector<CaseAmount>& granted = answer.benefit_cases[0].amounts;
  ASSERT_EQ(granted.size(), 2U);
  EXPECT_EQ(granted[0].kind, AmountKind::kGrant);
  EXPECT_EQ(granted[0].amount, Money::FromKronor(18'000));
  EXPECT_EQ(granted[0].period.from->ToString(), "2026-08-24");
  EXPECT_EQ(granted[0].period.to->ToString(), "2027-01-17");
  EXPECT_EQ(granted[0].extent, (Extent{.numerator = 75, .denominator = 100}));
  EXPECT_EQ(granted[1].kind, AmountKind::kLoan);
  EXPECT_EQ(granted[1].amount, Money::FromKronor(42'000));
}

TEST(CsnReader, NobodyForASamordningsnummerIsALimitOfTheForm) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kCsn)});
  question.personnummer = Personnummer::Parse("19900161-2382").value();
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, question);
  ASSERT_TRUE(plan.ok()) << plan.status();
  const auto read = [&](const std::string& payload) {
    return ReadReply(options, *plan, kCorrelation, Now(), Reply(Agency("CSN", payload))).at(0);
  };
  const std::string text = NoHit();
  const std::size_t person = text.find("    <Person ");
  const SourceAnswer none = read(text.substr(0, person) + text.substr(text.find("  </Personer>")));
  EXPECT_EQ(StateOf(none), "ERROR CSN.SAMORDNINGSNUMMER");
  EXPECT_TRUE(none.lasting);
  const SourceAnswer named = read(With(text, "\"9001012385\"", "\"9001612382\""));
  EXPECT_EQ(StateOf(named), "CONFIRMED_EMPTY") << "an answer is an answer, if of a form of its own";
  EXPECT_GE(named.schema_deviations, 1);
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
