#include "connectors/desk/wire.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "connectors/desk/base64.h"
#include "medarbetare/v1/error_detail.pb.h"

namespace dm::desk {
namespace {

constexpr std::size_t kPrefixBytes = 5;
constexpr std::size_t kTimeoutDigitsMax = 10;

struct CodeForm {
  const char* name;
  int http_status;
};

CodeForm FormOf(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return {"ok", 200};
    case StatusCode::kCancelled:
      return {"canceled", 499};
    case StatusCode::kInvalidArgument:
      return {"invalid_argument", 400};
    case StatusCode::kDeadlineExceeded:
      return {"deadline_exceeded", 504};
    case StatusCode::kNotFound:
      return {"not_found", 404};
    case StatusCode::kAlreadyExists:
      return {"already_exists", 409};
    case StatusCode::kPermissionDenied:
      return {"permission_denied", 403};
    case StatusCode::kResourceExhausted:
      return {"resource_exhausted", 429};
    case StatusCode::kFailedPrecondition:
      return {"failed_precondition", 400};
    case StatusCode::kAborted:
      return {"aborted", 409};
    case StatusCode::kOutOfRange:
      return {"out_of_range", 400};
    case StatusCode::kUnimplemented:
      return {"unimplemented", 501};
    case StatusCode::kInternal:
      return {"internal", 500};
    case StatusCode::kUnavailable:
      return {"unavailable", 503};
    case StatusCode::kDataLoss:
      return {"data_loss", 500};
    case StatusCode::kUnauthenticated:
      return {"unauthenticated", 401};
    default:  // absl asks every reader of its codes for a default.
      return {"unknown", 500};
  }
}

Status BadFrame() {
  return InvalidArgument(
      "body: holds no whole frame of the protocol",
      {.reason = "REQUEST_INVALID", .field = "", .remedy = "Send one uncompressed message frame."});
}

// Also for text that is no UTF-8: such bytes are replaced, never thrown over.
std::string Dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json ErrorOf(const Status& status) {
  nlohmann::json error = {{"code", ConnectCode(status.code())}, {"message", MessageOf(status)}};
  const ErrorDetail detail = DetailOf(status);
  if (detail.reason.empty()) return error;
  medarbetare::v1::ErrorDetail packed;
  packed.set_reason(detail.reason);
  packed.set_domain("medarbetare");
  packed.set_field(detail.field);
  packed.set_remedy(detail.remedy);
  error["details"] = nlohmann::json::array(
      {{{"type", "medarbetare.v1.ErrorDetail"},
        {"value", Base64(packed.SerializeAsString())},
        {"debug",
         {{"reason", detail.reason}, {"field", detail.field}, {"remedy", detail.remedy}}}}});
  return error;
}

}  // namespace

std::optional<ContentType> ReadContentType(std::string_view header) {
  std::string type(header.substr(0, header.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const CallKind kind : {CallKind::kUnary, CallKind::kStream}) {
    for (const Encoding encoding : {Encoding::kJson, Encoding::kBinary}) {
      const ContentType one{encoding, kind};
      if (type == NameOf(one)) return one;
    }
  }
  return std::nullopt;
}

const char* NameOf(ContentType type) {
  if (type.kind == CallKind::kUnary) {
    return type.encoding == Encoding::kJson ? "application/json" : "application/proto";
  }
  return type.encoding == Encoding::kJson ? "application/connect+json"
                                          : "application/connect+proto";
}

const char* ConnectCode(StatusCode code) {
  return FormOf(code).name;
}

int HttpStatusOf(StatusCode code) {
  return FormOf(code).http_status;
}

std::string ErrorJson(const Status& status) {
  return Dump(ErrorOf(status));
}

std::string Frame(std::uint8_t flags, std::string_view bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::string frame;
  frame.reserve(kPrefixBytes + bytes.size());
  frame.push_back(static_cast<char>(flags));
  for (const int shift : {24, 16, 8, 0})
    frame.push_back(static_cast<char>((size >> shift) & 0xFFU));
  frame.append(bytes);
  return frame;
}

std::string EndFrame(const Status& status) {
  nlohmann::json end = nlohmann::json::object();
  if (!status.ok()) end["error"] = ErrorOf(status);
  return Frame(kEndOfStream, Dump(end));
}

StatusOr<std::string> OnlyMessage(std::string_view body) {
  if (body.size() < kPrefixBytes || body[0] != static_cast<char>(kMessageFrame)) return BadFrame();
  std::uint32_t size = 0;
  for (std::size_t i = 1; i < kPrefixBytes; ++i) {
    size = (size << 8U) | static_cast<unsigned char>(body[i]);
  }
  if (body.size() - kPrefixBytes != size) return BadFrame();
  return std::string(body.substr(kPrefixBytes));
}

StatusOr<std::optional<std::chrono::milliseconds>> ReadTimeout(std::string_view header) {
  if (header.empty()) return std::optional<std::chrono::milliseconds>();
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), ms);
  if (header.size() > kTimeoutDigitsMax || error != std::errc() ||
      end != header.data() + header.size() || ms < 0) {
    return InvalidArgument("Connect-Timeout-Ms: is at most ten digits",
                           {.reason = "FIELD_INVALID",
                            .field = "Connect-Timeout-Ms",
                            .remedy = "Send whole milliseconds, or leave the header out."});
  }
  return std::optional<std::chrono::milliseconds>(ms);
}

Status ForBrowser(const Status& status) {
  if (status.ok() || !DetailOf(status).reason.empty()) return status;
  switch (status.code()) {
    case StatusCode::kUnavailable:
      return MakeStatus(
          StatusCode::kUnavailable,
          "the worker does not answer now",
          {.reason = "UNAVAILABLE", .field = "", .remedy = "Repeat the same request later."});
    case StatusCode::kDeadlineExceeded:
    case StatusCode::kCancelled:
      return MakeStatus(StatusCode::kDeadlineExceeded,
                        "the time is up",
                        {.reason = "DEADLINE_EXCEEDED",
                         .field = "",
                         .remedy = "Repeat the same request: it is done at most once."});
    case StatusCode::kResourceExhausted:
      return MakeStatus(StatusCode::kResourceExhausted,
                        "the call or its answer is too large, or there is too much to do",
                        {.reason = "OVERLOADED",
                         .field = "",
                         .remedy = "Ask for less, or repeat the same request later."});
    case StatusCode::kUnimplemented:
      return MakeStatus(StatusCode::kUnimplemented,
                        "the worker's version cannot do this",
                        {.reason = "UNIMPLEMENTED", .field = "", .remedy = "Upgrade the worker."});
    default:  // absl asks every reader of its codes for a default.
      return MakeStatus(status.code(),
                        "the call failed",
                        {.reason = "INTERNAL",
                         .field = "",
                         .remedy = "Repeat the same request; tell operations if it lasts."});
  }
}

}  // namespace dm::desk
