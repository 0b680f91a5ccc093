// The fixture of the suite: one connector, its far end, a clock that can be moved, and what holds
// for every answer whatever happened.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/evidence_source/harness.h"
#include "tests/integration/evidence_source/peer.h"

namespace dm::conformance {

// Runs with the machine's, from Thursday 2026-11-26 08:00 in Sweden, and can be moved on.
class ShiftedClock final : public Clock {
 public:
  Instant Now() const override {
    return Instant::Parse("2026-11-26T08:00:00+01:00")->PlusMs(MonotonicMs() - started_ms_);
  }

  std::int64_t MonotonicMs() const override { return Machine() + shift_ms_.load(); }

  void Advance(std::int64_t ms) { shift_ms_ += ms; }

 private:
  static std::int64_t Machine() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  }

  const std::int64_t started_ms_ = Machine();
  std::atomic<std::int64_t> shift_ms_ = 0;
};

class Conformance : public testing::TestWithParam<const Harness*> {
 protected:
  const Harness& harness() const { return *GetParam(); }

  EvidenceQuestion Question(int number = 0) const { return harness().Question(number); }

  Terms PeerTerms() const { return {.url = peer_.url()}; }

  // Made anew with `terms`.
  void Make(const Terms& terms);
  // Made of PeerTerms() when nothing else was.
  EvidenceSource& source();

  std::vector<EvidenceAnswers> Ask(const std::vector<EvidenceQuestion>& questions);
  // The answers to one question; none when the outcome was no answer.
  std::vector<SourceAnswer> AskOnce(const EvidenceQuestion& question);

  std::vector<SourceAnswer> AskOnce() { return AskOnce(Question()); }

  // What holds for every answer to `question`: one a source, stamped, and telling of nobody.
  void ExpectComplete(const EvidenceQuestion& question, const std::vector<SourceAnswer>& answers);
  // The text that operators, logs and callers may see tells of nobody.
  static void ExpectNobodyIn(const std::string& text, const EvidenceQuestion& question);
  static bool AllKnown(const std::vector<SourceAnswer>& answers);
  static bool NoneKnown(const std::vector<SourceAnswer>& answers);
  static bool AllHeld(const std::vector<SourceAnswer>& answers, const std::string& why);
  // Every state and code, for messages of failed tests.
  static std::string Show(const std::vector<SourceAnswer>& answers);

  Peer peer_{harness()};
  ShiftedClock clock_;
  std::stop_source stop_;

 private:
  std::unique_ptr<EvidenceSource> source_;
};

inline std::string NameOf(const testing::TestParamInfo<const Harness*>& info) {
  return info.param->name();
}

}  // namespace dm::conformance
