#include "worker/quality/quality_service.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
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
    const CaseRecord record = *store_.GetCase(id);
    CaseChange change;
    change.case_id = id;
    change.expected_version = record.version;
    change.to = record.state;
    change.quality = note;
    change.audit.action = "noted";
    ASSERT_TRUE(store_.Apply(change, clock_.Now()).ok());
  }

  // `count` comparisons of TF-04 in shadow, the first `serious` of them serious.
  void Compare(const CaseId& id, int count, int serious, bool clean = true) {
    for (int i = 0; i < count; ++i) {
      QualityNote note;
      note.comparison.emplace();
      note.comparison->id = "c" + std::to_string(++number_);
      note.comparison->case_id = id;
      note.comparison->typfall = "TF-04";
      note.comparison->mode = Mode::kShadow;
      note.comparison->clean = clean;
      note.comparison->serious = i < serious;
      Note(id, note);
    }
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
    const CaseId id = testing::PutCase(store_, std::move(record));
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
  QualityService service_{store_, clock_, {.policy = [this] { return policy_; }}};
  int number_ = 0;
};

TEST_F(QualityServiceTest, ShadowIsLeftOn150CleanCases) {
  const CaseId id = testing::PutCase(store_, testing::PlainCase(CaseState::kRegistered));
  Compare(id, 149, 0);
  Compare(id, 20, 20, false);  // what a gate sent to a person is no evidence either way
  const Status refused = service_.CheckRaise("TF-04", Mode::kPropose);
  EXPECT_EQ(DetailOf(refused).reason, "PROMOTION_EVIDENCE");
  EXPECT_NE(MessageOf(refused).find("COMPARED"), std::string::npos);
  Compare(id, 1, 0);
  EXPECT_TRUE(service_.CheckRaise("TF-04", Mode::kPropose).ok());
  EXPECT_EQ(service_.GetPromotion(Call(""), "TF-04")->compared, 150);
  // One step at a time.
  EXPECT_NE(MessageOf(service_.CheckRaise("TF-04", Mode::kDecide)).find("STEP"), std::string::npos);
}

TEST_F(QualityServiceTest, OneSeriousErrorKeepsATypfallInShadow) {
  const CaseId id = testing::PutCase(store_, testing::PlainCase(CaseState::kRegistered));
  Compare(id, 600, 1);
  EXPECT_EQ(DetailOf(service_.CheckRaise("TF-04", Mode::kPropose)).reason, "PROMOTION_EVIDENCE");
}

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

}  // namespace
}  // namespace dm::quality
