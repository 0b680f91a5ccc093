#include "connectors/ssbtek/skv/skv_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::skv {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& payload) {
  return ReadOne(Question(Source::kSkv), Agency("SKV", payload));
}

std::string Capital() {
  return Sample("skv/capital.xml");
}

TEST(SkvReader, ReadsCapitalWhateverTheInnerDeclarationSays) {
  const SourceAnswer answer = Ask(Capital());
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.capital.size(), 1U);
  EXPECT_EQ(answer.capital[0].year, 2025);
  EXPECT_EQ(answer.capital[0].income, Money::FromKronor(12'345));
  EXPECT_EQ(answer.capital[0].surplus, Money::FromKronor(666));
}

TEST(SkvReader, TakesEscapedTextAsWellAsCdata) {
  const std::string empty =
      "&lt;SvarBeskattningsuppgifterEnligtSFS2008-975&gt;&lt;PersonuppgiftLista/&gt;"
      "&lt;/SvarBeskattningsuppgifterEnligtSFS2008-975&gt;";
  EXPECT_EQ(
      StateOf(ReadOne(Question(Source::kSkv),
                      "<ssbt:SKV><ssbt:data><svar>" + empty + "</svar></ssbt:data></ssbt:SKV>")),
      "CONFIRMED_EMPTY");
}

TEST(SkvReader, AFaultTypeInsideIsNoAnswer) {
  EXPECT_EQ(StateOf(ReadOne(Question(Source::kSkv),
                            "<ssbt:SKV><ssbt:data><MeddelandeKod>9071004</MeddelandeKod>"
                            "</ssbt:data></ssbt:SKV>")),
            "ERROR SKV.MEDDELANDE.9071004");
  EXPECT_EQ(StateOf(Ask("<Exception><MeddelandeKod>9071999</MeddelandeKod></Exception>")),
            "ERROR SKV.MEDDELANDE.9071999");
}

TEST(SkvReader, AnotherPersonsFiguresAreDropped) {
  const SourceAnswer answer = Ask(With(Capital(), kPerson, kOtherPerson));
  EXPECT_EQ(StateOf(answer), "ERROR ECHO.PERSON");
  EXPECT_TRUE(answer.capital.empty());
}

TEST(SkvReader, AnUnlistedStatusCodeIsUnknown) {
  EXPECT_EQ(StateOf(Ask(With(Capital(), ">999<", ">998<"))), "DEVIATION SKV.STATUS.998");
}

TEST(SkvReader, AnUnknownPartIsNamedAndMakesTheAnswerUnknown) {
  const std::string end = "</Personuppgift></PersonuppgiftLista>";
  const std::string employer = "<Individuppgift><Belopp>25000</Belopp></Individuppgift>";
  const SourceAnswer answer = Ask(With(Capital(), end, employer + employer + end));
  EXPECT_EQ(StateOf(answer), "DEVIATION SKV.UNKNOWN_PART");
  ASSERT_EQ(answer.groups.size(), 1U) << "each name once";
  EXPECT_EQ(answer.groups[0].group, "SKV:Individuppgift");
  EXPECT_EQ(answer.groups[0].state, AnswerState::kDeviation);
  EXPECT_EQ(answer.groups[0].code, "UNKNOWN");
  EXPECT_EQ(answer.capital.size(), 1U) << "what is known stays for a person to see";
  EXPECT_EQ(StateOf(Ask(With(Capital(), end, "<Individuppgift><Belopp/></Individuppgift>" + end))),
            "DATA")
      << "a part without content says nothing";
}

TEST(SkvReader, PartsBesideTheListAndTheFiguresAreUnknownToo) {
  for (const std::string end : {"</Kapitaluppgift>",
                                "</PersonuppgiftLista>",
                                "</SvarBeskattningsuppgifterEnligtSFS2008-975>"}) {
    EXPECT_EQ(StateOf(Ask(With(Capital(), end, "<Nytt>1</Nytt>" + end))),
              "DEVIATION SKV.UNKNOWN_PART")
        << end;
  }
}

TEST(SkvReader, Version11IsReadAlikeAndItsPartsAreNamed) {
  Options options = MakeOptions();
  options.contract_version = "11";
  options.tax_question.individual_income = true;
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kSkv)}));
  ASSERT_TRUE(plan.ok()) << plan.status();
  const auto read = [&](const std::string& payload) {
    const std::string reply =
        With(Reply(Agency("SKV", payload)), "integration/ssbt/10", "integration/ssbt/11");
    return StateOf(ReadReply(options, *plan, kCorrelation, Now(), reply).at(0));
  };
  EXPECT_EQ(read(Capital()), "DATA");
  const std::string end = "</Personuppgift></PersonuppgiftLista>";
  EXPECT_EQ(read(With(Capital(), end, "<Individuppgift><Belopp>1</Belopp></Individuppgift>" + end)),
            "DEVIATION SKV.UNKNOWN_PART");
}

TEST(SkvReader, AFigureThatCannotBeReadIsASchemaMismatch) {
  EXPECT_EQ(StateOf(Ask(With(Capital(), ">12345<", ">cirka 12345<"))),
            "SCHEMA_MISMATCH SKV.CAPITAL");
}

TEST(SkvReader, AnEmptyOrBrokenDocumentIsNoVerifiedNothing) {
  EXPECT_EQ(StateOf(Ask("")), "SCHEMA_MISMATCH SKV.SVAR_MISSING");
  EXPECT_EQ(StateOf(Ask("<a")), "SCHEMA_MISMATCH XML_MALFORMED");
  EXPECT_EQ(StateOf(Ask("<a/>")), "SCHEMA_MISMATCH SKV.ROOT");
  EXPECT_EQ(StateOf(Ask("<!DOCTYPE a><a/>")), "SCHEMA_MISMATCH XML_DOCTYPE");
}

}  // namespace
}  // namespace dm::ssbtek::skv
