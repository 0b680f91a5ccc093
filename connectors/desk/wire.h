// The Connect protocol's forms: codes, errors, envelopes, timeouts. Unary calls answer an error as
// JSON with an HTTP status, streams as their last frame.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::desk {

enum class Encoding { kJson, kBinary };
enum class CallKind { kUnary, kStream };

struct ContentType {
  Encoding encoding = Encoding::kJson;
  CallKind kind = CallKind::kUnary;
};

// Of a Content-Type header; nothing where it is none of the four that the protocol has here. Types
// that a plain form can send are never among them (no forged submissions from other sites).
std::optional<ContentType> ReadContentType(std::string_view header);
const char* NameOf(ContentType type);

const char* ConnectCode(StatusCode code);  // "invalid_argument"
int HttpStatusOf(StatusCode code);

// {"code","message","details":[…]}: the detail as an ErrorDetail message and, for people who read
// it, as JSON.
std::string ErrorJson(const Status& status);

// A frame of a stream. kEndOfStream holds JSON: {} or {"error":…}.
inline constexpr std::uint8_t kMessageFrame = 0x00;
inline constexpr std::uint8_t kEndOfStream = 0x02;
std::string Frame(std::uint8_t flags, std::string_view bytes);
std::string EndFrame(const Status& status);
// The one message that a call of a server stream sends.
StatusOr<std::string> OnlyMessage(std::string_view body);

// Connect-Timeout-Ms: at most ten digits; nothing where the header is empty.
StatusOr<std::optional<std::chrono::milliseconds>> ReadTimeout(std::string_view header);

// `status` as it may go to a browser: what has no reason of ours comes from a library and may speak
// of addresses, so that its words are replaced.
Status ForBrowser(const Status& status);

}  // namespace dm::desk
