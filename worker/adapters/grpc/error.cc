#include "worker/adapters/grpc/error.h"

#include "medarbetare/v1/error_detail.pb.h"

namespace dm {
namespace {

namespace pb = medarbetare::v1;

constexpr char kDomain[] = "medarbetare";
constexpr char kErrorInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestType[] = "type.googleapis.com/google.rpc.BadRequest";

struct Known {
  const char* reason;
  const char* message;
  const char* remedy;
};

// What goes out when the status has no reason of its own.
Known KnownOf(StatusCode code) {
  switch (code) {
    case StatusCode::kInvalidArgument:
    case StatusCode::kOutOfRange:
      return {"REQUEST_INVALID",
              "the request is not valid",
              "Compare the request with its proto file."};
    case StatusCode::kNotFound:
      return {
          "NOT_FOUND", "there is no such object", "Check the id; it may belong to someone else."};
    case StatusCode::kAlreadyExists:
      return {"ALREADY_EXISTS", "it exists already", "Read what exists."};
    case StatusCode::kPermissionDenied:
    case StatusCode::kUnauthenticated:
      return {"PERMISSION_DENIED", "the caller may not do this", "Ask operations for the role."};
    case StatusCode::kFailedPrecondition:
      return {"STATE_FORBIDS", "the object's state does not allow this", "Read the object again."};
    case StatusCode::kAborted:
      return {"CONFLICT", "someone else changed it at the same time", "Read it again and repeat."};
    case StatusCode::kUnavailable:
      return {"UNAVAILABLE", "the worker cannot answer now", "Repeat the same request later."};
    case StatusCode::kResourceExhausted:
      return {"OVERLOADED", "the worker has too much to do", "Repeat the same request later."};
    case StatusCode::kDeadlineExceeded:
    case StatusCode::kCancelled:
      return {"DEADLINE_EXCEEDED",
              "the time is up",
              "Repeat the same request: it is done at most once."};
    case StatusCode::kUnimplemented:
      return {"UNIMPLEMENTED", "this version cannot do this", "Upgrade the worker."};
    default:  // absl asks every reader of its codes for a default.
      return {"INTERNAL", "a fault in the worker", "Give operations the reference."};
  }
}

bool IsStore(const std::string& reason) {
  return reason.rfind("STORE_", 0) == 0;
}

// A full or broken disk is not load: the caller learns that nothing was kept.
const Known kStoreFailed = {"STORE_FAILED",
                            "the worker cannot store anything now; nothing was changed",
                            "Repeat the same request later; tell operations if it lasts."};

// Faults of the worker itself: their messages speak of rows, files and broken assumptions.
bool IsInside(StatusCode code, const std::string& reason) {
  return code == StatusCode::kInternal || code == StatusCode::kDataLoss ||
         code == StatusCode::kUnknown || IsStore(reason);
}

grpc::StatusCode CodeOf(StatusCode code) {
  return static_cast<grpc::StatusCode>(static_cast<int>(code));  // the same numbers
}

void PackDetails(const ErrorDetail& detail, pb::ErrorStatus& packed) {
  pb::ErrorDetail ours;
  ours.set_reason(detail.reason);
  ours.set_domain(kDomain);
  ours.set_field(detail.field);
  ours.set_remedy(detail.remedy);
  packed.add_details()->PackFrom(ours);

  pb::ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(kDomain);
  if (!detail.field.empty()) (*info.mutable_metadata())["field"] = detail.field;
  if (!detail.remedy.empty()) (*info.mutable_metadata())["remedy"] = detail.remedy;
  auto* any = packed.add_details();
  any->set_type_url(kErrorInfoType);
  any->set_value(info.SerializeAsString());
  if (detail.field.empty()) return;

  pb::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field(detail.field);
  violation->set_description(detail.remedy);
  any = packed.add_details();
  any->set_type_url(kBadRequestType);
  any->set_value(bad_request.SerializeAsString());
}

}  // namespace

grpc::Status ToGrpcStatus(const Status& status, const std::string& reference) {
  if (status.ok()) return grpc::Status::OK;
  ErrorDetail detail = DetailOf(status);
  std::string message = MessageOf(status);
  if (detail.reason.empty() || IsInside(status.code(), detail.reason)) {
    const Known known = IsStore(detail.reason) ? kStoreFailed : KnownOf(status.code());
    if (detail.reason.empty()) detail.reason = known.reason;
    detail = {.reason = detail.reason, .field = "", .remedy = known.remedy};
    message = known.message;
    if (!reference.empty()) message += "; reference " + reference;
  }
  pb::ErrorStatus packed;
  packed.set_code(static_cast<int>(status.code()));
  packed.set_message(message);
  PackDetails(detail, packed);
  return {CodeOf(status.code()), message, packed.SerializeAsString()};
}

Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return OkStatus();
  ErrorDetail detail;
  pb::ErrorStatus packed;
  pb::ErrorDetail ours;
  if (packed.ParseFromString(status.error_details()) && packed.details_size() > 0 &&
      packed.details(0).UnpackTo(&ours))
    detail = {.reason = ours.reason(), .field = ours.field(), .remedy = ours.remedy()};
  return MakeStatus(static_cast<StatusCode>(static_cast<int>(status.error_code())),
                    status.error_message(),
                    detail);
}

}  // namespace dm
