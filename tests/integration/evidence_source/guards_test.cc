// Every connector: what holds questions back, says so, and lets them go again.
#include <algorithm>
#include <chrono>
#include <string>

#include "tests/integration/evidence_source/conformance.h"

namespace dm::conformance {
namespace {

class Guards : public Conformance {
 protected:
  void ExpectGate(SourceGate gate, bool until) {
    const auto conditions = source().Conditions();
    EXPECT_FALSE(conditions.empty());
    for (const SourceCondition& one : conditions) {
      EXPECT_EQ(one.gate, gate) << SourceCode(one.source) << " " << SourceGateCode(one.gate);
      EXPECT_EQ(one.until.has_value(), until) << SourceCode(one.source);
    }
  }

  // Asks until nothing is sent any more.
  bool Break() {
    peer_.Do(Saying("503 Service Unavailable", "text/plain", "no"));
    constexpr int kAttempts = 20;
    for (int i = 0; i < kAttempts; ++i) {
      if (AllHeld(AskOnce(), "BREAKER")) return true;
    }
    return false;
  }

  Terms QuickBreaker() const {
    Terms terms = PeerTerms();
    terms.breaker = {.failures_to_break = 2, .first_break_ms = 60'000, .break_max_ms = 600'000};
    return terms;
  }
};

TEST_P(Guards, ABreakerOpensAndNothingIsSent) {
  Make(QuickBreaker());
  ASSERT_TRUE(Break());
  const int sent = peer_.requests();
  const Instant now = clock_.Now();
  for (const SourceAnswer& answer : AskOnce()) {
    ASSERT_EQ(answer.code, "HELD.BREAKER");
    EXPECT_GT(*answer.ask_again_at, now);
    EXPECT_LE(*answer.ask_again_at, now.PlusMs(60'000));
  }
  EXPECT_EQ(peer_.requests(), sent);
  ExpectGate(SourceGate::kBroken, true);
}

TEST_P(Guards, ABreakerProbesAndCloses) {
  Make(QuickBreaker());
  ASSERT_TRUE(Break());
  clock_.Advance(61'000);
  ExpectGate(SourceGate::kProbing, false);
  peer_.Do(Answering(Content::kSound));
  EXPECT_TRUE(AllKnown(AskOnce()));
  ExpectGate(SourceGate::kOpen, false);
  EXPECT_TRUE(AllKnown(AskOnce()));
}

TEST_P(Guards, ABreakerThatProbesInVainBreaksForLonger) {
  Make(QuickBreaker());
  ASSERT_TRUE(Break());
  clock_.Advance(61'000);
  EXPECT_TRUE(NoneKnown(AskOnce()));
  const Instant now = clock_.Now();
  for (const SourceAnswer& answer : AskOnce()) {
    ASSERT_EQ(answer.code, "HELD.BREAKER") << SourceCode(answer.source);
    EXPECT_GT(*answer.ask_again_at, now.PlusMs(60'000));
  }
}

// Of many that ask together, one finds out for all.
TEST_P(Guards, ABreakerSendsOneProbe) {
  Make(QuickBreaker());
  ASSERT_TRUE(Break());
  clock_.Advance(61'000);
  const int sent = peer_.requests();
  std::vector<EvidenceQuestion> questions;
  questions.reserve(10);
  for (int number = 0; number < 10; ++number) questions.push_back(Question(number));
  const auto sources = static_cast<int>(source().sources().size());
  (void)Ask(questions);
  EXPECT_GE(peer_.requests(), sent + 1);
  // A connector may probe source by source.
  EXPECT_LE(peer_.requests(), sent + 1 + sources);
}

TEST_P(Guards, OutsideTheWindowNothingIsSent) {
  Terms terms = PeerTerms();
  terms.windows = {"daily 02:00-03:00"};
  Make(terms);
  for (const SourceAnswer& answer : AskOnce()) {
    EXPECT_EQ(answer.code, "HELD.WINDOW");
    ASSERT_TRUE(answer.ask_again_at.has_value());
    EXPECT_EQ(SwedishDateTime(*answer.ask_again_at), "2026-11-27 02:00");
  }
  EXPECT_EQ(peer_.requests(), 0);
  ExpectGate(SourceGate::kClosed, true);
  clock_.Advance((18LL * 60 + 30) * 60'000);  // 02:30
  EXPECT_TRUE(AllKnown(AskOnce()));
  ExpectGate(SourceGate::kOpen, false);
}

TEST_P(Guards, CallsKeepToTheRate) {
  using std::chrono::steady_clock;
  Terms terms = PeerTerms();
  terms.rate = {.per_minute = 600, .burst = 1};
  Make(terms);
  std::vector<EvidenceQuestion> questions;
  questions.reserve(5);
  for (int number = 0; number < 5; ++number) questions.push_back(Question(number));
  const auto started = steady_clock::now();
  const auto outcomes = Ask(questions);
  const auto took = steady_clock::now() - started;
  const int waits = peer_.requests() - 1;
  EXPECT_GE(peer_.requests(), 2);
  EXPECT_GE(took, std::chrono::milliseconds(waits * 100 - 20));
  for (const auto& outcome : outcomes) {
    ASSERT_TRUE(outcome.ok());
    EXPECT_TRUE(AllKnown(*outcome)) << Show(*outcome);
  }
}

TEST_P(Guards, ARateThatAQuestionCannotAwaitHoldsIt) {
  Terms terms = PeerTerms();
  terms.rate = {.per_minute = 1, .burst = 1};
  Make(terms);
  EXPECT_TRUE(AllKnown(AskOnce(Question(0))));
  EvidenceQuestion hasty = Question(1);
  hasty.timeout_ms = 300;
  const Instant now = clock_.Now();
  const auto answers = AskOnce(hasty);
  EXPECT_TRUE(AllHeld(answers, "RATE")) << Show(answers);
  for (const SourceAnswer& answer : answers) EXPECT_GT(answer.ask_again_at, now);
  EXPECT_EQ(peer_.requests(), 1);
}

TEST_P(Guards, ConditionsTellHowItWent) {
  Make(QuickBreaker());
  for (const SourceCondition& one : source().Conditions()) {
    EXPECT_EQ(one.known + one.unknown, 0);
    EXPECT_FALSE(one.answered_at.has_value());
  }
  (void)AskOnce();
  peer_.Do(Resetting());
  (void)AskOnce();
  const auto conditions = source().Conditions();
  std::vector<Source> named;
  for (const SourceCondition& one : conditions) {
    named.push_back(one.source);
    EXPECT_EQ(one.known, 1) << SourceCode(one.source);
    EXPECT_GE(one.unknown, 1) << SourceCode(one.source);
    EXPECT_TRUE(one.answered_at.has_value());
    for (const auto& [code, count] : one.unlisted_codes) {
      ExpectNobodyIn(code, Question());
      EXPECT_GT(count, 0);
    }
  }
  EXPECT_THAT(named, testing::UnorderedElementsAreArray(source().sources()));
}

INSTANTIATE_TEST_SUITE_P(Each, Guards, testing::ValuesIn(Harnesses()), NameOf);

}  // namespace
}  // namespace dm::conformance
