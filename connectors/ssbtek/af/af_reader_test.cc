#include "connectors/ssbtek/af/af_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::af {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& payload) {
  return ReadOne(Question(Source::kAf), Agency("AF", payload));
}

std::string Registered() {
  return Sample("af/registered.xml");
}

TEST(AfReader, ReadsARegisteredJobSeeker) {
  const SourceAnswer answer = Ask(Registered());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_TRUE(answer.job_seeker.has_value());
  EXPECT_TRUE(answer.job_seeker->registered);
  EXPECT_EQ(answer.job_seeker->registered_since->ToString(), "2025-11-18");  // offset ignored
  EXPECT_EQ(answer.job_seeker->category, "Öppet arbetslös");
  EXPECT_EQ(answer.job_seeker->extent_percent, 75);
  EXPECT_EQ(answer.job_seeker->activity_report_code, "200");
  EXPECT_EQ(answer.job_seeker->activity_report_date->ToString(), "2026-09-14");
  ASSERT_EQ(answer.benefit_cases.size(), 1U);
  EXPECT_EQ(answer.benefit_cases[0].benefit, "Aktivitetsstöd");
  EXPECT_EQ(answer.benefit_cases[0].period.to->ToString(), "2026-12-31");
  EXPECT_EQ(answer.schema_deviations, 0);
  EXPECT_FALSE(answer.protected_identity);
}

TEST(AfReader, ReadsWhoHasLeftTheFundAndTheExtent) {
  const std::string extent = "75</af:ArbetssokandeOmfattning>";
  const std::string left =
      "<af:ArbetssokandeAvaktualiserad>2026-10-05+02:00</af:ArbetssokandeAvaktualiserad>";
  const std::string end = "<af:StatusSokandeinformationKod>";
  const std::string fund = "<af:Akassetillhorighet>Testkassan A</af:Akassetillhorighet>";
  const SourceAnswer answer = Ask(With(With(Registered(), extent, extent + left), end, fund + end));
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.schema_deviations, 0);
  EXPECT_EQ(answer.job_seeker->deregistered_on->ToString(), "2026-10-05");
  EXPECT_EQ(answer.job_seeker->unemployment_fund, "Testkassan A");
  EXPECT_EQ(answer.benefit_cases.at(0).extent, (Extent{.numerator = 100, .denominator = 100}));
  const SourceAnswer plain = Ask(Registered());
  EXPECT_FALSE(plain.job_seeker->deregistered_on.has_value());
  EXPECT_EQ(plain.job_seeker->unemployment_fund, "");
}

TEST(AfReader, AnExtentOutsideAHundredPercentIsNone) {
  for (const char* extent : {"101", "-1", "halv"}) {
    const SourceAnswer answer =
        Ask(With(Registered(),
                 "<af:ArbetssokandeOmfattning>75<",
                 "<af:ArbetssokandeOmfattning>" + std::string(extent) + "<"));
    ASSERT_TRUE(answer.job_seeker.has_value()) << extent;
    EXPECT_FALSE(answer.job_seeker->extent_percent.has_value()) << extent;
    EXPECT_EQ(answer.schema_deviations, 1) << extent;
  }
}

TEST(AfReader, TakesTheTrimmedFormAndCountsWhatItLacks) {
  const SourceAnswer answer = Ask(Sample("af/trimmed.xml"));
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.schema_deviations, 3);  // Fraga, LagParagraf, AktivetetsRapportDatum
}

TEST(AfReader, StatusOtherThanZeroIsNoAnswer) {
  const SourceAnswer answer = Ask(With(
      Registered(), "<af:StatusSokandeinformationKod>0<", "<af:StatusSokandeinformationKod>3<"));
  EXPECT_EQ(StateOf(answer), "ERROR AF.STATUS.3");
  EXPECT_FALSE(answer.job_seeker.has_value());
}

TEST(AfReader, NotRegisteredIsVerifiedNothing) {
  const std::string none =
      With(Sample("af/trimmed.xml"),
           "<af:ArbetssokandeInfo><af:Arbetssokande>true</af:Arbetssokande></af:ArbetssokandeInfo>",
           "");
  EXPECT_EQ(StateOf(Ask(none)), "CONFIRMED_EMPTY");
  EXPECT_FALSE(Ask(none).job_seeker->registered);
  const std::string no = With(Sample("af/trimmed.xml"), ">true<", ">false<");
  EXPECT_EQ(StateOf(Ask(no)), "CONFIRMED_EMPTY");
}

TEST(AfReader, InformationThatLeavesRegistrationOutIsNoVerifiedNothing) {
  const std::string cut =
      With(Sample("af/trimmed.xml"), "<af:Arbetssokande>true</af:Arbetssokande>", "");
  EXPECT_EQ(StateOf(Ask(cut)), "DEVIATION AF.REGISTRATION_UNSTATED");
}

TEST(AfReader, Report502LeavesOnlyTheReportUnanswered) {
  const SourceAnswer answer = Ask(With(Registered(),
                                       "<af:AktivitetsRapportMeddelande>200<",
                                       "<af:AktivitetsRapportMeddelande>502<"));
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].state, AnswerState::kError);
  EXPECT_EQ(answer.groups[0].code, "502");
}

TEST(AfReader, AReportFiledBeforeTheAskedPeriodContradictsItsCode) {
  EXPECT_EQ(StateOf(Ask(With(Registered(), ">2026-09-14<", ">2026-07-31<"))),
            "DEVIATION AF.REPORT_DATE");
  EXPECT_EQ(StateOf(Ask(With(Registered(), ">2026-09-14<", ">2026-11-14<"))), "DATA");
}

TEST(AfReader, AnUnlistedReportCodeIsUnknown) {
  const SourceAnswer answer = Ask(With(Registered(),
                                       "<af:AktivitetsRapportMeddelande>200<",
                                       "<af:AktivitetsRapportMeddelande>777<"));
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].state, AnswerState::kDeviation);
}

TEST(AfReader, TheSecrecyMarkerProtects) {
  const SourceAnswer answer =
      Ask(With(Registered(), "<af:Sekretessmarkering>false<", "<af:Sekretessmarkering>true<"));
  EXPECT_TRUE(answer.protected_identity);
  // A marker nobody can read protects too.
  EXPECT_TRUE(Ask(With(Registered(), "<af:Sekretessmarkering>false<", "<af:Sekretessmarkering>J<"))
                  .protected_identity);
}

TEST(AfReader, AnotherPersonsAnswerIsDropped) {
  const SourceAnswer answer = Ask(With(Sample("af/trimmed.xml"), kPerson, kOtherPerson));
  EXPECT_EQ(StateOf(answer), "ERROR ECHO.PERSON");
  EXPECT_TRUE(answer.raw.empty());
  EXPECT_FALSE(answer.raw_sha256.empty());
}

TEST(AfReader, AnAnswerThatNamesNobodyIsNotTheirs) {
  const std::string nobody = With(
      Sample("af/trimmed.xml"),
      "<af:IdentitetsbeteckningFysiskPerson>199001012385</af:IdentitetsbeteckningFysiskPerson>",
      "");
  EXPECT_EQ(StateOf(Ask(nobody)), "ERROR ECHO.PERSON_MISSING");
}

TEST(AfReader, AnotherCaseOrPeriodIsAnotherQuestion) {
  EXPECT_EQ(StateOf(Ask(With(Sample("af/trimmed.xml"), kCaseId, "EKB-2026-000002"))),
            "ERROR ECHO.CASE");
  EXPECT_EQ(StateOf(Ask(With(Registered(), "<af:From>2026-08-01", "<af:From>2026-09-01"))),
            "ERROR ECHO.PERIOD");
}

TEST(AfReader, ADateThatIsNoneIsASchemaMismatch) {
  const SourceAnswer answer = Ask(With(Registered(), "2025-11-18+01:00", "2025-13-18"));
  EXPECT_EQ(StateOf(answer), "SCHEMA_MISMATCH AF.DATE");
  EXPECT_FALSE(answer.job_seeker.has_value());
  EXPECT_TRUE(answer.benefit_cases.empty());
}

TEST(AfReader, ADecisionWithoutItsLastDayIsUnclear) {
  for (const char* last : {"", "<af:BeslutTom/>"}) {
    const SourceAnswer answer =
        Ask(With(Sample("af/registered.xml"), "<af:BeslutTom>2026-12-31</af:BeslutTom>", last));
    ASSERT_EQ(answer.benefit_cases.size(), 1U);
    EXPECT_FALSE(answer.benefit_cases[0].period.to.has_value());
    EXPECT_EQ(answer.benefit_cases[0].unclear, "BeslutTom");
  }
}

TEST(AfReader, EachEndOfThePeriodIsComparedForItself) {
  const std::string less = With(Sample("af/registered.xml"), "<af:Tom>2026-10-31</af:Tom>", "");
  EXPECT_EQ(StateOf(Ask(less)), "DATA");
  EXPECT_EQ(StateOf(Ask(With(less, "<af:From>2026-08-01", "<af:From>2026-07-01"))),
            "ERROR ECHO.PERIOD");
}

TEST(AfReader, WhatComesTwiceIsNone) {
  EXPECT_EQ(StateOf(Ask(With(Registered(), "<af:BeslutInfo>", "<af:BeslutInfo/><af:BeslutInfo>"))),
            "SCHEMA_MISMATCH AF.DECISIONS_TWICE");
  EXPECT_EQ(StateOf(Ask(With(Registered(), "<af:Svar>", "<af:Svar/><af:Svar>"))),
            "SCHEMA_MISMATCH AF.SVAR_TWICE");
}

}  // namespace
}  // namespace dm::ssbtek::af
