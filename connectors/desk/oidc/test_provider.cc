#include "connectors/desk/oidc/test_provider.h"

#include <utility>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "connectors/desk/base64.h"

namespace dm::desk {
namespace {

constexpr int kCoordinateBytes = 32;

std::string ToBytes(const std::vector<unsigned char>& bytes) {
  return {bytes.begin(), bytes.end()};
}

std::string NumberOf(const EVP_PKEY& key, const char* name, int bytes_min) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(&key, name, &number);
  std::vector<unsigned char> bytes(
      static_cast<std::size_t>(std::max(bytes_min, BN_num_bytes(number))));
  BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size()));
  BN_free(number);
  return ToBytes(bytes);
}

}  // namespace

TestKey TestKey::Rsa(const std::string& id, unsigned bits) {
  return {id, EVP_RSA_gen(bits)};
}

TestKey TestKey::P256(const std::string& id) {
  return {id, EVP_EC_gen("P-256")};
}

nlohmann::json TestKey::Jwk() const {
  if (IsRsa()) {
    return {{"kty", "RSA"},
            {"kid", id_},
            {"use", "sig"},
            {"n", Base64Url(NumberOf(*key_, OSSL_PKEY_PARAM_RSA_N, 0))},
            {"e", Base64Url(NumberOf(*key_, OSSL_PKEY_PARAM_RSA_E, 0))}};
  }
  return {{"kty", "EC"},
          {"kid", id_},
          {"crv", "P-256"},
          {"x", Base64Url(NumberOf(*key_, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinateBytes))},
          {"y", Base64Url(NumberOf(*key_, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinateBytes))}};
}

std::string TestKey::Sign(const nlohmann::json& head, const nlohmann::json& claims) const {
  const std::string text = Base64Url(head.dump()) + "." + Base64Url(claims.dump());
  const auto* bytes = static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
  std::size_t size = 0;
  EVP_DigestSign(context, nullptr, &size, bytes, text.size());
  std::vector<unsigned char> signature(size);
  EVP_DigestSign(context, signature.data(), &size, bytes, text.size());
  EVP_MD_CTX_free(context);
  signature.resize(size);
  if (IsRsa()) return text + "." + Base64Url(ToBytes(signature));
  const unsigned char* der = signature.data();
  ECDSA_SIG* parts = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size));
  std::vector<unsigned char> raw(std::size_t{2} * kCoordinateBytes);
  BN_bn2binpad(ECDSA_SIG_get0_r(parts), raw.data(), kCoordinateBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts), raw.data() + kCoordinateBytes, kCoordinateBytes);
  ECDSA_SIG_free(parts);
  return text + "." + Base64Url(ToBytes(raw));
}

std::string TestKey::Sign(const nlohmann::json& claims) const {
  return Sign({{"alg", IsRsa() ? "RS256" : "ES256"}, {"kid", id_}}, claims);
}

std::string TestKey::PublicBytes() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  std::string bytes(static_cast<const char*>(static_cast<void*>(der)),
                    static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

TestProvider::TestProvider() {
  port_ = server_.bind_to_any_port("127.0.0.1");
  metadata = {{"issuer", issuer()},
              {"authorization_endpoint", issuer() + "/authorize"},
              {"token_endpoint", issuer() + "/token"},
              {"jwks_uri", issuer() + "/jwks"}};
  const auto json = [](httplib::Response& response, const std::string& text) {
    response.set_content(text, "application/json");
  };
  server_.Get("/.well-known/openid-configuration",
              [this, json](const httplib::Request&, httplib::Response& response) {
                json(response, metadata.dump());
              });
  server_.Get("/jwks", [this, json](const httplib::Request&, httplib::Response& response) {
    ++keys_asked;
    json(response, jwks.dump());
  });
  server_.Post(
      "/token", [this, json](const httplib::Request& request, httplib::Response& response) {
        redeemed = request.params;
        authorization = request.get_header_value("Authorization");
        response.status = token_status;
        if (token_status == 302) response.set_header("Location", "/jwks");
        json(response,
             raw_answer.empty() ? nlohmann::json{{"id_token", id_token}}.dump() : raw_answer);
      });
  thread_ = std::jthread([this] { server_.listen_after_bind(); });
  while (!server_.is_running()) std::this_thread::yield();
}

TestProvider::~TestProvider() {
  server_.stop();
}

}  // namespace dm::desk
