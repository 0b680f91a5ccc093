// Questions that a connector did not send: outside its window, with a broken circuit, at the rate
// limit.
#include <map>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/one_by_one_source.h"
#include "tests/support/recording_log.h"
#include "worker/evidence/gather.h"

namespace dm::evidence {
namespace {

using dm::testing::Day;
using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::RecordingLog;
using dm::testing::TestNow;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;

// Answers empty, but for what it is told to hold or to fail.
class HoldingSource final : public dm::testing::OneByOneSource {
 public:
  std::vector<Source> sources() const override { return {Source::kAf, Source::kFk, Source::kSo}; }

  EvidenceAnswers AskOne(const EvidenceQuestion& question, Instant now) override {
    std::vector<SourceAnswer> answers;
    for (const SourceQuestion& asked : question.sources) {
      SourceAnswer answer;
      answer.source = asked.source;
      answer.state = AnswerState::kConfirmedEmpty;
      answer.fetched_at = now;
      answer.asked = asked.period;
      if (fails.contains(asked.source)) {
        answer.state = AnswerState::kTimeout;
        answer.code = "TIMEOUT";
      }
      if (const auto until = held.find(asked.source); until != held.end()) {
        answer.state = AnswerState::kNotAsked;
        answer.code = "HELD.WINDOW";
        answer.ask_again_at = until->second;
      }
      answers.push_back(answer);
    }
    return answers;
  }

  std::map<Source, Instant> held;
  std::set<Source> fails;
};

class HeldTest : public ::testing::Test {
 protected:
  static Wanted Want(Source source) {
    return {PersonKey::FromTrusted("p1"), {source, {Day("2026-10-01"), Day("2026-11-30")}, {}}};
  }

  StatusOr<Gathered> Gather() {
    const GatherTools tools{
        policy_,
        sources_,
        [this](auto events) { return store_.ApplySteps({}, events, clock_.Now()); },
        clock_,
        log_,
        [this] { return random_; },
        "worker-1"};
    return GatherEvidence(record_, wanted_, tools, clock_.MonotonicMs() + kMinuteMs);
  }

  // As the pipeline does: what came is stored, and the case comes back when it is due.
  Gathered Round() {
    const StatusOr<Gathered> gathered = Gather();
    EXPECT_TRUE(gathered.ok()) << MessageOf(gathered.status());
    const CaseChange change = EvidenceChange(record_, *gathered);
    record_.evidence = *change.evidence;
    record_.source_attempts = *change.source_attempts;
    record_.state = CaseState::kWaitingSource;
    if (gathered->retry_at.has_value()) clock_.Advance(*gathered->retry_at - clock_.Now());
    return *gathered;
  }

  void HoldAll(Instant until) {
    for (const Source source : connector_.sources()) connector_.held[source] = until;
  }

  const SourceAnswer& Answer(const Gathered& gathered, Source source) {
    return *gathered.evidence.Find(PersonKey::FromTrusted("p1"), source);
  }

  std::vector<std::string> Audit(const std::string& action) {
    std::vector<std::string> details;
    const std::vector<AuditRecord> records = store_.ReadAudit(1, 1000).value();
    for (const AuditRecord& record : records)
      if (record.event.action == action) details.push_back(record.event.detail);
    return details;
  }

  FakeClock clock_{TestNow()};
  FakePolicy policy_;
  FakeStore store_;
  RecordingLog log_;
  HoldingSource connector_;
  std::vector<EvidenceSource*> sources_{&connector_};
  CaseRecord record_ = PlainCase(CaseState::kRegistered);
  std::vector<Wanted> wanted_{Want(Source::kAf), Want(Source::kFk), Want(Source::kSo)};
  std::uint64_t random_ = 0;
};

TEST_F(HeldTest, WaitsUntilItMayAskAndUsesUpNoAttempt) {
  HoldAll(TestNow().PlusMs(9 * kHourMs));
  const Gathered gathered = *Gather();
  EXPECT_EQ(gathered.asked, 0);
  EXPECT_EQ(gathered.held, 3);
  EXPECT_FALSE(gathered.attempt);
  EXPECT_EQ(gathered.retry_at, TestNow().PlusMs(9 * kHourMs));
  EXPECT_EQ(EvidenceChange(record_, gathered).to, CaseState::kWaitingSource);
  EXPECT_EQ(EvidenceChange(record_, gathered).source_attempts, 0);
}

TEST_F(HeldTest, SpreadsTheCasesThatWaitForOneWindow) {
  HoldAll(TestNow().PlusMs(kHourMs));
  random_ = ~std::uint64_t{0};
  const Gathered gathered = *Gather();
  EXPECT_GE(*gathered.retry_at, TestNow().PlusMs(kHourMs));
  EXPECT_LE(*gathered.retry_at, TestNow().PlusMs(kHourMs + kMinuteMs));
}

TEST_F(HeldTest, NeverComesBackAtOnceForAMomentThatIsOver) {
  HoldAll(TestNow().PlusMs(-kHourMs));
  EXPECT_GE(*Gather()->retry_at, TestNow().PlusMs(kMinuteMs / 2));
}

TEST_F(HeldTest, OutlastsTheHoursOfARetryWhileTheRunIsAhead) {
  for (int round = 0; round < 30; ++round) {
    HoldAll(clock_.Now().PlusMs(kHourMs));
    const Gathered gathered = Round();
    ASSERT_TRUE(gathered.retry_at.has_value()) << round;
  }
  EXPECT_EQ(record_.source_attempts, 0);
  connector_.held.clear();
  EXPECT_TRUE(Round().complete);
  EXPECT_EQ(record_.source_attempts, 1);
}

TEST_F(HeldTest, GivesAPersonTheCaseWhenTheWaitWouldPassTheCutoff) {
  // The cut-off of the case's run is the start of 25 November.
  const Instant cutoff = *Instant::Parse("2026-11-25T00:00:00+01:00");
  HoldAll(cutoff.PlusMs(-1));
  EXPECT_TRUE(Gather()->retry_at.has_value());
  HoldAll(cutoff);
  const Gathered gathered = *Gather();
  EXPECT_FALSE(gathered.retry_at.has_value());
  EXPECT_EQ(EvidenceChange(record_, gathered).to, CaseState::kFetched);
}

TEST_F(HeldTest, EndsForALateCaseToo) {
  clock_.Advance(*Instant::Parse("2026-11-26T10:00:00+01:00") - clock_.Now());
  int rounds = 0;
  for (; rounds < 100; ++rounds) {
    HoldAll(clock_.Now().PlusMs(10 * kMinuteMs));
    if (!Round().retry_at.has_value()) break;
  }
  EXPECT_EQ(rounds, 26);  // as many as retry.max_h allows attempts
}

TEST_F(HeldTest, ALateCaseDoesNotWaitForAWindowBeyondTheHoursOfARetry) {
  clock_.Advance(*Instant::Parse("2026-11-26T10:00:00+01:00") - clock_.Now());
  HoldAll(clock_.Now().PlusMs(4 * kHourMs));
  EXPECT_TRUE(Gather()->retry_at.has_value());
  HoldAll(clock_.Now().PlusMs(4 * kHourMs + 1));
  const Gathered gathered = *Gather();
  EXPECT_FALSE(gathered.retry_at.has_value());
  EXPECT_EQ(EvidenceChange(record_, gathered).to, CaseState::kFetched);
}

TEST_F(HeldTest, WaitsForTheLastOfWhatIsHeldAndForWhatFailed) {
  connector_.held = {{Source::kAf, TestNow().PlusMs(kHourMs)},
                     {Source::kSo, TestNow().PlusMs(2 * kHourMs)}};
  connector_.fails = {Source::kFk};
  const Gathered gathered = *Gather();
  EXPECT_EQ(gathered.asked, 1);
  EXPECT_TRUE(gathered.attempt);
  EXPECT_EQ(gathered.retry_at, TestNow().PlusMs(2 * kHourMs));
  EXPECT_EQ(EvidenceChange(record_, gathered).source_attempts, 1);
}

TEST_F(HeldTest, AFailureThatHasHadItsHoursIsNotProlongedByAHold) {
  record_.source_attempts = 26;
  connector_.held = {{Source::kSo, TestNow().PlusMs(kHourMs)}};
  connector_.fails = {Source::kFk};
  EXPECT_FALSE(Gather()->retry_at.has_value());
}

TEST_F(HeldTest, ACaseForTheSameDayIsNotHeld) {
  HoldAll(TestNow().PlusMs(kHourMs));
  record_.application.circumstances.acute_need = Answer::kYes;
  EXPECT_FALSE(Gather()->retry_at.has_value());
}

TEST_F(HeldTest, SaysInTheAuditWhatWasRecordedAndWhatNeverLeft) {
  connector_.held = {{Source::kAf, TestNow().PlusMs(kHourMs)},
                     {Source::kSo, TestNow().PlusMs(kHourMs)}};
  ASSERT_TRUE(Gather().ok());
  const std::vector<std::string> asked = Audit("register_asked");
  ASSERT_THAT(asked, ElementsAre(HasSubstr("person=p1 sources=AF,FK,SO ")));
  const std::string correlation = asked[0].substr(asked[0].find("correlation="));
  EXPECT_THAT(Audit("register_not_asked"),
              ElementsAre(AllOf(HasSubstr("person=p1 sources=AF,SO why=HELD.WINDOW "),
                                HasSubstr(correlation),
                                Not(HasSubstr(dm::testing::kAdult)))));
}

TEST_F(HeldTest, SaysNothingOfAHoldWhenAllWasSent) {
  ASSERT_TRUE(Gather().ok());
  EXPECT_TRUE(Audit("register_not_asked").empty());
}

TEST_F(HeldTest, AHoldHidesNeitherAFailureNorWhatWasKnown) {
  connector_.fails = {Source::kSo};
  wanted_.pop_back();
  wanted_.insert(wanted_.begin(), Want(Source::kSo));
  Round();
  connector_.fails.clear();
  clock_.Advance(25 * kHourMs);  // what was known has grown too old
  HoldAll(clock_.Now().PlusMs(kHourMs));
  const Gathered gathered = *Gather();
  EXPECT_EQ(Answer(gathered, Source::kSo).state, AnswerState::kTimeout);
  EXPECT_EQ(Answer(gathered, Source::kSo).code, "TIMEOUT");
  EXPECT_EQ(Answer(gathered, Source::kFk).state, AnswerState::kStale);
  EXPECT_TRUE(gathered.retry_at.has_value());
  EXPECT_EQ(gathered.held, 3);
}

TEST_F(HeldTest, ShowsTheHoldWhereNothingElseIsKnown) {
  HoldAll(TestNow().PlusMs(kHourMs));
  const Gathered gathered = *Gather();
  EXPECT_EQ(Answer(gathered, Source::kFk).state, AnswerState::kNotAsked);
  EXPECT_EQ(Answer(gathered, Source::kFk).code, "HELD.WINDOW");
}

}  // namespace
}  // namespace dm::evidence
