#include "worker/core/status.h"

#include <string>

#include "gtest/gtest.h"

namespace dm {
namespace {

Status WrongMonth() {
  return InvalidArgument("the month is not open",
                         {.reason = "MONTH_NOT_OPEN",
                          .field = "application.month",
                          .remedy = "Apply for the coming month."});
}

TEST(StatusTest, KeepsTheDetailThatItWasMadeWith) {
  const Status status = WrongMonth();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(status), "the month is not open");
  EXPECT_EQ(DetailOf(status).reason, "MONTH_NOT_OPEN");
  EXPECT_EQ(DetailOf(status).field, "application.month");
  EXPECT_EQ(DetailOf(status).remedy, "Apply for the coming month.");
}

TEST(StatusTest, HasAnEmptyDetailWhenMadeWithoutOne) {
  for (const Status& status : {OkStatus(), NotFound("no such case")}) {
    EXPECT_EQ(DetailOf(status).reason, "");
    EXPECT_EQ(DetailOf(status).field, "");
    EXPECT_EQ(DetailOf(status).remedy, "");
  }
}

TEST(StatusTest, LeavesOutDetailFieldsThatAreEmpty) {
  const Status status =
      FailedPrecondition("paused", {.reason = "PAUSED", .field = "", .remedy = "Resume."});
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "PAUSED");
  EXPECT_EQ(DetailOf(status).field, "");
}

TEST(StatusTest, AnnotatesTheMessageAndKeepsCodeAndDetail) {
  const Status status = Annotate(WrongMonth(), "submit");
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(status), "submit: the month is not open");
  EXPECT_EQ(DetailOf(status).field, "application.month");
}

TEST(StatusTest, AnnotatingSuccessLeavesSuccess) {
  EXPECT_TRUE(Annotate(OkStatus(), "x").ok());
}

TEST(StatusTest, RetriesOnlyWhatMayPassByItself) {
  EXPECT_TRUE(IsRetryable(Unavailable("")));
  EXPECT_TRUE(IsRetryable(DeadlineExceeded("")));
  EXPECT_TRUE(IsRetryable(Aborted("")));
  EXPECT_TRUE(IsRetryable(Status(StatusCode::kResourceExhausted, "")));

  EXPECT_FALSE(IsRetryable(OkStatus()));
  EXPECT_FALSE(IsRetryable(InvalidArgument("")));
  EXPECT_FALSE(IsRetryable(FailedPrecondition("")));
  EXPECT_FALSE(IsRetryable(DataLoss("")));
  EXPECT_FALSE(IsRetryable(Internal("")));
}

TEST(StatusTest, MakesTheCodeThatEachNameSays) {
  EXPECT_EQ(InvalidArgument("m").code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(NotFound("m").code(), StatusCode::kNotFound);
  EXPECT_EQ(FailedPrecondition("m").code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Aborted("m").code(), StatusCode::kAborted);
  EXPECT_EQ(Unavailable("m").code(), StatusCode::kUnavailable);
  EXPECT_EQ(DeadlineExceeded("m").code(), StatusCode::kDeadlineExceeded);
  EXPECT_EQ(DataLoss("m").code(), StatusCode::kDataLoss);
  EXPECT_EQ(Internal("m").code(), StatusCode::kInternal);
}

StatusOr<int> Half(int number) {
  if (number % 2 != 0) return InvalidArgument("odd");
  return number / 2;
}

StatusOr<int> Quarter(int number) {
  DM_ASSIGN_OR_RETURN(const int half, Half(number));
  DM_ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

Status CheckQuarter(int number) {
  DM_RETURN_IF_ERROR(Quarter(number).status());
  return OkStatus();
}

TEST(StatusTest, MacrosReturnTheFirstError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(MessageOf(Quarter(6).status()), "odd");
  EXPECT_TRUE(CheckQuarter(4).ok());
  EXPECT_EQ(CheckQuarter(3).code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace dm
