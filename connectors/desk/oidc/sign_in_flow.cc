#include "connectors/desk/oidc/sign_in_flow.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "connectors/desk/base64.h"
#include "connectors/desk/oidc/token.h"
#include "worker/core/digest.h"
#include "worker/core/secret_file.h"

namespace dm::desk {
namespace {

constexpr std::int64_t kPendingMs = 600'000;
// Sign-ins that were finished within that time; where there are more, the oldest are forgotten, and
// the provider's code, which it takes once, stands alone.
constexpr std::size_t kFinishedMax = 10'000;
constexpr std::int64_t kMetadataMs = 3'600'000;
constexpr std::int64_t kKeysAgainMs = 60'000;  // at least this between two questions for keys
constexpr std::size_t kMetadataBytesMax = std::size_t{64} * 1024;
constexpr std::size_t kSecretBytesMax = 4'096;
constexpr int kRandomBytes = 32;
constexpr char kDot = '.';
constexpr char kWellKnown[] = "/.well-known/openid-configuration";

Status Refuse(StatusCode code, const char* reason) {
  return MakeStatus(
      code,
      "the sign-in was not completed",
      {.reason = reason,
       .field = "sign_in.oidc",
       .remedy = "Sign in again; docs/operating/desk.md says what the reason means."});
}

std::string Text(const nlohmann::json& json, const char* name) {
  return json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : "";
}

std::string Challenge(const std::string& verifier) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(static_cast<const unsigned char*>(static_cast<const void*>(verifier.data())),
         verifier.size(),
         digest);
  return Base64Url({static_cast<const char*>(static_cast<const void*>(digest)), sizeof(digest)});
}

StatusOr<std::string> ReadSecret(const std::string& path) {
  if (path.empty()) return std::string();
  DM_RETURN_IF_ERROR(CheckSecretFile("sign_in.oidc.client_secret_file", path));
  std::ifstream file(path, std::ios::binary);
  std::string secret(std::istreambuf_iterator<char>(file), {});
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (!secret.empty() && secret.size() <= kSecretBytesMax) return secret;
  return FailedPrecondition("sign_in.oidc.client_secret_file: cannot be read or is empty",
                            {.reason = "CONFIG_INVALID",
                             .field = "sign_in.oidc.client_secret_file",
                             .remedy = "Put the client's secret on the file's first line."});
}

}  // namespace

StatusOr<std::unique_ptr<SignInFlow>> SignInFlow::Create(OidcOptions options, const Clock& clock) {
  DM_ASSIGN_OR_RETURN(std::string secret, ReadSecret(options.client_secret_file));
  auto fetch = std::make_unique<Fetch>(
      FetchOptions{.ca = options.ca, .loopback_http = options.loopback_http});
  return std::make_unique<SignInFlow>(
      std::move(options), std::move(secret), std::move(fetch), clock);
}

SignInFlow::SignInFlow(OidcOptions options,
                       std::string secret,
                       std::unique_ptr<Fetch> fetch,
                       const Clock& clock)
    : options_(std::move(options)),
      secret_(std::move(secret)),
      fetch_(std::move(fetch)),
      clock_(clock),
      key_(RandomHex(kRandomBytes)) {}

StatusOr<SignInFlow::Provider> SignInFlow::ReadMetadata(const std::string& json) const {
  const Status bad = Refuse(StatusCode::kUnavailable, "OIDC_METADATA_INVALID");
  if (json.size() > kMetadataBytesMax) return bad;
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  // Another issuer's metadata would send people, and the client's secret, to that issuer.
  if (!parsed.is_object() || Text(parsed, "issuer") != options_.issuer) return bad;
  Provider provider;
  provider.authorization_endpoint = Text(parsed, "authorization_endpoint");
  provider.token_endpoint = Text(parsed, "token_endpoint");
  provider.jwks_uri = Text(parsed, "jwks_uri");
  for (const std::string* url :
       {&provider.authorization_endpoint, &provider.token_endpoint, &provider.jwks_uri}) {
    const bool plain = options_.loopback_http && url->rfind("http://", 0) == 0;
    const bool printable = url->find_first_not_of(
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               "-._~:/?[]@!$&'()*+,;=%") == std::string::npos;
    if ((url->rfind("https://", 0) != 0 && !plain) || !printable) return bad;
  }
  provider.names_issuer = parsed.value("authorization_response_iss_parameter_supported", false);
  provider.read_ms = clock_.MonotonicMs();
  return provider;
}

StatusOr<SignInFlow::Provider> SignInFlow::TheProvider() {
  {
    const MutexLock lock(mutex_);
    if (provider_ && clock_.MonotonicMs() - provider_->read_ms < kMetadataMs) return *provider_;
  }
  std::string base = options_.issuer;
  while (!base.empty() && base.back() == '/') base.pop_back();
  DM_ASSIGN_OR_RETURN(const std::string json, fetch_->Get(base + kWellKnown));
  DM_ASSIGN_OR_RETURN(Provider provider, ReadMetadata(json));
  const MutexLock lock(mutex_);
  provider_ = provider;
  return provider;
}

StatusOr<SignInFlow::Started> SignInFlow::Begin() {
  DM_ASSIGN_OR_RETURN(const Provider provider, TheProvider());
  const std::string began = std::to_string(clock_.MonotonicMs()) + kDot + RandomHex(kRandomBytes);
  const std::string cookie = began + kDot + Derived("cookie", began);
  const Pending pending = PendingOf(began);
  const std::string& endpoint = provider.authorization_endpoint;
  std::string url = endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") +
                    "response_type=code&client_id=" + FormEncode(options_.client_id) +
                    "&redirect_uri=" + FormEncode(options_.redirect_uri) +
                    "&scope=" + FormEncode(options_.scope) + "&state=" + pending.state +
                    "&nonce=" + pending.nonce + "&code_challenge=" + Challenge(pending.verifier) +
                    "&code_challenge_method=S256";
  std::string levels;
  for (const std::string& one : options_.acr_values) levels += (levels.empty() ? "" : " ") + one;
  if (!levels.empty()) url += "&acr_values=" + FormEncode(levels);
  return Started{.url = std::move(url), .cookie = cookie};
}

std::string SignInFlow::Derived(std::string_view purpose, const std::string& began) const {
  return HmacSha256Hex(key_, std::string(purpose) + "\n" + began);
}

SignInFlow::Pending SignInFlow::PendingOf(const std::string& began) const {
  return {.state = Derived("state", began),
          .nonce = Derived("nonce", began),
          .verifier = Derived("verifier", began)};
}

// Nothing is kept of a sign-in that has begun: whoever begins thousands takes nothing from others.
std::optional<SignInFlow::Pending> SignInFlow::TakePending(const std::string& cookie) {
  const std::size_t end = cookie.rfind(kDot);
  if (end == std::string::npos) return std::nullopt;
  const std::string began = cookie.substr(0, end);
  const std::string mark = Derived("cookie", began);
  const std::string_view given = std::string_view(cookie).substr(end + 1);
  if (given.size() != mark.size() || CRYPTO_memcmp(given.data(), mark.data(), mark.size()) != 0)
    return std::nullopt;
  std::int64_t began_ms = 0;
  std::from_chars(began.data(), began.data() + began.size(), began_ms);
  const std::int64_t now_ms = clock_.MonotonicMs();
  if (now_ms - began_ms >= kPendingMs) return std::nullopt;
  const MutexLock lock(mutex_);
  std::erase_if(finished_, [now_ms](const auto& one) { return now_ms - one.first >= kPendingMs; });
  if (!finished_.emplace(began_ms, mark).second) return std::nullopt;
  if (finished_.size() > kFinishedMax) finished_.erase(finished_.begin());
  return PendingOf(began);
}

StatusOr<std::string> SignInFlow::Redeem(const Provider& provider,
                                         const std::string& code,
                                         const std::string& verifier) {
  Form form{.body = "grant_type=authorization_code&code=" + FormEncode(code) +
                    "&redirect_uri=" + FormEncode(options_.redirect_uri) +
                    "&client_id=" + FormEncode(options_.client_id) + "&code_verifier=" + verifier};
  if (!secret_.empty()) {
    form.user = FormEncode(options_.client_id);
    form.password = FormEncode(secret_);
  }
  DM_ASSIGN_OR_RETURN(const std::string json, fetch_->Post(provider.token_endpoint, form));
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  std::string token = parsed.is_object() ? Text(parsed, "id_token") : "";
  if (token.empty()) return Refuse(StatusCode::kUnauthenticated, "TOKEN_MALFORMED");
  return token;
}

StatusOr<ProviderKeys> SignInFlow::KeysFor(const Provider& provider, const std::string& key_id) {
  {
    const std::int64_t now = clock_.MonotonicMs();
    const MutexLock lock(mutex_);
    if (keys_ && (keys_->Has(key_id) || now - keys_asked_ms_ < kKeysAgainMs)) return *keys_;
    keys_asked_ms_ = now;
  }
  DM_ASSIGN_OR_RETURN(const std::string json, fetch_->Get(provider.jwks_uri));
  DM_ASSIGN_OR_RETURN(ProviderKeys keys, ProviderKeys::Parse(json));
  const MutexLock lock(mutex_);
  keys_ = keys;
  return keys;
}

StatusOr<Identity> SignInFlow::Finish(const Returned& returned) {
  const auto pending = TakePending(returned.cookie);
  if (!pending || pending->state != returned.state) {
    return Refuse(StatusCode::kUnauthenticated, "OIDC_STATE");
  }
  if (returned.error || returned.code.empty()) {
    return Refuse(StatusCode::kUnauthenticated, "OIDC_REFUSED");
  }
  DM_ASSIGN_OR_RETURN(const Provider provider, TheProvider());
  if ((provider.names_issuer || !returned.issuer.empty()) && returned.issuer != options_.issuer) {
    return Refuse(StatusCode::kUnauthenticated, "TOKEN_ISSUER");
  }
  DM_ASSIGN_OR_RETURN(const std::string token, Redeem(provider, returned.code, pending->verifier));
  DM_ASSIGN_OR_RETURN(const ProviderKeys keys, KeysFor(provider, KeyIdOf(token)));
  DM_ASSIGN_OR_RETURN(std::string subject,
                      VerifyToken(token,
                                  keys,
                                  {.issuer = options_.issuer,
                                   .client_id = options_.client_id,
                                   .nonce = pending->nonce,
                                   .subject_claim = options_.subject_claim,
                                   .acr_values = options_.acr_values,
                                   .now = clock_.Now()}));
  return Identity{.issuer = options_.issuer, .subject = std::move(subject)};
}

}  // namespace dm::desk
