// An invented provider: keys, tokens of every kind, and a server of its calls on loopback.
#pragma once

#include <httplib.h>

#include <memory>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

namespace dm::desk {

class TestKey {
 public:
  static TestKey Rsa(const std::string& id, unsigned bits = 2048);
  static TestKey P256(const std::string& id);

  nlohmann::json Jwk() const;
  // A token over the head's and claims' JSON, signed with this key whatever the head says.
  std::string Sign(const nlohmann::json& head, const nlohmann::json& claims) const;
  // The same with the head that fits.
  std::string Sign(const nlohmann::json& claims) const;

  std::string PublicBytes() const;  // DER: what an attacker uses as a secret

 private:
  TestKey(std::string id, EVP_PKEY* key) : id_(std::move(id)), key_(key, EVP_PKEY_free) {}

  bool IsRsa() const { return EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA; }

  std::string id_;
  std::shared_ptr<EVP_PKEY> key_;
};

// Answers metadata, keys and tokens; a test changes what it answers.
class TestProvider {
 public:
  TestProvider();
  ~TestProvider();
  TestProvider(const TestProvider&) = delete;
  TestProvider& operator=(const TestProvider&) = delete;
  TestProvider(TestProvider&&) = delete;
  TestProvider& operator=(TestProvider&&) = delete;

  std::string issuer() const { return "http://127.0.0.1:" + std::to_string(port_); }

  nlohmann::json metadata;
  nlohmann::json jwks;
  std::string id_token;
  std::string raw_answer;  // of the token call; empty: {"id_token":…}
  int token_status = 200;
  httplib::Params redeemed;  // of the last token call
  std::string authorization;
  int keys_asked = 0;

 private:
  httplib::Server server_;
  int port_ = 0;
  std::jthread thread_;
};

}  // namespace dm::desk
