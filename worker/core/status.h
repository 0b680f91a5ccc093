// Status and StatusOr: how an operation that can fail says so. Text goes in and out as std::string,
// because the distribution's absl has a string_view of its own. See docs/architecture.md, "No, in
// four kinds".
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace dm {

using Status = absl::Status;
using StatusCode = absl::StatusCode;
template <typename T>
using StatusOr = absl::StatusOr<T>;

inline Status OkStatus() {
  return absl::OkStatus();
}

// What a program needs to act on an error: a stable reason, the field at fault and the remedy.
// Never a value of a person.
struct ErrorDetail {
  std::string reason;  // UPPER_SNAKE_CASE, from the closed list in docs/api-errors.md
  std::string field;   // path in the request or file, such as "application.month"; empty where no
                       // field is at fault
  std::string remedy;  // what the caller does next, one sentence
};

// A status with a message for people and a detail for programs.
Status MakeStatus(StatusCode code, const std::string& message, const ErrorDetail& detail);

// The detail put in by MakeStatus; empty strings where there is none.
ErrorDetail DetailOf(const Status& status);

// The message as a std::string.
std::string MessageOf(const Status& status);

// The same code and detail, with `context: ` before the message.
Status Annotate(const Status& status, std::string_view context);

// True for codes after which the same call may succeed later: unavailable, deadline exceeded,
// aborted, resource exhausted.
bool IsRetryable(const Status& status);

Status InvalidArgument(const std::string& message, const ErrorDetail& detail);
Status InvalidArgument(const std::string& message);
Status NotFound(const std::string& message);
Status FailedPrecondition(const std::string& message);
Status FailedPrecondition(const std::string& message, const ErrorDetail& detail);
Status Aborted(const std::string& message);
Status Unavailable(const std::string& message);
Status DeadlineExceeded(const std::string& message);
Status DataLoss(const std::string& message);
Status Internal(const std::string& message);

}  // namespace dm

// The macros declare variables: their arguments cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)

// Return early with the status of `expr` when it is not OK.
#define DM_RETURN_IF_ERROR(expr)             \
  do {                                       \
    ::dm::Status dm_status_ = (expr);        \
    if (!dm_status_.ok()) return dm_status_; \
  } while (false)

#define DM_CONCAT_INNER_(a, b) a##b
#define DM_CONCAT_(a, b) DM_CONCAT_INNER_(a, b)
#define DM_ASSIGN_OR_RETURN_IMPL_(tmp, lhs, expr) \
  auto tmp = (expr);                              \
  if (!tmp.ok()) return tmp.status();             \
  lhs = *std::move(tmp)

// `DM_ASSIGN_OR_RETURN(auto x, F());`: x from F's value, or return F's status.
#define DM_ASSIGN_OR_RETURN(lhs, expr) \
  DM_ASSIGN_OR_RETURN_IMPL_(DM_CONCAT_(dm_status_or_, __LINE__), lhs, expr)
// NOLINTEND(bugprone-macro-parentheses)
