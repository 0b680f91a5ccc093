// Who is believed over TLS, and to whom the client shows itself: pins, issuers, names, versions.
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "connectors/http/client.h"
#include "tests/integration/ssbtek/certificates.h"
#include "tests/integration/ssbtek/scripted_server.h"

namespace dm::http {
namespace {

using ssbtek::test::Certificates;
using ssbtek::test::Connection;
using ssbtek::test::ScriptedServer;
using ssbtek::test::TlsSetup;

constexpr char kWrongPin[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

// Answers each call with the name in the client's certificate.
void SayWhoAsks(Connection& connection) {
  while (!connection.ReadRequest().empty()) {
    connection.Respond("200 OK", "text/plain", connection.PeerName());
  }
}

class MutualTls : public testing::Test {
 protected:
  TlsSetup ServerSetup() const {
    return {.certificate_file = certificates_.Path("server.pem"),
            .key_file = certificates_.Path("server.key"),
            .client_ca_file = certificates_.Path("ca.pem")};
  }

  ClientOptions GoodOptions() const {
    ClientOptions options;
    options.ca_file = certificates_.Path("ca.pem");
    options.certificate_file = certificates_.Path("client.pem");
    options.key_file = certificates_.Path("client.key");
    return options;
  }

  ClientOptions StoreOptions(const std::string& password) const {
    ClientOptions options = GoodOptions();
    options.certificate_kind = CertificateKind::kPkcs12;
    options.certificate_file = certificates_.Path("client.p12");
    options.key_file.clear();
    options.key_password_file = certificates_.Path("password");
    certificates_.WriteText("password", password + "\n");
    return options;
  }

  static std::string Post(const ClientOptions& options, const std::string& url) {
    auto client = HttpClient::Create(options, url);
    EXPECT_TRUE(client.ok()) << client.status();
    if (!client.ok()) return "";
    const Result result =
        (*client)->Post({.body = "x", .content_type = "text/plain", .headers = {}, .stop = {}});
    if (const auto* failure = std::get_if<Failure>(&result)) return FailureCode(*failure);
    return std::get<Response>(result).body;
  }

  std::string PostTo(const TlsSetup& setup, const ClientOptions& options) const {
    const ScriptedServer server(setup, &SayWhoAsks);
    return Post(options, server.url());
  }

  std::string PostWith(const ClientOptions& options) const {
    return PostTo(ServerSetup(), options);
  }

  static ErrorDetail RefusedWith(const ClientOptions& options) {
    const auto client = HttpClient::Create(options, "https://127.0.0.1:1/");
    EXPECT_FALSE(client.ok());
    EXPECT_EQ(MessageOf(client.status()).find("prov"), std::string::npos);
    return DetailOf(client.status());
  }

  const Certificates certificates_{std::filesystem::path(testing::TempDir()) /
                                   testing::UnitTest::GetInstance()->current_test_info()->name()};
};

TEST_F(MutualTls, ShowsItsCertificate) {
  EXPECT_EQ(PostWith(GoodOptions()), "client");
}

TEST_F(MutualTls, ShowsTheCertificateOfAStore) {
  EXPECT_EQ(PostWith(StoreOptions("prov")), "client");
}

TEST_F(MutualTls, OpensALockedKey) {
  ClientOptions options = GoodOptions();
  options.key_file = certificates_.Path("client.locked.key");
  options.key_password_file = certificates_.Path("password");
  certificates_.WriteText("password", "prov\r\nsecond line");
  EXPECT_EQ(PostWith(options), "client");
}

TEST_F(MutualTls, AWrongPasswordIsRefusedAtTheStart) {
  EXPECT_EQ(RefusedWith(StoreOptions("fel")).reason, "CERTIFICATE_PASSWORD");
  EXPECT_EQ(RefusedWith(StoreOptions("")).field, "http.key_password_file");
  ClientOptions options = GoodOptions();
  options.key_file = certificates_.Path("client.locked.key");
  EXPECT_EQ(RefusedWith(options).reason, "CERTIFICATE_PASSWORD");
}

TEST_F(MutualTls, FilesThatDoNotFitAreRefusedAtTheStart) {
  ClientOptions options = GoodOptions();
  options.key_file = certificates_.Path("renewed.key");
  EXPECT_EQ(RefusedWith(options).reason, "CERTIFICATE_KEY_MISMATCH");
  options = GoodOptions();
  options.certificate_file = certificates_.Path("none.pem");
  EXPECT_EQ(RefusedWith(options).reason, "CREDENTIAL_UNREADABLE");
  options = GoodOptions();
  options.ca_file = certificates_.Path("client.key");
  EXPECT_EQ(RefusedWith(options).field, "http.ca_file");
  options = GoodOptions();
  options.issuer_file = certificates_.Path("client.p12");
  EXPECT_EQ(RefusedWith(options).field, "http.issuer_file");
}

TEST_F(MutualTls, WithoutACertificateTheServerDoesNotAnswer) {
  ClientOptions options = GoodOptions();
  options.transport = Transport::kLoopbackInDevelopment;  // elsewhere such a client is not made
  options.certificate_file.clear();
  options.key_file.clear();
  const std::string outcome = PostWith(options);
  EXPECT_TRUE(outcome == "TLS" || outcome == "RESET") << outcome;
}

TEST_F(MutualTls, OnlyTheNamedAuthorityIsBelieved) {
  ClientOptions options = GoodOptions();
  options.ca_file = certificates_.Path("other.pem");
  EXPECT_EQ(PostWith(options), "TLS");
  options.ca_file.clear();  // the system's list does not hold the test's CA
  EXPECT_EQ(PostWith(options), "TLS");
}

TEST_F(MutualTls, OnlyThePinnedKeyIsBelieved) {
  ClientOptions options = GoodOptions();
  options.pinned_key = certificates_.PinOf("server");
  EXPECT_EQ(PostWith(options), "client");
  options.pinned_key = kWrongPin;
  EXPECT_EQ(PostWith(options), "TLS");
  options.pinned_key = kWrongPin + std::string(";") + certificates_.PinOf("server");
  EXPECT_EQ(PostWith(options), "client");
}

TEST_F(MutualTls, OnlyThePinnedIssuerIsBelieved) {
  ClientOptions options = GoodOptions();
  options.issuer_file = certificates_.Path("ca.pem");
  EXPECT_EQ(PostWith(options), "client");
  options.issuer_file = certificates_.Path("other.pem");
  EXPECT_EQ(PostWith(options), "TLS");
}

TEST_F(MutualTls, APeerOfAnotherNameIsNotBelieved) {
  const ScriptedServer server(ServerSetup(), &SayWhoAsks);
  EXPECT_EQ(Post(GoodOptions(), "https://localhost:" + std::to_string(server.port()) + "/"), "TLS");
}

TEST_F(MutualTls, APeerWhoseTimeHasPassedIsNotBelieved) {
  certificates_.Issue("late", {.from_days = -9, .to_days = -2});
  TlsSetup setup = ServerSetup();
  setup.certificate_file = certificates_.Path("late.pem");
  setup.key_file = certificates_.Path("late.key");
  EXPECT_EQ(PostTo(setup, GoodOptions()), "TLS");
}

TEST_F(MutualTls, OldVersionsAreNotSpoken) {
  TlsSetup setup = ServerSetup();
  setup.version_max = TLS1_2_VERSION;
  EXPECT_EQ(PostTo(setup, GoodOptions()), "client");
  setup.version_max = TLS1_1_VERSION;
  EXPECT_EQ(PostTo(setup, GoodOptions()), "TLS");
}

// The server of the test above does speak 1.1, to a client that lets it.
TEST_F(MutualTls, TheOldServerOfTheTestIsOneThatWorks) {
  TlsSetup setup = ServerSetup();
  setup.version_max = TLS1_1_VERSION;
  setup.client_ca_file.clear();
  const ScriptedServer server(setup, &SayWhoAsks);
  EXPECT_EQ(ssbtek::test::VersionSpokenWith(server.port()), TLS1_1_VERSION);
}

TEST_F(MutualTls, AnOwnCertificateWhoseTimeHasPassedIsReported) {
  certificates_.Issue("late", {.from_days = -9, .to_days = -2});
  ClientOptions options = GoodOptions();
  options.certificate_file = certificates_.Path("late.pem");
  options.key_file = certificates_.Path("late.key");
  const auto client = HttpClient::Create(options, "https://127.0.0.1:1/");
  ASSERT_TRUE(client.ok()) << client.status();
  const CertificateReport report = (*client)->Certificates();
  EXPECT_TRUE(report.present);
  EXPECT_EQ(report.loaded_at - report.own.not_after > 86'400'000, true);
  EXPECT_EQ(report.own.not_after - report.own.not_before, 7 * 86'400'000LL);
  EXPECT_EQ(report.own.fingerprint.size(), 64U);
}

}  // namespace
}  // namespace dm::http
