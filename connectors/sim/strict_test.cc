// Every rule of the contract that a question can break, one test row each, and what the caller
// hears.
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/responder.h"
#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using test::InVersionEleven;
using test::kSkvQuestion;
using test::QuestionText;
using test::With;
using testing::HasSubstr;
using testing::Not;

struct Breach {
  const char* name;
  const char* from;  // in the well-formed question
  const char* to;
  const char* heard;
};

// The test's name: without it the library shows the bytes of the pointers.
void PrintTo(const Breach& value, std::ostream* out) {
  *out << value.name;
}

Answer Ask(const std::string& xml, Strictness strictness = Strictness::kStrict) {
  Responder responder{Scenario(), {.strictness = strictness}};
  return responder.Respond(xml);
}

std::string Name(const testing::TestParamInfo<Breach>& one) {
  return one.param.name;
}

class Schema : public testing::TestWithParam<Breach> {};

TEST_P(Schema, RefusesTheWholeQuestionAndNamesTheElement) {
  const std::string sound = QuestionText().Xml();
  const std::string broken = With(sound, GetParam().from, GetParam().to);
  ASSERT_NE(broken, sound);
  for (const Strictness strictness : {Strictness::kStrict, Strictness::kLenient}) {
    const Answer answer = Ask(broken, strictness);
    EXPECT_EQ(answer.http_status, 500);
    EXPECT_THAT(answer.body, HasSubstr("<ssbt:felkod>SIM-SCHEMA<"));
    EXPECT_THAT(answer.body, HasSubstr(GetParam().heard));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Strict,
    Schema,
    testing::Values(
        Breach{"HandlerMissing",
               "<ssbt:handlaggare>HL000001</ssbt:handlaggare>",
               "",
               "ingivare: expected handlaggare here"},
        Breach{"HandlerEmpty", ">HL000001<", "><", "handlaggare: must not be empty"},
        Breach{"PurposeMissing",
               "<ssbt:syfte>Prov &amp; test</ssbt:syfte>",
               "",
               "expected syfte here"},
        Breach{"LawMissing", "<ssbt:lagtext>Lagrum</ssbt:lagtext>", "", "expected lagtext here"},
        Breach{"CaseEmpty", ">EKB-2026-000001<", "><", "arendeidentitet: must not be empty"},
        Breach{"AttributeOfAnAgency", "<ssbt:AF ", "<ssbt:AF ny=\"1\" ", "AF: unknown attribute"},
        Breach{"AttributeOfALeaf",
               "<ssbt:syfte>",
               "<ssbt:syfte ny=\"1\">",
               "syfte: unknown attribute"},
        Breach{
            "AgencyMissing", "<ssbt:CSN inkludera=\"true\"></ssbt:CSN>", "", "expected CSN here"},
        Breach{"AgenciesOutOfOrder",
               "<ssbt:TNS inkludera=\"true\"></ssbt:TNS><ssbt:MIV inkludera=\"true\"></ssbt:MIV>",
               "<ssbt:MIV inkludera=\"true\"></ssbt:MIV><ssbt:TNS inkludera=\"true\"></ssbt:TNS>",
               "expected TNS here"},
        Breach{"InkluderaMissing",
               "<ssbt:AF inkludera=\"true\">",
               "<ssbt:AF>",
               "AF: the attribute inkludera is missing"},
        Breach{"SkvQuestionInVersionTen",
               "<ssbt:SKV inkludera=\"true\">",
               "<ssbt:SKV inkludera=\"true\"><ssbt:fraga/>",
               "SKV: unexpected element"}),
    &Name);

class Careful : public testing::TestWithParam<Breach> {};

TEST_P(Careful, RefusesWhatTheSchemaLetsPassUnlessLenient) {
  const std::string broken = With(QuestionText().Xml(), GetParam().from, GetParam().to);
  const Answer strict = Ask(broken);
  EXPECT_EQ(strict.http_status, 500);
  EXPECT_THAT(strict.body, HasSubstr(GetParam().heard));
  EXPECT_EQ(Ask(broken, Strictness::kLenient).http_status, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Strict,
    Careful,
    testing::Values(Breach{"HandlerBlank", ">HL000001<", "> <", "handlaggare: is blank"},
                    Breach{"PurposeBlank", ">Prov &amp; test<", "> <", "syfte: is blank"},
                    Breach{"LawBlank", ">Lagrum<", "><", "lagtext: is blank"},
                    Breach{"PeriodBackwards",
                           "<ssbt:tomDatum>2026-10-31",
                           "<ssbt:tomDatum>2026-07-31",
                           "tidsperiod: tomDatum lies before fromDatum"},
                    Breach{"ParametersWithoutAQuestion",
                           "<ssbt:FK inkludera=\"true\">",
                           "<ssbt:FK inkludera=\"false\">",
                           "FK: has parameters although it is not included"}),
    &Name);

// What an agency refuses leaves the others' answers.
TEST(Strict, LetsCsnAloneRefuseACaseIdOfThirtyTwo) {
  QuestionText question;
  question.case_id = std::string(32, 'x');
  const std::string answer = Ask(question.Xml()).body;
  EXPECT_THAT(answer,
              HasSubstr("<ssbt:CSN><ssbt:error><ssbt:kalla>BT</ssbt:kalla>"
                        "<ssbt:felkod>-1005<"));
  EXPECT_THAT(answer, HasSubstr("<ssbt:AF><ssbt:data>"));
}

TEST(Strict, LetsLefiAloneRefuseMoreThanTwoYears) {
  QuestionText question;
  question.from = "2024-11-01";  // two years to the day
  EXPECT_THAT(Ask(question.Xml()).body, HasSubstr("<ssbt:lefiJsonSvar>"));
  question.from = "2024-10-31";
  const std::string answer = Ask(question.Xml()).body;
  EXPECT_THAT(answer, HasSubstr("<ssbt:felkod>400<"));
  EXPECT_THAT(answer, HasSubstr("longer than two years"));
  EXPECT_THAT(answer, HasSubstr("<ssbt:AF><ssbt:data>"));
}

TEST(Strict, LetsFkAloneRefuseAQuestionWithoutItsPart) {
  QuestionText question;
  question.agencies["FK"] = " ";
  const std::string answer = Ask(question.Xml()).body;
  EXPECT_THAT(answer,
              HasSubstr("<ssbt:FK><ssbt:error><ssbt:kalla>BT</ssbt:kalla>"
                        "<ssbt:felkod>400<"));
  EXPECT_THAT(answer, HasSubstr("<ssbt:SO><ssbt:data>"));
}

// ---- version 11 ----

TEST(VersionEleven, IsAnsweredInItsOwnNamespace) {
  const Answer answer = Ask(InVersionEleven({}).Xml());
  EXPECT_EQ(answer.http_status, 200) << answer.record.problem;
  EXPECT_THAT(answer.body, HasSubstr("integration/ssbt/11\""));
  EXPECT_THAT(answer.body, Not(HasSubstr("integration/ssbt/10")));
  EXPECT_THAT(Ask(QuestionText().Xml()).body, HasSubstr("integration/ssbt/10\""));
}

TEST(VersionEleven, FailsTheWholeCallWhenSkvIsAskedNothing) {
  QuestionText question;
  question.agencies["SKV"] = " ";
  const Answer answer = Ask(InVersionEleven(question).Xml());
  EXPECT_EQ(answer.http_status, 500);
  EXPECT_THAT(answer.body, HasSubstr("<faultstring>Internal error</faultstring>"));
  EXPECT_THAT(answer.body, Not(HasSubstr("detail")));
  EXPECT_EQ(answer.record.problem, "SKV: fraga is missing, which version 11 demands");
  question.agencies["SKV"] = "-";
  EXPECT_EQ(Ask(InVersionEleven(question).Xml()).http_status, 200);
}

TEST(VersionEleven, ChecksWhatSkvIsAsked) {
  const auto heard = [](const std::string& from, const std::string& to) {
    QuestionText question;
    question.agencies["SKV"] = With(kSkvQuestion, from, to);
    return Ask(InVersionEleven(question).Xml()).record.problem;
  };
  EXPECT_EQ(heard("<ssbt:ar>2024</ssbt:ar><ssbt:ar>2025</ssbt:ar>", ""),
            "specifikaFrageparametrar/SKV/fraga: expected ar here, found foretagsinformation");
  EXPECT_THAT(heard(">2024<", ">24<"), HasSubstr("fraga/ar: expected a year"));
  EXPECT_THAT(heard("<ssbt:skattekonto>false</ssbt:skattekonto>", ""),
              HasSubstr("expected skattekonto here"));
  EXPECT_THAT(heard(">false</ssbt:beskattningsbilagor>", ">nej</ssbt:beskattningsbilagor>"),
              HasSubstr("beskattningsbilagor: expected true or false"));
  EXPECT_THAT(heard("</ssbt:fraga>", "<ssbt:mer/></ssbt:fraga>"), HasSubstr("unexpected element"));
}

TEST(VersionEleven, EchoesWhatSkvWasAsked) {
  QuestionText question;
  question.echo = "true";
  EXPECT_THAT(Ask(InVersionEleven(question).Xml()).body, HasSubstr(kSkvQuestion));
}

TEST(VersionEleven, AnswersTheConnectionTest) {
  const std::string xml = With(test::kTestQuestion, "ssbt/10", "ssbt/11");
  EXPECT_THAT(Ask(xml).body, HasSubstr("integration/ssbt/11\""));
}

TEST(VersionEleven, SendsFurtherPartsOfSkvAsTheyStand) {
  Scenario scenario;
  Person& person = scenario.persons["199001012385"];
  person.skv = SkvState{};
  person.skv->extra = {
      "<Individuppgift><KontantErsattning>12000</KontantErsattning></Individuppgift>"};
  Responder responder(scenario);
  EXPECT_THAT(responder.Respond(InVersionEleven({}).Xml()).body,
              HasSubstr("<Individuppgift><KontantErsattning>12000<"));
  EXPECT_THAT(responder.Respond(QuestionText().Xml()).body, Not(HasSubstr("Individuppgift")));
}

TEST(VersionEleven, IsRefusedWhereOnlyTenIsServed) {
  Responder ten{Scenario(), {.v11 = false}};
  EXPECT_THAT(ten.Respond(InVersionEleven({}).Xml()).record.problem, HasSubstr("SSBTEK v10"));
  Responder eleven{Scenario(), {.v10 = false}};
  EXPECT_THAT(eleven.Respond(QuestionText().Xml()).record.problem, HasSubstr("SSBTEK v11"));
  EXPECT_EQ(eleven.Respond(InVersionEleven({}).Xml()).http_status, 200);
}

}  // namespace
}  // namespace dm::sim
