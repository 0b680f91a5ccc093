#include "connectors/sim/question.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using test::QuestionText;
using test::With;

std::string ProblemOf(const std::string& xml) {
  const auto request = ParseRequest(xml);
  return request.ok() ? "" : MessageOf(request.status());
}

TEST(Question, ReadsEveryPart) {
  QuestionText text;
  text.agencies["AF"] =
      "<ssbt:tidsperiod><ssbt:fromDatum>2026-09-01</ssbt:fromDatum><ssbt:tomDatum>2026-09-30</"
      "ssbt:tomDatum></ssbt:tidsperiod>";
  text.agencies["MIV"] = "-";
  text.echo = "1";
  const auto request = ParseRequest(text.Xml());
  ASSERT_TRUE(request.ok()) << request.status();
  const Question& question = *request->question;
  EXPECT_EQ(question.person, "199001012385");
  EXPECT_EQ(question.case_id, "EKB-2026-000001");
  EXPECT_EQ(question.purpose, "Prov & test");
  EXPECT_TRUE(question.echo_question);
  EXPECT_TRUE(question.agencies[Agency::kTns].include);
  EXPECT_FALSE(question.agencies[Agency::kMiv].include);
  EXPECT_EQ(question.SpanFor(Agency::kAf).from.ToString(), "2026-09-01");
  EXPECT_EQ(question.SpanFor(Agency::kSo).from.ToString(), "2026-08-01");
  EXPECT_EQ(question.fk->version, "v9");
}

TEST(Question, ReadsTheConnectionTest) {
  const auto request = ParseRequest(test::kTestQuestion);
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_FALSE(request->question.has_value());
}

TEST(Question, TakesAnEmptyEchoFlagAsItsDefault) {
  const auto request = ParseRequest(With(QuestionText().Xml(), ">false<", "><"));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_FALSE(request->question->echo_question);
}

TEST(Question, NamesTheElementThatIsMissingOrOutOfOrder) {
  const std::string xml = QuestionText().Xml();
  EXPECT_EQ(ProblemOf(With(xml, "<ssbt:TNS inkludera=\"true\"></ssbt:TNS>", "")),
            "specifikaFrageparametrar: expected TNS here, found MIV");
  EXPECT_EQ(ProblemOf(With(xml, "<ssbt:syfte>Prov &amp; test</ssbt:syfte>", "")),
            "generellaFrageparametrar: expected syfte here, found lagtext");
  EXPECT_EQ(ProblemOf(With(xml, "<ssbt:SKV inkludera=\"true\">", "<ssbt:SKV>")),
            "specifikaFrageparametrar/SKV: the attribute inkludera is missing");
  EXPECT_EQ(ProblemOf(With(xml, "</ssbt:lagtext>", "</ssbt:lagtext><ssbt:x/>")),
            "generellaFrageparametrar: unexpected element, found x");
  EXPECT_EQ(ProblemOf(With(xml, "<ssbt:namn>Testkommun<", "<ssbt:namn><")),
            "generellaFrageparametrar/ingivare/namn: must not be empty");
}

struct BadValue {
  const char* from;
  const char* to;
  const char* path;
};

// The test's name: without it the library shows the bytes of the pointers.
void PrintTo(const BadValue& value, std::ostream* out) {
  *out << value.path;
}

class BadValues : public testing::TestWithParam<BadValue> {};

TEST_P(BadValues, AreRefusedByPathWithoutTheValue) {
  const std::string problem = ProblemOf(With(QuestionText().Xml(), GetParam().from, GetParam().to));
  EXPECT_EQ(problem.substr(0, problem.find(": ")), GetParam().path) << problem;
  EXPECT_EQ(problem.find(GetParam().to), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Question,
    BadValues,
    testing::Values(
        BadValue{"199001012385", "9001012385", "generellaFrageparametrar/personidentitet"},
        BadValue{"199001012385", "19900101-2385", "generellaFrageparametrar/personidentitet"},
        BadValue{"162120000001",
                 "162010000001",
                 "generellaFrageparametrar/ingivare/organisationsnummer"},
        BadValue{"2026-08-01", "2026-13-01", "generellaFrageparametrar/tidsperiod/fromDatum"},
        BadValue{"2026-10-31", "2026-07-31", "generellaFrageparametrar/tidsperiod"},
        BadValue{"2026-10-05T08:15:00+02:00",
                 "2026-10-05 08:15",
                 "generellaFrageparametrar/frageTidpunkt"},
        BadValue{">false<", ">nej<", "generellaFrageparametrar/fraganSkallInkluderasISvaret"},
        BadValue{
            "inkludera=\"true\"", "inkludera=\"ja\"", "specifikaFrageparametrar/AF/@inkludera"}));

TEST(Question, RefusesHostileOrForeignDocuments) {
  const std::string xml = QuestionText().Xml();
  EXPECT_NE(ProblemOf("<!DOCTYPE a [<!ENTITY b \"c\">]>" + xml).find("DTD"), std::string::npos);
  EXPECT_NE(ProblemOf("not xml").find("not well-formed"), std::string::npos);
  EXPECT_NE(ProblemOf(xml.substr(0, xml.size() / 2)).find("not well-formed"), std::string::npos);
  EXPECT_NE(ProblemOf(std::string(1100000, ' ')).find("too large"), std::string::npos);
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_NE(ProblemOf(deep).find("too deep"), std::string::npos);
  EXPECT_EQ(ProblemOf("<a/>"), ": expected a SOAP 1.1 Envelope");
  QuestionText other;
  other.space = "http://schema.forsakringskassan.se/integration/ssbt/9";
  EXPECT_EQ(ProblemOf(other.Xml()), "Envelope/Body: expected an element of SSBTEK v10 or v11");
}

}  // namespace
}  // namespace dm::sim
