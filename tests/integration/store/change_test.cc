#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

TEST_P(StoreTest, KeepsTheResultOfEachStep) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  Move(claim, CaseState::kRegistered);
  CaseChange fetched = ChangeOf(claim, CaseState::kFetched);
  EvidenceSet evidence;
  evidence.persons.emplace_back();
  evidence.persons[0].person = PersonKey::FromTrusted("p1");
  evidence.persons[0].answers.emplace_back();
  evidence.persons[0].answers[0].source = Source::kSo;
  evidence.persons[0].answers[0].state = AnswerState::kConfirmedEmpty;
  fetched.evidence = evidence;
  fetched.source_attempts = 2;
  fetched.add_processing_ms = 7;
  ASSERT_TRUE(store().Apply(fetched, now_).ok());
  CaseChange evaluated = ChangeOf(claim, CaseState::kEvaluated);
  evaluated.assessment = PlainAssessment();
  evaluated.assessed_input = std::string("\x0a\x00 the input", 12);
  evaluated.frame_version = 3;
  evaluated.add_processing_ms = 5;
  ASSERT_TRUE(store().Apply(evaluated, now_.PlusMs(1)).ok());
  Reopen();
  const CaseRecord record = Record(claim.case_id);
  EXPECT_EQ(record.state, CaseState::kEvaluated);
  const SourceAnswer* answer = record.evidence.Find(PersonKey::FromTrusted("p1"), Source::kSo);
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->state, AnswerState::kConfirmedEmpty);
  EXPECT_EQ(record.source_attempts, 2);
  EXPECT_EQ(record.processing_ms, 12);
  EXPECT_EQ(record.frame_version, 3);
  ASSERT_TRUE(record.assessment.has_value());
  EXPECT_EQ(record.assessment->grant, Money::FromKronor(8280));
  EXPECT_EQ(record.updated_at, now_.PlusMs(1));
  EXPECT_EQ(*store().AssessedInput(claim.case_id), std::string("\x0a\x00 the input", 12));
}

TEST_P(StoreTest, HasNoInputOfACaseThatWasNotAssessed) {
  Submit("APP-1");
  const Status none = store().AssessedInput(TakeClaim().case_id).status();
  EXPECT_EQ(none.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(none), "INPUT_NOT_KEPT");
}

TEST_P(StoreTest, KeepsAnAutomaticDecisionWithItsEffects) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  Reopen();
  const CaseRecord record = Record(claim.case_id);
  EXPECT_EQ(record.state, CaseState::kDecided);
  ASSERT_EQ(record.decisions.size(), 1U);
  EXPECT_EQ(record.decisions[0].granted, Money::FromKronor(8280));
  EXPECT_EQ(store().ListEffects(std::nullopt, claim.case_id, {})->items.size(), 3U);
}

TEST_P(StoreTest, RefusesAMoveThatTheTableDoesNotList) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  const StatusOr<std::int64_t> refused =
      store().Apply(ChangeOf(claim, CaseState::kEvaluated), now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "TRANSITION_REFUSED");
  EXPECT_EQ(Record(claim.case_id).version, 1);
}

TEST_P(StoreTest, MovesEveryCaseExactlyAlongTheTable) {
  int number = 0;
  for (const CaseState to : kCaseStates) {
    const std::string id = "APP-" + std::to_string(++number);
    const Claim claim = Evaluated(id, "HH-" + id);
    CaseChange change = to == CaseState::kDecided ? Deciding(claim) : ChangeOf(claim, to);
    if (IsPersonsTurn(to)) change.escalation = EscalationOf(claim.case_id, 1);
    change.release_claim = true;
    change.due_at = now_.PlusMs(kMinuteMs);
    const bool allowed = to == CaseState::kEvaluated || IsTransition(CaseState::kEvaluated, to);
    EXPECT_EQ(store().Apply(change, now_).ok(), allowed) << CaseStateCode(to);
    now_ = now_.PlusMs(1);
  }
}

TEST_P(StoreTest, ATerminalCaseNeverChanges) {
  const CaseId id = OnDesk("APP-1");
  ASSERT_TRUE(store().Apply(PersonsChange(id, CaseState::kWrittenOff), now_).ok());
  for (const CaseState to : kCaseStates) {
    EXPECT_EQ(ReasonOf(store().Apply(PersonsChange(id, to), now_)), "CASE_ENDED");
  }
}

TEST_P(StoreTest, RefusesAPersonsChangeOnAStaleVersion) {
  const CaseId id = OnDesk("APP-1");
  const CaseChange first = PersonsChange(id, CaseState::kRegistered);
  const CaseChange second = PersonsChange(id, CaseState::kWrittenOff);
  ASSERT_TRUE(store().Apply(first, now_).ok());
  const StatusOr<std::int64_t> refused = store().Apply(second, now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused), "STALE_VERSION");
  EXPECT_EQ(Record(id).state, CaseState::kRegistered);
}

TEST_P(StoreTest, APersonsChangeTakesTheCaseFromTheWorker) {
  const Claim claim = Evaluated();
  CaseChange document = PersonsChange(claim.case_id, CaseState::kRegistered);
  Application with_document = Record(claim.case_id).application;
  Document payslip;
  payslip.id = DocumentId::FromTrusted("doc-1");
  payslip.kind = "hyresavi";
  payslip.received_at = now_;
  with_document.documents.push_back(payslip);
  document.application = with_document;
  document.release_claim = true;
  ASSERT_TRUE(store().Apply(document, now_).ok());
  EXPECT_EQ(ReasonOf(store().Apply(Deciding(claim), now_)), "LEASE_LOST");
  const CaseRecord record = Record(claim.case_id);
  EXPECT_EQ(record.application.documents.size(), 1U);
  EXPECT_TRUE(record.decisions.empty());
}

TEST_P(StoreTest, RefusesAChangeOfWhoseApplicationItIs) {
  const CaseId id = OnDesk("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kRegistered);
  change.application = NewCaseOf("APP-1", "HH-of-someone-else").application;
  EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "CHANGE_INVALID");
}

TEST_P(StoreTest, RefusesAnAutomaticDecisionWhenControlChangedMeanwhile) {
  const Claim claim = Evaluated();
  const CaseChange deciding = Deciding(claim);
  ModeOverride mode;
  mode.typfall = "TF-02";
  mode.mode = Mode::kPropose;
  mode.actor = "handlaggare-1";
  ASSERT_TRUE(store().SetMode(mode, "", By("handlaggare-1", "mode_lowered"), now_).ok());
  const StatusOr<std::int64_t> refused = store().Apply(deciding, now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused), "CONTROL_CHANGED");
  EXPECT_TRUE(Record(claim.case_id).decisions.empty());
  EXPECT_TRUE(store().Apply(Deciding(claim), now_).ok());
}

TEST_P(StoreTest, CommitsNoAutomaticDecisionAfterAPause) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().SetPause(true, "provkörning", "", By("drift-1", "paused"), now_).ok());
  EXPECT_EQ(ReasonOf(store().Apply(Deciding(claim), now_)), "CONTROL_CHANGED");
  ASSERT_TRUE(store().SetPause(false, "", "", By("drift-1", "resumed"), now_).ok());
  EXPECT_TRUE(store().Apply(Deciding(claim), now_).ok());
}

TEST_P(StoreTest, RefusesAnAutomaticDecisionWithoutControl) {
  const Claim claim = Evaluated();
  CaseChange change = Deciding(claim);
  change.control_version.reset();
  EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "CHANGE_INVALID");
}

TEST_P(StoreTest, AnAutomaticDecisionIsAFullApproval) {
  const Claim claim = Evaluated();
  for (const Outcome outcome : {Outcome::kAvslag, Outcome::kDelavslag, Outcome::kNone}) {
    CaseChange change = Deciding(claim);
    change.decision->outcome = outcome;
    EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "DECISION_INVALID");
  }
  EXPECT_TRUE(Record(claim.case_id).decisions.empty());
}

TEST_P(StoreTest, RefusesASecondDecisionOfTheHouseholdAndMonth) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated("APP-1", "HH-1")), now_).ok());
  const Claim second = Evaluated("APP-2", "HH-1");
  const StatusOr<std::int64_t> refused = store().Apply(Deciding(second), now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(refused), "DECISION_EXISTS");
  EXPECT_EQ(Record(second.case_id).state, CaseState::kEvaluated);
  EXPECT_TRUE(store().ListEffects(std::nullopt, second.case_id, {})->items.empty());
}

TEST_P(StoreTest, AWrittenOffApplicationLeavesTheMonthFree) {
  const CaseId withdrawn = OnDesk("APP-1");
  CaseChange change = PersonsChange(withdrawn, CaseState::kWrittenOff);
  change.decision = HumanDecisionOf(1);
  change.decision->outcome = Outcome::kAvskrivning;
  change.decision->granted = Money();
  ASSERT_TRUE(store().Apply(change, now_).ok());
  const Claim second = Evaluated("APP-2", "HH-APP-1");
  EXPECT_TRUE(store().Apply(Deciding(second), now_).ok());
}

TEST_P(StoreTest, APersonCorrectsADecisionWithANewVersion) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  CaseChange correction = PersonsChange(claim.case_id, CaseState::kDecided);
  correction.decision = HumanDecisionOf(1);
  EXPECT_EQ(ReasonOf(store().Apply(correction, now_)), "DECISION_EXISTS");
  correction.decision = HumanDecisionOf(2);
  ASSERT_TRUE(store().Apply(correction, now_).ok());
  const CaseRecord record = Record(claim.case_id);
  ASSERT_EQ(record.decisions.size(), 2U);
  EXPECT_EQ(record.decisions[1].kind, DecisionKind::kHuman);
}

TEST_P(StoreTest, RefusesAChangeWithTwoGuardsOrNone) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  CaseChange both = ChangeOf(claim, CaseState::kRegistered);
  both.expected_version = 1;
  CaseChange none = ChangeOf(claim, CaseState::kRegistered);
  none.claim.reset();
  EXPECT_EQ(ReasonOf(store().Apply(both, now_)), "CHANGE_INVALID");
  EXPECT_EQ(ReasonOf(store().Apply(none, now_)), "CHANGE_INVALID");
}

TEST_P(StoreTest, RefusesAChangeOfACaseThatIsNotThere) {
  CaseChange change;
  change.case_id = CaseId::FromTrusted("EKB-202612-999999");
  change.expected_version = 1;
  change.audit = By("handlaggare-1", "case_handled");
  EXPECT_EQ(store().Apply(change, now_).status().code(), StatusCode::kNotFound);
}

TEST_P(StoreTest, RecordsTheRequestOfAPersonsChangeAndRefusesItsReuse) {
  const CaseId id = OnDesk("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kEscalated);
  change.request_id = "request-claim-1";
  change.audit.request_sha256 = std::string(64, 'b');
  ASSERT_TRUE(store().Apply(change, now_).ok());
  const auto request = store().FindRequest("request-claim-1");
  ASSERT_TRUE(request.ok() && request->has_value());
  EXPECT_EQ((*request)->method, "case_handled");
  EXPECT_EQ((*request)->content_sha256, std::string(64, 'b'));
  EXPECT_EQ((*request)->result_id, id.value());
  change.expected_version = Record(id).version;
  EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "REQUEST_ID_REUSED");
}

TEST_P(StoreTest, AChangeThatFailsHalfwayChangesNothing) {
  const Claim claim = Evaluated();
  CaseChange change = Deciding(claim);
  change.effects[2].case_id = CaseId::FromTrusted("EKB-202612-999999");
  const std::size_t records = Audit().size();
  EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "EFFECT_INVALID");
  const CaseRecord record = Record(claim.case_id);
  EXPECT_EQ(record.state, CaseState::kEvaluated);
  EXPECT_TRUE(record.decisions.empty());
  EXPECT_TRUE(store().ListEffects(std::nullopt, claim.case_id, {})->items.empty());
  EXPECT_EQ(Audit().size(), records);
}

}  // namespace dm::testing
