#include "worker/adapters/grpc/error.h"

#include <gtest/gtest.h>

namespace dm {
namespace {

TEST(GrpcError, KeepsCodeMessageAndDetailThereAndBack) {
  for (const int code : {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16}) {
    const Status status = MakeStatus(static_cast<StatusCode>(code),
                                     "said",
                                     {.reason = "WHY", .field = "a.b[0]", .remedy = "Do it."});
    const Status back = FromGrpcStatus(ToGrpcStatus(status));
    EXPECT_EQ(back.code(), status.code());
    EXPECT_EQ(MessageOf(back), "said");
    EXPECT_EQ(DetailOf(back).reason, "WHY");
    EXPECT_EQ(DetailOf(back).field, "a.b[0]");
    EXPECT_EQ(DetailOf(back).remedy, "Do it.");
  }
}

TEST(GrpcError, WithoutAReasonShowsTheCodesOwnWordsAndTheReference) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status out =
        ToGrpcStatus(Status(static_cast<StatusCode>(code), "path and query"), "ab12");
    EXPECT_EQ(out.error_message().find("query"), std::string::npos) << code;
    EXPECT_NE(out.error_message().find("ab12"), std::string::npos) << code;
    EXPECT_EQ(out.error_details().find("query"), std::string::npos) << code;
    EXPECT_FALSE(DetailOf(FromGrpcStatus(out)).reason.empty()) << code;
    EXPECT_FALSE(DetailOf(FromGrpcStatus(out)).remedy.empty()) << code;
  }
}

TEST(GrpcError, OfTheWorkerItselfKeepsItsReasonAndNothingElse) {
  const ErrorDetail detail = {.reason = "CHAIN", .field = "/var/file", .remedy = "rm /var/file"};
  for (const Status& inner : {MakeStatus(StatusCode::kInternal, "row 7 of /var/file", detail),
                              MakeStatus(StatusCode::kDataLoss, "row 7 of /var/file", detail),
                              MakeStatus(StatusCode::kUnavailable,
                                         "row 7 of /var/file",
                                         {.reason = "STORE_IO", .field = "", .remedy = ""})}) {
    const grpc::Status out = ToGrpcStatus(inner, "ab12");
    EXPECT_EQ(DetailOf(FromGrpcStatus(out)).reason, DetailOf(inner).reason);
    EXPECT_EQ((out.error_message() + out.error_details()).find("/var"), std::string::npos);
    EXPECT_NE(out.error_message().find("ab12"), std::string::npos);
  }
}

TEST(GrpcError, OkIsOk) {
  EXPECT_TRUE(ToGrpcStatus(OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(GrpcError, OfAnotherServerIsReadWithoutDetail) {
  const Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "down", "\xff not a message"));
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_EQ(DetailOf(status).reason, "");
}

}  // namespace
}  // namespace dm
