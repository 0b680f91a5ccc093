// TLS on both sides of the gateway: who signs in with a certificate, and with which of its own the
// gateway goes to the worker.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/desk_gateway/fixture.h"
#include "tests/support/certificate_folder.h"

namespace dm::desk {
namespace {

using grpc_adapter::Role;

class Certificates : public DeskTest {
 protected:
  std::string File(const std::string& name) const { return certificates_.File(name); }

  void StartWorker() override {
    certificates_.MakeAuthority("ca");
    certificates_.Make("server", "ca", "DNS:localhost,IP:127.0.0.1");
    certificates_.Make("open", "ca", "URI:urn:desk:open");
    certificates_.Make("cleared", "ca", "URI:urn:desk:cleared");
    Start({.listen = "127.0.0.1:0",
           .certificate_file = File("server.pem"),
           .key_file = File("server.key"),
           .client_ca_file = File("ca.pem"),
           .callers = {{"urn:desk:open", {Role::kCaseworker}},
                       {"urn:desk:cleared", {Role::kCaseworker, Role::kCleared}}}});
  }

  void Configure() override {
    DeskTest::Configure();
    config_.worker.ca = File("ca.pem");
    config_.worker.open = {.certificate = File("open.pem"), .key = File("open.key")};
    config_.worker.cleared = {.certificate = File("cleared.pem"), .key = File("cleared.key")};
  }

  dm::testing::CertificateFolder certificates_;
};

TEST_F(Certificates, OnlyTheClearedGoWithTheClearedCertificate) {
  SignIn(kHandler);
  ASSERT_EQ(Call("EscalationService/ListQueues")->status, 200);
  EXPECT_EQ(journal_.last().caller, "HL000001 via urn:desk:open");
  EXPECT_FALSE(journal_.last().cleared);
  SignIn(kCleared);
  ASSERT_EQ(Call("EscalationService/ListQueues")->status, 200);
  EXPECT_EQ(journal_.last().caller, "HL000003 via urn:desk:cleared");
  EXPECT_TRUE(journal_.last().cleared);
}

TEST_F(Certificates, OperatorsCallsNeedTheirOwnCertificate) {
  SignIn(kOperator);
  const auto refused = Call("OperationsService/Resume");
  EXPECT_EQ(refused->status, 403);
  EXPECT_TRUE(journal_.calls().empty());
}

// Browsers over TLS, with and without a personal certificate.
class SignInByCertificate : public Certificates {
 protected:
  void Configure() override {
    Certificates::Configure();
    certificates_.MakeAuthority("staff-ca");
    certificates_.MakeAuthority("other-ca");
    certificates_.Make("anna", "staff-ca", "URI:urn:staff:anna");
    certificates_.Make("two", "staff-ca", "URI:urn:staff:anna,URI:urn:staff:bo");
    certificates_.Make("stranger", "other-ca", "URI:urn:staff:anna");
    config_.tls = {.certificate = File("server.pem"),
                   .key = File("server.key"),
                   .client_ca = File("staff-ca.pem"),
                   .client_crl = ""};
    config_.origin = "https://desk.exempelkommun.example";
    config_.certificate_sign_in = true;
  }

  std::unique_ptr<httplib::SSLClient> Browser(const std::string& certificate) const {
    auto browser = certificate.empty()
                       ? std::make_unique<httplib::SSLClient>("127.0.0.1", desk_->port())
                       : std::make_unique<httplib::SSLClient>("127.0.0.1",
                                                              desk_->port(),
                                                              File(certificate + ".pem"),
                                                              File(certificate + ".key"));
    browser->set_ca_cert_path(File("ca.pem"));
    browser->enable_server_certificate_verification(true);
    return browser;
  }

  static httplib::Result SignInOf(httplib::SSLClient& browser) {
    return browser.Post("/desk/sign-in/certificate",
                        {{"Origin", "https://desk.exempelkommun.example"}},
                        "{}",
                        "application/json");
  }
};

TEST_F(SignInByCertificate, TheDirectoryIsAskedForTheUriOfTheCertificate) {
  const auto anna = Browser("anna");
  const auto result = SignInOf(*anna);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200) << result->body;
  EXPECT_THAT(result->body, ::testing::HasSubstr(R"("userId":"anna")"));
  EXPECT_THAT(result->get_header_value("Set-Cookie"),
              ::testing::AllOf(::testing::StartsWith("__Host-"),
                               ::testing::HasSubstr("HttpOnly"),
                               ::testing::HasSubstr("Secure"),
                               ::testing::HasSubstr("SameSite=Strict")));
}

TEST_F(SignInByCertificate, WithoutOneOrWithTwoNamesNobodyIsSignedIn) {
  for (const char* certificate : {"", "two"}) {
    const auto browser = Browser(certificate);
    const auto result = SignInOf(*browser);
    ASSERT_TRUE(result) << certificate;
    EXPECT_EQ(result->status, 401) << certificate;
  }
}

TEST_F(SignInByCertificate, AStrangersCertificateGetsNoConnection) {
  const auto stranger = Browser("stranger");
  EXPECT_FALSE(stranger->Get("/"));
  EXPECT_TRUE(log_.Has("desk_certificate_refused"));
}

TEST_F(SignInByCertificate, PlainTextGetsNothingAndTlsHasItsHeaders) {
  EXPECT_FALSE(client_->Get("/"));
  const auto browser = Browser("");
  const auto page = browser->Get("/");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->get_header_value("Strict-Transport-Security"),
            "max-age=31536000; includeSubDomains");
}

TEST_F(SignInByCertificate, OldVersionsOfTlsAreRefused) {
  const auto browser = Browser("");
  SSL_CTX_set_min_proto_version(browser->ssl_context(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(browser->ssl_context(), TLS1_1_VERSION);
  EXPECT_FALSE(browser->Get("/"));
}

}  // namespace
}  // namespace dm::desk
