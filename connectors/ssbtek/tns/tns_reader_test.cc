#include "connectors/ssbtek/tns/tns_reader.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::tns {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(const std::string& payload) {
  return ReadOne(Question(Source::kTns), Agency("TNS", payload));
}

TEST(TnsReader, ReadsVehiclesAcrossTheTwoNamespaces) {
  const SourceAnswer answer = Ask(Sample("tns/vehicles.xml"));
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.vehicles.size(), 2U);
  EXPECT_EQ(answer.vehicles[0].kind, "PERSONBIL");
  EXPECT_EQ(answer.vehicles[0].model, "Volvo V70");
  EXPECT_EQ(answer.vehicles[0].year, "2012");
  EXPECT_EQ(answer.vehicles[1].model, "Tabbert");
}

TEST(TnsReader, KeepsTheRegistration) {
  const SourceAnswer answer = Ask(Sample("tns/vehicles.xml"));
  ASSERT_EQ(answer.vehicles.size(), 2U);
  EXPECT_EQ(answer.vehicles[0].registration, "ABC001");
  EXPECT_EQ(answer.vehicles[1].registration, "ABC002");
  const SourceAnswer without =
      Ask(With(Sample("tns/vehicles.xml"), "<frd:regnr>ABC001</frd:regnr>", ""));
  EXPECT_EQ(StateOf(without), "DATA");
  EXPECT_EQ(without.vehicles.at(0).registration, "");
  ASSERT_EQ(without.deviations.size(), 1U);
  EXPECT_EQ(without.deviations[0].path, "TNS/data/fordonsinnehav/fordon/regnr");
}

TEST(TnsReader, OkWithoutVehiclesIsVerifiedNothing) {
  EXPECT_EQ(StateOf(Ask("<tns:resultat>OK</tns:resultat><tns:fordonsinnehav/>")),
            "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(Ask("<tns:resultat>OK</tns:resultat>")), "CONFIRMED_EMPTY");
}

TEST(TnsReader, FelIsNoAnswer) {
  EXPECT_EQ(StateOf(Ask("<tns:resultat>FEL</tns:resultat><tns:felresultat><tns:felkod>17"
                        "</tns:felkod><tns:feltext>x</tns:feltext></tns:felresultat>")),
            "ERROR TNS.FEL.17");
  EXPECT_EQ(StateOf(Ask("<tns:resultat>FEL</tns:resultat>")), "ERROR TNS.FEL.NONE");
}

TEST(TnsReader, AnythingElseIsASchemaMismatch) {
  EXPECT_EQ(StateOf(Ask("")), "SCHEMA_MISMATCH TNS.RESULTAT");
  EXPECT_EQ(StateOf(Ask("<tns:resultat>JA</tns:resultat>")), "SCHEMA_MISMATCH TNS.RESULTAT");
  EXPECT_EQ(StateOf(Ask("<tns:resultat>OK</tns:resultat><tns:felresultat/>")),
            "SCHEMA_MISMATCH TNS.OK_AND_FEL");
}

}  // namespace
}  // namespace dm::ssbtek::tns
