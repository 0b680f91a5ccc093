// Mutual TLS against the simulator: what is let through, and what never is.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/integration/ssbtek/certificates.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    auto scenario = sim::ParseScenario("persons: {}\n", "test.yaml");
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    auto simulator =
        sim::Simulator::Start(*std::move(scenario),
                              {.listen = {.tls_certificate_file = certificates_.Path("server.pem"),
                                          .tls_key_file = certificates_.Path("server.key"),
                                          .client_ca_file = certificates_.Path("ca.pem")}});
    ASSERT_TRUE(simulator.ok()) << simulator.status();
    simulator_ = *std::move(simulator);
  }

  // Options with a client certificate that the simulator takes.
  Options GoodOptions() const {
    Options options = MakeOptions();
    options.url = "https://127.0.0.1:" + std::to_string(simulator_->port()) + "/";
    options.http.transport = http::Transport::kTlsOnly;
    options.http.ca_file = certificates_.Path("ca.pem");
    options.http.certificate_file = certificates_.Path("client.pem");
    options.http.key_file = certificates_.Path("client.key");
    return options;
  }

  static std::string Ask(const Options& options) {
    auto source = SsbtekSource::Create(options, RealClock());
    EXPECT_TRUE(source.ok()) << source.status();
    if (!source.ok()) return "";
    const auto answers = AskOne(**source, MakeQuestion({Question(Source::kTns)}), Now());
    EXPECT_TRUE(answers.ok());
    return answers.ok() ? StateOf(answers->front()) : "";
  }

  // The field for whose sake no source is made.
  static std::string RefusedFor(const Options& options) {
    const auto source = SsbtekSource::Create(options, RealClock());
    EXPECT_FALSE(source.ok());
    return DetailOf(source.status()).field;
  }

  // No answer, by whatever code the library saw it: in TLS 1.3 a refused client learns of it only
  // when it reads.
  static void ExpectNoAnswer(const Options& options) {
    const std::string state = Ask(options);
    EXPECT_TRUE(state == "ERROR HTTP.TLS" || state == "ERROR HTTP.RESET") << state;
  }

  const Certificates certificates_{std::filesystem::path(testing::TempDir()) /
                                   testing::UnitTest::GetInstance()->current_test_info()->name()};
  std::unique_ptr<sim::Simulator> simulator_;
};

TEST_F(Tls, AsksWithAPemPair) {
  EXPECT_EQ(Ask(GoodOptions()), "CONFIRMED_EMPTY");
}

TEST_F(Tls, AsksWithAPkcs12Store) {
  Options options = GoodOptions();
  options.http.certificate_kind = http::CertificateKind::kPkcs12;
  options.http.certificate_file = certificates_.Path("client.p12");
  options.http.key_file.clear();
  options.http.key_password_file = certificates_.Path("password");
  certificates_.WriteText("password", "prov\n");
  EXPECT_EQ(Ask(options), "CONFIRMED_EMPTY");
  certificates_.WriteText("password", "fel\n");
  EXPECT_EQ(RefusedFor(options), "http.key_password_file");
}

TEST_F(Tls, WithoutACertificateThereIsNoStart) {
  Options options = GoodOptions();
  options.http.certificate_file.clear();
  options.http.key_file.clear();
  EXPECT_EQ(RefusedFor(options), "http.certificate_file");
}

TEST_F(Tls, WithoutACertificateThereIsNoAnswer) {
  Options options = GoodOptions();
  options.http.transport = http::Transport::kLoopbackInDevelopment;
  options.http.certificate_file.clear();
  options.http.key_file.clear();
  ExpectNoAnswer(options);
  EXPECT_EQ(simulator_->question_count(), 0);
}

TEST_F(Tls, APeerOfAnotherIssuerIsNotAsked) {
  Options options = GoodOptions();
  options.http.ca_file = certificates_.Path("other.pem");
  EXPECT_EQ(Ask(options), "ERROR HTTP.TLS");
  EXPECT_EQ(simulator_->question_count(), 0);
}

TEST_F(Tls, APeerOfAnotherNameIsNotAsked) {
  Options options = GoodOptions();
  options.url = "https://localhost:" + std::to_string(simulator_->port()) + "/";
  EXPECT_EQ(Ask(options), "ERROR HTTP.TLS");
  EXPECT_EQ(simulator_->question_count(), 0);
}

TEST_F(Tls, APeerWithAnotherKeyThanThePinnedIsNotAsked) {
  Options options = GoodOptions();
  options.http.pinned_key = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  EXPECT_EQ(Ask(options), "ERROR HTTP.TLS");
  EXPECT_EQ(simulator_->question_count(), 0);
}

TEST_F(Tls, WithACertificateThatIsNotThereThereIsNoStart) {
  Options options = GoodOptions();
  options.http.certificate_file = certificates_.Path("none.pem");
  EXPECT_EQ(RefusedFor(options), "http.certificate_file");
}

}  // namespace
}  // namespace dm::ssbtek
