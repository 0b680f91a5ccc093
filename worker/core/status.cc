#include "worker/core/status.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/cord.h"

namespace dm {
namespace {

// One payload a field: nothing to encode, and a field that is absent is absent.
constexpr char kReasonUrl[] = "medarbetare/reason";
constexpr char kFieldUrl[] = "medarbetare/field";
constexpr char kRemedyUrl[] = "medarbetare/remedy";

void Put(Status& status, const char* url, const std::string& text) {
  if (!text.empty()) status.SetPayload(url, absl::Cord(text));
}

std::string Take(const Status& status, const char* url) {
  const auto payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace

Status MakeStatus(StatusCode code, const std::string& message, const ErrorDetail& detail) {
  Status status(code, message);
  Put(status, kReasonUrl, detail.reason);
  Put(status, kFieldUrl, detail.field);
  Put(status, kRemedyUrl, detail.remedy);
  return status;
}

ErrorDetail DetailOf(const Status& status) {
  return {.reason = Take(status, kReasonUrl),
          .field = Take(status, kFieldUrl),
          .remedy = Take(status, kRemedyUrl)};
}

std::string MessageOf(const Status& status) {
  return std::string(status.message());
}

Status Annotate(const Status& status, std::string_view context) {
  if (status.ok()) return status;
  return MakeStatus(
      status.code(), std::string(context) + ": " + MessageOf(status), DetailOf(status));
}

bool IsRetryable(const Status& status) {
  switch (status.code()) {
    case StatusCode::kUnavailable:
    case StatusCode::kDeadlineExceeded:
    case StatusCode::kAborted:
    case StatusCode::kResourceExhausted:
      return true;
    default:  // absl asks every reader of its codes for a default.
      return false;
  }
}

Status InvalidArgument(const std::string& message, const ErrorDetail& detail) {
  return MakeStatus(StatusCode::kInvalidArgument, message, detail);
}

Status InvalidArgument(const std::string& message) {
  return absl::InvalidArgumentError(message);
}

Status NotFound(const std::string& message) {
  return absl::NotFoundError(message);
}

Status FailedPrecondition(const std::string& message) {
  return absl::FailedPreconditionError(message);
}

Status FailedPrecondition(const std::string& message, const ErrorDetail& detail) {
  return MakeStatus(StatusCode::kFailedPrecondition, message, detail);
}

Status Aborted(const std::string& message) {
  return absl::AbortedError(message);
}

Status Unavailable(const std::string& message) {
  return absl::UnavailableError(message);
}

Status DeadlineExceeded(const std::string& message) {
  return absl::DeadlineExceededError(message);
}

Status DataLoss(const std::string& message) {
  return absl::DataLossError(message);
}

Status Internal(const std::string& message) {
  return absl::InternalError(message);
}

}  // namespace dm
