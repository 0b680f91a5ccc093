#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

Communication Told(int number) {
  Communication one;
  one.number = number;
  one.by = "handlaggare-1";
  one.mandate = "SN § 3";
  one.at = TestNow();
  one.answer_by = Day("2026-12-06");
  one.facts.push_back({"income.AF.AS|p1|120000", "Aktivitetsstöd", "Försäkringskassan", {}});
  one.intended.outcome = Outcome::kDelavslag;
  one.intended.decided_at = TestNow();
  one.intended.decided_on = Day("2026-11-20");
  return one;
}

}  // namespace

TEST_P(StoreTest, KeepsACommunicationAndItsAnswersWithTheCase) {
  const CaseId id = OnDesk("APP-1");
  CaseChange told = PersonsChange(id, CaseState::kEscalated);
  told.communication = Told(1);
  ASSERT_TRUE(store().Apply(told, now_).ok());
  CaseChange answered = PersonsChange(id, CaseState::kEscalated);
  answered.communication = Told(1);
  CommunicationAnswer answer;
  answer.at = now_;
  answer.channel = "phone";
  answer.text = "Pengarna kom en månad för sent";
  answered.communication->answers.push_back(answer);
  ASSERT_TRUE(store().Apply(answered, now_).ok());
  CaseChange again = PersonsChange(id, CaseState::kEscalated);
  again.communication = Told(2);
  ASSERT_TRUE(store().Apply(again, now_).ok());
  Reopen();
  const CaseRecord record = Record(id);
  ASSERT_EQ(record.communications.size(), 2U);
  EXPECT_EQ(record.communications[0].answer_by, Day("2026-12-06"));
  ASSERT_EQ(record.communications[0].answers.size(), 1U);
  EXPECT_EQ(record.communications[0].answers[0].channel, "phone");
  EXPECT_EQ(record.communications[0].intended.outcome, Outcome::kDelavslag);
  EXPECT_TRUE(record.communications[1].answers.empty());
}

TEST_P(StoreTest, KeepsTheAnalysesOfAChildInOrder) {
  const CaseId id = OnDesk("APP-1");
  for (int number = 1; number <= 2; ++number) {
    CaseChange change = PersonsChange(id, CaseState::kEscalated);
    ChildAnalysis one;
    one.number = number;
    one.child = PersonKey::FromTrusted("p" + std::to_string(number));
    one.reviewer = "handlaggare-1";
    one.reviewed_on = Day("2026-11-20");
    one.at = now_;
    one.situation_codes = {"housing"};
    one.conclusion = "Barnets bästa har vägts in.";
    change.child_analysis = one;
    ASSERT_TRUE(store().Apply(change, now_).ok());
  }
  Reopen();
  const CaseRecord record = Record(id);
  ASSERT_EQ(record.child_analyses.size(), 2U);
  EXPECT_EQ(record.child_analyses[1].child.value(), "p2");
  EXPECT_EQ(record.child_analyses[0].situation_codes, std::vector<std::string>{"housing"});
}

TEST_P(StoreTest, KeepsADecisionThatWaitsForASecondPerson) {
  const CaseId id = OnDesk("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kEscalated);
  change.escalation = *Record(id).escalation;
  WaitingDecision waiting;
  waiting.decision = *change.escalation->suggested;
  waiting.decision.content_sha256 = std::string(64, 'c');
  waiting.basis.frame_version = 3;
  waiting.since = now_;
  waiting.reasons = {"ATTEST.AMOUNT"};
  change.escalation->waiting = waiting;
  ASSERT_TRUE(store().Apply(change, now_).ok());
  Reopen();
  const CaseRecord record = Record(id);
  ASSERT_TRUE(record.escalation->waiting.has_value());
  EXPECT_EQ(record.escalation->waiting->decision.content_sha256, std::string(64, 'c'));
  EXPECT_EQ(record.escalation->waiting->basis.frame_version, 3);
  EXPECT_FALSE(record.escalation->waiting->returned.has_value());
}

// A correction of a closed case waits for a second person on an item of its own: claimed and moved
// while the case stays closed. Nothing else of a closed case changes, but by its correction.
TEST_P(StoreTest, AClosedCaseChangesByItsCorrectionAlone) {
  const CaseId id = OnDesk("APP-1");
  CaseChange decided = PersonsChange(id, CaseState::kDecided);
  decided.decision = HumanDecisionOf(1);
  decided.escalation = Record(id).escalation;
  decided.escalation->state = EscalationState::kDecided;
  decided.escalation->ended_at = now_;
  ++decided.escalation->version;
  decided.due_at = now_;
  ASSERT_TRUE(store().Apply(decided, now_).ok());
  ASSERT_TRUE(store().Apply(PersonsChange(id, CaseState::kClosed), now_).ok());

  CaseChange plain = PersonsChange(id, CaseState::kClosed);
  EXPECT_EQ(ReasonOf(store().Apply(plain, now_)), "CASE_ENDED");
  CaseChange other = PersonsChange(id, CaseState::kClosed);
  other.escalation = EscalationOf(id, 2);
  EXPECT_EQ(ReasonOf(store().Apply(other, now_)), "CASE_ENDED");

  CaseChange waits = PersonsChange(id, CaseState::kClosed);
  waits.escalation = EscalationOf(id, 2, "Q-18");
  waits.escalation->waiting = WaitingDecision();
  waits.escalation->waiting->decision = HumanDecisionOf(2);
  waits.escalation->waiting->decision.corrects = 1;
  waits.escalation->waiting->since = now_;
  const auto version = store().Apply(waits, now_);
  ASSERT_TRUE(version.ok()) << MessageOf(version.status());
  EXPECT_EQ(Record(id).state, CaseState::kClosed);
  ASSERT_TRUE(Record(id).escalation->waiting.has_value());
  EXPECT_EQ(Record(id).escalation->state, EscalationState::kOpen);
  EXPECT_EQ(ReasonOf(store().Apply(waits, now_)), "STALE_VERSION");

  CaseChange corrected = PersonsChange(id, CaseState::kDecided);
  corrected.decision = HumanDecisionOf(2);
  corrected.decision->corrects = 1;
  corrected.escalation = Record(id).escalation;
  corrected.escalation->state = EscalationState::kDecided;
  corrected.escalation->ended_at = now_;
  corrected.escalation->waiting.reset();
  ++corrected.escalation->version;
  const auto done = store().Apply(corrected, now_);
  ASSERT_TRUE(done.ok()) << MessageOf(done.status());
  EXPECT_EQ(Record(id).state, CaseState::kDecided);
  EXPECT_EQ(Record(id).decisions.size(), 2U);
}

// What could not be delivered of a written-off case waits on an item of its own, which ends alone.
// Nothing else of such a case changes, not even by a correction.
TEST_P(StoreTest, AWrittenOffCaseChangesByWhatCouldNotBeDeliveredAlone) {
  const CaseId id = OnDesk("APP-1");
  ASSERT_TRUE(store().Apply(PersonsChange(id, CaseState::kWrittenOff), now_).ok());

  EXPECT_EQ(ReasonOf(store().Apply(PersonsChange(id, CaseState::kWrittenOff), now_)), "CASE_ENDED");
  CaseChange other = PersonsChange(id, CaseState::kWrittenOff);
  other.escalation = EscalationOf(id, 2);
  EXPECT_EQ(ReasonOf(store().Apply(other, now_)), "CASE_ENDED");
  CaseChange corrects = PersonsChange(id, CaseState::kWrittenOff);
  corrects.escalation = EscalationOf(id, 2, "Q-18");
  corrects.escalation->waiting = WaitingDecision();
  corrects.escalation->waiting->decision.corrects = 1;
  EXPECT_EQ(ReasonOf(store().Apply(corrects, now_)), "CASE_ENDED");

  CaseChange undelivered = PersonsChange(id, CaseState::kWrittenOff);
  undelivered.escalation = EscalationOf(id, 2, "Q-19");
  undelivered.escalation->routing.reasons[0].code = "EFFECT.REFUSED.LETTER";
  const auto version = store().Apply(undelivered, now_);
  ASSERT_TRUE(version.ok()) << MessageOf(version.status());
  EXPECT_EQ(Record(id).state, CaseState::kWrittenOff);
  EXPECT_EQ(Record(id).escalation->state, EscalationState::kOpen);

  CaseChange ends = PersonsChange(id, CaseState::kWrittenOff);
  ends.escalation = Record(id).escalation;
  ends.escalation->state = EscalationState::kWithdrawn;
  ends.escalation->ended_at = now_;
  ++ends.escalation->version;
  ASSERT_TRUE(store().Apply(ends, now_).ok());
  EXPECT_EQ(Record(id).state, CaseState::kWrittenOff);
  CaseChange again = PersonsChange(id, CaseState::kDecided);
  EXPECT_EQ(ReasonOf(store().Apply(again, now_)), "CASE_ENDED");
}

// The worker closes the case as soon as its effects are delivered: the correction goes on waiting.
TEST_P(StoreTest, ACorrectionThatWaitsStaysWhenItsCaseCloses) {
  const CaseId id = OnDesk("APP-1");
  CaseChange decided = PersonsChange(id, CaseState::kDecided);
  decided.decision = HumanDecisionOf(1);
  ASSERT_TRUE(store().Apply(decided, now_).ok());
  CaseChange waits = PersonsChange(id, CaseState::kDecided);
  waits.escalation = EscalationOf(id, 2, "Q-18");
  waits.escalation->waiting = WaitingDecision();
  waits.escalation->waiting->decision = HumanDecisionOf(2);
  waits.escalation->waiting->decision.corrects = 1;
  waits.escalation->waiting->since = now_;
  ASSERT_TRUE(store().Apply(waits, now_).ok());
  ASSERT_TRUE(store().Apply(PersonsChange(id, CaseState::kClosed), now_).ok());
  EXPECT_EQ(Record(id).state, CaseState::kClosed);
  EXPECT_EQ(Record(id).escalation->state, EscalationState::kOpen);
}

TEST_P(StoreTest, EndsTheLatestFrameOnceAndOnlyThatOne) {
  Frame frame;
  frame.household = HouseholdId::FromTrusted("HH-9");
  frame.valid_from = Day("2026-10-01");
  frame.valid_to = Day("2027-03-31");
  frame.signed_by = "handlaggare-1";
  frame.signed_at = now_;
  AuditEvent audit;
  audit.actor = "handlaggare-1";
  audit.action = "frame_signed";
  ASSERT_TRUE(store().SignFrame(frame, "", audit, now_).ok());
  const std::int64_t first = store().GetControl()->version;
  ASSERT_TRUE(store().SignFrame(frame, "", audit, now_).ok());
  // A decision that was made under what stood before is made anew.
  const std::int64_t second = store().GetControl()->version;
  EXPECT_GT(second, first);
  FrameEnd end;
  end.reason = "FRAME_END.MOVED";
  end.note = "Flyttade den 3 november";
  end.ended_by = "handlaggare-2";
  end.mandate = "SN § 3";
  end.ended_at = now_;
  audit.action = "frame_ended";
  const auto ending = [&](int version, const std::string& request) {
    return store().EndFrame(frame.household, version, end, request, audit, now_);
  };
  EXPECT_EQ(ReasonOf(ending(1, "")), "STALE_VERSION");
  ASSERT_TRUE(ending(2, "end-frame-1").ok());
  EXPECT_EQ(ReasonOf(ending(2, "")), "FRAME_ENDED");
  EXPECT_EQ(store().GetControl()->version, second + 1);
  Reopen();
  const auto latest = store().LatestFrame(frame.household);
  ASSERT_TRUE(latest.ok() && latest->has_value());
  ASSERT_TRUE((*latest)->ended.has_value());
  EXPECT_EQ((*latest)->ended->reason, "FRAME_END.MOVED");
  EXPECT_EQ((*latest)->ended->note, "Flyttade den 3 november");
  const auto all = store().ListFrames(frame.household, {});
  ASSERT_EQ(all->items.size(), 2U);
  EXPECT_TRUE(all->items[0].ended.has_value());
  EXPECT_FALSE(all->items[1].ended.has_value());
  end.ended_at = now_;
  const auto nothing =
      store().EndFrame(HouseholdId::FromTrusted("HH-none"), 1, end, "", audit, now_);
  EXPECT_EQ(ReasonOf(nothing), "FRAME_NOT_FOUND");
}

}  // namespace dm::testing
