#include "worker/evidence/merge.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"

namespace dm::evidence {
namespace {

using dm::testing::Day;
using dm::testing::TestNow;

constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60'000;

Period Autumn() {
  return {Day("2026-10-01"), Day("2026-11-30")};
}

SourceAnswer Answer(Source source, AnswerState state) {
  SourceAnswer answer;
  answer.source = source;
  answer.state = state;
  answer.fetched_at = TestNow();
  answer.asked = Autumn();
  return answer;
}

SourceQuestion Question(Source source) {
  return {source, Autumn(), {}};
}

TEST(MarkStale, MarksOnlyKnownAnswersThatAreTooOld) {
  EvidenceSet evidence;
  const PersonKey p1 = PersonKey::FromTrusted("p1");
  Put(evidence, p1, Answer(Source::kFk, AnswerState::kData));
  Put(evidence, p1, Answer(Source::kSo, AnswerState::kError));
  MarkStale(evidence, TestNow().PlusMs(kDayMs), kDayMs);
  EXPECT_EQ(evidence.Find(p1, Source::kFk)->state, AnswerState::kData);
  MarkStale(evidence, TestNow().PlusMs(kDayMs + 1), kDayMs);
  EXPECT_EQ(evidence.Find(p1, Source::kFk)->state, AnswerState::kStale);
  EXPECT_EQ(evidence.Find(p1, Source::kSo)->state, AnswerState::kError);
}

TEST(Settles, TakesOnlyAKnownAnswerOverTheWholePeriod) {
  SourceAnswer answer = Answer(Source::kFk, AnswerState::kConfirmedEmpty);
  EXPECT_TRUE(Settles(answer, Question(Source::kFk)));
  answer.asked.from = Day("2026-10-02");
  EXPECT_FALSE(Settles(answer, Question(Source::kFk)));
  answer.asked = {};
  EXPECT_FALSE(Settles(answer, Question(Source::kFk)));
  EXPECT_FALSE(Settles(Answer(Source::kFk, AnswerState::kTimeout), Question(Source::kFk)));
}

TEST(Settles, IsNotSettledWhileAGroupMayStillAnswer) {
  SourceAnswer answer = Answer(Source::kFk, AnswerState::kData);
  answer.groups = {{"FK:SJP", AnswerState::kTimeout, "TIMEOUT"}};
  EXPECT_FALSE(Settles(answer, Question(Source::kFk)));
  answer.groups = {{"FK:SJP", AnswerState::kNotGranted, "OBEHORIG"}};
  EXPECT_TRUE(Settles(answer, Question(Source::kFk)));
}

TEST(WorthAsking, AsksForTheUnknownAndNotForTheKnown) {
  const SourceQuestion question = Question(Source::kFk);
  const auto worth = [&](AnswerState state) {
    const SourceAnswer answer = Answer(Source::kFk, state);
    return WorthAsking(&answer, question, TestNow(), kDayMs);
  };
  EXPECT_TRUE(WorthAsking(nullptr, question, TestNow(), kDayMs));
  EXPECT_TRUE(worth(AnswerState::kNotAsked));
  EXPECT_TRUE(worth(AnswerState::kStale));
  EXPECT_TRUE(worth(AnswerState::kTimeout));
  EXPECT_TRUE(worth(AnswerState::kSupplierDown));
  EXPECT_FALSE(worth(AnswerState::kData));
  EXPECT_FALSE(worth(AnswerState::kConfirmedEmpty));
  EXPECT_FALSE(worth(AnswerState::kNotGranted));
  EXPECT_FALSE(worth(AnswerState::kSchemaMismatch));
}

TEST(WorthAsking, AsksAnOldNoAgain) {
  const SourceAnswer answer = Answer(Source::kFk, AnswerState::kNotGranted);
  EXPECT_TRUE(WorthAsking(&answer, Question(Source::kFk), TestNow().PlusMs(kDayMs + 1), kDayMs));
}

TEST(Put, KeepsOneOrderWhateverOrderTheAnswersCameIn) {
  EvidenceSet evidence;
  Put(evidence, PersonKey::FromTrusted("p2"), Answer(Source::kSo, AnswerState::kData));
  Put(evidence, PersonKey::FromTrusted("p1"), Answer(Source::kFk, AnswerState::kError));
  Put(evidence, PersonKey::FromTrusted("p1"), Answer(Source::kAf, AnswerState::kData));
  Put(evidence, PersonKey::FromTrusted("p1"), Answer(Source::kFk, AnswerState::kData));
  ASSERT_EQ(evidence.persons.size(), 2U);
  EXPECT_EQ(evidence.persons[0].person.value(), "p1");
  ASSERT_EQ(evidence.persons[0].answers.size(), 2U);
  EXPECT_EQ(evidence.persons[0].answers[0].source, Source::kAf);
  EXPECT_EQ(evidence.persons[0].answers[1].state, AnswerState::kData);
}

TEST(Put, LetsNothingThatWasNotAskedTakeThePlaceOfAnAnswer) {
  const PersonKey p1 = PersonKey::FromTrusted("p1");
  SourceAnswer held = Answer(Source::kFk, AnswerState::kNotAsked);
  held.code = "HELD.BREAKER";
  held.ask_again_at = TestNow();
  for (const AnswerState state :
       {AnswerState::kData, AnswerState::kStale, AnswerState::kTimeout, AnswerState::kNotGranted}) {
    EvidenceSet evidence;
    Put(evidence, p1, Answer(Source::kFk, state));
    Put(evidence, p1, held);
    EXPECT_EQ(evidence.Find(p1, Source::kFk)->state, state);
  }
  EvidenceSet evidence;
  Put(evidence, p1, Answer(Source::kFk, AnswerState::kNotAsked));
  Put(evidence, p1, held);
  EXPECT_EQ(evidence.Find(p1, Source::kFk)->code, "HELD.BREAKER");
}

TEST(Put, KeepsAProtectionMarkerUntilTheRegisterSaysOtherwise) {
  const PersonKey p1 = PersonKey::FromTrusted("p1");
  EvidenceSet evidence;
  SourceAnswer marked = Answer(Source::kAf, AnswerState::kData);
  marked.protected_identity = true;
  Put(evidence, p1, marked);
  Put(evidence, p1, Answer(Source::kAf, AnswerState::kTimeout));
  EXPECT_TRUE(evidence.Find(p1, Source::kAf)->protected_identity);
  Put(evidence, p1, Answer(Source::kAf, AnswerState::kData));
  EXPECT_FALSE(evidence.Find(p1, Source::kAf)->protected_identity);
}

TEST(IsHeld, IsOnlyWhatWasNotSentForAReasonThatPasses) {
  SourceAnswer answer = Answer(Source::kFk, AnswerState::kNotAsked);
  EXPECT_FALSE(IsHeld(answer));
  answer.code = "CONNECTOR.NONE";
  EXPECT_FALSE(IsHeld(answer));
  answer.code = "HELD.RATE";
  EXPECT_TRUE(IsHeld(answer));
  answer.state = AnswerState::kTimeout;
  EXPECT_FALSE(IsHeld(answer));
}

}  // namespace
}  // namespace dm::evidence
