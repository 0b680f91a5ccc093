#include "connectors/desk/message.h"

#include <string>

#include <gtest/gtest.h>

#include "medarbetare/v1/escalation_service.pb.h"
#include "medarbetare/v1/frame_service.pb.h"

namespace dm::desk {
namespace {

namespace pb = medarbetare::v1;

constexpr char kPersonsValue[] = "Anna-Karin Exempel";

Status Read(const std::string& json, google::protobuf::Message&& message) {
  return ReadMessage(json, Encoding::kJson, message);
}

TEST(Message, ReadsBothSpellingsOfNames) {
  pb::ClaimEscalationRequest request;
  ASSERT_TRUE(
      ReadMessage(R"({"escalationId":"e-1","expected_version":"7"})", Encoding::kJson, request)
          .ok());
  EXPECT_EQ(request.escalation_id(), "e-1");
  EXPECT_EQ(request.expected_version(), 7);
}

TEST(Message, RefusesUnknownFieldsInBothEncodings) {
  const Status json = Read(R"({"escalationId":"e-1","handIer":"x"})", pb::ClaimEscalationRequest());
  EXPECT_EQ(DetailOf(json).reason, "UNKNOWN_FIELD");
  pb::ClaimEscalationRequest request;
  const Status binary = ReadMessage("\xfa\x3f\x01x", Encoding::kBinary, request);
  EXPECT_EQ(DetailOf(binary).reason, "UNKNOWN_FIELD");
}

TEST(Message, AWrongValueIsNamedByItsFieldAndNeverShown) {
  const Status number = Read(R"({"pageSize":"Anna-Karin Exempel"})", pb::ListEscalationsRequest());
  EXPECT_EQ(DetailOf(number).reason, "FIELD_INVALID");
  EXPECT_EQ(DetailOf(number).field, "page_size");
  const Status deep =
      Read(R"({"frame":{"validUntil":{"x":"Anna-Karin Exempel"}}})", pb::SignFrameRequest());
  const Status name = Read(R"({"Anna-Karin Exempel":1})", pb::SignFrameRequest());
  const Status no_json = Read(R"({"requestId": Anna-Karin Exempel})", pb::SignFrameRequest());
  for (const Status& status : {number, deep, name, no_json}) {
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    const ErrorDetail detail = DetailOf(status);
    for (const std::string& text :
         {MessageOf(status), detail.field, detail.remedy, detail.reason}) {
      EXPECT_EQ(text.find("Anna"), std::string::npos) << text;
      EXPECT_EQ(text.find(kPersonsValue), std::string::npos) << text;
    }
  }
}

TEST(Message, RefusesWhatIsNestedTooDeepBeforeParsing) {
  const auto nested = [](int depth) {
    return R"({"handler":)" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  const Status deep = Read(nested(kJsonDepthMax), pb::ListEscalationsRequest());
  EXPECT_EQ(MessageOf(deep), "the body is nested too deep");
  const Status below = Read(nested(kJsonDepthMax - 1), pb::ListEscalationsRequest());
  EXPECT_NE(MessageOf(below), "the body is nested too deep");
  // Brackets in a text are text.
  EXPECT_TRUE(
      Read(R"({"queue":"\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})", pb::ListEscalationsRequest())
          .ok());
}

TEST(Message, RefusesBrokenTextAndBytes) {
  for (const char* bad : {"", "null", "[]", "7", "{", "{\"queue\":\"\xff\xfe\"}"}) {
    pb::ListEscalationsRequest request;
    EXPECT_FALSE(ReadMessage(bad, Encoding::kJson, request).ok()) << bad;
  }
  pb::ListEscalationsRequest request;
  EXPECT_FALSE(ReadMessage("\x0a\xff", Encoding::kBinary, request).ok());
}

TEST(Message, WritesJsonThatItReadsAgain) {
  pb::ListEscalationsResponse answer;
  answer.add_escalations()->set_id("e-1");
  answer.set_next_page_token("t");
  const auto json = WriteMessage(answer, Encoding::kJson);
  EXPECT_EQ(*json, R"({"escalations":[{"id":"e-1"}],"nextPageToken":"t"})");
  pb::ListEscalationsResponse again;
  ASSERT_TRUE(ReadMessage(*json, Encoding::kJson, again).ok());
  EXPECT_EQ(again.SerializeAsString(), answer.SerializeAsString());
}

}  // namespace
}  // namespace dm::desk
