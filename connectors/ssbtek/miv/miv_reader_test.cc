#include "connectors/ssbtek/miv/miv_reader.h"

#include <string>

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
