#include "worker/runtime/operations_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/decision/decide.h"
#include "worker/effects/make_effects.h"
#include "worker/escalation/escalation_service.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using testing::Call;
using testing::FakeClock;
using testing::FakeStore;
using testing::TestNow;

class OperationsServiceTest : public ::testing::Test {
 protected:
  static std::shared_ptr<const PolicySet> Load() {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    return load.set;
  }

  StatusOr<TypfallStatus> Set(const std::string& typfall,
                              Mode mode,
                              const std::string& reason,
                              const std::string& delegation,
                              const std::string& request = "request-1") {
    return operations_.SetMode(Call(request), typfall, mode, "HL000001", reason, delegation);
  }

  std::string Delegation() const {
    for (const auto& row : policies_.Get()->delegations()) {
      if (row.typfall == "TF-02") return row.reference;
    }
    return "";
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  PolicyHolder policies_{Load()};
  escalation::EscalationService escalations_{store_,
                                             clock_,
                                             {.policy = [this] { return policies_.Get(); },
                                              .pay_day = PayDateFor,
                                              .effects_of = effects::EffectsOfDecision}};
  OperationsService operations_{store_, clock_, policies_, escalations_};
};

TEST_F(OperationsServiceTest, ShowsThePolicysModesUntilSomeoneSetsOthers) {
  const auto status = operations_.GetStatus(Call("request-1"));
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(status->deciding);
  for (const TypfallStatus& one : status->typfall)
    EXPECT_EQ(one.mode, one.policy_mode) << one.typfall;
}

TEST_F(OperationsServiceTest, AnyoneMayLowerAMode) {
  const auto status = Set("TF-02", Mode::kShadow, "", "");
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(status->mode, Mode::kShadow);
}

TEST_F(OperationsServiceTest, RaisingNeedsAReason) {
  ASSERT_TRUE(Set("TF-02", Mode::kOff, "", "").ok());
  const auto status = Set("TF-02", Mode::kPropose, "", "", "request-2");
  EXPECT_EQ(DetailOf(status.status()).field, "reason");
}

TEST_F(OperationsServiceTest, DecideNeedsADelegationInForce) {
  ASSERT_TRUE(Set("TF-02", Mode::kOff, "", "").ok());
  EXPECT_EQ(DetailOf(Set("TF-02", Mode::kDecide, "300 clean", "SN 1900 § 1", "request-2").status())
                .reason,
            "DELEGATION_MISSING");
  EXPECT_TRUE(Set("TF-02", Mode::kDecide, "300 clean", Delegation(), "request-3").ok());
}

TEST_F(OperationsServiceTest, RefusesAnUnknownTypfall) {
  EXPECT_EQ(DetailOf(Set("TF-99", Mode::kOff, "", "").status()).reason, "TYPFALL_UNKNOWN");
}

TEST_F(OperationsServiceTest, ARepeatedRequestChangesNothingAgain) {
  ASSERT_TRUE(Set("TF-02", Mode::kShadow, "", "").ok());
  const std::int64_t version = store_.GetControl()->version;
  ASSERT_TRUE(Set("TF-02", Mode::kShadow, "", "").ok());
  EXPECT_EQ(store_.GetControl()->version, version);
}

TEST_F(OperationsServiceTest, APauseIsSeenAndTakenBack) {
  auto status = operations_.SetPause(Call("request-1"), true, "HL000001", "test");
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(status->paused);
  EXPECT_FALSE(status->deciding);
  EXPECT_EQ(status->not_deciding_reason, "PAUSED");
  status = operations_.SetPause(Call("request-2"), false, "HL000001", "test");
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(status->deciding);
}

TEST_F(OperationsServiceTest, EachChangeNamesAnActor) {
  EXPECT_EQ(DetailOf(operations_.SetPause(Call("request-1"), true, "", "x").status()).field,
            "actor");
}

}  // namespace
}  // namespace dm
