#include "connectors/desk/wire.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/desk/base64.h"
#include "medarbetare/v1/error_detail.pb.h"

namespace dm::desk {
namespace {

using namespace std::string_literals;

TEST(Wire, TakesTheProtocolsFourTypesAndNoOther) {
  EXPECT_EQ(ReadContentType("application/json")->encoding, Encoding::kJson);
  EXPECT_EQ(ReadContentType("Application/JSON; charset=utf-8")->kind, CallKind::kUnary);
  EXPECT_EQ(ReadContentType("application/proto")->encoding, Encoding::kBinary);
  EXPECT_EQ(ReadContentType("application/connect+json")->kind, CallKind::kStream);
  EXPECT_EQ(ReadContentType("application/connect+proto")->encoding, Encoding::kBinary);
  // What a plain form can send, and other programs' protocols.
  for (const char* other : {"",
                            "text/plain",
                            "application/x-www-form-urlencoded",
                            "multipart/form-data; boundary=x",
                            "application/grpc",
                            "application/grpc-web+proto",
                            "application/jsonx"}) {
    EXPECT_FALSE(ReadContentType(other)) << other;
  }
}

TEST(Wire, EveryCodeHasTheProtocolsNameAndStatus) {
  const std::vector<std::tuple<StatusCode, std::string, int>> expected = {
      {StatusCode::kCancelled, "canceled", 499},
      {StatusCode::kUnknown, "unknown", 500},
      {StatusCode::kInvalidArgument, "invalid_argument", 400},
      {StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
      {StatusCode::kNotFound, "not_found", 404},
      {StatusCode::kAlreadyExists, "already_exists", 409},
      {StatusCode::kPermissionDenied, "permission_denied", 403},
      {StatusCode::kResourceExhausted, "resource_exhausted", 429},
      {StatusCode::kFailedPrecondition, "failed_precondition", 400},
      {StatusCode::kAborted, "aborted", 409},
      {StatusCode::kOutOfRange, "out_of_range", 400},
      {StatusCode::kUnimplemented, "unimplemented", 501},
      {StatusCode::kInternal, "internal", 500},
      {StatusCode::kUnavailable, "unavailable", 503},
      {StatusCode::kDataLoss, "data_loss", 500},
      {StatusCode::kUnauthenticated, "unauthenticated", 401}};
  for (const auto& [code, name, http_status] : expected) {
    EXPECT_EQ(ConnectCode(code), name);
    EXPECT_EQ(HttpStatusOf(code), http_status) << name;
  }
}

TEST(Wire, AnErrorCarriesItsDetailAsMessageAndForReading) {
  const Status status = MakeStatus(
      StatusCode::kAborted,
      "someone was faster",
      {.reason = "VERSION_STALE", .field = "expected_version", .remedy = "Read it again."});
  const auto json = nlohmann::json::parse(ErrorJson(status));
  EXPECT_EQ(json["code"], "aborted");
  EXPECT_EQ(json["message"], "someone was faster");
  EXPECT_EQ(json["details"][0]["type"], "medarbetare.v1.ErrorDetail");
  EXPECT_EQ(json["details"][0]["debug"]["field"], "expected_version");
  std::string value = json["details"][0]["value"];
  for (char& c : value) c = c == '+' ? '-' : (c == '/' ? '_' : c);
  medarbetare::v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(*FromBase64Url(value)));
  EXPECT_EQ(detail.reason(), "VERSION_STALE");
  EXPECT_EQ(detail.remedy(), "Read it again.");
}

TEST(Wire, AFrameIsFlagsLengthAndBytes) {
  EXPECT_EQ(Frame(kMessageFrame, "abc"), "\0\0\0\0\3abc"s);
  EXPECT_EQ(EndFrame(OkStatus()), "\2\0\0\0\2{}"s);
  const std::string end = EndFrame(NotFound("nothing"));
  EXPECT_EQ(end[0], '\2');
  EXPECT_EQ(nlohmann::json::parse(end.substr(5))["error"]["code"], "not_found");
}

TEST(Wire, ACallOfAStreamIsOneWholeUncompressedFrame) {
  EXPECT_EQ(*OnlyMessage("\0\0\0\0\3abc"s), "abc");
  EXPECT_EQ(*OnlyMessage("\0\0\0\0\0"s), "");
  for (const std::string& bad : {""s,
                                 "\0\0\0\0"s,
                                 "\1\0\0\0\3abc"s,          // compressed
                                 "\2\0\0\0\2{}"s,           // an end
                                 "\0\0\0\0\4abc"s,          // cut off
                                 "\0\0\0\0\2abc"s,          // more after it
                                 "\0\xff\xff\xff\xff"s}) {  // four gigabytes
    EXPECT_EQ(OnlyMessage(bad).status().code(), StatusCode::kInvalidArgument);
  }
}

TEST(Wire, ATimeoutIsWholeMilliseconds) {
  EXPECT_EQ(ReadTimeout("1500")->value().count(), 1500);
  EXPECT_FALSE(ReadTimeout("")->has_value());
  for (const char* bad : {"-1", "1.5", "12345678901", "1s", " 1"}) {
    EXPECT_FALSE(ReadTimeout(bad).ok()) << bad;
  }
}

TEST(Wire, ALibrarysWordsNeverReachTheBrowser) {
  const Status told = ForBrowser(Unavailable("failed to connect to ipv4:192.0.2.7:7443"));
  EXPECT_EQ(told.code(), StatusCode::kUnavailable);
  EXPECT_EQ(MessageOf(told).find("192.0.2.7"), std::string::npos);
  EXPECT_EQ(DetailOf(told).reason, "UNAVAILABLE");
  const Status ours = MakeStatus(StatusCode::kNotFound,
                                 "no such case",
                                 {.reason = "CASE_NOT_FOUND", .field = "", .remedy = ""});
  EXPECT_EQ(MessageOf(ForBrowser(ours)), "no such case");
}

}  // namespace
}  // namespace dm::desk
