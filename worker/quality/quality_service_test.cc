#include "worker/quality/quality_service.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/quality_note.h"
#include "worker/policy/policy_loader.h"

namespace dm::quality {
namespace {

using testing::Call;
using testing::FakeClock;
using testing::FakeStore;
using testing::TestNow;

class QualityServiceTest : public ::testing::Test {
 protected:
  static std::shared_ptr<const PolicySet> Load() {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    return load.set;
  }

  void Note(const CaseId& id, const QualityNote& note) {
    testing::StoreNote(store_, id, note, store_.GetCase(id)->state, clock_.Now());
  }

  // A case that the worker has decided, with its review.
  CaseId Drawn() {
    CaseRecord record = testing::PlainCase(CaseState::kClosed);
    Decision decision;
    decision.version = 1;
    decision.outcome = Outcome::kBifall;
    decision.granted = Money::FromKronor(9000);
    decision.decided_by = "Medarbetare";
    decision.typfall = "TF-02";
    record.decisions = {decision};
    record.state = CaseState::kDecided;
    CaseId id = testing::PutCase(store_, std::move(record));
    QualityNote note;
    Review review;
    review.id = "review-1";
    review.case_id = id;
    review.month = *Month::Parse("2026-12");
    review.typfall = "TF-02";
    note.reviews = {review};
    Note(id, note);
    return id;
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  std::shared_ptr<const PolicySet> policy_ = Load();
  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  QualityService service_{
      store_, clock_, {.policy = [this] { return policy_; }, .staff = [this] { return staff_; }}};
};

TEST_F(QualityServiceTest, AReviewIsBlindThenComparedThenSaysWhatItFound) {
  Drawn();
  const auto started = service_.StartReview(Call("request-1"), "review-1", "HL000002");
  ASSERT_TRUE(started.ok()) << MessageOf(started.status());
  EXPECT_EQ(started->review.typfall, "");
  EXPECT_EQ(
      DetailOf(service_.StartReview(Call("request-2"), "review-1", "HL000003").status()).reason,
      "REVIEW_TAKEN");
  ReviewHandle handle{"review-1", "HL000002", started->review.version};
  BlindReview blind;
  blind.outcome = Outcome::kBifall;
  blind.granted = Money::FromKronor(8500);
  blind.rows = {{"norm.common", std::nullopt, Money::FromKronor(1)}};
  EXPECT_EQ(DetailOf(service_.SubmitBlindReview(Call("request-3"), handle, blind).status()).reason,
            "ROWS_DO_NOT_SUM");
  blind.rows.clear();
  const auto submitted = service_.SubmitBlindReview(Call("request-4"), handle, blind);
  ASSERT_TRUE(submitted.ok()) << MessageOf(submitted.status());
  EXPECT_EQ(submitted->indicated, ReviewOutcome::kWrongAmount);
  EXPECT_TRUE(submitted->comparison.serious);
  EXPECT_TRUE(submitted->comparison.blind);
  ReviewVerdict verdict;
  verdict.outcome = ReviewOutcome::kWrongAmount;
  verdict.error = Money::FromKronor(500);
  EXPECT_EQ(DetailOf(service_.CompleteReview(Call("request-5"), handle, verdict).status()).reason,
            "STALE_VERSION");
  handle.expected_version = submitted->review.version;
  EXPECT_EQ(DetailOf(service_.CompleteReview(Call("request-6"), handle, verdict).status()).reason,
            "CAUSE_REQUIRED");
  verdict.cause = ReviewCause::kRule;
  const auto completed = service_.CompleteReview(Call("request-7"), handle, verdict);
  ASSERT_TRUE(completed.ok()) << MessageOf(completed.status());
  // The worker lowers at once, and never raises.
  ASSERT_TRUE(completed->demotion.has_value());
  EXPECT_TRUE(store_.GetControl()->demoted.contains("TF-02"));
  const auto rates =
      service_.GetErrorRates(Call(""), *Month::Parse("2026-12"), *Month::Parse("2026-12"));
  EXPECT_EQ(rates->front().n, 1);
  EXPECT_EQ(rates->front().errors, 1);
  EXPECT_EQ(rates->front().too_much, Money::FromKronor(500));
}

TEST_F(QualityServiceTest, NobodyReviewsTheirOwnDecision) {
  Drawn();
  EXPECT_EQ(
      DetailOf(service_.StartReview(Call("request-1"), "review-1", "Medarbetare").status()).reason,
      "REVIEWER_INVOLVED");
}

TEST_F(QualityServiceTest, WhoAttestedDoesNotReview) {
  const CaseId id = Drawn();
  CaseRecord record = *store_.GetCase(id);
  record.decisions.back().attested_by = "HL000004";
  store_.Overwrite(record);
  EXPECT_EQ(
      DetailOf(service_.StartReview(Call("request-1"), "review-1", "HL000004").status()).reason,
      "REVIEWER_INVOLVED");
}

TEST_F(QualityServiceTest, WhoSignedTheFrameThatTheCaseWasDecidedUnderDoesNotReview) {
  const CaseId id = Drawn();
  Frame frame = testing::PlainFrame();
  AuditEvent audit;
  audit.action = "frame_signed";
  frame.signed_by = "HL000004";
  CaseRecord record = *store_.GetCase(id);
  record.frame_version = store_.SignFrame(frame, "f1", audit, clock_.Now())->version;
  store_.Overwrite(record);
  frame.signed_by = "HL000005";
  frame.content_sha256 = std::string(64, 'b');
  ASSERT_TRUE(store_.SignFrame(frame, "f2", audit, clock_.Now()).ok());
  for (const char* one : {"HL000004", "HL000005"})
    EXPECT_EQ(DetailOf(service_.StartReview(Call("request-1"), "review-1", one).status()).reason,
              "REVIEWER_INVOLVED")
        << one;
  EXPECT_TRUE(service_.StartReview(Call("request-1"), "review-1", "HL000002").ok());
}

TEST_F(QualityServiceTest, WhoLeftSomethingInTheCaseDoesNotReview) {
  const CaseId id = Drawn();
  CaseRecord record = *store_.GetCase(id);
  record.communications.resize(1);
  record.communications[0].by = "HL000010";
  record.communications[0].answers.resize(1);
  record.communications[0].answers[0].noted_by = "HL000011";
  ChildAnalysis analysis;
  analysis.reviewer = "HL000012";
  record.child_analyses = {analysis};
  CompletionRound round;
  round.asked_by = "HL000013";
  record.contact.completions = {round};
  Escalation item;
  item.routings.resize(1);
  item.routings[0].actor = "HL000014";
  item.waiting = WaitingDecision{};
  item.waiting->decision.decided_by = "HL000015";
  item.waiting->returned = AttestReturn{.by = "HL000016", .mandate = "", .at = {}, .reason = ""};
  item.handler = "HL000017";
  record.escalation = item;
  store_.Overwrite(record);
  for (int i = 10; i <= 17; ++i) {
    const std::string one = "HL0000" + std::to_string(i);
    EXPECT_EQ(DetailOf(service_.StartReview(Call("request-1"), "review-1", one).status()).reason,
              "REVIEWER_INVOLVED")
        << one;
  }
}

// The draw was of the worker's decision. That somebody put it right before the review does not make
// it right.
TEST_F(QualityServiceTest, AReviewIsOfTheDecisionThatWasDrawnAndNotOfItsCorrection) {
  const CaseId id = Drawn();
  CaseRecord record = *store_.GetCase(id);
  Decision corrected = record.decisions.front();
  corrected.version = 2;
  corrected.kind = DecisionKind::kHuman;
  corrected.corrects = 1;
  corrected.granted = Money::FromKronor(8500);
  corrected.decided_by = "HL000009";
  record.decisions.push_back(corrected);
  store_.Overwrite(record);
  const auto started = service_.StartReview(Call("request-1"), "review-1", "HL000002");
  ASSERT_TRUE(started.ok()) << MessageOf(started.status());
  BlindReview blind;
  blind.outcome = Outcome::kBifall;
  blind.granted = Money::FromKronor(8500);
  const auto submitted = service_.SubmitBlindReview(
      Call("request-2"), {"review-1", "HL000002", started->review.version}, blind);
  ASSERT_TRUE(submitted.ok()) << MessageOf(submitted.status());
  EXPECT_EQ(submitted->indicated, ReviewOutcome::kWrongAmount);
  EXPECT_EQ(submitted->decision.version, 1);
  EXPECT_EQ(submitted->review.decision_version, 1);
  EXPECT_EQ(submitted->review.decided, DecisionKind::kAutomatic);
  EXPECT_EQ(submitted->review.mode, Mode::kDecide);
  EXPECT_EQ(submitted->comparison.kind, ComparisonKind::kMachineHuman);
}

TEST_F(QualityServiceTest, TheSampleHidesWhatBecameRestrictedAfterItWasListed) {
  const CaseId id = Drawn();
  QualityNote note;
  SampleCase listed;
  listed.case_id = id;
  listed.month = *Month::Parse("2026-12");
  note.sample_case = listed;
  SampleMonth month;
  month.month = listed.month;
  month.seed = std::string(32, '0');
  ASSERT_TRUE(store_.OpenSample(month, AuditEvent{}, clock_.Now()).ok());
  Note(id, note);
  const auto shown = [this](bool cleared) {
    CallContext context = Call("");
    context.cleared = cleared;
    const auto list = service_.GetSample(context, *Month::Parse("2026-12"));
    return list.ok() ? static_cast<int>(list->cases.size()) : -1;
  };
  EXPECT_EQ(shown(false), 1);
  CaseRecord record = *store_.GetCase(id);
  Escalation item;
  item.routing.access = AccessClass::kRestricted;
  record.escalation = item;
  store_.Overwrite(record);
  EXPECT_EQ(shown(false), 0);
  EXPECT_EQ(shown(true), 1);
}

TEST_F(QualityServiceTest, WhereThereIsAStaffListOnlyReviewersReview) {
  Drawn();
  StaffMember handler;
  handler.user_id = "HL000002";
  handler.roles = {StaffRole::kEkonomihandlaggare};
  StaffMember reviewer;
  reviewer.user_id = "KG000001";
  reviewer.roles = {StaffRole::kKvalitetsgranskare};
  staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{handler, reviewer});
  const auto refused = service_.StartReview(Call("request-1"), "review-1", "HL000002");
  EXPECT_EQ(refused.status().code(), StatusCode::kPermissionDenied);
  EXPECT_EQ(DetailOf(refused.status()).field, "reviewer");
  EXPECT_FALSE(service_.StartReview(Call("request-2"), "review-1", "HL000009").ok());
  EXPECT_TRUE(service_.StartReview(Call("request-3"), "review-1", "KG000001").ok());
}

// What the worker knew, from every place that it knew it from; and nothing of what it made of it.
TEST_F(QualityServiceTest, TheReviewerHasTheHistoryAndTheFrameThatTheWorkerHad) {
  CaseRecord before = testing::PlainCase(CaseState::kClosed);
  before.application.id = ApplicationId::FromTrusted("before");
  before.application.month = *Month::Parse("2026-11");
  before.decisions = {testing::PlainDecision()};
  before.assessment = testing::PlainAssessment();
  testing::PutCase(store_, before);
  const CaseId id = Drawn();
  CaseRecord record = *store_.GetCase(id);
  HistoryMonth supplied;
  supplied.month = *Month::Parse("2026-10");
  supplied.outcome = Outcome::kBifall;
  record.supplied_history = {supplied};
  Frame frame = testing::PlainFrame();
  AuditEvent audit;
  audit.actor = "HL000003";
  audit.action = "frame_signed";
  const int assessed_under = store_.SignFrame(frame, "f1", audit, clock_.Now())->version;
  frame.content_sha256 = std::string(64, 'b');
  const int later = store_.SignFrame(frame, "f2", audit, clock_.Now())->version;
  ASSERT_NE(assessed_under, later);
  record.frame_version = assessed_under;
  store_.Overwrite(record);
  const auto started = service_.StartReview(Call("request-1"), "review-1", "HL000002");
  ASSERT_TRUE(started.ok()) << MessageOf(started.status());
  ASSERT_TRUE(started->facts.frame.has_value());
  EXPECT_EQ(started->facts.frame->version, assessed_under);
  ASSERT_EQ(started->facts.history.size(), 2U);
  EXPECT_EQ(started->facts.history[0].month, *Month::Parse("2026-11"));
  EXPECT_EQ(started->facts.history[1].month, *Month::Parse("2026-10"));
}

TEST_F(QualityServiceTest, EveryLookAtTheFactsIsRecordedBeforeTheyAreGiven) {
  Drawn();
  ASSERT_TRUE(service_.StartReview(Call("request-1"), "review-1", "HL000002").ok());
  ASSERT_TRUE(service_.StartReview(Call("request-2"), "review-1", "HL000002").ok());
  EXPECT_EQ(store_.Actions().back(), "review_facts_read");
  store_.FailNext(MakeStatus(StatusCode::kUnavailable, "full", {"STORE", "", ""}));
  EXPECT_FALSE(service_.StartReview(Call("request-3"), "review-1", "HL000002").ok());
}

TEST_F(QualityServiceTest, AReviewOfAProtectedCaseLooksNonExistent) {
  const CaseId id = Drawn();
  CaseRecord record = *store_.GetCase(id);
  record.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(record);
  EXPECT_EQ(
      DetailOf(service_.StartReview(Call("request-1"), "review-1", "HL000002").status()).reason,
      "REVIEW_NOT_FOUND");
  EXPECT_TRUE(service_.ListReviews(Call(""), {}, {})->items.empty());
}

TEST_F(QualityServiceTest, ARepeatedCallIsAnsweredAsTheFirstTime) {
  Drawn();
  const auto first = service_.StartReview(Call("request-1"), "review-1", "HL000002");
  const auto again = service_.StartReview(Call("request-1"), "review-1", "HL000002");
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->review.version, first->review.version);
}

}  // namespace
}  // namespace dm::quality
