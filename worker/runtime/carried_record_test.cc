#include "worker/runtime/carried_record.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_store.h"

namespace dm {
namespace {

using testing::FakeStore;
using testing::PlainApplication;
using testing::PlainAssessment;
using testing::PlainDecision;
using testing::TestNow;

class CarriedRecordTest : public ::testing::Test {
 protected:
  void SetUp() override {
    NewCase new_case;
    new_case.application = PlainApplication();
    new_case.request_id = "request-1";
    new_case.content_sha256 = std::string(64, 'a');
    ASSERT_TRUE(store_.Accept(new_case, now_).ok());
    claim_ = **store_.ClaimNext("worker-1", now_, 60'000);
    record_ = *store_.GetCase(claim_.case_id);
  }

  CaseChange To(CaseState state) {
    CaseChange change;
    change.case_id = claim_.case_id;
    change.claim = claim_;
    change.to = state;
    change.add_processing_ms = 7;
    change.audit.action = "case_moved";
    return change;
  }

  // Stores `change`, and holds what is carried against what is read.
  void Store(const CaseChange& change) {
    now_ = now_.PlusMs(5);
    const StatusOr<std::int64_t> version = store_.Apply(change, now_);
    ASSERT_TRUE(version.ok()) << MessageOf(version.status());
    std::optional<CaseRecord> carried = CarriedRecord(record_, change, *version, now_);
    ASSERT_TRUE(carried.has_value());
    const CaseRecord read = *store_.GetCase(claim_.case_id);
    EXPECT_EQ(carried->state, read.state);
    EXPECT_EQ(carried->version, read.version);
    EXPECT_EQ(carried->updated_at, read.updated_at);
    EXPECT_EQ(carried->due_at, read.due_at);
    EXPECT_EQ(carried->processing_ms, read.processing_ms);
    EXPECT_EQ(carried->source_attempts, read.source_attempts);
    EXPECT_EQ(carried->frame_version, read.frame_version);
    EXPECT_EQ(carried->parked_reason, read.parked_reason);
    EXPECT_EQ(carried->evidence.persons.size(), read.evidence.persons.size());
    ASSERT_EQ(carried->assessment.has_value(), read.assessment.has_value());
    if (read.assessment) {
      EXPECT_EQ(carried->assessment->facts_sha256, read.assessment->facts_sha256);
    }
    record_ = *std::move(carried);
  }

  FakeStore store_;
  Instant now_ = TestNow();
  Claim claim_;
  CaseRecord record_;
};

TEST_F(CarriedRecordTest, IsWhatReadingAgainGivesStepAfterStep) {
  Store(To(CaseState::kRegistered));
  CaseChange fetched = To(CaseState::kFetched);
  fetched.evidence.emplace().persons.emplace_back().person = PersonKey::FromTrusted("p1");
  fetched.source_attempts = 1;
  Store(fetched);
  CaseChange evaluated = To(CaseState::kEvaluated);
  evaluated.assessment = PlainAssessment();
  evaluated.assessment->facts_sha256 = std::string(64, 'f');
  evaluated.frame_version = 3;
  Store(evaluated);
}

TEST_F(CarriedRecordTest, WhatHoldsMoreIsReadAgain) {
  CaseChange change = To(CaseState::kRegistered);
  change.due_at = now_;
  EXPECT_FALSE(CarriedRecord(record_, change, 2, now_).has_value());
  change = To(CaseState::kDecided);
  change.decision = PlainDecision();
  EXPECT_FALSE(CarriedRecord(record_, change, 2, now_).has_value());
  change = To(CaseState::kRegistered);
  change.contact.emplace();
  EXPECT_FALSE(CarriedRecord(record_, change, 2, now_).has_value());
}

// The change may end the item, or not.
TEST_F(CarriedRecordTest, ACaseWithSomethingOnTheDeskIsReadAgain) {
  record_.escalation.emplace().state = EscalationState::kOpen;
  EXPECT_FALSE(CarriedRecord(record_, To(CaseState::kRegistered), 2, now_).has_value());
  record_.escalation->state = EscalationState::kWithdrawn;
  EXPECT_TRUE(CarriedRecord(record_, To(CaseState::kRegistered), 2, now_).has_value());
}

}  // namespace
}  // namespace dm
