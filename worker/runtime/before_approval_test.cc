#include "worker/runtime/before_approval.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

using dm::testing::FakeClock;
using dm::testing::FakeStore;
using dm::testing::PlainApplication;
using dm::testing::RecordingLog;
using dm::testing::TestNow;

// Says of each effect what the test has told it; has never seen any other.
class ToldReceiver final : public CaseSystem {
 public:
  Delivery Deliver(const Effect& /*effect*/) override {
    ADD_FAILURE() << "something was sent";
    return {};
  }

  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override {
    ++asked;
    if (!failure.ok()) return failure;
    const auto found = has.find(id);
    if (found == has.end()) return std::optional<Delivery>();
    Delivery said;
    said.outcome = found->second;
    return std::optional<Delivery>(said);
  }

  std::map<EffectId, DeliveryOutcome> has;
  Status failure;
  int asked = 0;
};

class BeforeApprovalTest : public ::testing::Test {
 protected:
  CaseRecord Submit(const std::string& application) {
    NewCase new_case;
    new_case.application = PlainApplication();
    new_case.application.id = ApplicationId::FromTrusted(application);
    new_case.request_id = "request-" + application;
    new_case.content_sha256 = std::string(64, 'a');
    return *store_.GetCase(store_.Accept(new_case, TestNow())->case_id);
  }

  static EffectId OrderOf(const CaseRecord& record, int decision) {
    return DeriveEffectId({.key = record.effect_key,
                           .municipality = record.municipality,
                           .application = record.application.id,
                           .month = record.application.month},
                          EffectKind::kPaymentOrder,
                          decision,
                          "");
  }

  StatusOr<std::optional<Reason>> Look(const CaseRecord& record, CaseSystem* receiver) {
    return LookBeforeApproval(
        {.store = store_, .clock = clock_, .log = log_, .receiver = receiver, .worker = worker_},
        record);
  }

  Status DeclareRestore() {
    return store_.DeclareRestore({TestNow(), "drift-1", "x"}, {}, TestNow());
  }

  const std::string worker_ = "worker-1";
  FakeStore store_;
  FakeClock clock_{TestNow()};
  RecordingLog log_;
  ToldReceiver receiver_;
};

TEST_F(BeforeApprovalTest, ALoneApplicationIsAskedNothingAbout) {
  const CaseRecord record = Submit("A-1");
  const auto doubt = Look(record, &receiver_);
  ASSERT_TRUE(doubt.ok());
  EXPECT_FALSE(doubt->has_value());
  EXPECT_EQ(receiver_.asked, 0);
  EXPECT_FALSE(Look(record, nullptr)->has_value()) << "nobody needs to be asked";
}

TEST_F(BeforeApprovalTest, WaitsWhileARestoreIsUnderWay) {
  const CaseRecord record = Submit("A-1");
  ASSERT_TRUE(DeclareRestore().ok());
  const auto doubt = Look(record, &receiver_);
  EXPECT_EQ(DetailOf(doubt.status()).reason, "RESTORE_UNDER_WAY");
  EXPECT_TRUE(IsRetryable(doubt.status()));
}

TEST_F(BeforeApprovalTest, WaitsUntilItIsKnownWhatAnotherServerLacks) {
  const CaseRecord record = Submit("A-1");
  store_.SetTookOver(true);
  const auto doubt = Look(record, &receiver_);
  EXPECT_EQ(DetailOf(doubt.status()).reason, "STORE_TOOK_OVER");
  EXPECT_TRUE(IsRetryable(doubt.status()));
  store_.SetTookOver(false);
  EXPECT_TRUE(Look(record, &receiver_).ok());
}

TEST_F(BeforeApprovalTest, AnotherApplicationThatTheReceiverNeverSawIsNoDoubt) {
  Submit("A-1");
  const CaseRecord second = Submit("A-2");
  EXPECT_FALSE(Look(second, &receiver_)->has_value());
  EXPECT_EQ(receiver_.asked, 1);
}

TEST_F(BeforeApprovalTest, WhatTheReceiverHasAndTheStoreNeverMadeGoesToAPerson) {
  const CaseRecord first = Submit("A-1");
  const CaseRecord second = Submit("A-2");
  receiver_.has[OrderOf(first, 1)] = DeliveryOutcome::kOk;
  const auto doubt = Look(second, &receiver_);
  ASSERT_TRUE(doubt.ok() && doubt->has_value());
  EXPECT_EQ((*doubt)->code, "PAYMENT.FORGOTTEN");
  EXPECT_EQ(log_.events, std::vector<std::string>{"restore_suspected"});
  ASSERT_TRUE(store_.FindRestore()->has_value()) << "the store is older than what was sent";
  EXPECT_EQ((*store_.FindRestore())->reason, "RECEIVER_AHEAD");
}

TEST_F(BeforeApprovalTest, SoonAfterARestoreThatIsNoNewsAndStillAPersons) {
  const CaseRecord first = Submit("A-1");
  const CaseRecord second = Submit("A-2");
  ASSERT_TRUE(DeclareRestore().ok());
  ASSERT_TRUE(store_.EndRestore("", {}, TestNow()).ok());
  receiver_.has[OrderOf(first, 1)] = DeliveryOutcome::kOk;
  EXPECT_EQ((*Look(second, &receiver_))->code, "PAYMENT.FORGOTTEN");
  EXPECT_FALSE(store_.FindRestore()->has_value());
}

TEST_F(BeforeApprovalTest, WhatTheReceiverHasRefusedWasNotPaid) {
  const CaseRecord first = Submit("A-1");
  const CaseRecord second = Submit("A-2");
  receiver_.has[OrderOf(first, 1)] = DeliveryOutcome::kRefused;
  EXPECT_FALSE(Look(second, &receiver_)->has_value());
}

// What comes after them is not looked at: nobody can say that it was not paid.
TEST_F(BeforeApprovalTest, MoreApplicationsThanAreLookedAtGoToAPerson) {
  const CaseRecord first = Submit("A-1");
  for (int i = 2; i <= 50; ++i) Submit("A-" + std::to_string(i));
  EXPECT_FALSE(Look(first, &receiver_)->has_value());
  const CaseRecord last = Submit("A-51");
  receiver_.has[OrderOf(last, 1)] = DeliveryOutcome::kOk;
  const auto doubt = Look(first, &receiver_);
  ASSERT_TRUE(doubt.ok() && doubt->has_value());
  EXPECT_EQ((*doubt)->code, "PAYMENT.OTHER_APPLICATION");
}

TEST_F(BeforeApprovalTest, ASilentReceiverIsAskedAgainLater) {
  Submit("A-1");
  const CaseRecord second = Submit("A-2");
  receiver_.failure = Unavailable("connection refused");
  EXPECT_TRUE(IsRetryable(Look(second, &receiver_).status()));
}

TEST_F(BeforeApprovalTest, WhereNobodyCanBeAskedAPersonDecidesBesideAnotherApplication) {
  Submit("A-1");
  const CaseRecord second = Submit("A-2");
  EXPECT_EQ((*Look(second, nullptr))->code, "PAYMENT.OTHER_APPLICATION");
  receiver_.failure =
      MakeStatus(StatusCode::kUnavailable, "", {.reason = kNoReceiver, .field = "", .remedy = ""});
  EXPECT_EQ((*Look(second, &receiver_))->code, "PAYMENT.OTHER_APPLICATION");
}

}  // namespace
}  // namespace dm
