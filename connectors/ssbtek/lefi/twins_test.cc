#include "connectors/ssbtek/lefi/twins.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/lefi/groups.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::lefi {
namespace {

Payment Paid(const std::string& family, int day, int kronor, std::string locator) {
  Payment payment;
  payment.family = family;
  payment.pay_date = Date::Make(2026, 9, day).value();
  payment.net = Money::FromKronor(kronor);
  payment.locator = std::move(locator);
  return payment;
}

std::vector<SourceAnswer> Mark(std::vector<Payment> fk, std::vector<Payment> pm) {
  std::vector<SourceAnswer> answers(2);
  answers[0].source = Source::kFk;
  answers[0].payments = std::move(fk);
  answers[1].source = Source::kPm;
  answers[1].payments = std::move(pm);
  MarkTwins(answers);
  return answers;
}

// What the first payment of each says of the other: "also_at/unclear | also_at/unclear".
std::string Ties(const Payment& fk, const Payment& pm) {
  const auto of = [](const Payment& payment) { return payment.also_at + "/" + payment.unclear; };
  const auto answers = Mark({fk}, {pm});
  return of(answers[0].payments[0]) + " | " + of(answers[1].payments[0]);
}

constexpr char kTied[] = "pm/ | fk/";
constexpr char kApart[] = "/ | /";
constexpr char kContradicts[] = "/nettobelopp | /nettobelopp";

TEST(Twins, ABenefitThatBothHaveIsOnePayment) {
  for (const char* family : {"AP", "FK:AP"}) {
    EXPECT_EQ(Ties(Paid(family, 18, 8'200, "fk"), Paid("PM:AP", 18, 8'200, "pm")), kTied);
  }
  EXPECT_EQ(Ties(Paid("BTI", 18, 900, "fk"), Paid("PM:AP+PM:BTI", 18, 900, "pm")), kTied);
}

TEST(Twins, ARowOfTheBenefitTiesToo) {
  Payment fk = Paid("PENSION", 18, 8'200, "fk");
  fk.rows.push_back({.benefit = "AP", .amount_type = "X", .text = "", .amount = fk.net});
  EXPECT_EQ(Ties(fk, Paid("PM:AP", 18, 8'200, "pm")), kTied);
}

TEST(Twins, WhatPmPaysIsPmsWhateverFkCallsIt) {
  Payment fk = Paid("PENSION", 18, 8'200, "fk");
  EXPECT_EQ(Ties(fk, Paid("PM:EF", 18, 8'200, "pm")), kApart);
  fk.payer = "PM";
  EXPECT_EQ(Ties(fk, Paid("PM:EF", 18, 8'200, "pm")), kTied);
}

TEST(Twins, AnotherDayBenefitOrStatusIsAnotherPayment) {
  EXPECT_EQ(Ties(Paid("AP", 17, 8'200, "fk"), Paid("PM:AP", 18, 8'200, "pm")), kApart);
  EXPECT_EQ(Ties(Paid("BTI", 18, 8'200, "fk"), Paid("PM:AP", 18, 8'200, "pm")), kApart);
  EXPECT_EQ(Ties(Paid("BOB", 18, 8'200, "fk"), Paid("PM:BTI", 18, 8'200, "pm")), kApart);
  Payment planned = Paid("AP", 18, 8'200, "fk");
  planned.status = PaymentStatus::kPreliminary;
  EXPECT_EQ(Ties(planned, Paid("PM:AP", 18, 8'200, "pm")), kApart);
}

TEST(Twins, AMissingDateTiesNothing) {
  Payment fk = Paid("AP", 18, 8'200, "fk");
  Payment pm = Paid("PM:AP", 18, 8'200, "pm");
  fk.pay_date.reset();
  pm.pay_date.reset();
  EXPECT_EQ(Ties(fk, pm), kApart);
}

TEST(Twins, DifferentSumsAreForAPerson) {
  EXPECT_EQ(Ties(Paid("AP", 18, 8'201, "fk"), Paid("PM:AP", 18, 8'200, "pm")), kContradicts);
}

TEST(Twins, EachIsTiedToOneOnly) {
  const auto answers = Mark({Paid("AP", 18, 100, "fk0"), Paid("AP", 18, 100, "fk1")},
                            {Paid("PM:AP", 18, 100, "pm0"), Paid("PM:AP", 18, 100, "pm1")});
  EXPECT_EQ(answers[0].payments[0].also_at, "pm0");
  EXPECT_EQ(answers[0].payments[1].also_at, "pm1");
  EXPECT_EQ(answers[1].payments[0].also_at, "fk0");
  EXPECT_EQ(answers[1].payments[1].also_at, "fk1");
}

TEST(Twins, AThirdOfTheSameDayIsForAPerson) {
  const auto answers = Mark({Paid("AP", 18, 100, "fk0"), Paid("AP", 18, 100, "fk1")},
                            {Paid("PM:AP", 18, 100, "pm0")});
  EXPECT_EQ(answers[0].payments[0].also_at, "pm0");
  EXPECT_EQ(answers[0].payments[0].unclear, "");
  EXPECT_EQ(answers[0].payments[1].also_at, "");
  EXPECT_EQ(answers[0].payments[1].unclear, "nettobelopp");
  EXPECT_EQ(answers[1].payments[0].unclear, "");
}

TEST(Twins, AnUnclearPaymentStaysUnclearForItsOwnReason) {
  Payment fk = Paid("AP", 18, 1, "fk");
  fk.unclear = "typ";
  EXPECT_EQ(Ties(fk, Paid("PM:AP", 18, 2, "pm")), "/typ | /nettobelopp");
}

TEST(Twins, OnlyGroupsOfBothAgenciesMove) {
  EXPECT_TRUE(IsGroupOfBoth("AP"));
  EXPECT_TRUE(IsGroupOfBoth("BTI"));
  EXPECT_FALSE(IsGroupOfBoth("EF"));
  EXPECT_FALSE(IsGroupOfBoth("BOB"));
  EXPECT_FALSE(IsGroupOfBoth(""));
}

// FK's and PM's answers of one reply, in which FK repeats PM's pension with this net.
std::vector<SourceAnswer> ReadBoth(const std::string& net) {
  const std::string repeated =
      "\"formansinformation\": {\"utbetalningsuppgift\": [{\"typ\": {\"id\": 1}, \"foretag\": "
      "{\"id\": 1001}, \"formansfamilj\": {\"id\": \"AP\", \"beskrivning\": \"Allmän pension\"}, "
      "\"datum\": \"2026-09-18\", \"period\": {\"fran\": \"2026-09\"}, \"bruttobelopp\": "
      "{\"summa\": " +
      net + ", \"valuta\": \"SEK\"}, \"nettobelopp\": {\"summa\": " + net +
      ", \"valuta\": \"SEK\"}}]}, \"utbetalningar\"";
  const std::string json =
      test::With(test::Sample("pm/payments.json"), "\"utbetalningar\"", repeated);
  const Options options = test::MakeOptions();
  const auto plan = MakePlan(options, test::MakeQuestion({test::FkQuestion(), test::PmQuestion()}));
  EXPECT_TRUE(plan.ok());
  return ReadReply(
      options, *plan, test::kCorrelation, test::Now(), test::Reply(test::Agency("FK", json)));
}

TEST(Twins, AreTiedInAReadReply) {
  const auto answers = ReadBoth("8200.0");
  ASSERT_EQ(answers.size(), 2U);
  ASSERT_EQ(answers[0].payments.size(), 1U) << test::StateOf(answers[0]);
  ASSERT_EQ(answers[1].payments.size(), 1U) << test::StateOf(answers[1]);
  EXPECT_EQ(answers[0].payments[0].also_at, "PM/utbetalningar[0]");
  EXPECT_EQ(answers[1].payments[0].also_at, "FK/formansinformation/utbetalningsuppgift[0]");
  EXPECT_EQ(answers[0].payments[0].unclear, "");
}

TEST(Twins, ThatDifferAreUnclearInAReadReply) {
  const auto answers = ReadBoth("8150.0");
  ASSERT_EQ(answers.size(), 2U);
  ASSERT_EQ(answers[0].payments.size(), 1U) << test::StateOf(answers[0]);
  EXPECT_EQ(answers[0].payments[0].also_at, "");
  EXPECT_EQ(answers[0].payments[0].unclear, "nettobelopp");
  EXPECT_EQ(answers[1].payments.at(0).unclear, "nettobelopp");
}

}  // namespace
}  // namespace dm::ssbtek::lefi
