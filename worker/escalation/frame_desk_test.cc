// How a frame stands, drafts, everything that is wrong at once, an end by a person, differences.
#include "worker/escalation/frame_desk.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "worker/core/digest.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::Day;
using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::PlainFrame;
using dm::testing::TestNow;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr char kMandate[] = "SN 2026-01-15 § 3";

class FrameDeskTest : public ::testing::Test {
 protected:
  FrameDeskTest() { policy_->AddReason("FRAME_END.HOUSING", "frame_end"); }

  FrameParts Parts() {
    return {[this] { return policy_; },
            [](const Frame& frame) { return Sha256Hex(frame.id.value()); },
            [this] { return staff_; }};
  }

  Frame Sign(const Frame& frame, const std::string& request) {
    const StatusOr<Frame> stored = frames_.Sign(Call(request), frame);
    EXPECT_TRUE(stored.ok()) << MessageOf(stored.status());
    return stored.ok() ? *stored : Frame();
  }

  FrameStanding StandingOf(const Frame& frame) { return desk_.StateOf(Call(""), frame)->standing; }

  // A case of the frame's household.
  CaseId PutOne(bool decided) {
    CaseRecord record = PlainCase(decided ? CaseState::kDecided : CaseState::kEscalated);
    record.application.household = PlainFrame().household;
    if (decided) record.decisions = {PlainDecision()};
    return dm::testing::PutCase(store_, record);
  }

  void UseList() {
    StaffMember member;
    member.user_id = "handlaggare-1";
    Mandate mandate;
    mandate.reference = kMandate;
    mandate.outcomes = {Outcome::kBifall};
    mandate.valid.to = Day("2026-12-31");
    member.mandates = {mandate};
    staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{member});
  }

  static EndFrameRequest Ending(int version = 1) {
    return {
        PlainFrame().household, version, "handlaggare-1", kMandate, "FRAME_END.HOUSING", "Flyttat"};
  }

  static bool Lacks(const std::vector<FrameProblem>& problems, const std::string& field) {
    return std::any_of(problems.begin(), problems.end(), [&field](const FrameProblem& one) {
      return one.field == field;
    });
  }

  static std::string ReasonOf(const Status& status) { return DetailOf(status).reason; }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  std::shared_ptr<FakePolicy> policy_ = std::make_shared<FakePolicy>();
  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  FrameService frames_{store_, clock_, Parts()};
  FrameDesk desk_{store_, clock_, Parts()};
};

TEST_F(FrameDeskTest, AFrameHoldsUntilALaterOneItsLastDayOrAPerson) {
  const Frame first = Sign(PlainFrame(), "sign-001");
  EXPECT_EQ(StandingOf(first), FrameStanding::kInForce);
  const Frame second = Sign(PlainFrame(), "sign-002");
  EXPECT_EQ(StandingOf(first), FrameStanding::kSuperseded);
  const auto ended = desk_.End(Call("end-0001"), Ending(2));
  ASSERT_TRUE(ended.ok()) << MessageOf(ended.status());
  EXPECT_EQ(StandingOf(*ended), FrameStanding::kEndedByPerson);
  clock_.Advance(200 * kDayMs);
  Frame lapsed = second;
  EXPECT_EQ(StandingOf(lapsed), FrameStanding::kLapsed);
}

TEST_F(FrameDeskTest, ABarriersLastDayEndsIt) {
  Frame frame = PlainFrame();
  Barrier barrier;
  barrier.until = Day("2026-11-30");
  frame.barriers = {barrier};
  EXPECT_EQ(StandingOf(frame), FrameStanding::kInForce);
  clock_.Advance(30 * kDayMs);
  const auto state = desk_.StateOf(Call(""), frame);
  EXPECT_EQ(state->standing, FrameStanding::kBarrierEnded);
  EXPECT_EQ(state->since, Day("2026-12-01"));
}

TEST_F(FrameDeskTest, ADraftComesFromAnApprovedCaseOnlyAndSaysWhatToFillIn) {
  const CaseId open = PutOne(false);
  FrameDraftRequest from;
  from.case_id = open;
  EXPECT_EQ(ReasonOf(desk_.Draft(Call(""), from).status()), "NOT_APPROVED");
  from.case_id = CaseId::FromTrusted("EKB-209901-000001");
  EXPECT_EQ(ReasonOf(desk_.Draft(Call(""), from).status()), "CASE_NOT_FOUND");
}

TEST_F(FrameDeskTest, ADraftIsUnsignedAndKeepsWhatAPersonHasAssessed) {
  Frame before = PlainFrame();
  before.wants_person = true;
  Sign(before, "sign-001");
  FrameDraftRequest from;
  from.case_id = PutOne(true);
  const auto draft = desk_.Draft(Call(""), from);
  ASSERT_TRUE(draft.ok()) << MessageOf(draft.status());
  EXPECT_EQ(draft->frame.version, 0);
  EXPECT_TRUE(draft->frame.signed_by.empty());
  EXPECT_TRUE(draft->frame.content_sha256.empty());
  EXPECT_TRUE(draft->frame.wants_person);
  EXPECT_EQ(draft->frame.valid_from, Day("2026-11-12"));
  for (const char* field : {"frame.signed_by", "frame.mandate", "frame.barriers"})
    EXPECT_TRUE(Lacks(draft->to_fill, field)) << field;
  EXPECT_EQ(store_.LatestFrame(PlainFrame().household)->value().version, 1);  // nothing is stored
}

TEST_F(FrameDeskTest, CheckSaysEverythingAtOnceAndSigningTheFirst) {
  Frame frame = PlainFrame();
  frame.mandate = "";
  frame.signed_by = "";
  frame.valid_to = Day("2026-10-01");
  const auto problems = desk_.Check(Call(""), frame);
  ASSERT_TRUE(problems.ok());
  EXPECT_GE(problems->size(), 2U);
  for (const FrameProblem& problem : *problems) EXPECT_FALSE(problem.remedy.empty());
  EXPECT_EQ(DetailOf(frames_.Sign(Call("sign-001"), frame).status()).field,
            problems->front().field);
  EXPECT_TRUE(desk_.Check(Call(""), PlainFrame())->empty());
  UseList();
  frame = PlainFrame();
  frame.mandate = "SN 2026-01-15 § 9";
  EXPECT_TRUE(Lacks(*desk_.Check(Call(""), frame), "frame.mandate"));
}

TEST_F(FrameDeskTest, TheMandateOfWhoSignsAndEndsIsChecked) {
  UseList();
  Frame frame = PlainFrame();
  EXPECT_TRUE(frames_.Sign(Call("sign-001"), frame).ok());
  frame.mandate = "SN 2026-01-15 § 9";
  const auto unknown = frames_.Sign(Call("sign-002"), frame);
  EXPECT_EQ(ReasonOf(unknown.status()), "MANDATE_UNKNOWN");
  EXPECT_EQ(DetailOf(unknown.status()).field, "frame.mandate");
  frame = PlainFrame();
  frame.signed_by = "okand";
  EXPECT_EQ(ReasonOf(frames_.Sign(Call("sign-003"), frame).status()), "STAFF_UNKNOWN");
  EndFrameRequest end = Ending();
  end.mandate = "SN 2026-01-15 § 9";
  EXPECT_EQ(ReasonOf(desk_.End(Call("end-0001"), end).status()), "MANDATE_UNKNOWN");
  clock_.Advance(60 * kDayMs);  // past the mandate's last day
  EXPECT_EQ(ReasonOf(desk_.End(Call("end-0002"), Ending()).status()), "MANDATE_NOT_VALID");
  EXPECT_FALSE(store_.LatestFrame(PlainFrame().household)->value().ended.has_value());
}

TEST_F(FrameDeskTest, AnEndIsAskedForWithReasonAndMandateAndARepeatIsTheSame) {
  Sign(PlainFrame(), "sign-001");
  EndFrameRequest end = Ending();
  end.reason = "FRAME_END.UNKNOWN";
  EXPECT_EQ(ReasonOf(desk_.End(Call("end-0001"), end).status()), "REASON_UNKNOWN");
  end = Ending();
  end.mandate = "";
  EXPECT_EQ(ReasonOf(desk_.End(Call("end-0002"), end).status()), "MANDATE_REQUIRED");
  end = Ending(7);
  EXPECT_FALSE(desk_.End(Call("end-0003"), end).ok());
  ASSERT_TRUE(desk_.End(Call("end-0004"), Ending()).ok());
  const auto again = desk_.End(Call("end-0004"), Ending());
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->ended->ended_by, "handlaggare-1");
  EXPECT_EQ(store_.Actions().back(), "frame_ended");
}

TEST_F(FrameDeskTest, TwoVersionsAreComparedInSwedish) {
  Sign(PlainFrame(), "sign-001");
  Frame dearer = PlainFrame();
  dearer.housing.accepted_cost = Money::FromKronor(7000);
  Sign(dearer, "sign-002");
  const auto changes = desk_.Compare(Call(""), PlainFrame().household, 1, 2);
  ASSERT_TRUE(changes.ok()) << MessageOf(changes.status());
  ASSERT_FALSE(changes->empty());
  EXPECT_NE(changes->front().find(Money::FromKronor(7000).ToSwedish()), std::string::npos)
      << changes->front();
  EXPECT_TRUE(desk_.Compare(Call(""), PlainFrame().household, 1, 1)->empty());
  EXPECT_EQ(ReasonOf(desk_.Compare(Call(""), PlainFrame().household, 1, 9).status()),
            "FRAME_NOT_FOUND");
}

}  // namespace
}  // namespace dm::escalation
