#include "worker/adapters/codec/json_reader.h"

#include <string>

#include <gtest/gtest.h>

#include "medarbetare/v1/case_input.pb.h"
#include "worker/adapters/codec/limits.h"
#include "worker/adapters/codec/unknown_fields.h"

namespace dm::codec {
namespace {

namespace pb = medarbetare::v1;

ErrorDetail FaultOf(const std::string& json) {
  pb::CaseInput message;
  const Status status = ReadJson(json, message);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << status;
  return DetailOf(status);
}

TEST(JsonReader, ReadsNamesOfTheProtoFileAndLowerCamelCase) {
  pb::CaseInput message;
  ASSERT_TRUE(ReadJson(R"({"assessedOn": "2026-11-27", "application": {"received_at":
      "2026-11-26T08:00:00+01:00", "costs": [{"type": "COST_TYPE_BOENDE", "applied": {"ore": 9}},
      {"applied": {"ore": "-7"}}]}, "frame": null})",
                       message)
                  .ok());
  EXPECT_EQ(message.assessed_on(), "2026-11-27");
  EXPECT_EQ(message.application().received_at().seconds(), 1'795'676'400);
  EXPECT_EQ(message.application().costs(0).type(), pb::COST_TYPE_BOENDE);
  EXPECT_EQ(message.application().costs(0).applied().ore(), 9);
  EXPECT_EQ(message.application().costs(1).applied().ore(), -7);
  EXPECT_FALSE(message.has_frame());
}

TEST(JsonReader, SaysLineAndColumnOfWhatIsNoJson) {
  pb::CaseInput message;
  const Status status = ReadJson("{\n  \"assessed_on\": hemlig\n}", message);
  EXPECT_EQ(DetailOf(status).reason, "JSON_SYNTAX");
  EXPECT_NE(MessageOf(status).find("line 2"), std::string::npos) << status;
  EXPECT_EQ(MessageOf(status).find("hemlig"), std::string::npos);
}

TEST(JsonReader, SaysTheFieldOfAWrongTypeAndNotItsValue) {
  pb::CaseInput message;
  const Status status =
      ReadJson(R"({"application": {"costs": [{"applied": {"ore": "hemlig"}}]}})", message);
  EXPECT_EQ(DetailOf(status).field, "application.costs[0].applied.ore");
  EXPECT_EQ(MessageOf(status).find("hemlig"), std::string::npos);
}

TEST(JsonReader, RefusesWrongTypesOfEveryKind) {
  EXPECT_EQ(FaultOf(R"({"assessed_on": 20261127})").field, "assessed_on");
  EXPECT_EQ(FaultOf(R"({"application": []})").field, "application");
  EXPECT_EQ(FaultOf(R"({"application": {"persons": {}}})").field, "application.persons");
  EXPECT_EQ(FaultOf(R"({"application": {"wants_person": "true"}})").field,
            "application.wants_person");
  EXPECT_EQ(FaultOf(R"({"application": {"home": {"rooms": 1.5}}})").field,
            "application.home.rooms");
  EXPECT_EQ(FaultOf(R"({"application": {"home": {"rooms": 3000000000}}})").field,
            "application.home.rooms");
  EXPECT_EQ(FaultOf(R"({"application": {"received_at": "yesterday"}})").field,
            "application.received_at");
  EXPECT_EQ(FaultOf(R"({"application": {"channel": "PIGEON"}})").reason, "UNKNOWN_ENUM_VALUE");
  EXPECT_EQ(FaultOf(R"({"application": {"channel": 1}})").field, "application.channel");
  EXPECT_EQ(FaultOf("[]").reason, "FIELD_INVALID");
}

TEST(JsonReader, RefusesUnknownFields) {
  const ErrorDetail fault = FaultOf(R"({"application": {"moth": "2026-12"}})");
  EXPECT_EQ(fault.reason, "UNKNOWN_FIELD");
  EXPECT_EQ(fault.field, "application.moth");
}

TEST(JsonReader, DoesNotRepeatAKeyThatCouldBeAValue) {
  EXPECT_EQ(FaultOf(R"({"application": {"19900101-2385": 1}})").field, "application");
}

TEST(JsonReader, RefusesAKeyThatStandsTwice) {
  EXPECT_EQ(FaultOf(R"({"assessed_on": "2026-11-27", "assessed_on": "2026-11-28"})").field,
            "assessed_on");
  EXPECT_EQ(FaultOf(R"({"assessed_on": "2026-11-27", "assessedOn": "2026-11-28"})").field,
            "assessed_on");
}

TEST(JsonReader, RefusesDepthAndSizeAboveTheLimits) {
  std::string deep;
  for (int i = 0; i <= kJsonDepthMax; ++i) deep += "{\"frame\":";
  EXPECT_EQ(FaultOf(deep + "1" + std::string(kJsonDepthMax + 1, '}')).reason, "FIELD_INVALID");
  EXPECT_EQ(FaultOf(std::string(kJsonBytesMax + 1, ' ')).reason, "FIELD_TOO_LONG");
}

TEST(JsonReader, RefusesBytes) {
  EXPECT_EQ(FaultOf(R"({"evidence": {"persons": [{"answers": [{"raw": "AA=="}]}]}})").field,
            "evidence.persons[0].answers[0].raw");
}

TEST(UnknownFields, AreRefusedWithThePathOfTheirMessage) {
  pb::CaseInput message;
  message.mutable_application()->add_persons();
  EXPECT_TRUE(RefuseUnknownFields(message).ok());
  pb::Person* person = message.mutable_application()->mutable_persons(0);
  person->GetReflection()->MutableUnknownFields(person)->AddVarint(500, 1);
  const Status status = RefuseUnknownFields(message);
  EXPECT_EQ(DetailOf(status).reason, "UNKNOWN_FIELD");
  EXPECT_EQ(DetailOf(status).field, "application.persons[0]");
}

}  // namespace
}  // namespace dm::codec
