#include "connectors/ssbtek/exchange/ledger.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::ssbtek {
namespace {

SourceAnswer Answer(AnswerState state, const std::string& code = "") {
  SourceAnswer answer;
  answer.source = Source::kSo;
  answer.state = state;
  answer.code = code;
  answer.fetched_at = Instant::FromUnixMs(1'000);
  return answer;
}

SourceCondition Condition(const Ledger& ledger) {
  SourceCondition condition;
  condition.source = Source::kSo;
  ledger.Describe(condition);
  return condition;
}

TEST(Ledger, CountsWhatWasAskedForAndWhatItCameTo) {
  Ledger ledger;
  EXPECT_FALSE(Condition(ledger).answered_at.has_value());
  SourceAnswer deviating = Answer(AnswerState::kData);
  deviating.schema_deviations = 3;
  ledger.Note(deviating);
  ledger.Note(Answer(AnswerState::kConfirmedEmpty));
  ledger.Note(Answer(AnswerState::kTimeout, "HTTP.TIMEOUT"));
  ledger.Note(Answer(AnswerState::kNotGranted, "AVVIKELSE.OBEHORIG"));
  const SourceCondition condition = Condition(ledger);
  EXPECT_EQ(condition.known, 2);
  EXPECT_EQ(condition.unknown, 2);
  EXPECT_EQ(condition.schema_deviations, 3);
  EXPECT_EQ(condition.answered_at, Instant::FromUnixMs(1'000));
}

TEST(Ledger, WhatWasNeverSentDoesNotCount) {
  Ledger ledger;
  ledger.Note(Answer(AnswerState::kNotAsked, "HELD.WINDOW"));
  ledger.Note(Answer(AnswerState::kNotGranted, "AGREEMENT"));
  EXPECT_EQ(Condition(ledger).known + Condition(ledger).unknown, 0);
}

TEST(Ledger, KeepsAHundredCodesAndCountsTheRestTogether) {
  Ledger ledger;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 150; ++i) {
      SourceAnswer answer = Answer(AnswerState::kError);
      answer.unlisted_codes = {"SO.Status=" + std::to_string(i)};
      ledger.Note(answer);
    }
  }
  const auto codes = Condition(ledger).unlisted_codes;
  ASSERT_EQ(codes.size(), 100U);
  EXPECT_EQ(codes.back(), (std::pair<std::string, std::int64_t>("OTHER", 102)));
  EXPECT_EQ(codes.front().second, 2);
}

}  // namespace
}  // namespace dm::ssbtek
