#include "connectors/sim/record.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/sim/responder.h"
#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using nlohmann::json;
using test::QuestionText;

constexpr const char* kSpan =
    "<ssbt:tidsperiod><ssbt:fromDatum>2026-10-01</ssbt:fromDatum><ssbt:tomDatum>2026-10-31</"
    "ssbt:tomDatum></ssbt:tidsperiod>";

json RecordOf(const QuestionText& question) {
  Responder responder{Scenario()};
  return json::parse(ToJsonLine(responder.Respond(question.Xml()).record));
}

TEST(Record, HoldsEverythingOfTheQuestionButThePerson) {
  QuestionText question;
  question.agencies["AF"] = kSpan;
  question.agencies["MIV"] = "-";
  question.processors =
      "<ssbt:personuppgiftsbitrade><ssbt:organisationsnummer>165560000001</"
      "ssbt:organisationsnummer><ssbt:namn>Drift AB</ssbt:namn></ssbt:personuppgiftsbitrade>";
  const json record = RecordOf(question);
  EXPECT_EQ(record["contract"], 10);
  EXPECT_EQ(record["person"], "1990********");
  EXPECT_EQ(record["case"], question.case_id);
  EXPECT_EQ(record["korrelationsid"], question.correlation_id);
  EXPECT_EQ(record["asked_at"], "2026-10-05T08:15:00+02:00");
  EXPECT_EQ(record["organisation"], question.organisation_number);
  EXPECT_EQ(record["organisation_name"], "Testkommun");
  EXPECT_EQ(record["handler"], "HL000001");
  EXPECT_EQ(record["purpose"], "Prov & test");
  EXPECT_EQ(record["law"], "Lagrum");
  EXPECT_EQ(record["echo"], false);
  EXPECT_EQ(record["processors"][0]["name"], "Drift AB");
  EXPECT_EQ(record["agencies"], json({"AF", "CSN", "FK", "SKV", "SO", "TNS"}));
  EXPECT_EQ(record["periods"], json({{"AF", {{"from", "2026-10-01"}, {"to", "2026-10-31"}}}}));
  EXPECT_EQ(record["lefi"]["version"], "v9");
  EXPECT_EQ(record["lefi"]["actor"], "000-00");
  EXPECT_EQ(record["lefi"]["period"]["from"], "2026-08-01");
  EXPECT_EQ(record["lefi"]["ansprak"], json({"PM:AP", "PM:BTI", "PM:EF"}));
  EXPECT_EQ(record["lefi"]["ovrigInformation"], json({"FK:GEPI", "FK:SGI"}));
  EXPECT_EQ(record.dump().find(question.person), std::string::npos);
  EXPECT_EQ(record.dump().find(question.person.substr(2)), std::string::npos);
}

TEST(Record, HoldsWhatVersionElevenAsksSkv) {
  const json record = RecordOf(test::InVersionEleven({}));
  EXPECT_EQ(record["contract"], 11);
  EXPECT_EQ(record["skv"]["ar"], json({2024, 2025}));
  EXPECT_EQ(record["skv"]["skattekonto"], false);
  EXPECT_EQ(record["skv"]["individuppgifter"], true);
}

TEST(Record, TellsWhyAQuestionWasRefused) {
  Responder responder{Scenario()};
  const json record = json::parse(ToJsonLine(responder.Respond("<a/>").record));
  EXPECT_EQ(record["operation"], "invalid");
  EXPECT_EQ(record["status"], 500);
  EXPECT_EQ(record["problem"], ": expected a SOAP 1.1 Envelope");
}

}  // namespace
}  // namespace dm::sim
