#include "worker/cli/returned_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_directory.h"

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

// 30 000 lines are some 5 000 cases with all their effects.
TEST(ReturnedFileTest, AFileMayBeLongAndIsNeverTakenInParts) {
  const dm::testing::TemporaryDirectory folder;
  const std::string path = folder.path() + "/list.csv";
  const int lines = 30'000;
  std::string list = "effect_id;outcome;amount\n";
  for (int i = 0; i < lines; ++i)
    list += "PAYMENT_ORDER-" + std::to_string(1'000'000 + i) + "-0123456789abcdef0123;OK;8280.00\n";
  list += "END;" + std::to_string(lines) + "\n";
  ASSERT_GT(list.size(), std::size_t{1024} * 1024);
  std::ofstream(path) << list;
  const auto returned = ReadReturnedFile(path);
  ASSERT_TRUE(returned.ok()) << MessageOf(returned.status());
  EXPECT_EQ(std::ssize(*returned), lines);

  std::filesystem::resize_file(path, 64 * 1024 * 1024 + 1);
  const Status too_large = ReadReturnedFile(path).status();
  EXPECT_EQ(DetailOf(too_large).field, "--returned");
  EXPECT_THAT(DetailOf(too_large).remedy, HasSubstr("never bring it in parts"));
  EXPECT_EQ(ReadReturnedFile(folder.path() + "/none.csv").status().code(), StatusCode::kNotFound);
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
