#include "connectors/desk/oidc/keys.h"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include "connectors/desk/base64.h"

namespace dm::desk {
namespace {

constexpr std::size_t kJwksBytesMax = std::size_t{256} * 1024;
constexpr std::size_t kKeysMax = 64;
constexpr std::size_t kKeyIdBytesMax = 256;
constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 4096;
constexpr std::size_t kCoordinateBytes = 32;
constexpr unsigned char kUncompressed = 0x04;

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
using KeyPtr = std::shared_ptr<EVP_PKEY>;

std::string Text(const nlohmann::json& key, const char* name) {
  return key.contains(name) && key[name].is_string() ? key[name].get<std::string>() : "";
}

const unsigned char* Bytes(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

Number ToNumber(std::string_view bytes) {
  return {BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr), BN_free};
}

KeyPtr FromParams(const char* type, OSSL_PARAM_BLD* builder) {
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> params(
      OSSL_PARAM_BLD_to_param(builder), OSSL_PARAM_free);
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  const bool made = params != nullptr && context != nullptr &&
                    EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  ERR_clear_error();
  return made ? KeyPtr(key, EVP_PKEY_free) : nullptr;
}

using Builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;

KeyPtr MakeRsa(const nlohmann::json& json) {
  const auto modulus = FromBase64Url(Text(json, "n"));
  const auto exponent = FromBase64Url(Text(json, "e"));
  if (!modulus || !exponent || modulus->size() > kRsaBitsMax / 8 + 1 || exponent->size() > 8) {
    return nullptr;
  }
  const Number n = ToNumber(*modulus);
  const Number e = ToNumber(*exponent);
  const int bits = BN_num_bits(n.get());
  if (bits < kRsaBitsMin || bits > kRsaBitsMax || BN_is_odd(e.get()) == 0 || BN_is_one(e.get())) {
    return nullptr;
  }
  const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return FromParams("RSA", builder.get());
}

KeyPtr MakeP256(const nlohmann::json& json) {
  const auto x = FromBase64Url(Text(json, "x"));
  const auto y = FromBase64Url(Text(json, "y"));
  if (Text(json, "crv") != "P-256" || !x || !y || x->size() != kCoordinateBytes ||
      y->size() != kCoordinateBytes) {
    return nullptr;
  }
  const std::string point = static_cast<char>(kUncompressed) + *x + *y;
  const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(
      builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  // A point off the curve is refused here.
  return FromParams("EC", builder.get());
}

// A token carries r and s as they are; OpenSSL reads them in DER.
std::optional<std::string> ToDer(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return std::nullopt;
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(),
                                                                        ECDSA_SIG_free);
  Number r = ToNumber(raw.substr(0, kCoordinateBytes));
  Number s = ToNumber(raw.substr(kCoordinateBytes));
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return std::nullopt;
  std::string bytes(static_cast<const char*>(static_cast<void*>(der)),
                    static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

bool IsUsable(const nlohmann::json& key, const char* algorithm) {
  const std::string use = Text(key, "use");
  const std::string alg = Text(key, "alg");
  return (use.empty() || use == "sig") && (alg.empty() || alg == algorithm);
}

}  // namespace

StatusOr<ProviderKeys> ProviderKeys::Parse(std::string_view json) {
  const Status none = FailedPrecondition(
      "the provider's keys hold no usable one",
      {.reason = "OIDC_KEYS_INVALID",
       .field = "",
       .remedy = "The provider must sign with RS256 (2 048 to 4 096 bits) or ES256."});
  if (json.size() > kJwksBytesMax) return none;
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("keys") || !parsed["keys"].is_array()) return none;
  ProviderKeys keys;
  for (const auto& one : parsed["keys"]) {
    if (!one.is_object() || keys.keys_.size() >= kKeysMax) continue;
    const std::string id = Text(one, "kid");
    if (id.size() > kKeyIdBytesMax || keys.Has(id)) continue;
    const std::string type = Text(one, "kty");
    if (type == "RSA" && IsUsable(one, "RS256")) {
      if (KeyPtr key = MakeRsa(one)) keys.keys_.emplace(id, Key{KeyKind::kRsa, std::move(key)});
    } else if (type == "EC" && IsUsable(one, "ES256")) {
      if (KeyPtr key = MakeP256(one)) keys.keys_.emplace(id, Key{KeyKind::kP256, std::move(key)});
    }
  }
  if (keys.keys_.empty()) return none;
  return keys;
}

bool ProviderKeys::Verify(const std::string& key_id,
                          std::string_view algorithm,
                          std::string_view bytes,
                          std::string_view signature) const {
  const auto found = keys_.find(key_id);
  if (found == keys_.end()) return false;
  const Key& key = found->second;
  if (algorithm != (key.kind == KeyKind::kRsa ? "RS256" : "ES256")) return false;
  std::string checked(signature);
  if (key.kind == KeyKind::kP256) {
    auto der = ToDer(signature);
    if (!der) return false;
    checked = *std::move(der);
  }
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  const bool good =
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(checked), checked.size(), Bytes(bytes), bytes.size()) ==
          1;
  ERR_clear_error();
  return good;
}

}  // namespace dm::desk
