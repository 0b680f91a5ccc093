#include "worker/cli/returned_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::cli {
namespace {

using ::testing::HasSubstr;

TEST(ReturnedFileTest, ReadsOutcomesAndAmounts) {
  const auto returned = ReadReturned(
      "effect_id;outcome;amount\r\nPAYMENT_ORDER-1;OK;8280,50\r\n\r\nPAYMENT_ORDER-2;REFUSED;\nEND;"
      "2\n");
  ASSERT_TRUE(returned.ok()) << MessageOf(returned.status());
  EXPECT_EQ(returned->at(EffectId::FromTrusted("PAYMENT_ORDER-1")).amount, Money::FromOre(828'050));
  EXPECT_EQ(returned->at(EffectId::FromTrusted("PAYMENT_ORDER-2")).says, ReceiverSays::kRefused);
}

TEST(ReturnedFileTest, NamesTheLineThatDoesNotHoldAndNotWhatStandsThere) {
  const std::string head = "effect_id;outcome;amount\n";
  for (const std::string line : {"PAYMENT_ORDER-1;OK",
                                 "PAYMENT_ORDER-1;OK;1;2",
                                 "å;OK;1",
                                 "PAYMENT_ORDER-1;PAID;1",
                                 "PAYMENT_ORDER-1;OK;-1",
                                 "PAYMENT_ORDER-1;OK;8 280",
                                 "PAYMENT_ORDER-1;OK;1.5",
                                 "PAYMENT_ORDER-1;OK;999999999999"}) {
    const auto returned = ReadReturned(head + line + "\n");
    EXPECT_THAT(MessageOf(returned.status()), HasSubstr("line 2")) << line;
  }
  EXPECT_THAT(MessageOf(ReadReturned("id;amount\n").status()), HasSubstr("line 1"));
  EXPECT_THAT(MessageOf(ReadReturned(head + "A-1;OK;1\nA-1;OK;1\n").status()), HasSubstr("line 3"));
}

TEST(ReturnedFileTest, AListThatWasCutShortIsRefused) {
  const std::string list = "effect_id;outcome;amount\nA-1;OK;1\nA-2;OK;1\nEND;2\n";
  ASSERT_TRUE(ReadReturned(list).ok());
  for (const std::string part : {"",
                                 "effect_id;outcome;amount\n",
                                 "effect_id;outcome;amount\nA-1;OK;1\n",
                                 "effect_id;outcome;amount\nA-1;OK;1\nEND;2\n",
                                 "effect_id;outcome;amount\nA-1;OK;1\nEND;x\n",
                                 "effect_id;outcome;amount\nEND;0\nA-1;OK;1\n"})
    EXPECT_FALSE(ReadReturned(part).ok()) << part;
  EXPECT_TRUE(ReadReturned("effect_id;outcome;amount\nEND;0\n").ok()) << "it has none";
}

TEST(ReturnedFileTest, AnOrderThatTheListDoesNotNameHasNeverBeenSeen) {
  CaseMonthPayments payments;
  PaymentLine line;
  line.effect = EffectId::FromTrusted("PAYMENT_ORDER-1");
  line.state = EffectState::kDelivered;
  payments.lines = {line};
  CompareWithReturned({}, &payments);
  EXPECT_EQ(payments.lines[0].findings, std::vector<std::string>{"RECEIVER_LACKS_IT"});
}

}  // namespace
}  // namespace dm::cli
