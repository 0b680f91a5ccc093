#include "connectors/casesystem/client.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "connectors/casesystem/sim/sim_server.h"

namespace dm::casesystem {
namespace {

Effect MakeEffect(const std::string& id, const std::string& text = "Logga in") {
  Effect effect;
  effect.id = EffectId::FromTrusted(id);
  effect.kind = EffectKind::kNotice;
  effect.case_id = CaseId::FromTrusted("c-1");
  effect.application = ApplicationId::FromTrusted("A-1");
  effect.notice = Notice{.text = text};
  return effect;
}

class ClientTest : public testing::Test {
 protected:
  void Start(Fault fault, std::int64_t timeout_ms = 10'000) {
    SimOptions options;
    options.fault = [this, fault](const std::string&, const std::string&) {
      return faults_left_-- > 0 ? fault : Fault::kNone;
    };
    auto sim = SimServer::Start(options);
    ASSERT_TRUE(sim.ok()) << sim.status();
    sim_ = *std::move(sim);
    auto client = CaseSystemClient::Create(
        {.target = "127.0.0.1:" + std::to_string(sim_->port()), .timeout_ms = timeout_ms});
    ASSERT_TRUE(client.ok()) << client.status();
    client_ = *std::move(client);
  }

  std::atomic<int> faults_left_{1};
  std::unique_ptr<SimServer> sim_;
  std::unique_ptr<CaseSystem> client_;
};

TEST_F(ClientTest, DeliversAndGetsTheReceiversReference) {
  Start(Fault::kNone);
  const Delivery delivery = client_->Deliver(MakeEffect("notice-1"));
  EXPECT_EQ(delivery.outcome, DeliveryOutcome::kOk);
  EXPECT_EQ(delivery.reference.rfind("SIM-", 0), 0U);
  ASSERT_EQ(sim_->recorder().effects().size(), 1U);
  EXPECT_EQ(sim_->recorder().effects()[0].kind, "EFFECT_KIND_NOTICE");
}

TEST_F(ClientTest, GoesToTheTargetItselfWhereTheEnvironmentNamesAProxy) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);  // NOLINT(concurrency-mt-unsafe): none is started
  Start(Fault::kNone);
  EXPECT_EQ(client_->Deliver(MakeEffect("notice-1")).outcome, DeliveryOutcome::kOk);
  unsetenv("http_proxy");  // NOLINT(concurrency-mt-unsafe): gRPC has read it
}

TEST_F(ClientTest, DeliversARepeatAsTheFirstTime) {
  Start(Fault::kNone);
  const Delivery first = client_->Deliver(MakeEffect("notice-1"));
  const Delivery second = client_->Deliver(MakeEffect("notice-1"));
  EXPECT_EQ(second.outcome, DeliveryOutcome::kOk);
  EXPECT_EQ(second.reference, first.reference);
  EXPECT_EQ(sim_->recorder().effects().size(), 1U);
  EXPECT_EQ(sim_->recorder().deliveries(), 2);
}

TEST_F(ClientTest, IsRefusedForAKnownIdWithOtherContent) {
  Start(Fault::kNone);
  client_->Deliver(MakeEffect("notice-1"));
  const Delivery changed = client_->Deliver(MakeEffect("notice-1", "Annat"));
  EXPECT_EQ(changed.outcome, DeliveryOutcome::kRefused);
  EXPECT_EQ(changed.error_code, "RECEIVER_ALREADY_EXISTS");
}

TEST_F(ClientTest, TellsARefusal) {
  Start(Fault::kRefuse);
  const Delivery delivery = client_->Deliver(MakeEffect("notice-1"));
  EXPECT_EQ(delivery.outcome, DeliveryOutcome::kRefused);
  EXPECT_EQ(delivery.error_code, "SIM_REFUSED");
  EXPECT_TRUE(sim_->recorder().effects().empty());
}

TEST_F(ClientTest, AsksWhatBecameOfAnEffectWhoseAnswerWasLost) {
  Start(Fault::kAnswerLost);
  EXPECT_EQ(client_->Deliver(MakeEffect("notice-1")).outcome, DeliveryOutcome::kUnknown);
  const auto found = client_->Find(EffectId::FromTrusted("notice-1"));
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->outcome, DeliveryOutcome::kOk);
}

TEST_F(ClientTest, LearnsThatAnEffectNeverArrived) {
  Start(Fault::kUnavailable);
  EXPECT_EQ(client_->Deliver(MakeEffect("notice-1")).outcome, DeliveryOutcome::kUnknown);
  const auto found = client_->Find(EffectId::FromTrusted("notice-1"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_FALSE(found->has_value());
}

TEST_F(ClientTest, GivesUpOnASilentReceiverAtItsDeadline) {
  Start(Fault::kSilent, 200);
  const Delivery delivery = client_->Deliver(MakeEffect("notice-1"));
  EXPECT_EQ(delivery.outcome, DeliveryOutcome::kUnknown);
  EXPECT_EQ(delivery.error_code, "RECEIVER_TIMEOUT");
}

TEST_F(ClientTest, DoesNotKnowTheOutcomeOfAnAnswerWithoutOne) {
  Start(Fault::kNoOutcome);
  const Delivery delivery = client_->Deliver(MakeEffect("notice-1"));
  EXPECT_EQ(delivery.outcome, DeliveryOutcome::kUnknown);
  EXPECT_EQ(delivery.error_code, "RECEIVER_OUTCOME_MISSING");
}

TEST_F(ClientTest, DoesNotKnowTheOutcomeWhenTheReceiverIsGone) {
  Start(Fault::kNone, 500);
  sim_->Stop();
  EXPECT_EQ(client_->Deliver(MakeEffect("notice-1")).outcome, DeliveryOutcome::kUnknown);
  EXPECT_FALSE(client_->Find(EffectId::FromTrusted("notice-1")).ok());
}

TEST(CreateClient, NamesTheFieldThatDoesNotHold) {
  const auto field_of = [](const ClientOptions& options) {
    return DetailOf(CaseSystemClient::Create(options).status()).field;
  };
  EXPECT_EQ(field_of({}), "case_system.target");
  EXPECT_EQ(field_of({.target = "casesystem.example:443"}), "case_system.tls");
  EXPECT_EQ(field_of({.target = "127.example.org:443"}), "case_system.tls");
  EXPECT_EQ(field_of({.target = "a.example:443", .certificate_file = "/no/such/file"}),
            "case_system.tls.certificate");
  EXPECT_EQ(field_of({.target = "127.0.0.1:1", .timeout_ms = 0}), "case_system.timeout_ms");
  EXPECT_EQ(field_of({.target = "127.0.0.1:1", .timeout_ms = 30'001}), "case_system.timeout_ms");
}

TEST(SimServer, ListensOnLoopbackOnly) {
  EXPECT_FALSE(SimServer::Start({.listen = "0.0.0.0:0", .record_file = "", .fault = {}}).ok());
}

}  // namespace
}  // namespace dm::casesystem
