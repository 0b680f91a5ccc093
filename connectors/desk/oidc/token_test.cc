#include "connectors/desk/oidc/token.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/hmac.h>

#include "connectors/desk/base64.h"
#include "connectors/desk/oidc/test_provider.h"

namespace dm::desk {
namespace {

constexpr std::int64_t kNow = 1'795'000'000;

nlohmann::json Claims() {
  return {{"iss", "https://login.example"},
          {"aud", "medarbetare"},
          {"sub", "person-1"},
          {"nonce", "n-1"},
          {"acr", "loa3"},
          {"iat", kNow - 5},
          {"exp", kNow + 300}};
}

nlohmann::json With(const std::string& name, const nlohmann::json& value) {
  nlohmann::json claims = Claims();
  claims[name] = value;
  return claims;
}

nlohmann::json Without(const std::string& name) {
  nlohmann::json claims = Claims();
  claims.erase(name);
  return claims;
}

class TokenTest : public ::testing::Test {
 protected:
  static const TestKey& RsaKey() {
    static const TestKey kKey = TestKey::Rsa("rsa-1");
    return kKey;
  }

  static const TestKey& EcKey() {
    static const TestKey kKey = TestKey::P256("ec-1");
    return kKey;
  }

  static ProviderKeys Keys() {
    const nlohmann::json jwks = {{"keys", nlohmann::json::array({RsaKey().Jwk(), EcKey().Jwk()})}};
    return *ProviderKeys::Parse(jwks.dump());
  }

  // The subject, or the reason of the refusal.
  std::string Verify(const std::string& token) const {
    const auto subject = VerifyToken(token, Keys(), expected_);
    return subject.ok() ? *subject : DetailOf(subject.status()).reason;
  }

  std::string Signed(const nlohmann::json& claims) const { return Verify(RsaKey().Sign(claims)); }

  TokenExpectation expected_{.issuer = "https://login.example",
                             .client_id = "medarbetare",
                             .nonce = "n-1",
                             .now = Instant::FromUnixMs(kNow * 1'000)};
};

TEST_F(TokenTest, TakesBothAlgorithms) {
  EXPECT_EQ(Verify(RsaKey().Sign(Claims())), "person-1");
  EXPECT_EQ(Verify(EcKey().Sign(Claims())), "person-1");
}

TEST_F(TokenTest, ATokenCannotChooseHowItIsChecked) {
  const std::string body =
      Base64Url(R"({"alg":"none","kid":"rsa-1"})") + "." + Base64Url(Claims().dump());
  EXPECT_EQ(Verify(body + "."), "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(body), "TOKEN_MALFORMED");
  // HS256 with the public key as the secret.
  const std::string hmac =
      Base64Url(R"({"alg":"HS256","kid":"rsa-1"})") + "." + Base64Url(Claims().dump());
  const std::string secret = RsaKey().PublicBytes();
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(),
       secret.data(),
       static_cast<int>(secret.size()),
       static_cast<const unsigned char*>(static_cast<const void*>(hmac.data())),
       hmac.size(),
       mac,
       &size);
  EXPECT_EQ(Verify(hmac + "." + Base64Url({static_cast<char*>(static_cast<void*>(mac)), size})),
            "TOKEN_SIGNATURE");
  // The right key under the other algorithm's name, and the other key under its name.
  EXPECT_EQ(Verify(RsaKey().Sign({{"alg", "ES256"}, {"kid", "rsa-1"}}, Claims())),
            "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(RsaKey().Sign({{"alg", "RS256"}, {"kid", "ec-1"}}, Claims())),
            "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(RsaKey().Sign({{"alg", "RS512"}, {"kid", "rsa-1"}}, Claims())),
            "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(RsaKey().Sign({{"alg", "RS256"}, {"kid", "rsa-1"}, {"crit", {"x"}}}, Claims())),
            "TOKEN_MALFORMED");
}

TEST_F(TokenTest, AnotherKeyUnderTheSameNameIsRefused) {
  EXPECT_EQ(Verify(TestKey::Rsa("rsa-1").Sign(Claims())), "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(TestKey::P256("ec-1").Sign(Claims())), "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(TestKey::P256("unheard-of").Sign(Claims())), "TOKEN_SIGNATURE");
}

TEST_F(TokenTest, AChangedTokenIsRefused) {
  const std::string token = EcKey().Sign(Claims());
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  const std::string other =
      token.substr(0, first + 1) + Base64Url(With("sub", "person-2").dump()) + token.substr(second);
  EXPECT_EQ(Verify(other), "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(token + "AA"), "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(token.substr(0, second + 1)), "TOKEN_SIGNATURE");
  EXPECT_EQ(Verify(token.substr(0, second + 1) + Base64Url(std::string(64, '\0'))),
            "TOKEN_SIGNATURE");
}

TEST_F(TokenTest, ForUsAlone) {
  EXPECT_EQ(Signed(With("iss", "https://other.example")), "TOKEN_ISSUER");
  EXPECT_EQ(Signed(With("iss", "https://login.example/")), "TOKEN_ISSUER");
  EXPECT_EQ(Signed(With("aud", "other")), "TOKEN_AUDIENCE");
  EXPECT_EQ(Signed(Without("aud")), "TOKEN_AUDIENCE");
  EXPECT_EQ(Signed(With("aud", {"medarbetare", "other"})), "TOKEN_AUDIENCE");
  EXPECT_EQ(Signed(With("azp", "other")), "TOKEN_AUDIENCE");
  nlohmann::json both = With("aud", {"other", "medarbetare"});
  both["azp"] = "medarbetare";
  EXPECT_EQ(Signed(both), "person-1");
  EXPECT_EQ(Signed(With("aud", nlohmann::json::array({"medarbetare"}))), "person-1");
}

TEST_F(TokenTest, FreshAndNotExpired) {
  EXPECT_EQ(Signed(With("exp", kNow - 60)), "TOKEN_EXPIRED");
  EXPECT_EQ(Signed(With("exp", kNow - 59)), "person-1");  // the clocks' difference
  EXPECT_EQ(Signed(Without("exp")), "TOKEN_EXPIRED");
  EXPECT_EQ(Signed(With("exp", "2999")), "TOKEN_EXPIRED");
  EXPECT_EQ(Signed(With("exp", 1e300)), "TOKEN_EXPIRED");
  EXPECT_EQ(Signed(With("exp", -1)), "TOKEN_EXPIRED");
  EXPECT_EQ(Signed(Without("iat")), "TOKEN_NOT_FRESH");
  EXPECT_EQ(Signed(With("iat", kNow + 61)), "TOKEN_NOT_FRESH");
  EXPECT_EQ(Signed(With("iat", kNow - 601)), "TOKEN_NOT_FRESH");
  EXPECT_EQ(Signed(With("nbf", kNow + 61)), "TOKEN_NOT_FRESH");
  EXPECT_EQ(Signed(With("nbf", "x")), "TOKEN_NOT_FRESH");
}

TEST_F(TokenTest, ForThisSignInAndAtTheAskedLevel) {
  EXPECT_EQ(Signed(With("nonce", "n-2")), "TOKEN_NONCE");
  EXPECT_EQ(Signed(Without("nonce")), "TOKEN_NONCE");
  expected_.acr_values = {"loa3", "loa4"};
  EXPECT_EQ(Signed(Claims()), "person-1");
  EXPECT_EQ(Signed(With("acr", "loa2")), "TOKEN_LEVEL");
  EXPECT_EQ(Signed(Without("acr")), "TOKEN_LEVEL");
}

TEST_F(TokenTest, ThePersonIsOneText) {
  EXPECT_EQ(Signed(Without("sub")), "TOKEN_SUBJECT");
  EXPECT_EQ(Signed(With("sub", 7)), "TOKEN_SUBJECT");
  EXPECT_EQ(Signed(With("sub", std::string(256, 'x'))), "TOKEN_SUBJECT");
  expected_.subject_claim = "employee";
  EXPECT_EQ(Signed(With("employee", "HL7")), "HL7");
}

TEST_F(TokenTest, HugeAndBrokenTokensAreRefused) {
  EXPECT_EQ(Signed(With("x", std::string(20'000, 'x'))), "TOKEN_MALFORMED");
  for (const std::string& bad : {std::string(),
                                 std::string(".."),
                                 std::string("a.b"),
                                 std::string("e30.e30.e30.e30"),
                                 std::string("e30=.e30.e30"),
                                 std::string(16'000, '.')}) {
    EXPECT_EQ(Verify(bad).rfind("TOKEN_", 0), 0U);
  }
  // Deeply nested: read without recursion.
  const std::string deep = Base64Url(std::string(8'000, '['));
  EXPECT_EQ(Verify(deep + "." + deep.substr(0, 10) + ".AAAA").rfind("TOKEN_", 0), 0U);
}

TEST_F(TokenTest, ARefusalNeverSaysWhatStoodInTheToken) {
  const auto refused =
      VerifyToken(RsaKey().Sign(With("aud", "hemlig-uppgift")), Keys(), expected_).status();
  EXPECT_EQ(refused.ToString().find("hemlig"), std::string::npos);
}

TEST(ProviderKeys, WeakAndForeignKeysAreLeftOut) {
  const auto parse = [](const nlohmann::json& keys) {
    return ProviderKeys::Parse(nlohmann::json{{"keys", keys}}.dump());
  };
  const TestKey good = TestKey::P256("good");
  nlohmann::json off_curve = good.Jwk();
  off_curve["kid"] = "off";
  off_curve["y"] = off_curve["x"];
  nlohmann::json encryption = good.Jwk();
  encryption["kid"] = "enc";
  encryption["use"] = "enc";
  nlohmann::json even = TestKey::Rsa("even").Jwk();
  even["e"] = "Ag";
  const auto keys = parse(nlohmann::json::array({TestKey::Rsa("weak", 1024).Jwk(),
                                                 off_curve,
                                                 encryption,
                                                 even,
                                                 {{"kty", "oct"}, {"kid", "secret"}, {"k", "AAAA"}},
                                                 7,
                                                 good.Jwk()}));
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(keys->size(), 1U);
  EXPECT_TRUE(keys->Has("good"));
  EXPECT_FALSE(parse(nlohmann::json::array()).ok());
  EXPECT_FALSE(ProviderKeys::Parse("{}").ok());
  EXPECT_FALSE(ProviderKeys::Parse("").ok());
  EXPECT_FALSE(ProviderKeys::Parse(std::string(300'000, ' ')).ok());
}

}  // namespace
}  // namespace dm::desk
