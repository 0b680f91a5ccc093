#include "worker/effects/deliver.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"
#include "worker/effects/make_effects.h"

namespace dm::effects {
namespace {

using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::RecordingLog;
using dm::testing::TestNow;

// Takes effects as told and remembers them by id.
class ScriptedCaseSystem final : public CaseSystem {
 public:
  Delivery Deliver(const Effect& effect) override {
    ++handed_over[effect.kind];
    Delivery delivery;
    const auto told = outcomes.find(effect.kind);
    delivery.outcome = told == outcomes.end() ? DeliveryOutcome::kOk : told->second;
    delivery.error_code = delivery.outcome == DeliveryOutcome::kOk ? "" : "TOLD";
    delivery.reference = "REF-1";
    const bool arrives = delivery.outcome == DeliveryOutcome::kOk ||
                         (arrives_unheard && !delivery.error_code.empty());
    if (arrives) {
      Delivery taken;
      taken.outcome = DeliveryOutcome::kOk;
      known[effect.id] = taken;
    }
    return delivery;
  }

  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override {
    ++asked;
    if (!find_status.ok()) return find_status;
    const auto found = known.find(id);
    if (found == known.end()) return std::optional<Delivery>();
    return std::optional<Delivery>(found->second);
  }

  std::map<EffectKind, DeliveryOutcome> outcomes;
  bool arrives_unheard = false;  // an unknown outcome has in truth arrived
  Status find_status;
  std::map<EffectKind, int> handed_over;
  std::map<EffectId, Delivery> known;
  int asked = 0;
};

class DeliverTest : public ::testing::Test {
 protected:
  void SetUp() override {
    CaseRecord record = PlainCase(CaseState::kEvaluated);
    id_ = PutCase(store_, record);
    CaseChange change;
    change.case_id = id_;
    change.expected_version = record.version;
    change.to = CaseState::kDecided;
    change.effects = *EffectsOfDecision(record, PlainDecision(), policy_);
    ASSERT_TRUE(store_.Apply(change, TestNow()).ok());
  }

  DeliveryPass Deliver() {
    const StatusOr<DeliveryPass> pass = TryDeliver();
    EXPECT_TRUE(pass.ok()) << MessageOf(pass.status());
    return *pass;
  }

  StatusOr<DeliveryPass> TryDeliver() {
    return DeliverDue({store_, system_, clock_, log_, [] { return 0U; }, stop_, "worker-1"},
                      settings_);
  }

  EffectState StateOf(EffectKind kind) {
    const Page<StoredEffect> page = *store_.ListEffects({}, id_, {});
    for (const StoredEffect& effect : page.items)
      if (effect.effect.kind == kind) return effect.state;
    return EffectState::kPending;
  }

  FakeClock clock_{TestNow()};
  FakePolicy policy_;
  FakeStore store_;
  RecordingLog log_;
  ScriptedCaseSystem system_;
  DeliverySettings settings_;
  std::function<bool()> stop_;
  CaseId id_;
};

TEST_F(DeliverTest, DeliversAllOfACaseInOnePass) {
  EXPECT_EQ(Deliver().delivered, 5);
  EXPECT_EQ(store_.ListEffects(EffectState::kDelivered, id_, {})->items.size(), 5U);
  EXPECT_EQ(Deliver().delivered, 0);
}

TEST_F(DeliverTest, AnUnknownOutcomeIsAskedForAndNotMadeAgain) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kUnknown;
  system_.arrives_unheard = true;
  EXPECT_EQ(Deliver().unknown, 1);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kSent);
  EXPECT_EQ(Deliver().delivered, 0);  // not due yet

  clock_.Advance(60'000);
  Deliver();

  EXPECT_EQ(system_.asked, 1);
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 1);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kDelivered);
}

TEST_F(DeliverTest, WhatTheReceiverHasNeverSeenIsSentAgain) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kUnknown;
  Deliver();
  system_.outcomes.clear();
  clock_.Advance(60'000);
  Deliver();
  EXPECT_EQ(system_.asked, 1);
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 2);
  EXPECT_EQ(StateOf(EffectKind::kJournalNote), EffectState::kDelivered);
}

TEST_F(DeliverTest, WhileTheReceiverCannotSayNothingIsSentAgain) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kUnknown;
  Deliver();
  system_.find_status = Unavailable("away");
  clock_.Advance(60'000);
  EXPECT_EQ(Deliver().unknown, 1);
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 1);
}

TEST_F(DeliverTest, APaymentIsMarkedAsHandedOverBeforeItIs) {
  Deliver();
  const std::vector<std::string> actions = store_.Actions();
  const auto sent = std::count(actions.begin(), actions.end(), "effect_sent");
  EXPECT_EQ(sent, 1);  // of the payment order alone
}

TEST_F(DeliverTest, ARefusalStaysAndHoldsUpWhatComesAfter) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kRefused;
  const DeliveryPass pass = Deliver();
  EXPECT_EQ(pass.refused, 1);
  EXPECT_EQ(pass.delivered, 2);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kRefused);
  EXPECT_EQ(StateOf(EffectKind::kNotice), EffectState::kPending);
  EXPECT_TRUE(log_.Has("effect_refused"));
  clock_.Advance(1'000'000'000);
  EXPECT_EQ(Deliver().refused, 0);
}

TEST_F(DeliverTest, StopsWhenTheReceiverSeemsAway) {
  settings_.unknown_in_a_row_max = 1;
  CaseRecord other = PlainCase(CaseState::kEvaluated);
  other.application.id = ApplicationId::FromTrusted("APP-2");
  other.application.household = HouseholdId::FromTrusted("HH-2");
  const CaseId second = PutCase(store_, other);
  other.id = second;
  CaseChange change;
  change.case_id = second;
  change.expected_version = other.version;
  change.to = CaseState::kDecided;
  change.effects = *EffectsOfDecision(other, PlainDecision(), policy_);
  ASSERT_TRUE(store_.Apply(change, TestNow()).ok());
  system_.outcomes[EffectKind::kDecision] = DeliveryOutcome::kUnknown;
  EXPECT_EQ(Deliver().unknown, 1);
  EXPECT_EQ(system_.handed_over[EffectKind::kDecision], 1);
}

TEST_F(DeliverTest, StopsWhenToldTo) {
  stop_ = [] { return true; };
  EXPECT_EQ(Deliver().delivered, 0);
}

TEST_F(DeliverTest, KeepsToItsBatch) {
  settings_.batch_max = 2;
  EXPECT_EQ(Deliver().delivered, 2);
}

TEST_F(DeliverTest, PassesOnThatTheStoreFailed) {
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(TryDeliver().status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace dm::effects
