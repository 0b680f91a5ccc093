#include "worker/case/reconciliation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Date kToday = *Date::Parse("2026-11-27");

StoredEffect Order(int version, std::int64_t kronor, EffectState state) {
  StoredEffect stored;
  stored.effect.id = EffectId::FromTrusted("PAYMENT_ORDER-" + std::to_string(version));
  stored.effect.kind = EffectKind::kPaymentOrder;
  stored.effect.decision_version = version;
  PaymentOrder order;
  order.amount = Money::FromKronor(kronor);
  order.pay_date = kToday;
  order.decision_version = version;
  stored.effect.payment_order = order;
  stored.state = state;
  return stored;
}

CaseRecord Decided(const std::vector<std::int64_t>& kronor) {
  CaseRecord record;
  for (const std::int64_t granted : kronor) {
    Decision decision;
    decision.version = static_cast<int>(record.decisions.size()) + 1;
    decision.granted = Money::FromKronor(granted);
    record.decisions.push_back(decision);
  }
  return record;
}

TEST(ReconciliationTest, PendingConfirmedAndFailedAddUpToOrdered) {
  const CaseMonthPayments payments = PaymentsOf(Decided({5'000, 7'000, 9'000}),
                                                {Order(3, 2'000, EffectState::kRefused),
                                                 Order(1, 5'000, EffectState::kDelivered),
                                                 Order(2, 2'000, EffectState::kSent)},
                                                kToday);
  EXPECT_EQ(payments.decided, Money::FromKronor(9'000));
  EXPECT_EQ(payments.ordered, Money::FromKronor(9'000));
  EXPECT_EQ(payments.confirmed, Money::FromKronor(5'000));
  EXPECT_EQ(payments.pending, Money::FromKronor(2'000));
  EXPECT_EQ(payments.failed, Money::FromKronor(2'000));
  EXPECT_EQ(payments.lines.front().decision_version, 1);
  EXPECT_TRUE(Agrees(payments));
}

TEST(ReconciliationTest, ALoweredDecisionTakesNothingBack) {
  EXPECT_TRUE(Agrees(
      PaymentsOf(Decided({8'000, 6'000}), {Order(1, 8'000, EffectState::kDelivered)}, kToday)));
}

TEST(ReconciliationTest, MoreOrLessThanDecidedIsFound) {
  const auto pending = EffectState::kPending;
  EXPECT_THAT(PaymentsOf(Decided({8'000}), {Order(1, 8'001, pending)}, kToday).findings,
              ElementsAre("ORDERED_ABOVE_DECIDED"));
  EXPECT_THAT(PaymentsOf(Decided({8'000}), {}, kToday).findings, ElementsAre("ORDER_MISSING"));
}

TEST(ReconciliationTest, WhatIsNotConfirmedAfterItsDayIsLate) {
  const Date after = kToday.PlusDays(1);
  const std::vector<StoredEffect> sent = {Order(1, 8'000, EffectState::kSent)};
  EXPECT_THAT(PaymentsOf(Decided({8'000}), sent, kToday).lines[0].findings, IsEmpty());
  EXPECT_THAT(PaymentsOf(Decided({8'000}), sent, after).lines[0].findings, ElementsAre("LATE"));
  const std::vector<StoredEffect> paid = {Order(1, 8'000, EffectState::kDelivered)};
  EXPECT_THAT(PaymentsOf(Decided({8'000}), paid, after).lines[0].findings, IsEmpty());
}

// Each state of ours against each word of the receiver's.
TEST(ReconciliationTest, TheReceiversWordIsSetAgainstOurs) {
  struct Row {
    EffectState ours;
    ReceiverSays says;
    std::string finding;
  };

  const std::vector<Row> rows = {
      {EffectState::kPending, ReceiverSays::kHasIt, "RECEIVER_HAS_IT"},
      {EffectState::kPending, ReceiverSays::kRefused, "RECEIVER_REFUSED"},
      {EffectState::kPending, ReceiverSays::kNeverSeen, ""},
      {EffectState::kSent, ReceiverSays::kHasIt, "RECEIVER_HAS_IT"},
      {EffectState::kSent, ReceiverSays::kRefused, "RECEIVER_REFUSED"},
      {EffectState::kSent, ReceiverSays::kNeverSeen, ""},
      {EffectState::kDelivered, ReceiverSays::kHasIt, ""},
      {EffectState::kDelivered, ReceiverSays::kRefused, "RECEIVER_REFUSED"},
      {EffectState::kDelivered, ReceiverSays::kNeverSeen, "RECEIVER_LACKS_IT"},
      {EffectState::kRefused, ReceiverSays::kHasIt, "RECEIVER_HAS_IT"},
      {EffectState::kRefused, ReceiverSays::kRefused, ""},
      {EffectState::kRefused, ReceiverSays::kNeverSeen, ""},
      {EffectState::kDelivered, ReceiverSays::kCannotSay, "RECEIVER_CANNOT_SAY"},
      {EffectState::kDelivered, ReceiverSays::kNotAsked, ""},
  };
  for (const Row& row : rows) {
    PaymentLine line = PaymentsOf(Decided({8'000}), {Order(1, 8'000, row.ours)}, kToday).lines[0];
    CompareWithReceiver(row.says, std::nullopt, &line);
    const std::string found = line.findings.empty() ? "" : line.findings[0];
    EXPECT_EQ(found, row.finding) << EffectStateCode(row.ours) << " " << ReceiverSaysCode(row.says);
  }
}

TEST(ReconciliationTest, AnotherAmountIsFound) {
  PaymentLine line =
      PaymentsOf(Decided({8'000}), {Order(1, 8'000, EffectState::kDelivered)}, kToday).lines[0];
  CompareWithReceiver(ReceiverSays::kHasIt, Money::FromKronor(8'001), &line);
  EXPECT_THAT(line.findings, ElementsAre("AMOUNT_DIFFERS"));
}

}  // namespace
}  // namespace dm
