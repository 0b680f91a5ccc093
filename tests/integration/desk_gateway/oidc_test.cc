// The sign-in at the municipality's provider as a browser goes through it: over the desk's own
// routes, to a provider on loopback and back.
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "connectors/desk/base64.h"
#include "connectors/desk/oidc/test_provider.h"
#include "tests/integration/desk_gateway/fixture.h"

namespace dm::desk {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kStart[] = "/desk/sign-in/oidc";
constexpr char kBack[] = "/desk/sign-in/oidc/callback";
constexpr char kClient[] = "medarbetare";
constexpr std::int64_t kNow = 1'795'000'000;

std::string ValueIn(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 1;
  return text.substr(begin, text.find('&', begin) - begin);
}

class OidcRoutes : public DeskTest {
 protected:
  void Configure() override {
    DeskTest::Configure();
    provider_.jwks = {{"keys", nlohmann::json::array({key_.Jwk()})}};
    config_.oidc.issuer = provider_.issuer();
    config_.oidc.client_id = kClient;
    config_.oidc.redirect_uri = "https://desk.example/desk/sign-in/oidc/callback";
    config_.oidc.loopback_http = true;
  }

  // As a browser that was sent somewhere: no Origin, and where it came from.
  httplib::Result Go(const std::string& path, const std::string& from, const std::string& cookie) {
    httplib::Headers headers = {{"Sec-Fetch-Site", from}, {"Sec-Fetch-Mode", "navigate"}};
    if (!cookie.empty()) headers.emplace("Cookie", cookie);
    return client_->Get(path, headers);
  }

  static std::string FirstCookie(const httplib::Result& result) {
    const std::string cookie = result->get_header_value("Set-Cookie");
    return cookie.substr(0, cookie.find(';'));
  }

  // To the provider; keeps what the browser keeps.
  void Leave() {
    const auto left = Go(kStart, "same-origin", "");
    ASSERT_TRUE(left);
    ASSERT_EQ(left->status, 303);
    address_ = left->get_header_value("Location");
    state_cookie_ = FirstCookie(left);
    EXPECT_THAT(left->get_header_value("Set-Cookie"), HasSubstr("HttpOnly"));
    EXPECT_THAT(left->get_header_value("Set-Cookie"), HasSubstr("SameSite=Lax"));
  }

  nlohmann::json Claims() const {
    return {{"iss", provider_.issuer()},
            {"aud", kClient},
            {"sub", "person-1"},
            {"nonce", ValueIn(address_, "nonce")},
            {"iat", kNow},
            {"exp", kNow + 300}};
  }

  std::string CallBack(const std::string& state) const {
    return std::string(kBack) + "?code=code-1&state=" + state;
  }

  // The provider answers with `token`; the browser comes back. Where it is sent.
  std::string Return(const std::string& token) {
    provider_.id_token = token;
    back_ = std::make_unique<httplib::Result>(
        Go(CallBack(ValueIn(address_, "state")), "cross-site", state_cookie_));
    EXPECT_TRUE(*back_);
    EXPECT_EQ((*back_)->status, 303);
    return (*back_)->get_header_value("Location");
  }

  // True when one of the cookies that the way back set signs somebody in.
  bool SignsIn() {
    for (const auto& [name, value] : (*back_)->headers) {
      if (name != "Set-Cookie") continue;
      cookie_ = value.substr(0, value.find(';'));
      if (Post("/desk/session")->status == 200) return true;
    }
    return false;
  }

  void ExpectRefused(const nlohmann::json& claims) {
    Leave();
    EXPECT_EQ(Return(key_.Sign(claims)), "/?signin=failed");
    EXPECT_FALSE(SignsIn());
    EXPECT_TRUE(log_.Has("desk_sign_in_refused"));
  }

  TestProvider provider_;
  TestKey key_ = TestKey::P256("k-1");
  std::string address_;
  std::string state_cookie_;
  std::unique_ptr<httplib::Result> back_;
};

TEST_F(OidcRoutes, ThePageOffersIt) {
  const auto session = Post("/desk/session");
  EXPECT_EQ(session->status, 401);
  EXPECT_THAT(Json(session)["ways"].dump(), HasSubstr("oidc"));
}

TEST_F(OidcRoutes, AnotherSitesLinkBeginsNoSignIn) {
  for (const char* from : {"cross-site", "same-site"}) {
    const auto left = Go(kStart, from, "");
    EXPECT_EQ(left->get_header_value("Location"), "/") << from;
    EXPECT_FALSE(left->has_header("Set-Cookie")) << from;
  }
}

TEST_F(OidcRoutes, APersonGoesToTheProviderAndComesBackSignedIn) {
  Leave();
  EXPECT_THAT(address_, StartsWith(provider_.issuer() + "/authorize?"));
  EXPECT_EQ(ValueIn(address_, "response_type"), "code");
  EXPECT_EQ(ValueIn(address_, "client_id"), kClient);
  EXPECT_EQ(ValueIn(address_, "code_challenge_method"), "S256");
  EXPECT_EQ(Return(key_.Sign(Claims())), "/");
  ASSERT_TRUE(SignsIn());
  const nlohmann::json session = Json(Post("/desk/session"));
  EXPECT_EQ(session["signedInBy"], "oidc");
  EXPECT_EQ(session["person"]["userId"], "anna");
  EXPECT_EQ(journal_.calls().back(), "Identify oidc:" + provider_.issuer() + "#person-1");
  // The code was redeemed with the verifier of the challenge that went with the browser.
  EXPECT_EQ(provider_.redeemed.find("code")->second, "code-1");
  const std::string verifier = provider_.redeemed.find("code_verifier")->second;
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(static_cast<const unsigned char*>(static_cast<const void*>(verifier.data())),
         verifier.size(),
         hash);
  EXPECT_EQ(Base64Url(std::string(static_cast<const char*>(static_cast<void*>(hash)), sizeof hash)),
            ValueIn(address_, "code_challenge"));
  EXPECT_THAT(address_, Not(HasSubstr(verifier)));
}

TEST_F(OidcRoutes, TheBrowserGetsNoneOfTheProvidersTokens) {
  Leave();
  const std::string token = key_.Sign(Claims());
  provider_.raw_answer = nlohmann::json{
      {"id_token", token},
      {"access_token", "access-1"},
      {"refresh_token",
       "refresh-1"}}.dump();
  EXPECT_EQ(Return(token), "/");
  ASSERT_TRUE(SignsIn());
  const auto session = Post("/desk/session");
  std::string got = (*back_)->body + session->body;
  for (const httplib::Headers& headers : {(*back_)->headers, session->headers})
    for (const auto& [name, value] : headers) got += name + value;
  EXPECT_THAT(got, HasSubstr("anna"));
  for (const std::string& secret : {token.substr(token.rfind('.')),
                                    token.substr(0, token.rfind('.')),
                                    std::string("access-1"),
                                    std::string("refresh-1")})
    EXPECT_THAT(got, Not(HasSubstr(secret)));
}

TEST_F(OidcRoutes, TheWayBackIsGoneOnce) {
  Leave();
  ASSERT_EQ(Return(key_.Sign(Claims())), "/");
  const std::string token = provider_.id_token;
  EXPECT_EQ(Return(token), "/?signin=failed");
}

TEST_F(OidcRoutes, AStateOfAnotherBrowserIsRefused) {
  Leave();
  provider_.id_token = key_.Sign(Claims());
  const std::string state = ValueIn(address_, "state");
  // A link that somebody was sent: without the cookie, with another, with another state.
  for (const auto& [path, cookie] :
       {std::pair<std::string, std::string>{CallBack(state), ""},
        {CallBack(state), "medarbetare-sign-in=" + std::string(64, 'a')},
        {CallBack(std::string(state.size(), 'b')), state_cookie_},
        {std::string(kBack) + "?code=code-1", state_cookie_}}) {
    const auto back = Go(path, "cross-site", cookie);
    EXPECT_EQ(back->get_header_value("Location"), "/?signin=failed") << path;
  }
  EXPECT_TRUE(provider_.redeemed.empty());
}

TEST_F(OidcRoutes, APersonWhoCancelsIsBackWhereTheyBegan) {
  Leave();
  const auto back =
      Go(std::string(kBack) + "?error=access_denied&state=" + ValueIn(address_, "state"),
         "cross-site",
         state_cookie_);
  EXPECT_EQ(back->get_header_value("Location"), "/?signin=failed");
}

TEST_F(OidcRoutes, ATokenForAnotherSignInIsRefused) {
  Leave();
  nlohmann::json claims = Claims();
  claims["nonce"] = "another";
  EXPECT_EQ(Return(key_.Sign(claims)), "/?signin=failed");
  EXPECT_FALSE(SignsIn());
}

TEST_F(OidcRoutes, ATokenSignedByAStrangerIsRefused) {
  Leave();
  EXPECT_EQ(Return(TestKey::P256("k-1").Sign(Claims())), "/?signin=failed");
  EXPECT_FALSE(SignsIn());
}

TEST_F(OidcRoutes, AnExpiredTokenIsRefused) {
  Leave();
  nlohmann::json claims = Claims();
  claims["iat"] = kNow - 3'600;
  claims["exp"] = kNow - 600;
  EXPECT_EQ(Return(key_.Sign(claims)), "/?signin=failed");
  EXPECT_FALSE(SignsIn());
}

TEST_F(OidcRoutes, ATokenForAnotherClientOrOfAnotherProviderIsRefused) {
  for (const auto& [claim, value] :
       {std::pair{"aud", "another-client"}, std::pair{"iss", "https://another.example"}}) {
    Leave();
    nlohmann::json claims = Claims();
    claims[claim] = value;
    EXPECT_EQ(Return(key_.Sign(claims)), "/?signin=failed") << claim;
    EXPECT_FALSE(SignsIn()) << claim;
  }
}

TEST_F(OidcRoutes, WhoIsInNoStaffListIsRefusedAndToldSo) {
  // As the worker says it.
  journal_.Fail(
      "Identify",
      MakeStatus(StatusCode::kPermissionDenied, "nobody", {"IDENTITY_UNKNOWN", "identity", ""}));
  Leave();
  EXPECT_EQ(Return(key_.Sign(Claims())), "/?signin=refused");
  EXPECT_EQ(log_.Text("reason"), "STAFF_UNKNOWN");
  EXPECT_FALSE(SignsIn());
}

TEST_F(OidcRoutes, AProviderThatDoesNotAnswerIsSaidWithoutItsAddress) {
  provider_.metadata["issuer"] = "https://another.example";
  const auto left = Go(kStart, "same-origin", "");
  EXPECT_EQ(left->status, 303);
  EXPECT_EQ(left->get_header_value("Location"), "/?signin=failed");
  EXPECT_TRUE(log_.Has("desk_provider_failed"));
}

}  // namespace
}  // namespace dm::desk
