#include "worker/effects/deliver.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"
#include "worker/core/mutex.h"
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
    if (effect.payment_order && amount) delivery.amount = amount;
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
    if (on_find) on_find(id);
    if (!find_status.ok()) return find_status;
    const auto found = known.find(id);
    if (found == known.end()) return std::optional<Delivery>();
    return std::optional<Delivery>(found->second);
  }

  std::map<EffectKind, DeliveryOutcome> outcomes;
  std::optional<Money> amount;   // that it says it has of a payment order
  bool arrives_unheard = false;  // an unknown outcome has in truth arrived
  Status find_status;
  std::function<void(const EffectId&)> on_find;
  std::map<EffectKind, int> handed_over;
  std::map<EffectId, Delivery> known;
  int asked = 0;
};

CaseRecord AnotherCase() {
  CaseRecord other = PlainCase(CaseState::kEvaluated);
  other.application.id = ApplicationId::FromTrusted("APP-2");
  other.application.household = HouseholdId::FromTrusted("HH-2");
  return other;
}

class DeliverTest : public ::testing::Test {
 protected:
  void SetUp() override { id_ = PutDecided(PlainCase(CaseState::kEvaluated)); }

  CaseId PutDecided(CaseRecord record) {
    record.id = PutCase(store_, record);
    CaseChange change;
    change.case_id = record.id;
    change.expected_version = record.version;
    change.to = CaseState::kDecided;
    change.effects = *EffectsOfDecision(record, PlainDecision(), policy_);
    EXPECT_TRUE(store_.Apply(change, TestNow()).ok());
    return record.id;
  }

  DeliveryPass Deliver() {
    const StatusOr<DeliveryPass> pass = TryDeliver();
    EXPECT_TRUE(pass.ok()) << MessageOf(pass.status());
    return *pass;
  }

  StatusOr<DeliveryPass> TryDeliver() {
    const auto hand_over = [this](const StoredEffect& effect, const Delivery& delivery) {
      EXPECT_EQ(store_.GetEffect(effect.effect.id)->state == EffectState::kRefused, false);
      handed_over_.push_back(std::string(EffectKindCode(effect.effect.kind)) + " " +
                             delivery.error_code);
      return OkStatus();
    };
    return DeliverDue(
        {store_, system_, clock_, log_, [] { return 0U; }, stop_, "worker-1", hand_over},
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
  std::vector<std::string> handed_over_;
  CaseId id_;
};

TEST_F(DeliverTest, DeliversAllOfACaseInOnePass) {
  EXPECT_EQ(Deliver().delivered, 5);
  EXPECT_EQ(store_.ListEffects(EffectState::kDelivered, id_, {})->items.size(), 5U);
  EXPECT_EQ(Deliver().delivered, 0);
}

// Each waits in the receiver's hands for one of another case, which comes only when they are handed
// over at the same time; none is followed by the next of its case meanwhile.
TEST_F(DeliverTest, EffectsOfSeveralCasesAreHandedOverAtOnceAndThoseOfOneInOrder) {
  class Together final : public CaseSystem {
   public:
    Delivery Deliver(const Effect& effect) override {
      const MutexLock lock(mutex_);
      EXPECT_TRUE(in_hand_.insert(effect.case_id).second) << "two of one case at once";
      EXPECT_GT(effect.order, std::exchange(last_[effect.case_id], effect.order));
      most_ = std::max(most_, in_hand_.size());
      changed_.NotifyAll();
      for (int i = 0; i < 3'000 && most_ < 2; ++i) {
        changed_.WaitFor(mutex_, std::chrono::milliseconds(10));
      }
      in_hand_.erase(effect.case_id);
      Delivery delivery;
      delivery.outcome = DeliveryOutcome::kOk;
      return delivery;
    }

    StatusOr<std::optional<Delivery>> Find(const EffectId& /*id*/) override {
      return std::optional<Delivery>();
    }

    std::size_t most() {
      const MutexLock lock(mutex_);
      return most_;
    }

   private:
    Mutex mutex_;
    CondVar changed_;
    std::set<CaseId> in_hand_;
    std::map<CaseId, int> last_;  // order
    std::size_t most_ = 0;
  } receiver;

  CaseRecord other = AnotherCase();
  ASSERT_NE(PutDecided(other), id_);
  settings_.at_once = 4;
  const StatusOr<DeliveryPass> pass = DeliverDue(
      {store_, receiver, clock_, log_, [] { return 0U; }, nullptr, "worker-1", nullptr}, settings_);
  ASSERT_TRUE(pass.ok());
  EXPECT_EQ(pass->delivered, 10);
  EXPECT_EQ(receiver.most(), 2U);
}

TEST_F(DeliverTest, AnUnknownOutcomeIsAskedForAndNotMadeAgain) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kUnknown;
  system_.arrives_unheard = true;
  EXPECT_EQ(Deliver().unknown, 1);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kSent);
  EXPECT_EQ(Deliver().delivered, 0);  // not due yet

  clock_.Advance(60'000);
  Deliver();

  EXPECT_EQ(system_.asked, 2);  // before the first hand-over, and before a second one
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 1);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kDelivered);
}

TEST_F(DeliverTest, WhatTheReceiverHasNeverSeenIsSentAgain) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kUnknown;
  Deliver();
  system_.outcomes.clear();
  clock_.Advance(60'000);
  Deliver();
  EXPECT_EQ(system_.asked, 2);
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
  EXPECT_THAT(handed_over_, ::testing::ElementsAre("PAYMENT_ORDER TOLD"));
  clock_.Advance(1'000'000'000);
  EXPECT_EQ(Deliver().refused, 0);
}

TEST_F(DeliverTest, AnOrderThatTheReceiverHasAlreadyIsNotSent) {
  Delivery taken;
  taken.outcome = DeliveryOutcome::kOk;
  const Page<StoredEffect> all = *store_.ListEffects({}, id_, {});
  for (const StoredEffect& effect : all.items) system_.known[effect.effect.id] = taken;
  EXPECT_EQ(Deliver().delivered, 5);
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 0);
  EXPECT_EQ(system_.handed_over[EffectKind::kLetter], 1);  // a repeat, which the receiver knows
}

TEST_F(DeliverTest, WhatWasStoredBeforeThisRunIsAskedForFirst) {
  Delivery taken;
  taken.outcome = DeliveryOutcome::kOk;
  const Page<StoredEffect> all = *store_.ListEffects({}, id_, {});
  for (const StoredEffect& effect : all.items) system_.known[effect.effect.id] = taken;
  settings_.ask_if_stored_before = TestNow().PlusMs(1);
  EXPECT_EQ(Deliver().delivered, 5);
  EXPECT_TRUE(system_.handed_over.empty());
}

TEST_F(DeliverTest, NoOrderGoesOutWhileTheReceiverCannotSayWhetherItHasIt) {
  system_.find_status = Unavailable("away");
  EXPECT_EQ(Deliver().unknown, 1);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kPending);
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 0);
}

// The receiver was away at first, as it is when both machines come up again.
TEST_F(DeliverTest, AnOrderOfALaterFormOfTheStoreIsNoticedAlsoAfterQuestionsThatFailed) {
  EffectId id;
  const Page<StoredEffect> all = *store_.ListEffects({}, id_, {});
  for (const StoredEffect& one : all.items)
    if (one.effect.kind == EffectKind::kPaymentOrder) id = one.effect.id;
  system_.find_status = Unavailable("away");
  Deliver();
  Deliver();
  clock_.Advance(std::int64_t{60} * 60'000);
  system_.find_status = OkStatus();
  Delivery taken;
  taken.outcome = DeliveryOutcome::kOk;
  system_.known[id] = taken;
  std::vector<EffectId> older;
  const auto pass = DeliverDue({.store = store_,
                                .case_system = system_,
                                .clock = clock_,
                                .log = log_,
                                .random = [] { return 0U; },
                                .stop = nullptr,
                                .worker = "worker-1",
                                .hand_over = nullptr,
                                .store_is_older =
                                    [&older](const StoredEffect& effect) {
                                      older.push_back(effect.effect.id);
                                      return OkStatus();
                                    }},
                               settings_);
  ASSERT_TRUE(pass.ok());
  EXPECT_THAT(older, ::testing::ElementsAre(id));
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kPending);
}

TEST_F(DeliverTest, AnOrderAfterItsPaymentDayIsHandedOverAndTheLogTells) {
  Deliver();
  EXPECT_FALSE(log_.Has("payment_order_late"));
  PutDecided(AnotherCase());
  clock_.Advance(std::int64_t{60} * 24 * 60 * 60'000);
  Deliver();
  EXPECT_TRUE(log_.Has("payment_order_late"));
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 2);
}

// A person, or the receiver by pull, settles it between the list and the hand-over.
TEST_F(DeliverTest, AnOrderThatIsSettledMeanwhileIsNotSentAndStopsNothing) {
  system_.on_find = [this](const EffectId& id) {
    AuditEvent audit;
    audit.action = "effect_acknowledged";
    EXPECT_TRUE(
        store_
            .MarkEffect(id, EffectState::kDelivered, "", "", clock_.Now(), "", audit, clock_.Now())
            .ok());
  };
  EXPECT_EQ(Deliver().delivered, 4);
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 0);
  EXPECT_EQ(StateOf(EffectKind::kJournalNote), EffectState::kDelivered);
}

// Also one that was sent before, without an answer.
TEST_F(DeliverTest, AnOrderThatIsPaidOtherwiseWhileItIsAskedForIsNotSentAgain) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kUnknown;
  Deliver();
  ASSERT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kSent);
  clock_.Advance(std::int64_t{60} * 60'000);
  system_.on_find = [this](const EffectId& id) {
    AuditEvent audit;
    audit.action = "effect_resolved";
    EXPECT_TRUE(
        store_
            .MarkEffect(
                id, EffectState::kDelivered, "HAND-1", "", clock_.Now(), "", audit, clock_.Now())
            .ok());
  };
  Deliver();
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 1);
}

TEST_F(DeliverTest, AnotherAmountAtTheReceiverGoesToAPerson) {
  system_.amount = Money::FromKronor(1);
  EXPECT_EQ(Deliver().refused, 1);
  EXPECT_THAT(handed_over_, ::testing::ElementsAre("PAYMENT_ORDER AMOUNT_DIFFERS"));
}

TEST_F(DeliverTest, AnEffectThatOnePersonSendsAgainIsOfferedDespiteTheOldRefusal) {
  system_.outcomes[EffectKind::kPaymentOrder] = DeliveryOutcome::kRefused;
  Deliver();
  const StoredEffect refused = store_.ListEffects(EffectState::kRefused, id_, {})->items.at(0);
  Delivery old;
  old.outcome = DeliveryOutcome::kRefused;
  system_.known[refused.effect.id] = old;
  AuditEvent audit;
  audit.action = "effect_resolved";
  ASSERT_TRUE(store_
                  .MarkEffect(refused.effect.id,
                              EffectState::kPending,
                              "",
                              "",
                              clock_.Now(),
                              "resolve-1",
                              audit,
                              clock_.Now())
                  .ok());
  system_.outcomes.clear();
  Deliver();
  EXPECT_EQ(system_.handed_over[EffectKind::kPaymentOrder], 2);
  EXPECT_EQ(StateOf(EffectKind::kPaymentOrder), EffectState::kDelivered);
}

// At n - 1 attempts nobody is troubled, at n a person is, while the receiver answers for others.
TEST_F(DeliverTest, AnOutcomeThatStaysUnknownGoesToAPersonAtTheLimit) {
  settings_.attempts_max = 4;
  system_.outcomes[EffectKind::kLetter] = DeliveryOutcome::kUnknown;
  for (int attempt = 1; attempt < 4; ++attempt) {
    Deliver();
    EXPECT_TRUE(handed_over_.empty()) << attempt;
    clock_.Advance(std::int64_t{60} * 60'000);
  }
  Deliver();
  EXPECT_THAT(handed_over_, ::testing::ElementsAre("LETTER TOLD"));
}

TEST_F(DeliverTest, AReceiverThatIsAwayIsNobodysErrand) {
  settings_.attempts_max = 2;
  system_.outcomes[EffectKind::kDecision] = DeliveryOutcome::kUnknown;
  system_.find_status = Unavailable("away");
  for (int attempt = 0; attempt < 5; ++attempt) {
    Deliver();
    clock_.Advance(std::int64_t{60} * 60'000);
  }
  EXPECT_TRUE(handed_over_.empty());
}

TEST_F(DeliverTest, StopsWhenTheReceiverSeemsAway) {
  settings_.unknown_in_a_row_max = 1;
  CaseRecord other = AnotherCase();
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
