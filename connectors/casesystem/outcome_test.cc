#include "connectors/casesystem/outcome.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace dm::casesystem {
namespace {

namespace pb = medarbetare::v1;

TEST(OutcomeOfDelivery, IsRefusedOnlyWhereTheReceiverSaidNo) {
  const std::set<int> refusals = {grpc::StatusCode::INVALID_ARGUMENT,
                                  grpc::StatusCode::FAILED_PRECONDITION,
                                  grpc::StatusCode::ALREADY_EXISTS,
                                  grpc::StatusCode::OUT_OF_RANGE,
                                  grpc::StatusCode::PERMISSION_DENIED};
  for (int code = 1; code <= 16; ++code) {
    const Delivery delivery = OutcomeOfDelivery(
        grpc::Status(static_cast<grpc::StatusCode>(code), "secret text"), pb::Delivery());
    EXPECT_EQ(delivery.outcome == DeliveryOutcome::kRefused, refusals.contains(code)) << code;
    EXPECT_NE(delivery.outcome, DeliveryOutcome::kOk) << code;
    EXPECT_EQ(delivery.error_code.find("secret"), std::string::npos);
    EXPECT_FALSE(delivery.error_code.empty());
  }
}

TEST(OutcomeOfDelivery, IsUnknownForAnAnswerWithoutOutcome) {
  EXPECT_EQ(OutcomeOfDelivery(grpc::Status::OK, pb::Delivery()).outcome, DeliveryOutcome::kUnknown);
  pb::Delivery later;
  later.set_outcome(static_cast<pb::DeliveryOutcome>(9));
  EXPECT_EQ(OutcomeOfDelivery(grpc::Status::OK, later).outcome, DeliveryOutcome::kUnknown);
}

TEST(OutcomeOfDelivery, KeepsCodesAndReferencesOnlyWhereTheyAreIds) {
  pb::Delivery answer;
  answer.set_outcome(pb::DELIVERY_OUTCOME_REFUSED);
  answer.set_error_code("fritext om en person");
  answer.set_reference("också fritext");
  const Delivery delivery = OutcomeOfDelivery(grpc::Status::OK, answer);
  EXPECT_EQ(delivery.error_code, "RECEIVER_REFUSED");
  EXPECT_EQ(delivery.reference, "");
  answer.set_error_code("DUP_PNR_199001012384");  // as a personal number
  EXPECT_EQ(OutcomeOfDelivery(grpc::Status::OK, answer).error_code, "RECEIVER_REFUSED");
}

TEST(OutcomeOfQuestion, IsNothingWhereTheReceiverHasNeverSeenIt) {
  const auto found =
      OutcomeOfQuestion(grpc::Status(grpc::StatusCode::NOT_FOUND, ""), pb::Delivery());
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->has_value());
}

TEST(OutcomeOfQuestion, IsAStatusWhereTheReceiverCannotSay) {
  EXPECT_FALSE(
      OutcomeOfQuestion(grpc::Status(grpc::StatusCode::UNAVAILABLE, ""), pb::Delivery()).ok());
  EXPECT_FALSE(OutcomeOfQuestion(grpc::Status::OK, pb::Delivery()).ok());
}

}  // namespace
}  // namespace dm::casesystem
