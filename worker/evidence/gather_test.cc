#include "worker/evidence/gather.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/one_by_one_source.h"
#include "tests/support/recording_log.h"

namespace dm::evidence {
namespace {

using dm::testing::Adult;
using dm::testing::Day;
using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::RecordingLog;
using dm::testing::TestNow;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;

// Answers as told; keeps the questions, and what the audit held when each was sent.
class ScriptedSource final : public dm::testing::OneByOneSource {
 public:
  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> asked, Instant now) override {
    ++calls;
    clock_.Advance(takes_ms);
    std::vector<EvidenceAnswers> outcomes = OneByOneSource::Ask(asked, now);
    if (loses_last) outcomes.pop_back();
    return outcomes;
  }

  ScriptedSource(std::vector<Source> sources, FakeStore& store, FakeClock& clock)
      : sources_(std::move(sources)), store_(store), clock_(clock) {}

  std::vector<Source> sources() const override { return sources_; }

  EvidenceAnswers AskOne(const EvidenceQuestion& question, Instant now) override {
    questions.push_back(question);
    audits_when_asked.push_back(store_.ReadAudit(1, 1000)->size());
    if (!status.ok()) return status;
    std::vector<SourceAnswer> answers;
    for (const SourceQuestion& asked : question.sources) {
      if (left_out.contains(asked.source)) continue;
      SourceAnswer answer;
      answer.source = asked.source;
      const auto told = states.find(asked.source);
      answer.state = told == states.end() ? AnswerState::kConfirmedEmpty : told->second;
      answer.fetched_at = now;
      answer.lasting = lasting.contains(asked.source);
      answer.protected_identity = protects.contains(asked.source);
      answer.asked = asked.period;
      answers.push_back(answer);
    }
    if (backwards) std::reverse(answers.begin(), answers.end());
    return answers;
  }

  std::map<Source, AnswerState> states;
  std::set<Source> left_out;
  std::set<Source> lasting;
  std::set<Source> protects;
  Status status;
  std::int64_t takes_ms = 0;
  bool backwards = false;   // answers in the other order than asked
  bool loses_last = false;  // no outcome for the last question
  int calls = 0;
  std::vector<EvidenceQuestion> questions;
  std::vector<std::size_t> audits_when_asked;

 private:
  std::vector<Source> sources_;
  FakeStore& store_;
  FakeClock& clock_;
};

class GatherTest : public ::testing::Test {
 protected:
  static Wanted Want(const std::string& person, Source source) {
    return {PersonKey::FromTrusted(person), {source, {Day("2026-10-01"), Day("2026-11-30")}, {}}};
  }

  StatusOr<Gathered> Gather() {
    const GatherTools tools{
        policy_,
        sources_,
        [this](auto events) { return store_.ApplySteps({}, events, clock_.Now()); },
        clock_,
        log_,
        [] { return 7U; },
        "worker-1"};
    return GatherEvidence(record_, wanted_, tools, clock_.MonotonicMs() + budget_ms_);
  }

  void AddCoApplicant() {
    record_.application.persons.push_back(
        Adult("p2", dm::testing::kOtherAdult, PersonRole::kCoApplicant));
    for (const Source source : ssbtek_.sources()) wanted_.push_back(Want("p2", source));
  }

  AnswerState StateOf(const Gathered& gathered, Source source) {
    return gathered.evidence.Find(PersonKey::FromTrusted("p1"), source)->state;
  }

  FakeClock clock_{TestNow()};
  FakePolicy policy_;
  FakeStore store_;
  RecordingLog log_;
  ScriptedSource ssbtek_{{Source::kAf, Source::kFk, Source::kSo}, store_, clock_};
  ScriptedSource folk_{{Source::kFolk}, store_, clock_};
  std::vector<EvidenceSource*> sources_{&ssbtek_};
  CaseRecord record_ = PlainCase(CaseState::kRegistered);
  std::vector<Wanted> wanted_{
      Want("p1", Source::kAf), Want("p1", Source::kFk), Want("p1", Source::kSo)};
  std::int64_t budget_ms_ = 60'000;
};

TEST_F(GatherTest, AsksOneQuestionAPersonAndKnowsAll) {
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok()) << MessageOf(gathered.status());
  EXPECT_TRUE(gathered->complete);
  EXPECT_FALSE(gathered->retry_at.has_value());
  ASSERT_EQ(ssbtek_.questions.size(), 1U);
  const EvidenceQuestion& question = ssbtek_.questions[0];
  EXPECT_EQ(question.sources.size(), 3U);
  EXPECT_EQ(question.personnummer, dm::testing::Number(dm::testing::kAdult));
  EXPECT_EQ(question.purpose, "ekonomiskt bistand");
  EXPECT_EQ(question.legal_text, "SoL 15:10-12");
  EXPECT_EQ(question.identity, "medarbetare");
  EXPECT_EQ(question.correlation_id.size(), 32U);
}

TEST_F(GatherTest, RecordsTheQuestionBeforeItIsSentAndNotWhomItIsAbout) {
  ASSERT_TRUE(Gather().ok());
  ASSERT_EQ(ssbtek_.audits_when_asked, std::vector<std::size_t>{1});
  const AuditEvent event = store_.ReadAudit(1, 1)->at(0).event;
  EXPECT_EQ(event.action, "register_asked");
  EXPECT_EQ(event.subject, record_.id.value());
  EXPECT_THAT(event.detail, HasSubstr("person=p1 sources=AF,FK,SO purpose_sha256="));
  EXPECT_THAT(event.detail, Not(HasSubstr(dm::testing::kAdult)));
}

TEST_F(GatherTest, TheLogTheChainAndTheQuestionNameOneCorrelation) {
  ASSERT_TRUE(Gather().ok());
  const std::string correlation = ssbtek_.questions.at(0).correlation_id;
  ASSERT_EQ(log_.events.back(), "register_answered");
  EXPECT_EQ(log_.Text("correlation"), correlation);
  EXPECT_EQ(log_.Text("ok"), "yes");
  EXPECT_THAT(store_.ReadAudit(1, 1)->at(0).event.detail, HasSubstr(" correlation=" + correlation));
}

// The connector has an outcome for each agency also when none of them has answered.
TEST_F(GatherTest, TheLogSaysNoWhereNothingIsKnownOfWhatWasAsked) {
  for (const Source source : {Source::kAf, Source::kFk, Source::kSo})
    ssbtek_.states[source] = AnswerState::kTimeout;
  ASSERT_TRUE(Gather().ok());
  ASSERT_EQ(log_.events.back(), "register_answered");
  EXPECT_EQ(log_.Text("ok"), "no");
  ssbtek_.states[Source::kFk] = AnswerState::kData;
  clock_.Advance(kHourMs);
  ASSERT_TRUE(Gather().ok());
  EXPECT_EQ(log_.Text("ok"), "yes");
}

TEST_F(GatherTest, AsksNothingWhenItCannotBeRecorded) {
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(Gather().status().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(ssbtek_.questions.empty());
}

TEST_F(GatherTest, RefusesToAskWithoutAGroundAndNamesTheParameter) {
  for (const char* parameter :
       {"query.purpose", "query.legal_text", "query.identity", "sources.max_age_h"}) {
    policy_ = FakePolicy();
    policy_.Remove(parameter);
    const Status status = Gather().status();
    EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
    EXPECT_EQ(DetailOf(status).reason, "PARAMETER_MISSING");
    EXPECT_EQ(DetailOf(status).field, parameter);
  }
  EXPECT_TRUE(ssbtek_.questions.empty());
}

TEST_F(GatherTest, RefusesToAskForACaseThatIsDecided) {
  record_.state = CaseState::kDecided;
  EXPECT_EQ(Gather().status().code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(ssbtek_.questions.empty());
}

TEST_F(GatherTest, RefusesToAskAboutWhoIsNotInTheCase) {
  record_.application.persons.push_back(
      Adult("p2", dm::testing::kOtherAdult, PersonRole::kOtherAdult));
  wanted_ = {Want("p2", Source::kFk)};
  EXPECT_EQ(Gather().status().code(), StatusCode::kFailedPrecondition);
  wanted_ = {Want("p9", Source::kFk)};
  EXPECT_EQ(Gather().status().code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(ssbtek_.questions.empty());
}

TEST_F(GatherTest, ASilentRegisterIsUnknownAndIsAskedAgainLater) {
  ssbtek_.states[Source::kSo] = AnswerState::kTimeout;
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok());
  EXPECT_FALSE(gathered->complete);
  EXPECT_EQ(StateOf(*gathered, Source::kSo), AnswerState::kTimeout);
  ASSERT_TRUE(gathered->retry_at.has_value());
  EXPECT_GT(*gathered->retry_at, TestNow());
}

TEST_F(GatherTest, AsksOnlyTheSilentRegisterTheSecondTime) {
  ssbtek_.states[Source::kSo] = AnswerState::kTimeout;
  record_.evidence = Gather()->evidence;
  record_.state = CaseState::kWaitingSource;
  ssbtek_.states.clear();
  clock_.Advance(60'000);

  const StatusOr<Gathered> gathered = Gather();

  ASSERT_TRUE(gathered.ok());
  EXPECT_TRUE(gathered->complete);
  ASSERT_EQ(ssbtek_.questions.size(), 2U);
  ASSERT_EQ(ssbtek_.questions[1].sources.size(), 1U);
  EXPECT_EQ(ssbtek_.questions[1].sources[0].source, Source::kSo);
}

TEST_F(GatherTest, AsksAgainForWhatHasGrownTooOld) {
  record_.evidence = Gather()->evidence;
  clock_.Advance(24 * kHourMs + 1);
  ssbtek_.status = Unavailable("down");
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok());
  EXPECT_EQ(StateOf(*gathered, Source::kFk), AnswerState::kError);
  EXPECT_FALSE(gathered->complete);
}

TEST_F(GatherTest, OldKnowledgeThatIsNotAskedForIsMarkedStale) {
  record_.evidence = Gather()->evidence;
  clock_.Advance(24 * kHourMs + 1);
  wanted_ = {Want("p1", Source::kFk)};
  EXPECT_EQ(StateOf(*Gather(), Source::kAf), AnswerState::kStale);
}

TEST_F(GatherTest, AFinalNoIsNotRetried) {
  ssbtek_.states[Source::kSo] = AnswerState::kNotGranted;
  const StatusOr<Gathered> gathered = Gather();
  EXPECT_FALSE(gathered->complete);
  EXPECT_FALSE(gathered->retry_at.has_value());
}

TEST_F(GatherTest, ALastingFailureIsNotRetried) {
  ssbtek_.states[Source::kSo] = AnswerState::kError;
  ssbtek_.lasting = {Source::kSo};
  EXPECT_FALSE(Gather()->retry_at.has_value());
}

TEST_F(GatherTest, ACaseForTheSameDayDoesNotWaitForARegister) {
  ssbtek_.states[Source::kSo] = AnswerState::kTimeout;
  record_.application.circumstances.eviction_or_rent_debt = Answer::kYes;
  EXPECT_FALSE(Gather()->retry_at.has_value());
}

TEST_F(GatherTest, AProtectionMarkerGoesToAPersonAtOnce) {
  ssbtek_.states[Source::kSo] = AnswerState::kTimeout;
  ssbtek_.protects = {Source::kAf};
  const StatusOr<Gathered> gathered = Gather();
  EXPECT_FALSE(gathered->retry_at.has_value());
  EXPECT_EQ(EvidenceChange(record_, *gathered).to, CaseState::kFetched);
}

TEST_F(GatherTest, GivesUpAfterTheLimitAndGoesOnWithTheUnknown) {
  ssbtek_.states[Source::kSo] = AnswerState::kTimeout;
  record_.source_attempts = 26;
  const StatusOr<Gathered> gathered = Gather();
  EXPECT_FALSE(gathered->retry_at.has_value());
  EXPECT_EQ(EvidenceChange(record_, *gathered).to, CaseState::kFetched);
}

TEST_F(GatherTest, AMissingAnswerIsAnErrorAndNeverEmpty) {
  ssbtek_.left_out = {Source::kFk};
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok());
  EXPECT_EQ(StateOf(*gathered, Source::kFk), AnswerState::kError);
  EXPECT_EQ(gathered->evidence.Find(PersonKey::FromTrusted("p1"), Source::kFk)->code,
            "ANSWER.MISSING");
}

TEST_F(GatherTest, ASourceWithoutConnectorIsNotAsked) {
  wanted_.push_back(Want("p1", Source::kTns));
  const StatusOr<Gathered> gathered = Gather();
  EXPECT_EQ(StateOf(*gathered, Source::kTns), AnswerState::kNotAsked);
  EXPECT_FALSE(gathered->complete);
}

TEST_F(GatherTest, AsksAboutTheWholeHouseholdAtOnce) {
  AddCoApplicant();
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok()) << MessageOf(gathered.status());
  EXPECT_TRUE(gathered->complete);
  EXPECT_EQ(gathered->asked, 2);
  EXPECT_EQ(ssbtek_.calls, 1);
  ASSERT_EQ(ssbtek_.questions.size(), 2U);
  EXPECT_NE(ssbtek_.questions[0].personnummer, ssbtek_.questions[1].personnummer);
  EXPECT_NE(ssbtek_.questions[0].correlation_id, ssbtek_.questions[1].correlation_id);
}

TEST_F(GatherTest, RecordsEveryQuestionOfEveryConnectorBeforeTheFirstIsSent) {
  AddCoApplicant();
  sources_.push_back(&folk_);
  wanted_.push_back(Want("p1", Source::kFolk));
  ASSERT_TRUE(Gather().ok());
  EXPECT_EQ(ssbtek_.audits_when_asked, (std::vector<std::size_t>{3, 3}));
  EXPECT_EQ(folk_.audits_when_asked, std::vector<std::size_t>{3});
}

TEST_F(GatherTest, GivesTheSameWhateverTheOrderOfTheAnswers) {
  AddCoApplicant();
  const Gathered forward = *Gather();
  ssbtek_.backwards = true;
  std::reverse(wanted_.begin(), wanted_.end());
  const Gathered backward = *Gather();
  ASSERT_EQ(forward.evidence.persons.size(), backward.evidence.persons.size());
  for (std::size_t i = 0; i < forward.evidence.persons.size(); ++i) {
    const PersonEvidence& a = forward.evidence.persons[i];
    const PersonEvidence& b = backward.evidence.persons[i];
    EXPECT_EQ(a.person, b.person);
    ASSERT_EQ(a.answers.size(), b.answers.size());
    for (std::size_t j = 0; j < a.answers.size(); ++j) {
      EXPECT_EQ(a.answers[j].source, b.answers[j].source);
      EXPECT_EQ(a.answers[j].fetched_at, b.answers[j].fetched_at);
    }
  }
}

TEST_F(GatherTest, OnePersonWithoutAnOutcomeTakesNothingFromTheOther) {
  AddCoApplicant();
  ssbtek_.loses_last = true;
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok());
  EXPECT_EQ(StateOf(*gathered, Source::kFk), AnswerState::kConfirmedEmpty);
  const SourceAnswer* other = gathered->evidence.Find(PersonKey::FromTrusted("p2"), Source::kFk);
  ASSERT_NE(other, nullptr);
  EXPECT_EQ(other->state, AnswerState::kError);
  EXPECT_EQ(other->code, "ANSWER.MISSING");
}

TEST_F(GatherTest, WhatTheTimeDoesNotReachIsATimeOutAndWasNotAsked) {
  sources_.push_back(&folk_);
  wanted_.push_back(Want("p1", Source::kFolk));
  ssbtek_.takes_ms = budget_ms_;
  const StatusOr<Gathered> gathered = Gather();
  ASSERT_TRUE(gathered.ok());
  EXPECT_EQ(ssbtek_.questions[0].timeout_ms, 30'000);
  EXPECT_EQ(folk_.calls, 0);
  EXPECT_EQ(StateOf(*gathered, Source::kFolk), AnswerState::kTimeout);
  EXPECT_THAT(store_.Actions(),
              ::testing::ElementsAre("register_asked", "register_asked", "register_not_asked"));
}

TEST_F(GatherTest, GivesALaterConnectorOnlyTheTimeThatIsLeft) {
  sources_.push_back(&folk_);
  wanted_.push_back(Want("p1", Source::kFolk));
  ssbtek_.takes_ms = budget_ms_ - 10'000;
  ASSERT_TRUE(Gather().ok());
  ASSERT_EQ(folk_.questions.size(), 1U);
  EXPECT_EQ(folk_.questions[0].timeout_ms, 10'000);
}

TEST_F(GatherTest, ARegisterThatIsNotConnectedHoldsNoCase) {
  wanted_.push_back(Want("p1", Source::kFolk));
  wanted_.back().only_if_connected = true;
  const StatusOr<Gathered> without = Gather();
  EXPECT_TRUE(without->complete);
  EXPECT_EQ(without->evidence.Find(PersonKey::FromTrusted("p1"), Source::kFolk), nullptr);

  sources_.push_back(&folk_);
  folk_.states[Source::kFolk] = AnswerState::kTimeout;
  const StatusOr<Gathered> with = Gather();
  EXPECT_FALSE(with->complete);
  EXPECT_EQ(StateOf(*with, Source::kFolk), AnswerState::kTimeout);
  EXPECT_TRUE(with->retry_at.has_value());
}

TEST_F(GatherTest, RefusesWhatTheListOfTheDayDoesNotName) {
  policy_.ForgetQuestions();
  policy_.AllowQuestion("AF", "", "", "always");
  const Status status = Gather().status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "QUESTION_NOT_LISTED");
  EXPECT_TRUE(ssbtek_.questions.empty());
  EXPECT_TRUE(store_.Actions().empty());
}

TEST_F(GatherTest, UsesAnAnswerAgainExactlyAsLongAsItMay) {
  record_.evidence = Gather()->evidence;
  clock_.Advance(24 * kHourMs);
  EXPECT_TRUE(Gather()->complete);
  EXPECT_EQ(ssbtek_.calls, 1);
  clock_.Advance(1);
  EXPECT_TRUE(Gather()->complete);
  EXPECT_EQ(ssbtek_.calls, 2);
}

TEST_F(GatherTest, AsksAgainWhenTheClockWasSetBack) {
  record_.evidence = Gather()->evidence;
  clock_.Advance(-kHourMs);
  EXPECT_TRUE(Gather()->complete);
  EXPECT_EQ(ssbtek_.calls, 2);
}

TEST_F(GatherTest, KnownThroughoutCostsNoAttempt) {
  record_.evidence = Gather()->evidence;
  const StatusOr<Gathered> gathered = Gather();
  EXPECT_EQ(gathered->asked, 0);
  EXPECT_EQ(EvidenceChange(record_, *gathered).source_attempts, 0);
}

TEST_F(GatherTest, StopsWhenItIsStopped) {
  ssbtek_.status = Status(StatusCode::kCancelled, "stop");
  EXPECT_EQ(Gather().status().code(), StatusCode::kCancelled);
}

TEST_F(GatherTest, StoresAWaitWithItsDueTimeAndGivesTheCaseBack) {
  ssbtek_.states[Source::kSo] = AnswerState::kSupplierDown;
  const StatusOr<Gathered> gathered = Gather();
  const CaseChange change = EvidenceChange(record_, *gathered);
  EXPECT_EQ(change.to, CaseState::kWaitingSource);
  EXPECT_EQ(change.due_at, gathered->retry_at);
  EXPECT_TRUE(change.release_claim);
  EXPECT_EQ(change.source_attempts, 1);
  EXPECT_TRUE(change.evidence.has_value());
}

}  // namespace
}  // namespace dm::evidence
