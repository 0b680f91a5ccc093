#include "connectors/ssbtek/miv/miv_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::miv {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& payload) {
  return ReadOne(Question(Source::kMiv), Agency("MIV", payload));
}

std::string Permits() {
  return Sample("miv/permits.xml");
}

TEST(MivReader, ReadsPermitsWithoutNamespaceAndWithOffsets) {
  const SourceAnswer answer = Ask(Permits());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.permits.size(), 2U);
  EXPECT_EQ(answer.permits[0].kind, "UAT");
  EXPECT_EQ(answer.permits[0].decision, "BEV");
  EXPECT_FALSE(answer.permits[0].permanent);
  EXPECT_FALSE(answer.permits[0].open_application);
  EXPECT_EQ(answer.permits[0].valid.to->ToString(), "2027-11-11");
}

TEST(MivReader, KeepsTheNamesBesideTheCodes) {
  std::string xml = With(
      Permits(), "<svar>", "<svar><anledning>A1</anledning><anledningNamn>Skäl</anledningNamn>");
  xml = With(xml,
             "<arendeTyp>UAT</arendeTyp>",
             "<arendeTyp>UAT</arendeTyp><arendeTypNamn>Tillstånd</arendeTypNamn>");
  xml = With(xml,
             "<beslutsTyp>TUT</beslutsTyp>",
             "<beslutsKodNamn>Beviljat</beslutsKodNamn><beslutsTyp>TUT</"
             "beslutsTyp><beslutsTypNamn>Tidsbegränsat</beslutsTypNamn>");
  const SourceAnswer answer = Ask(xml);
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.permits.size(), 2U);
  const Permit& permit = answer.permits[0];
  EXPECT_EQ(permit.reason, "A1");
  EXPECT_EQ(permit.reason_text, "Skäl");
  EXPECT_EQ(permit.kind_text, "Tillstånd");
  EXPECT_EQ(permit.decision_text, "Beviljat");
  EXPECT_EQ(permit.decision_type, "TUT");
  EXPECT_EQ(permit.decision_type_text, "Tidsbegränsat");
  EXPECT_EQ(permit.validity, "TIDBEGRANSAT");
  EXPECT_EQ(permit.applied_on->ToString(), "2024-09-12");
  EXPECT_EQ(permit.decided_on->ToString(), "2024-11-12");
  EXPECT_EQ(answer.permits[1].applied_on->ToString(), "2026-09-01");
  EXPECT_FALSE(answer.permits[1].decided_on.has_value());
}

TEST(MivReader, AnUnlistedValidityMakesTheAnswerUnknown) {
  const SourceAnswer answer = Ask(With(Permits(), "TIDBEGRANSAT", "TILLSVIDARE"));
  EXPECT_EQ(StateOf(answer), "DEVIATION MIV.GILTIGHETSTID");
  EXPECT_EQ(answer.permits.at(0).validity, "TILLSVIDARE");
  EXPECT_EQ(answer.unlisted_codes, std::vector<std::string>{"MIV.giltighetstid=TILLSVIDARE"});
}

TEST(MivReader, ADecisionWithoutItsDayIsSeen) {
  const SourceAnswer answer =
      Ask(With(Permits(), "<beslutsdatum>2024-11-12+01:00</beslutsdatum>", ""));
  EXPECT_TRUE(answer.permits.at(0).open_application);
  ASSERT_EQ(answer.deviations.size(), 1U);
  EXPECT_EQ(answer.deviations[0].path, "MIV/data/response/svarCollection/svar/beslutsdatum");
}

TEST(MivReader, AnEntryWithoutDecisionDateIsAnOpenApplication) {
  const SourceAnswer answer = Ask(Permits());
  ASSERT_EQ(answer.permits.size(), 2U);
  EXPECT_TRUE(answer.permits[1].open_application);
  EXPECT_EQ(answer.permits[1].decision, "");
}

TEST(MivReader, NoResponseIsTheNormalAnswerAboutACitizen) {
  EXPECT_EQ(StateOf(Ask("")), "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(Ask("<response xmlns=\"\"><correlationid>x</correlationid></response>")),
            "CONFIRMED_EMPTY");
}

TEST(MivReader, TakesANamespaceWhereTheSchemaHasNone) {
  EXPECT_EQ(StateOf(Ask(With(Permits(), "xmlns=\"\"", "xmlns=\"urn:x\""))), "DATA");
}

TEST(MivReader, KnowsPermanent) {
  EXPECT_TRUE(Ask(With(Permits(), "TIDBEGRANSAT", "PERMANENT")).permits.at(0).permanent);
}

TEST(MivReader, AnotherPersonsPermitsAreDropped) {
  EXPECT_EQ(StateOf(Ask(With(Permits(), kPerson, kOtherPerson))), "ERROR ECHO.PERSON");
}

TEST(MivReader, AFaultOrSomethingUnknownIsNoVerifiedNothing) {
  EXPECT_EQ(StateOf(Ask("<faultCode>E1</faultCode>")), "ERROR MIV.FAULT.E1");
  EXPECT_EQ(StateOf(Ask("<answer/>")), "SCHEMA_MISMATCH MIV.SHAPE");
  EXPECT_EQ(StateOf(Ask("no response")), "SCHEMA_MISMATCH MIV.SHAPE");
}

TEST(MivReader, AValidityThatEndsBeforeItBeginsIsAContradiction) {
  EXPECT_EQ(StateOf(Ask(With(Permits(), "<tomDatum>2027", "<tomDatum>2007"))),
            "SCHEMA_MISMATCH MIV.PERIOD");
}

}  // namespace
}  // namespace dm::ssbtek::miv
