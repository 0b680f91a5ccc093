#include "connectors/desk/oidc/sign_in_flow.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "connectors/desk/base64.h"
#include "connectors/desk/oidc/test_provider.h"
#include "tests/support/fake_clock.h"

namespace dm::desk {
namespace {

constexpr std::int64_t kNow = 1'795'000'000;

std::string ValueIn(const std::string& url, const std::string& name) {
  const std::size_t at = url.find(name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 1;
  return url.substr(begin, url.find('&', begin) - begin);
}

class SignInFlowTest : public ::testing::Test {
 protected:
  void SetUp() override {
    provider_.jwks = {{"keys", nlohmann::json::array({key_.Jwk()})}};
    options_.issuer = provider_.issuer();
    options_.client_id = "medarbetare";
    options_.redirect_uri = "https://desk.example/desk/sign-in/oidc/callback";
    options_.loopback_http = true;
    MakeFlow("geheim:1");
  }

  void MakeFlow(const std::string& secret) {
    flow_ = std::make_unique<SignInFlow>(
        options_,
        secret,
        std::make_unique<Fetch>(FetchOptions{.ca = "", .loopback_http = options_.loopback_http}),
        clock_);
  }

  SignInFlow::Started Begin() {
    auto started = flow_->Begin();
    EXPECT_TRUE(started.ok()) << started.status();
    return started.ok() ? *started : SignInFlow::Started();
  }

  // The provider signs the person in as asked by `url`.
  void SignInAtProvider(const std::string& url) {
    provider_.id_token = key_.Sign({{"iss", provider_.issuer()},
                                    {"aud", "medarbetare"},
                                    {"sub", "person-1"},
                                    {"nonce", ValueIn(url, "nonce")},
                                    {"iat", kNow},
                                    {"exp", kNow + 300}});
  }

  SignInFlow::Returned Return(const SignInFlow::Started& started) {
    SignInAtProvider(started.url);
    return {.cookie = started.cookie,
            .state = ValueIn(started.url, "state"),
            .code = "code-1",
            .issuer = ""};
  }

  std::string Finish(const SignInFlow::Returned& returned) {
    const auto identity = flow_->Finish(returned);
    return identity.ok() ? identity->subject : DetailOf(identity.status()).reason;
  }

  TestProvider provider_;
  TestKey key_ = TestKey::P256("k-1");
  dm::testing::FakeClock clock_{Instant::FromUnixMs(kNow * 1'000)};
  OidcOptions options_;
  std::unique_ptr<SignInFlow> flow_;
};

TEST_F(SignInFlowTest, ACodeBecomesAnIdentity) {
  const auto started = Begin();
  const auto identity = flow_->Finish(Return(started));
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->issuer, provider_.issuer());
  EXPECT_EQ(identity->subject, "person-1");
  EXPECT_EQ(ValueIn(started.url, "redirect_uri"),
            "https%3A%2F%2Fdesk.example%2Fdesk%2Fsign-in%2Foidc%2Fcallback");
  EXPECT_EQ(provider_.redeemed.find("code")->second, "code-1");
  // The verifier is what was hashed into the address (PKCE).
  const std::string verifier = provider_.redeemed.find("code_verifier")->second;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(static_cast<const unsigned char*>(static_cast<const void*>(verifier.data())),
         verifier.size(),
         digest);
  EXPECT_EQ(ValueIn(started.url, "code_challenge"),
            Base64Url({static_cast<char*>(static_cast<void*>(digest)), sizeof(digest)}));
  EXPECT_EQ(ValueIn(started.url, "code_challenge_method"), "S256");
  // "medarbetare:geheim%3A1": the secret is encoded before it is sent.
  EXPECT_EQ(provider_.authorization, "Basic bWVkYXJiZXRhcmU6Z2VoZWltJTNBMQ==");
}

TEST_F(SignInFlowTest, APublicClientSendsNoSecret) {
  MakeFlow("");
  EXPECT_EQ(Finish(Return(Begin())), "person-1");
  EXPECT_EQ(provider_.authorization, "");
}

TEST_F(SignInFlowTest, WhoBeginsThousandsOfSignInsTakesNoneFromOthers) {
  const auto mine = Begin();
  for (int i = 0; i < 3'000; ++i) ASSERT_TRUE(flow_->Begin().ok());
  EXPECT_EQ(Finish(Return(mine)), "person-1");
  EXPECT_EQ(Finish(Return(Begin())), "person-1");
}

TEST_F(SignInFlowTest, ACookieIsThisProcessesOwnAndWhole) {
  SignInFlow::Returned forged = Return(Begin());
  const std::string cookie = forged.cookie;
  for (const std::string& other : {cookie.substr(1),
                                   "9" + cookie,
                                   cookie + "0",
                                   cookie + ".0",
                                   std::string("."),
                                   std::string("1.2")}) {
    forged.cookie = other;
    EXPECT_EQ(Finish(forged), "OIDC_STATE") << other;
  }
  const auto before = Return(Begin());
  MakeFlow("geheim:1");
  EXPECT_EQ(Finish(before), "OIDC_STATE") << "a restart ends what had begun";
}

TEST_F(SignInFlowTest, TheWayBackBelongsToTheBrowserThatLeftAndToItsState) {
  const auto mine = Begin();
  const auto other = Begin();
  SignInFlow::Returned mixed = Return(mine);
  mixed.cookie = other.cookie;
  EXPECT_EQ(Finish(mixed), "OIDC_STATE");
  mixed = Return(mine);
  mixed.cookie = "";
  EXPECT_EQ(Finish(mixed), "OIDC_STATE");
  mixed = Return(mine);
  mixed.state += "0";
  EXPECT_EQ(Finish(mixed), "OIDC_STATE");
}

TEST_F(SignInFlowTest, ASignInIsFinishedOnceAndInTime) {
  const auto returned = Return(Begin());
  EXPECT_EQ(Finish(returned), "person-1");
  EXPECT_EQ(Finish(returned), "OIDC_STATE");
  const auto late = Begin();
  clock_.Advance(600'000);
  EXPECT_EQ(Finish(Return(late)), "OIDC_STATE");
}

TEST_F(SignInFlowTest, ATokenOfAnotherSignInIsRefused) {
  const auto first = Begin();
  const auto second = Begin();
  SignInFlow::Returned returned = Return(second);
  SignInAtProvider(first.url);
  EXPECT_EQ(Finish(returned), "TOKEN_NONCE");
}

TEST_F(SignInFlowTest, AnErrorOrAnotherIssuersAnswerIsRefused) {
  SignInFlow::Returned returned = Return(Begin());
  returned.error = true;
  EXPECT_EQ(Finish(returned), "OIDC_REFUSED");
  returned = Return(Begin());
  returned.issuer = "https://other.example";
  EXPECT_EQ(Finish(returned), "TOKEN_ISSUER");
}

TEST_F(SignInFlowTest, MetadataOfAnotherIssuerOrWithPlainAddressesAreRefused) {
  const nlohmann::json good = provider_.metadata;
  for (const auto& [name, value] : std::vector<std::pair<std::string, nlohmann::json>>{
           {"issuer", "https://other.example"},
           {"token_endpoint", "ftp://127.0.0.1/"},
           {"jwks_uri", "file:///etc/passwd"},
           {"authorization_endpoint", "javascript:alert(1)"},
           {"authorization_endpoint", "https://a.example/\r\nSet-Cookie: x"},
           {"token_endpoint", 7},
           {"jwks_uri", nullptr}}) {
    provider_.metadata = good;
    provider_.metadata[name] = value;
    EXPECT_EQ(DetailOf(flow_->Begin().status()).reason, "OIDC_METADATA_INVALID") << name;
  }
  provider_.metadata = good;
  provider_.metadata["x"] = std::string(70'000, 'x');
  EXPECT_EQ(DetailOf(flow_->Begin().status()).reason, "OIDC_METADATA_INVALID");
  provider_.metadata["x"] = std::string(300'000, 'x');
  EXPECT_EQ(DetailOf(flow_->Begin().status()).reason, "OIDC_UNREACHABLE");
}

TEST_F(SignInFlowTest, PlainHttpIsForDevelopmentOnThisMachine) {
  options_.loopback_http = false;
  MakeFlow("");
  EXPECT_EQ(DetailOf(flow_->Begin().status()).reason, "OIDC_ADDRESS");
  Fetch development({.ca = "", .loopback_http = true});
  for (const char* url : {"http://192.0.2.1/",
                          "http://127.0.0.1.other.example/",
                          "http://127.0.0.1:80@other.example/",
                          "file:///etc/passwd",
                          "gopher://127.0.0.1/"}) {
    EXPECT_EQ(DetailOf(development.Get(url).status()).reason, "OIDC_ADDRESS") << url;
  }
}

TEST_F(SignInFlowTest, RefusalsRedirectsAndNonsenseOfTheTokenCallEndTheSignIn) {
  provider_.token_status = 400;
  EXPECT_EQ(Finish(Return(Begin())), "OIDC_REFUSED");
  provider_.token_status = 302;
  EXPECT_EQ(Finish(Return(Begin())), "OIDC_REFUSED");
  provider_.token_status = 200;
  for (const char* nonsense : {"no json", "{}", "[]", R"({"id_token":7})"}) {
    provider_.raw_answer = nonsense;
    EXPECT_EQ(Finish(Return(Begin())), "TOKEN_MALFORMED") << nonsense;
  }
}

TEST_F(SignInFlowTest, ANewKeyIsFetchedButNotInEverySignIn) {
  EXPECT_EQ(Finish(Return(Begin())), "person-1");
  EXPECT_EQ(provider_.keys_asked, 1);
  key_ = TestKey::P256("k-2");
  provider_.jwks["keys"].push_back(key_.Jwk());
  EXPECT_EQ(Finish(Return(Begin())), "TOKEN_SIGNATURE");  // asked a moment ago
  EXPECT_EQ(provider_.keys_asked, 1);
  clock_.Advance(60'000);
  provider_.id_token = "";
  EXPECT_EQ(Finish(Return(Begin())), "person-1");
  EXPECT_EQ(provider_.keys_asked, 2);
}

}  // namespace
}  // namespace dm::desk
