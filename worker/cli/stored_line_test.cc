#include "worker/cli/stored_line.h"

#include <string>

#include <gtest/gtest.h>

#include "worker/backtest/generator.h"

namespace dm::cli {
namespace {

backtest::GeneratorOptions Mix(std::uint64_t seed) {
  backtest::GeneratorOptions mix;
  mix.seed = seed;
  mix.month = *Month::Parse("2026-12");
  return mix;
}

backtest::Ruling SomeRuling() {
  backtest::Ruling ruling;
  ruling.policy_sha256 = std::string(64, 'a');
  ruling.route = backtest::Route::kCompletion;
  ruling.typfall = "TF-02";
  ruling.queue = "Q-04";
  ruling.outcome = Outcome::kDelavslag;
  ruling.grant = Money::FromOre(528'100);
  ruling.rows = {{.code = "norm.personal",
                  .person = "p1",
                  .rule = "riksnorm.personal/RP26-ENSAM",
                  .amount = Money::FromOre(394'000)},
                 {.code = "income.lon",
                  .person = "p1",
                  .rule = "an \"odd\" rule",
                  .amount = Money::FromOre(-668'842)}};
  ruling.reasons = {"TRIG.X10", "TYPFALL.NONE"};
  return ruling;
}

// What a snapshot holds is every field of a case.
std::string Bytes(const CaseInput& input, const std::optional<backtest::Ruling>& stored) {
  return backtest::SnapshotBytes(input, stored);
}

TEST(StoredLine, EveryInventedHouseholdIsReadAsItWasWritten) {
  StoredLineReader reader;
  backtest::StoredCase read;
  const backtest::Ruling ruling = SomeRuling();
  for (std::uint64_t i = 0; i < 1000; ++i) {
    CaseInput input = backtest::GenerateHousehold(Mix(7), i);
    const StatusOr<std::string> line = LineOf(input, ruling);
    ASSERT_TRUE(line.ok());
    const Status status = reader.Read(*line, &read);
    ASSERT_TRUE(status.ok()) << i << ": " << status;
    ASSERT_EQ(Bytes(read.input, read.stored), Bytes(input, ruling)) << i;
  }
}

// The fast reader leaves none of them to the message: the speed of a month rests on it.
TEST(StoredLine, InventedHouseholdsAreReadFastAndAsTheMessageReadsThem) {
  codec::FastCaseReader reader;
  CaseInput fast;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const StatusOr<std::string> json =
        codec::ToJsonLine(backtest::GenerateHousehold(Mix(2026 + i / 100), i));
    ASSERT_TRUE(json.ok());
    ASSERT_TRUE(reader.Read(*json, &fast)) << i;
    const StatusOr<CaseInput> message = codec::CaseInputFromJsonMessage(*json);
    ASSERT_TRUE(message.ok()) << message.status();
    ASSERT_EQ(codec::Encode(fast), codec::Encode(*message)) << i;
  }
}

TEST(StoredLine, ALineWithoutWhatWasDecidedForgetsTheOneBefore) {
  const CaseInput input = backtest::GenerateHousehold(Mix(7), 1);
  StoredLineReader reader;
  backtest::StoredCase read;
  ASSERT_TRUE(reader.Read(*LineOf(input, SomeRuling()), &read).ok());
  ASSERT_TRUE(read.stored.has_value());
  ASSERT_TRUE(reader.Read(*codec::ToJsonLine(input), &read).ok());
  EXPECT_FALSE(read.stored.has_value());
}

TEST(StoredLine, RefusesWhatWasNotWrittenSo) {
  const std::string line = *LineOf(backtest::GenerateHousehold(Mix(7), 1), SomeRuling());
  StoredLineReader reader;
  backtest::StoredCase read;
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string changed = line;
    changed.replace(changed.find(from), from.size(), to);
    const Status status = reader.Read(changed, &read);
    EXPECT_FALSE(status.ok()) << to;
    return MessageOf(status);
  };
  EXPECT_NE(refused("completion", "somehow").find("stored:"), std::string::npos);
  EXPECT_NE(refused("delavslag", "kanske").find("stored:"), std::string::npos);
  EXPECT_NE(refused("528100", "528100.5").find("stored:"), std::string::npos);
  EXPECT_NE(refused("\"person\"", "\"who\"").find("stored:"), std::string::npos);
  EXPECT_NE(refused(",\"input\":", ",\"given\":").find("input"), std::string::npos);
  EXPECT_NE(refused("\"application\":", "\"appliance\":").find("appliance"), std::string::npos);
  for (std::size_t at = 0; at < line.size(); at += 101)
    EXPECT_FALSE(reader.Read(std::string_view(line).substr(0, at), &read).ok()) << at;
  EXPECT_TRUE(reader.Read(line, &read).ok());
}

}  // namespace
}  // namespace dm::cli
