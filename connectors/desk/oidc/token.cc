#include "connectors/desk/oidc/token.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

#include "connectors/desk/base64.h"

namespace dm::desk {
namespace {

constexpr std::size_t kTokenBytesMax = std::size_t{16} * 1024;
constexpr std::size_t kSubjectBytesMax = 255;
constexpr std::int64_t kMsPerSecond = 1'000;
constexpr std::int64_t kSkewSeconds = 60;  // between the provider's clock and ours
constexpr std::int64_t kAgeSecondsMax = 600;
constexpr std::int64_t kSecondsMax = 253'402'300'799;  // the year 9999

Status Refuse(const char* reason) {
  return MakeStatus(
      StatusCode::kUnauthenticated,
      "the provider's token is not accepted",
      {.reason = reason,
       .field = "",
       .remedy = "Sign in again; docs/operating/desk.md says what the reason means."});
}

struct Parts {
  std::string_view signed_bytes;
  std::string_view head;
  std::string_view claims;
  std::string_view signature;
};

std::optional<Parts> Split(std::string_view token) {
  if (token.size() > kTokenBytesMax) return std::nullopt;
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Parts{.signed_bytes = token.substr(0, second),
               .head = token.substr(0, first),
               .claims = token.substr(first + 1, second - first - 1),
               .signature = token.substr(second + 1)};
}

nlohmann::json ReadPart(std::string_view part) {
  const auto bytes = FromBase64Url(part);
  return bytes ? nlohmann::json::parse(*bytes, nullptr, false) : nlohmann::json();
}

std::string Text(const nlohmann::json& json, const std::string& name) {
  if (!json.is_object() || !json.contains(name) || !json[name].is_string()) return "";
  return json[name].get<std::string>();
}

std::optional<std::int64_t> Seconds(const nlohmann::json& json, const char* name) {
  if (!json.contains(name) || !json[name].is_number()) return std::nullopt;
  const double value = json[name].get<double>();
  if (!(value >= 0 && value <= static_cast<double>(kSecondsMax))) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

// One audience, or several of which we are one and the token was made for us (azp).
bool IsForUs(const nlohmann::json& claims, const std::string& client_id) {
  const std::string party = Text(claims, "azp");
  if (!party.empty() && party != client_id) return false;
  if (!claims.contains("aud")) return false;
  const auto& audience = claims["aud"];
  if (audience.is_string()) return audience.get<std::string>() == client_id;
  if (!audience.is_array()) return false;
  const bool named = std::any_of(audience.begin(), audience.end(), [&](const auto& one) {
    return one.is_string() && one.template get<std::string>() == client_id;
  });
  return named && (audience.size() == 1 || !party.empty());
}

Status CheckTimes(const nlohmann::json& claims, Instant now) {
  const std::int64_t seconds = now.unix_ms() / kMsPerSecond;
  const auto expires = Seconds(claims, "exp");
  const auto issued = Seconds(claims, "iat");
  if (!expires || *expires + kSkewSeconds <= seconds) return Refuse("TOKEN_EXPIRED");
  if (!issued || *issued > seconds + kSkewSeconds || *issued + kAgeSecondsMax < seconds) {
    return Refuse("TOKEN_NOT_FRESH");
  }
  if (claims.contains("nbf")) {
    const auto from = Seconds(claims, "nbf");
    if (!from || *from > seconds + kSkewSeconds) return Refuse("TOKEN_NOT_FRESH");
  }
  return OkStatus();
}

}  // namespace

std::string KeyIdOf(std::string_view token) {
  const auto parts = Split(token);
  return parts ? Text(ReadPart(parts->head), "kid") : "";
}

StatusOr<std::string> VerifyToken(std::string_view token,
                                  const ProviderKeys& keys,
                                  const TokenExpectation& expected) {
  const auto parts = Split(token);
  if (!parts) return Refuse("TOKEN_MALFORMED");
  const nlohmann::json head = ReadPart(parts->head);
  const auto signature = FromBase64Url(parts->signature);
  // `crit` names what a reader must understand; we understand nothing beyond the plain form.
  if (!head.is_object() || head.contains("crit") || !signature) return Refuse("TOKEN_MALFORMED");
  if (!keys.Verify(Text(head, "kid"), Text(head, "alg"), parts->signed_bytes, *signature)) {
    return Refuse("TOKEN_SIGNATURE");
  }
  const nlohmann::json claims = ReadPart(parts->claims);
  if (!claims.is_object()) return Refuse("TOKEN_MALFORMED");
  if (Text(claims, "iss") != expected.issuer) return Refuse("TOKEN_ISSUER");
  if (!IsForUs(claims, expected.client_id)) return Refuse("TOKEN_AUDIENCE");
  DM_RETURN_IF_ERROR(CheckTimes(claims, expected.now));
  if (expected.nonce.empty() || Text(claims, "nonce") != expected.nonce) {
    return Refuse("TOKEN_NONCE");
  }
  const auto& levels = expected.acr_values;
  if (!levels.empty() &&
      std::find(levels.begin(), levels.end(), Text(claims, "acr")) == levels.end()) {
    return Refuse("TOKEN_LEVEL");
  }
  std::string subject = Text(claims, expected.subject_claim);
  if (subject.empty() || subject.size() > kSubjectBytesMax) return Refuse("TOKEN_SUBJECT");
  return subject;
}

}  // namespace dm::desk
