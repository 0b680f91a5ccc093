#include "connectors/ssbtek/skv/skv_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
