#include "worker/escalation/decision_service.h"

#include <gmock/gmock.h>

#include "tests/support/decision_fixture.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::Child;
using dm::testing::Day;

constexpr std::int64_t kDayMs = 86'400'000;

using DecisionServiceTest = dm::testing::DecisionFixture;

TEST_F(DecisionServiceTest, APreviewIsWhatDecidingMakes) {
  const auto preview = decisions_.Preview(Call(""), Bifall(id_, "handlaggare-1"));
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_TRUE(preview->needs.empty()) << preview->needs[0].code;
  EXPECT_TRUE(preview->outcome_fits);
  EXPECT_EQ(preview->outcome_of_amounts, Outcome::kBifall);
  EXPECT_EQ(preview->letter_html, "<p>");
  EXPECT_EQ(store_.GetCase(case_id_)->state, CaseState::kProposed);
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.expected_content_sha256 = preview->decision.content_sha256;
  const auto record = service_.Decide(Call("decide-1"), said);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->decisions[0].content_sha256, preview->decision.content_sha256);
}

TEST_F(DecisionServiceTest, APreviewSaysEverythingThatIsMissingInSwedish) {
  CaseRecord record = *store_.GetCase(case_id_);
  record.application.persons.push_back(Child("p2", dm::testing::kChild));
  store_.Overwrite(record);
  HumanDecision said = Partly();
  said.handler = "handlaggare-2";
  said.motivation = "";
  const auto preview = decisions_.Preview(Call(""), said);
  ASSERT_TRUE(preview.ok()) << preview.status();
  for (const char* code :
       {"NOT_CLAIMED", "MOTIVATION_REQUIRED", "CHILD_RECORD_MISSING", "COMMUNICATION_REQUIRED"})
    EXPECT_TRUE(Needs(*preview, code)) << code;
  EXPECT_EQ(preview->needs[0].text, "Ärendet är inte taget av dig.");
  EXPECT_EQ(preview->decision.granted, Money::FromKronor(7780));
}

TEST_F(DecisionServiceTest, ADecisionThatHasMovedIsRefusedAndSaysWhatMoved) {
  const auto preview = decisions_.Preview(Call(""), Bifall(id_, "handlaggare-1"));
  CaseRecord record = *store_.GetCase(case_id_);
  record.assessment->facts_sha256 = std::string(64, 'f');
  store_.Overwrite(record);
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.expected_content_sha256 = preview->decision.content_sha256;
  said.expected_basis = preview->basis;
  const Status status = service_.Decide(Call("decide-1"), said).status();
  EXPECT_EQ(status.code(), StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), "CONTENT_CHANGED");
  EXPECT_NE(MessageOf(status).find("the register answers or the calculation"), std::string::npos);
  EXPECT_TRUE(store_.GetCase(case_id_)->decisions.empty());
}

TEST_F(DecisionServiceTest, TheSecondPersonApprovesExactlyWhatWaits) {
  RaiseTheRent();
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), Approval("handlaggare-1")).status()),
            "ATTEST_BY_OTHER");
  AttestRequest other = Approval("handlaggare-2");
  other.content_sha256 = std::string(64, '0');
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-2"), other).status()), "CONTENT_CHANGED");
  const auto decided = decisions_.Attest(Call("attest-3"), Approval("handlaggare-2"));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state, CaseState::kDecided);
  EXPECT_EQ(decided->decisions[0].decided_by, "handlaggare-1");
  EXPECT_EQ(decided->decisions[0].attested_by, "handlaggare-2");
  EXPECT_EQ(decided->decisions[0].granted, Money::FromKronor(22'280));
  const auto again = decisions_.Attest(Call("attest-3"), Approval("handlaggare-2"));
  EXPECT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->decisions.size(), 1U);
}

TEST_F(DecisionServiceTest, AnApprovalIsVoidWhenTheCaseChanges) {
  RaiseTheRent();
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  CaseRecord record = *store_.GetCase(case_id_);
  Document late;
  late.id = DocumentId::FromTrusted("D-9");
  late.kind = "hyresavi";
  record.application.documents.push_back(late);
  store_.Overwrite(record);
  const Status status = decisions_.Attest(Call("attest-1"), Approval("handlaggare-2")).status();
  EXPECT_EQ(ReasonOf(status), "CONTENT_CHANGED");
  EXPECT_NE(MessageOf(status).find("the application or its documents"), std::string::npos);
}

TEST_F(DecisionServiceTest, TheLetterOfADecisionThatWaitsIsReadBeforeItIsApproved) {
  RaiseTheRent();
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.motivation = "Två månaders hyra.";
  ASSERT_TRUE(service_.Decide(Call("decide-1"), said).ok());
  const auto letter = decisions_.GetLetter(Call("letter-1"), case_id_, 0, LetterForm::kHtml);
  ASSERT_TRUE(letter.ok()) << letter.status();
  EXPECT_EQ(letter->content, "<p>Utkast, inte attesterat: Två månaders hyra.");
  EXPECT_EQ(store_.ReadAudit(1, 1000)->back().event.action, "letter_read");
  AttestRequest request = Approval("handlaggare-2");
  request.reason = "Hyran är inte styrkt.";
  ASSERT_TRUE(decisions_.Return(Call("return-1"), request).ok());
  EXPECT_EQ(
      ReasonOf(decisions_.GetLetter(Call("letter-2"), case_id_, 0, LetterForm::kHtml).status()),
      "NO_DECISION");
}

TEST_F(DecisionServiceTest, WhatIsSentBackIsWithTheFirstQueueAndKept) {
  RaiseTheRent();
  const std::string queue = store_.GetEscalation(id_)->routing.queue;
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  EXPECT_EQ(store_.GetEscalation(id_)->routing.queue, "Q-18");
  AttestRequest request = Approval("handlaggare-2");
  EXPECT_EQ(ReasonOf(decisions_.Return(Call("return-1"), request).status()), "FIELD_REQUIRED");
  request.reason = "Hyran är inte styrkt.";
  const auto record = decisions_.Return(Call("return-2"), request);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->escalation->routing.queue, queue);
  ASSERT_TRUE(record->escalation->waiting->returned.has_value());
  EXPECT_EQ(record->escalation->waiting->returned->reason, "Hyran är inte styrkt.");
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), Approval("handlaggare-2")).status()),
            "NOTHING_TO_ATTEST");
}

TEST_F(DecisionServiceTest, ALargeChangeFromTheMonthBeforeNeedsASecondPerson) {
  policy_->Set("attest.change_kr", Money::FromKronor(5000).ore());
  CaseRecord record = *store_.GetCase(case_id_);
  HistoryMonth before;
  before.month = record.application.month.PlusMonths(-1);
  before.granted = Money::FromKronor(2000);
  record.supplied_history = {before};
  store_.Overwrite(record);
  const auto waiting = service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1"));
  ASSERT_TRUE(waiting.ok()) << waiting.status();
  ASSERT_TRUE(waiting->escalation->waiting.has_value());
  EXPECT_EQ(waiting->escalation->waiting->reasons, std::vector<std::string>{"ATTEST.CHANGE"});
}

TEST_F(DecisionServiceTest, AnAdverseDecisionWaitsForTheHouseholdToBeTold) {
  ForgetTheDeclaration();
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), Partly()).status()),
            "COMMUNICATION_REQUIRED");
  CommunicateRequest request;
  request.intended = Partly();
  request.answer_by = Day("2026-11-20");
  EXPECT_EQ(DetailOf(decisions_.Communicate(Call("tell-01"), request).status()).field, "answer_by");
  request.answer_by.reset();
  const auto told = decisions_.Communicate(Call("tell-02"), request);
  ASSERT_TRUE(told.ok()) << told.status();
  ASSERT_EQ(told->communications.size(), 1U);
  EXPECT_EQ(told->communications[0].answer_by, Day("2026-11-26"));  // 14 days from the 12th
  EXPECT_EQ(told->communications[0].facts.size(), 2U);  // the income, and the lowered rent
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-2"), Partly()).status()),
            "COMMUNICATION_WAITING");
  AnswerNote note{case_id_, 1, "handlaggare-1", {}};
  note.answer.channel = "phone";
  EXPECT_EQ(DetailOf(decisions_.Note(Call("note-001"), note).status()).field, "answer.text");
  note.answer.text = " - ";
  EXPECT_EQ(DetailOf(decisions_.Note(Call("note-002"), note).status()).field, "answer.text");
  note.answer.text = "Jag har inget att tillägga.";
  note.actor = "handlaggare-2";  // handlaggare-1 holds the case
  EXPECT_EQ(ReasonOf(decisions_.Note(Call("note-003"), note).status()), "CLAIMED_BY_OTHER");
  note.actor = "handlaggare-1";
  ASSERT_TRUE(decisions_.Note(Call("note-004"), note).ok());
  EXPECT_EQ(store_.ReadAudit(1, 100)->back().event.detail, "number=1 before=2026-11-26");
  const auto decided = service_.Decide(Call("decide-3"), Partly());
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state, CaseState::kDecided);
}

// Told of one ground and refused on another, the household has not been heard.
TEST_F(DecisionServiceTest, AnotherGroundIsToldAnew) {
  ForgetTheDeclaration();
  CommunicateRequest request;
  request.intended = Partly();
  request.intended.edited_rows[0].note = "Hyran är högre än kommunens nivå.";
  ASSERT_TRUE(decisions_.Communicate(Call("tell-01"), request).ok());
  clock_.Advance(15 * kDayMs);
  ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-2").ok());
  HumanDecision said = request.intended;
  said.expected_version = VersionOf(id_);
  said.edited_rows[0].note = "Hyran delas med en inneboende.";
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), said).status()), "COMMUNICATION_REQUIRED");
  // What the answer came to is added to the words that the household has read.
  said.edited_rows[0].note = "Hyran är högre än kommunens nivå. Svaret ändrar inte det.";
  EXPECT_TRUE(service_.Decide(Call("decide-2"), said).ok());
}

TEST_F(DecisionServiceTest, TheHouseholdsTimeRunsFromTheLettersDelivery) {
  ForgetTheDeclaration();
  Effect letter;
  letter.id = EffectId::FromTrusted("LETTER-1");
  letter.kind = EffectKind::kLetter;
  letter.case_id = case_id_;
  letter.letter = Letter();
  letter.letter->template_id = "kommunicering";
  effects_of_communication_ = {letter};
  CommunicateRequest request;
  request.intended = Partly();
  ASSERT_TRUE(decisions_.Communicate(Call("tell-01"), request).ok());
  clock_.Advance(15 * kDayMs);  // the receiver has been down all the time
  ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-2").ok());
  const Status waits = service_.Decide(Call("decide-1"), Partly()).status();
  EXPECT_EQ(ReasonOf(waits), "COMMUNICATION_WAITING");
  EXPECT_THAT(MessageOf(waits), ::testing::HasSubstr("has not been delivered"));
  ASSERT_TRUE(store_
                  .MarkEffect(letter.id,
                              EffectState::kDelivered,
                              "",
                              "",
                              clock_.Now(),
                              "",
                              AuditEvent{},
                              clock_.Now())
                  .ok());
  const auto preview = decisions_.Preview(Call(""), Partly());
  ASSERT_TRUE(preview.ok());
  ASSERT_EQ(preview->needs.size(), 1U);
  EXPECT_EQ(preview->needs[0].date, Day("2026-12-12"));  // 14 days from the 27th, and the next
  clock_.Advance(15 * kDayMs);
  ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-3").ok());
  EXPECT_TRUE(service_.Decide(Call("decide-2"), Partly()).ok());
}

Message FromTheHousehold(const CaseRecord& record, Instant at) {
  Message message;
  message.id = MessageId::FromTrusted("MSG-1");
  message.case_id = record.id;
  message.household = record.application.household;
  message.direction = MessageDirection::kInbound;
  message.text = "Hyran är sänkt från januari.";
  message.sent_at = at;
  return message;
}

TEST_F(DecisionServiceTest, AMessageAfterTheCommunicationIsReadBeforeTheDecision) {
  CommunicateRequest request;
  request.intended = Partly();
  ASSERT_TRUE(decisions_.Communicate(Call("tell-01"), request).ok());
  clock_.Advance(15 * kDayMs);
  ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-2").ok());
  const Message message = FromTheHousehold(*store_.GetCase(case_id_), clock_.Now());
  ASSERT_TRUE(store_.KeepMessage(message, {}, "message-1", {}, clock_.Now()).ok());
  // Its time to answer has passed, but it has written: whether that is the answer a person says.
  EXPECT_TRUE(Needs(*decisions_.Preview(Call(""), Partly()), "MESSAGE_UNREAD"));
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), Partly()).status()), "MESSAGE_UNREAD");
  ASSERT_TRUE(
      store_.MarkMessageRead(message.id, "handlaggare-1", "read-0001", {}, clock_.Now()).ok());
  EXPECT_TRUE(service_.Decide(Call("decide-2"), Partly()).ok());
}

TEST_F(DecisionServiceTest, AMessageIsNoAnswerUntilAPersonHasNotedIt) {
  CommunicateRequest request;
  request.intended = Partly();
  ASSERT_TRUE(decisions_.Communicate(Call("tell-01"), request).ok());
  const Message message = FromTheHousehold(*store_.GetCase(case_id_), clock_.Now());
  ASSERT_TRUE(store_.KeepMessage(message, {}, "message-1", {}, clock_.Now()).ok());
  ASSERT_TRUE(
      store_.MarkMessageRead(message.id, "handlaggare-1", "read-0001", {}, clock_.Now()).ok());
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), Partly()).status()),
            "COMMUNICATION_WAITING");
}

TEST_F(DecisionServiceTest, AMessageVoidsWhatWasPreviewedAndWhatWaitsForAttest) {
  const auto preview = decisions_.Preview(Call(""), Bifall(id_, "handlaggare-1"));
  RaiseTheRent();
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  const AttestRequest seen = Approval("handlaggare-2");
  const Message message = FromTheHousehold(*store_.GetCase(case_id_), clock_.Now());
  ASSERT_TRUE(store_.KeepMessage(message, {}, "message-1", {}, clock_.Now()).ok());
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), seen).status()), "CONTENT_CHANGED");
  ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-2").ok());
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.expected_content_sha256 = preview->decision.content_sha256;
  said.expected_basis = preview->basis;
  const Status status = service_.Decide(Call("decide-2"), said).status();
  EXPECT_EQ(ReasonOf(status), "CONTENT_CHANGED");
  EXPECT_NE(MessageOf(status).find("the household's messages (1, was 0)"), std::string::npos);
}

TEST_F(DecisionServiceTest, TheTimeToAnswerPassesByItself) {
  CommunicateRequest request;
  request.intended = Partly();
  ASSERT_TRUE(decisions_.Communicate(Call("tell-01"), request).ok());
  clock_.Advance(15 * kDayMs);
  ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-2").ok());
  EXPECT_TRUE(service_.Decide(Call("decide-1"), Partly()).ok());
}

TEST_F(DecisionServiceTest, AnotherFactThanTheOneToldIsToldAnew) {
  CommunicateRequest request;
  request.intended = Partly();
  ASSERT_TRUE(decisions_.Communicate(Call("tell-01"), request).ok());
  HumanDecision said = Partly();
  said.edited_rows[0].amount = Money::FromKronor(4000);
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), said).status()), "COMMUNICATION_REQUIRED");
}

TEST_F(DecisionServiceTest, AnExceptionOfTheLawIsAReasonOfTheTable) {
  HumanDecision said = Partly();
  said.communication_exception = "COST.ABOVE_CAP";
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), said).status()), "REASON_UNKNOWN");
  said.communication_exception = "COMMUNICATION.IMMEDIATE";
  const auto record = service_.Decide(Call("decide-2"), said);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->decisions[0].communication_exception, "COMMUNICATION.IMMEDIATE");
}

TEST_F(DecisionServiceTest, ARefusalRestsOnAnAnalysisOfEachChild) {
  CaseRecord changed = *store_.GetCase(case_id_);
  changed.application.persons.push_back(Child("p2", dm::testing::kChild));
  store_.Overwrite(changed);
  HumanDecision said = Partly();
  said.communication_exception = "COMMUNICATION.IMMEDIATE";
  EXPECT_EQ(ReasonOf(service_.Decide(Call("decide-1"), said).status()), "CHILD_RECORD_MISSING");
  ChildAnalysisRequest request;
  request.escalation = id_;
  request.expected_version = VersionOf(id_);
  request.mandate = "SN § 3";
  request.analysis.reviewer = "handlaggare-1";
  request.analysis.child = PersonKey::FromTrusted("p2");
  request.analysis.situation_codes = {"housing"};
  request.analysis.situation = "Bor i en tvåa.";
  request.analysis.effect = "Familjen kan bo kvar.";
  request.analysis.conclusion = "Barnets bästa talar inte emot.";
  EXPECT_EQ(DetailOf(decisions_.RecordChild(Call("child-01"), request).status()).field,
            "analysis.view");
  request.analysis.view_not_asked = "Barnet är två år.";
  ASSERT_TRUE(decisions_.RecordChild(Call("child-02"), request).ok());
  said.expected_version = VersionOf(id_);
  const auto decided = service_.Decide(Call("decide-2"), said);
  EXPECT_TRUE(decided.ok()) << decided.status();
}

TEST_F(DecisionServiceTest, OfTwoWhoDecideOneWinsAndTheOtherIsToldWhat) {
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  const Status status = service_.Decide(Call("decide-2"), Bifall(id_, "handlaggare-2")).status();
  EXPECT_EQ(ReasonOf(status), "ESCALATION_ENDED");
  EXPECT_NE(MessageOf(status).find("decided BIFALL (version 1) by handlaggare-1 at 2026-"),
            std::string::npos)
      << MessageOf(status);
}

TEST_F(DecisionServiceTest, ACorrectionIsANewVersionWithItsGround) {
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  CorrectionRequest request;
  request.case_id = case_id_;
  request.expected_version = store_.GetCase(case_id_)->version;
  request.ground = "CORRECTION.WRONG";
  request.decision = Bifall(id_, "handlaggare-2");
  request.decision.motivation = "Inkomsten gällde en annan månad.";
  request.decision.edited_rows = {
      {"income.bostadsbidrag", std::nullopt, Money(), "INCOME.ASSESSED", ""}};
  const auto record = decisions_.Correct(Call("correct-1"), request);
  ASSERT_TRUE(record.ok()) << record.status();
  ASSERT_EQ(record->decisions.size(), 2U);
  EXPECT_EQ(record->decisions[1].corrects, 1);
  EXPECT_GT(record->decisions[1].granted, record->decisions[0].granted);
  // To the household's disadvantage it needs one of the law's few grounds.
  request.expected_version = record->version;
  request.decision.edited_rows[0].amount = Money::FromKronor(4000);
  request.decision.outcome = Outcome::kDelavslag;
  EXPECT_EQ(DetailOf(decisions_.Correct(Call("correct-2"), request).status()).field, "ground");
}

}  // namespace
}  // namespace dm::escalation
