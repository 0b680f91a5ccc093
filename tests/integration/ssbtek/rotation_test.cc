// Certificates that change while the client runs.
#include <atomic>
#include <filesystem>
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/http/client.h"
#include "tests/integration/ssbtek/certificates.h"
#include "tests/integration/ssbtek/scripted_server.h"

namespace dm::http {
namespace {

using ssbtek::test::Certificates;
using ssbtek::test::Connection;
using ssbtek::test::ScriptedServer;

std::string Text(const Result& result) {
  if (const auto* failure = std::get_if<Failure>(&result)) return FailureCode(*failure);
  return std::get<Response>(result).body;
}

// So many calls; keeps what came of them in order.
class Feed : public CallFeed {
 public:
  explicit Feed(int calls) : left_(calls) {}

  std::variant<Call, Pause, Finished> Next() override {
    if (left_ == 0) return Finished{};
    --left_;
    return Call{.body = "x", .content_type = "text/plain", .headers = {}};
  }

  void Take(std::uint64_t, Result result) override {
    texts.push_back(Text(result));
    if (on_outcome) on_outcome(texts.size());
  }

  std::vector<std::string> texts;
  std::function<void(std::size_t)> on_outcome;

 private:
  int left_;
};

class Rotation : public testing::Test {
 protected:
  Rotation() {
    options_.ca_file = certificates_.Path("ca.pem");
    options_.certificate_file = certificates_.Path("client.pem");
    options_.key_file = certificates_.Path("client.key");
    options_.reload_check_ms = 0;
  }

  void Start() {
    auto client = HttpClient::Create(options_, server_.url());
    ASSERT_TRUE(client.ok()) << client.status();
    client_ = *std::move(client);
  }

  void UseStore() {
    certificates_.WriteText("password", "prov");
    options_.certificate_kind = CertificateKind::kPkcs12;
    options_.certificate_file = certificates_.Path("client.p12");
    options_.key_file.clear();
    options_.key_password_file = certificates_.Path("password");
  }

  // The name that the server saw in the client's certificate.
  std::string Ask() {
    return Text(
        client_->Post({.body = "x", .content_type = "text/plain", .headers = {}, .stop = {}}));
  }

  void SayWhoAsks(Connection& connection) {
    while (!connection.ReadRequest().empty()) {
      connection.Respond("200 OK", "text/plain", connection.PeerName());
    }
    if (++closed_count_ == 1) closed_.count_down();
  }

  const Certificates certificates_{std::filesystem::path(testing::TempDir()) /
                                   testing::UnitTest::GetInstance()->current_test_info()->name()};
  std::latch closed_{1};  // the first of the server's connections has ended
  std::atomic<int> closed_count_ = 0;
  ScriptedServer server_{{.certificate_file = certificates_.Path("server.pem"),
                          .key_file = certificates_.Path("server.key"),
                          .client_ca_file = certificates_.Path("ca.pem")},
                         [this](Connection& connection) { SayWhoAsks(connection); }};
  ClientOptions options_;
  std::unique_ptr<HttpClient> client_;
};

TEST_F(Rotation, ANewPairIsUsedAndTheOldConnectionClosed) {
  Start();
  const std::string before = client_->Certificates().own.fingerprint;
  EXPECT_EQ(Ask(), "client");
  certificates_.Replace("client.key", "renewed.key");
  certificates_.Replace("client.pem", "renewed.pem");
  EXPECT_EQ(Ask(), "renewed");
  closed_.wait();
  EXPECT_EQ(Ask(), "renewed");
  EXPECT_EQ(server_.connections(), 2);
  const CertificateReport report = client_->Certificates();
  EXPECT_EQ(report.reloads, 1);
  EXPECT_NE(report.own.fingerprint, before);
  EXPECT_EQ(report.problem.reason, "");
}

TEST_F(Rotation, AHalfReplacedPairKeepsTheOldOne) {
  Start();
  EXPECT_EQ(Ask(), "client");
  certificates_.Replace("client.key", "renewed.key");
  EXPECT_EQ(Ask(), "client");
  const CertificateReport report = client_->Certificates();
  EXPECT_EQ(report.reloads, 0);
  EXPECT_EQ(report.problem.reason, "CERTIFICATE_KEY_MISMATCH");
  EXPECT_EQ(report.problem.field, "http.certificate_file");
  EXPECT_GE(report.problem_since, report.loaded_at);
  EXPECT_EQ(server_.connections(), 1);
  // A new connection made now still shows the old pair, from the bytes kept in memory.
  Feed two(2);
  client_->Drive(two, 2, {});
  EXPECT_THAT(two.texts, testing::ElementsAre("client", "client"));
  certificates_.Replace("client.pem", "renewed.pem");
  EXPECT_EQ(Ask(), "renewed");
  EXPECT_EQ(client_->Certificates().problem.reason, "");
}

TEST_F(Rotation, ANewStoreAndItsPasswordAreUsed) {
  UseStore();
  Start();
  EXPECT_EQ(Ask(), "client");
  certificates_.WriteText("password", "fel");
  EXPECT_EQ(Ask(), "client");
  EXPECT_EQ(client_->Certificates().problem.field, "http.key_password_file");
  certificates_.WriteText("password", "prov");
  certificates_.Replace("client.p12", "renewed.p12");
  EXPECT_EQ(Ask(), "renewed");
  EXPECT_EQ(client_->Certificates().problem.reason, "");
}

TEST_F(Rotation, ACertificateWhoseTimeHasNotComeWaits) {
  Start();
  certificates_.Issue("early", {.from_days = 2, .to_days = 9});
  certificates_.Replace("client.key", "early.key");
  certificates_.Replace("client.pem", "early.pem");
  EXPECT_EQ(Ask(), "client");
  EXPECT_EQ(client_->Certificates().problem.reason, "CERTIFICATE_NOT_YET_VALID");
  certificates_.Issue("late", {.from_days = -9, .to_days = -2});
  certificates_.Replace("client.key", "late.key");
  certificates_.Replace("client.pem", "late.pem");
  EXPECT_EQ(Ask(), "client");
  EXPECT_EQ(client_->Certificates().problem.reason, "CERTIFICATE_EXPIRED");
}

TEST_F(Rotation, AFileThatGoesAwayKeepsWhatIsInUse) {
  Start();
  EXPECT_EQ(Ask(), "client");
  std::filesystem::remove(certificates_.Path("ca.pem"));
  EXPECT_EQ(Ask(), "client");
  EXPECT_EQ(client_->Certificates().problem.reason, "CREDENTIAL_UNREADABLE");
  EXPECT_EQ(client_->Certificates().problem.field, "http.ca_file");
}

TEST_F(Rotation, AnotherAuthorityHoldsForTheNextConnection) {
  Start();
  EXPECT_EQ(Ask(), "client");
  certificates_.Replace("ca.pem", "other.pem");
  EXPECT_EQ(Ask(), "TLS");
}

TEST_F(Rotation, WithinADriveTheNextCallUsesTheNewPair) {
  Start();
  Feed feed(3);
  feed.on_outcome = [&](std::size_t outcomes) {
    if (outcomes != 1) return;
    certificates_.Replace("client.key", "renewed.key");
    certificates_.Replace("client.pem", "renewed.pem");
  };
  client_->Drive(feed, 1, {});
  EXPECT_THAT(feed.texts, testing::ElementsAre("client", "renewed", "renewed"));
  closed_.wait();  // the Drive left no connection of the old pair behind
}

TEST_F(Rotation, NoCallFailsWhileFilesAreSwapped) {
  certificates_.Replace("first.key", "client.key");
  certificates_.Replace("first.pem", "client.pem");
  Start();
  std::atomic<bool> swapping = true;
  std::vector<std::jthread> askers(4);
  for (std::jthread& asker : askers) {
    asker = std::jthread([&] {
      while (swapping) EXPECT_THAT(Ask(), testing::AnyOf("client", "renewed"));
    });
  }
  for (int i = 0; i < 25; ++i) {
    for (const char* name : {"renewed", "first"}) {
      certificates_.Replace("client.key", std::string(name) + ".key");
      certificates_.Replace("client.pem", std::string(name) + ".pem");
    }
  }
  swapping = false;
  askers.clear();
  EXPECT_EQ(Ask(), "client");
  EXPECT_EQ(client_->Certificates().problem.reason, "");
}

TEST_F(Rotation, FilesAreNotLookedAtBeforeTheTime) {
  options_.reload_check_ms = 3'600'000;
  Start();
  certificates_.Replace("client.key", "renewed.key");
  certificates_.Replace("client.pem", "renewed.pem");
  EXPECT_EQ(Ask(), "client");
  EXPECT_EQ(client_->Certificates().reloads, 0);
}

}  // namespace
}  // namespace dm::http
