#include "connectors/casesystem/outcome.h"

#include "worker/case/number_in_id.h"
#include "worker/core/id.h"

namespace dm::casesystem {
namespace {

namespace pb = medarbetare::v1;

// Codes are ours where the receiver gave none, or none that may stand in a log.
std::string CodeOr(const std::string& code, const char* other) {
  return IsIdText(code) && !MayHoldNumber(code) ? code : other;
}

const char* CodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "RECEIVER_INVALID_ARGUMENT";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "RECEIVER_FAILED_PRECONDITION";
    case grpc::StatusCode::ALREADY_EXISTS:
      return "RECEIVER_ALREADY_EXISTS";
    case grpc::StatusCode::OUT_OF_RANGE:
      return "RECEIVER_OUT_OF_RANGE";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "RECEIVER_PERMISSION_DENIED";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "RECEIVER_TIMEOUT";
    case grpc::StatusCode::UNAVAILABLE:
      return "RECEIVER_UNAVAILABLE";
    default:  // gRPC may bring codes of its own.
      return "RECEIVER_ERROR";
  }
}

bool IsRefusal(grpc::StatusCode code) {
  return code == grpc::StatusCode::INVALID_ARGUMENT ||
         code == grpc::StatusCode::FAILED_PRECONDITION ||
         code == grpc::StatusCode::ALREADY_EXISTS || code == grpc::StatusCode::OUT_OF_RANGE ||
         code == grpc::StatusCode::PERMISSION_DENIED;
}

Delivery Read(const pb::Delivery& answer) {
  Delivery delivery;
  if (IsIdText(answer.reference())) delivery.reference = answer.reference();
  if (answer.has_amount()) delivery.amount = Money::FromOre(answer.amount().ore());
  switch (answer.outcome()) {
    case pb::DELIVERY_OUTCOME_OK:
      delivery.outcome = DeliveryOutcome::kOk;
      return delivery;
    case pb::DELIVERY_OUTCOME_REFUSED:
      delivery.outcome = DeliveryOutcome::kRefused;
      delivery.error_code = CodeOr(answer.error_code(), "RECEIVER_REFUSED");
      return delivery;
    default:  // unspecified, or a value of a later contract
      delivery.error_code = "RECEIVER_OUTCOME_MISSING";
      return delivery;
  }
}

}  // namespace

Delivery OutcomeOfDelivery(const grpc::Status& status, const pb::Delivery& answer) {
  if (status.ok()) return Read(answer);
  Delivery delivery;
  if (IsRefusal(status.error_code())) delivery.outcome = DeliveryOutcome::kRefused;
  delivery.error_code = CodeOf(status.error_code());
  return delivery;
}

StatusOr<std::optional<Delivery>> OutcomeOfQuestion(const grpc::Status& status,
                                                    const pb::Delivery& answer) {
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return std::optional<Delivery>();
  const std::string what = "the case system did not say what became of an effect";
  if (!status.ok())
    return MakeStatus(StatusCode::kUnavailable,
                      what,
                      {.reason = CodeOf(status.error_code()),
                       .field = "",
                       .remedy = "Nothing is sent again until it answers; look at its state."});
  Delivery delivery = Read(answer);
  if (delivery.outcome == DeliveryOutcome::kUnknown)
    return MakeStatus(StatusCode::kUnavailable,
                      what,
                      {.reason = delivery.error_code,
                       .field = "outcome",
                       .remedy = "The case system answers OK or REFUSED, or NOT_FOUND."});
  return std::optional<Delivery>(std::move(delivery));
}

}  // namespace dm::casesystem
