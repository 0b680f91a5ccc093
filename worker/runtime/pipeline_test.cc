#include "worker/runtime/pipeline.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_store.h"
#include "tests/support/one_by_one_source.h"
#include "tests/support/silent_log.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/clocks.h"

namespace dm {
namespace {

using testing::FakeStore;
using ::testing::HasSubstr;
using testing::PlainApplication;
using testing::TestNow;

// Every register answers that it has nothing, or fails as the test says.
class FakeRegisters final : public testing::OneByOneSource {
 public:
  std::vector<Source> sources() const override {
    return {Source::kAf,
            Source::kCsn,
            Source::kFk,
            Source::kPm,
            Source::kSkv,
            Source::kSo,
            Source::kTns,
            Source::kMiv};
  }

  EvidenceAnswers AskOne(const EvidenceQuestion& question, Instant now) override {
    ++asked_;
    if (throws_) throw std::runtime_error("199001012385");
    if (!failure_.ok()) return failure_;
    std::vector<SourceAnswer> answers;
    for (const SourceQuestion& one : question.sources) {
      SourceAnswer answer;
      answer.source = one.source;
      answer.state = silent_ ? AnswerState::kTimeout : AnswerState::kConfirmedEmpty;
      answer.fetched_at = now;
      answer.asked = one.period;
      answers.push_back(std::move(answer));
    }
    if (on_ask_) on_ask_();
    return answers;
  }

  int asked_ = 0;
  bool silent_ = false;
  bool throws_ = false;
  Status failure_;
  std::function<void()> on_ask_;
};

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    policies_ = std::make_unique<PolicyHolder>(load.set);
    clock_ = MakeClock(TestNow() - MakeClock(0)->Now());
  }

  CaseId Submit() {
    NewCase new_case;
    new_case.application = PlainApplication();
    new_case.request_id = "request-1";
    new_case.content_sha256 = std::string(64, 'a');
    return store_.Accept(new_case, clock_->Now())->case_id;
  }

  std::vector<AuditRecord> Audit() {
    auto records = store_.ReadAudit(1, 100);
    EXPECT_TRUE(records.ok());
    return *std::move(records);
  }

  std::unique_ptr<Pipeline> Make() {
    return std::make_unique<Pipeline>(
        store_,
        *clock_,
        log_,
        *policies_,
        std::vector<EvidenceSource*>{&registers_},
        [](const CaseInput&) { return std::string("input"); },
        [] { return std::uint64_t{7}; },
        PipelineOptions{.worker = "worker-1", .case_time_limit_ms = 5'000});
  }

  // Claims what is due and runs it once.
  void RunOnce() {
    Pipeline& pipeline = *pipelines_.emplace_back(Make());
    const auto claim = store_.ClaimNext("worker-1", clock_->Now(), 60'000);
    ASSERT_TRUE(claim.ok());
    ASSERT_TRUE(claim->has_value());
    pipeline.Run(**claim, std::stop_token());
  }

  FakeStore store_;
  testing::SilentLog log_;
  FakeRegisters registers_;
  std::unique_ptr<PolicyHolder> policies_;
  std::unique_ptr<Clock> clock_;
  std::vector<std::unique_ptr<Pipeline>> pipelines_;
};

TEST_F(PipelineTest, TakesACaseThroughAllStepsToAHumanWithAllReasons) {
  const CaseId id = Submit();
  RunOnce();
  const CaseRecord record = *store_.GetCase(id);
  EXPECT_EQ(record.state, CaseState::kEscalated);
  EXPECT_FALSE(record.evidence.persons.empty());
  ASSERT_TRUE(record.assessment.has_value());
  EXPECT_EQ(record.assessment->facts_sha256.size(), 64U);
  EXPECT_EQ(record.assessment->policy_sha256, policies_->Get()->sha256());
  ASSERT_TRUE(record.escalation.has_value());
  EXPECT_FALSE(record.escalation->routing.reasons.empty());
  EXPECT_TRUE(record.decisions.empty());
}

TEST_F(PipelineTest, StoresEachStepWithItsAuditRecord) {
  const CaseId id = Submit();
  RunOnce();
  std::vector<std::string> actions;
  for (const AuditRecord& one : Audit()) {
    if (one.event.subject == id.value()) actions.push_back(one.event.action);
  }
  EXPECT_THAT(actions, ::testing::IsSupersetOf({"case_assessed", "case_escalated"}));
}

TEST_F(PipelineTest, ASilentRegisterMakesTheCaseWait) {
  const CaseId id = Submit();
  registers_.silent_ = true;
  RunOnce();
  const CaseRecord record = *store_.GetCase(id);
  EXPECT_EQ(record.state, CaseState::kWaitingSource);
  EXPECT_GT(record.due_at, clock_->Now());
  EXPECT_FALSE(record.assessment.has_value());
}

TEST_F(PipelineTest, AFailureThatWillNotPassParksTheCaseWithAPerson) {
  const CaseId id = Submit();
  registers_.failure_ = FailedPrecondition(
      "no", {.reason = "PARAMETER_MISSING", .field = "query.purpose", .remedy = "set it"});
  RunOnce();
  const CaseRecord record = *store_.GetCase(id);
  EXPECT_EQ(record.state, CaseState::kEscalated);
  EXPECT_THAT(record.parked_reason, HasSubstr("PARAMETER_MISSING"));
}

TEST_F(PipelineTest, AnExceptionParksTheCaseAndItsTextGoesNowhere) {
  const CaseId id = Submit();
  registers_.throws_ = true;
  RunOnce();
  const CaseRecord record = *store_.GetCase(id);
  EXPECT_EQ(record.state, CaseState::kEscalated);
  EXPECT_THAT(record.parked_reason, HasSubstr("INTERNAL"));
  for (const AuditRecord& one : Audit()) {
    EXPECT_THAT(one.event.detail, ::testing::Not(HasSubstr("199001")));
  }
}

TEST_F(PipelineTest, ACaseUnderWayEndsUnderTheSetThatItBeganWithAndTheNextTakesTheNew) {
  const std::string first = policies_->Get()->sha256();
  const PolicyLoad other = LoadPolicies(DM_SOURCE_DIR "/policies", "0001-provkommun");
  ASSERT_NE(other.set, nullptr);
  const CaseId id = Submit();
  registers_.on_ask_ = [&] {
    policies_->Replace({.set = other.set, .since = clock_->Now(), .taken_by = "drift-1"});
  };
  RunOnce();
  EXPECT_EQ(store_.GetCase(id)->state, CaseState::kEscalated);
  EXPECT_EQ(store_.GetCase(id)->assessment->policy_sha256, first);
  CaseRecord next = testing::PlainCase(CaseState::kRegistered);
  next.application.id = ApplicationId::FromTrusted("APP-next");
  next.application.household = HouseholdId::FromTrusted("H-next");
  next.due_at = clock_->Now();
  const CaseId next_id = testing::PutCase(store_, std::move(next));
  RunOnce();
  EXPECT_EQ(store_.GetCase(next_id)->assessment->policy_sha256, other.set->sha256());
}

TEST_F(PipelineTest, AnAssessmentUnderAnotherSetIsMadeAnewBeforeItIsDecided) {
  const CaseId id = Submit();
  RunOnce();
  CaseRecord record = *store_.GetCase(id);
  record.state = CaseState::kEvaluated;
  record.escalation.reset();
  record.due_at = clock_->Now();
  record.assessment->policy_sha256 = std::string(64, 'a');
  record.application.id = ApplicationId::FromTrusted("APP-outdated");
  const CaseId outdated = testing::PutCase(store_, std::move(record));
  RunOnce();
  EXPECT_EQ(store_.GetCase(outdated)->assessment->policy_sha256, policies_->Get()->sha256());
}

TEST_F(PipelineTest, AnAssessmentUnderAFrameThatHasEndedIsMadeAnewBeforeItIsDecided) {
  const CaseId id = Submit();
  Frame frame = testing::PlainFrame();
  frame.household = store_.GetCase(id)->application.household;
  ASSERT_TRUE(store_.SignFrame(frame, "sign-1", {}, clock_->Now()).ok());
  RunOnce();
  EXPECT_EQ(store_.GetCase(id)->frame_version, 1);
  CaseRecord record = *store_.GetCase(id);
  record.state = CaseState::kEvaluated;
  record.escalation.reset();
  record.due_at = clock_->Now();
  record.application.id = ApplicationId::FromTrusted("APP-ended-frame");
  const CaseId evaluated = testing::PutCase(store_, std::move(record));
  const std::int64_t control = store_.GetControl()->version;
  ASSERT_TRUE(store_.EndFrame(frame.household, 1, {}, "end-1", {}, clock_->Now()).ok());
  EXPECT_GT(store_.GetControl()->version, control);
  RunOnce();
  EXPECT_EQ(store_.GetCase(evaluated)->state, CaseState::kEscalated);
  EXPECT_FALSE(store_.GetCase(evaluated)->frame_version.has_value());
}

TEST_F(PipelineTest, AnswersThatGrewOldSinceTheAssessmentAreAskedForAgainBeforeTheDecision) {
  const CaseId id = Submit();
  RunOnce();
  CaseRecord record = *store_.GetCase(id);
  record.state = CaseState::kEvaluated;
  record.escalation.reset();
  record.due_at = clock_->Now();
  record.application.id = ApplicationId::FromTrusted("APP-aged");
  constexpr std::int64_t kDayMs = 86'400'000;
  ASSERT_FALSE(record.evidence.persons.empty());
  for (SourceAnswer& answer : record.evidence.persons[0].answers)
    answer.fetched_at = clock_->Now().PlusMs(-kDayMs - 1'000);
  const CaseId aged = testing::PutCase(store_, std::move(record));
  const int before = registers_.asked_;
  RunOnce();
  EXPECT_GT(registers_.asked_, before);
  EXPECT_EQ(store_.GetCase(aged)->state, CaseState::kEscalated);
}

TEST_F(PipelineTest, AStoppedQuestionGivesTheCaseBackForLater) {
  const CaseId id = Submit();
  registers_.failure_ = Status(StatusCode::kCancelled, "stopped");
  RunOnce();
  const CaseRecord record = *store_.GetCase(id);
  EXPECT_EQ(record.state, CaseState::kRegistered);
  EXPECT_TRUE(record.parked_reason.empty());
  EXPECT_TRUE(store_.ClaimNext("worker-2", clock_->Now().PlusMs(60'000), 60'000)->has_value());
}

TEST_F(PipelineTest, ALostLeaseChangesNothing) {
  const CaseId id = Submit();
  // While the registers answer, the lease runs out and another worker takes the case.
  registers_.on_ask_ = [&] {
    EXPECT_TRUE(store_.ClaimNext("worker-2", clock_->Now().PlusMs(120'000), 60'000)->has_value());
  };
  RunOnce();
  const CaseRecord record = *store_.GetCase(id);
  EXPECT_EQ(record.state, CaseState::kRegistered);
  EXPECT_TRUE(record.evidence.persons.empty());
}

TEST_F(PipelineTest, ACaseOnceFetchedIsNotAskedForAgain) {
  const CaseId id = Submit();
  RunOnce();
  const int asked = registers_.asked_;
  CaseRecord record = *store_.GetCase(id);
  record.state = CaseState::kFetched;
  record.assessment.reset();
  record.escalation.reset();
  record.due_at = clock_->Now();
  store_.Overwrite(record);
  RunOnce();
  EXPECT_EQ(registers_.asked_, asked);
  EXPECT_TRUE(store_.GetCase(id)->assessment.has_value());
}

// Once less than the limit it is tried again, at the limit a person has it.
TEST_F(PipelineTest, WhatIsPutOffTooOftenGoesToAPerson) {
  const CaseId id = Submit();
  const std::unique_ptr<Pipeline> pipeline = Make();
  for (int times = 1; times <= kPutOffMax; ++times) {
    EXPECT_EQ(store_.GetCase(id)->state, CaseState::kReceived) << times;
    store_.FailNext(Unavailable("busy"));
    const Instant later = clock_->Now().PlusMs(std::int64_t{times} * 600'000);
    const auto claim = store_.ClaimNext("worker-1", later, 60'000);
    ASSERT_TRUE(claim.ok() && claim->has_value()) << times;
    pipeline->Run(**claim, std::stop_token());
  }
  EXPECT_EQ(store_.GetCase(id)->state, CaseState::kEscalated);
  EXPECT_EQ(store_.GetCase(id)->escalation->routing.queue, "Q-19");
  EXPECT_FALSE(store_.GetCase(id)->parked_reason.empty());
}

// A restore may last for days.
TEST_F(PipelineTest, WhatWaitsForTheStoreIsNotCounted) {
  const CaseId id = Submit();
  const std::unique_ptr<Pipeline> pipeline = Make();
  for (int times = 1; times <= 2 * kPutOffMax; ++times) {
    const bool restore = times % 2 == 0;
    store_.FailNext(MakeStatus(
        StatusCode::kUnavailable,
        "later",
        {.reason = restore ? "RESTORE_UNDER_WAY" : "STORE_TOOK_OVER", .field = "", .remedy = ""}));
    const Instant later = clock_->Now().PlusMs(std::int64_t{times} * 60'000);
    const auto claim = store_.ClaimNext("worker-1", later, 60'000);
    ASSERT_TRUE(claim.ok() && claim->has_value()) << times << ": it is looked at every minute";
    pipeline->Run(**claim, std::stop_token());
    EXPECT_EQ(store_.GetCase(id)->state, CaseState::kReceived) << times;
  }
}

TEST_F(PipelineTest, ACaseThatMovesBetweenIsNotCountedFurther) {
  const CaseId id = Submit();
  const std::unique_ptr<Pipeline> pipeline = Make();
  registers_.silent_ = true;  // it waits, and comes back
  for (int times = 1; times <= kPutOffMax + 1; ++times) {
    const Instant later = clock_->Now().PlusMs(std::int64_t{times} * 7'200'000);
    if (times % 2 == 0) store_.FailNext(Unavailable("busy"));
    const auto claim = store_.ClaimNext("worker-1", later, 60'000);
    if (!claim.ok() || !claim->has_value()) break;  // a person has it by the ordinary way
    pipeline->Run(**claim, std::stop_token());
  }
  EXPECT_TRUE(store_.GetCase(id)->parked_reason.empty());
}

TEST_F(PipelineTest, AStepThatRunsAgainUnderItsOldClaimChangesNothing) {
  const CaseId id = Submit();
  const auto claim = store_.ClaimNext("worker-1", clock_->Now(), 60'000);
  ASSERT_TRUE(claim.ok() && claim->has_value());
  Make()->Run(**claim, std::stop_token());
  const CaseRecord before = *store_.GetCase(id);
  const std::size_t effects = store_.ListEffects({}, id, {})->items.size();
  Make()->Run(**claim, std::stop_token());
  EXPECT_EQ(store_.GetCase(id)->version, before.version);
  EXPECT_EQ(store_.GetCase(id)->state, before.state);
  EXPECT_EQ(store_.ListEffects({}, id, {})->items.size(), effects);
}

}  // namespace
}  // namespace dm
