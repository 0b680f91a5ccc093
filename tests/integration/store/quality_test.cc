#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

SampleMonth December(const std::string& seed) {
  SampleMonth month;
  month.month = *Month::Parse("2026-12");
  month.seed = seed;
  month.opening_plan = "pct=6 min=30 pre=25 expected=0 new=20";
  return month;
}

SampleCase Listed(const CaseId& id, DrawnHow drawn) {
  SampleCase one;
  one.case_id = id;
  one.month = *Month::Parse("2026-12");
  one.stratum = {.typfall = "TF-02", .household = "SINGLE", .amount = "1"};
  one.channel = "E_APPLICATION";
  one.drawn = drawn;
  if (drawn != DrawnHow::kNot) one.part = SamplePart::kPostPayment;
  return one;
}

Review ReviewOf(const CaseId& id, const std::string& due_on) {
  Review review;
  review.id = id.value() + ".sample";
  review.case_id = id;
  review.month = *Month::Parse("2026-12");
  review.typfall = "TF-02";
  review.due_on = *Date::Parse(due_on);
  return review;
}

Comparison ComparisonOf(const CaseId& id, int number) {
  Comparison comparison;
  comparison.id = id.value() + ".v" + std::to_string(number);
  comparison.case_id = id;
  comparison.typfall = "TF-02";
  comparison.month = *Month::Parse("2026-12");
  comparison.first_outcome = Outcome::kBifall;
  comparison.second_outcome = Outcome::kDelavslag;
  comparison.first_granted = Money::FromKronor(9000);
  comparison.second_granted = Money::FromKronor(8000);
  comparison.rows = {{.code = "cost.boende",
                      .person = PersonKey::FromTrusted("p1"),
                      .first = Money::FromKronor(6000),
                      .second = Money::FromKronor(5000)}};
  comparison.first_by = "Medarbetare 0";
  comparison.second_by = "HL000001";
  return comparison;
}

Demotion Held(const CaseId& id) {
  Demotion demotion;
  demotion.typfall = "TF-02";
  demotion.at = Instant::FromUnixMs(1'000);
  demotion.cause = "REVIEW";
  demotion.case_id = id;
  return demotion;
}

}  // namespace

TEST_P(StoreTest, AMonthHasOneSeed) {
  const AuditEvent audit = By("worker-1", "sample_opened");
  EXPECT_FALSE(store().FindSample(*Month::Parse("2026-12"))->has_value());
  EXPECT_EQ(store().OpenSample(December("aa"), audit, now_)->seed, "aa");
  EXPECT_EQ(store().OpenSample(December("bb"), audit, now_)->seed, "aa");
  Reopen();
  const auto months = store().SampleMonths(24);
  ASSERT_EQ(months->size(), 1U);
  EXPECT_EQ(months->front().opening_plan, December("aa").opening_plan);
  EXPECT_EQ(months->front().opened_at, now_);
  EXPECT_FALSE(months->front().closed_at.has_value());
}

TEST_P(StoreTest, WhatAChangeNotesForQualityIsStoredWithIt) {
  const Claim claim = Evaluated("A-1", "HH-1");
  CaseChange change = ChangeOf(claim, CaseState::kEvaluated);
  QualityNote note;
  note.sample_case = Listed(claim.case_id, DrawnHow::kArrival);
  note.reviews = {ReviewOf(claim.case_id, "2026-12-20")};
  note.comparison = ComparisonOf(claim.case_id, 1);
  note.demotion = Held(claim.case_id);
  note.amount =
      AmountCount{.month = *Month::Parse("2026-12"), .household = "SINGLE", .step = 90, .count = 1};
  change.quality = note;
  const std::int64_t before = store().GetControl()->version;
  ASSERT_TRUE(store().Apply(change, now_).ok());
  Reopen();
  EXPECT_EQ((*store().FindSampleCase(claim.case_id))->stratum.typfall, "TF-02");
  EXPECT_EQ(store().SampleCases(*Month::Parse("2026-12"))->size(), 1U);
  EXPECT_EQ(store().GetReview(claim.case_id.value() + ".sample")->version, 1);
  const auto comparisons = store().ListComparisons({}, {});
  ASSERT_EQ(comparisons->items.size(), 1U);
  EXPECT_EQ(comparisons->items[0].rows[0].second, Money::FromKronor(5000));
  const Control control = *store().GetControl();
  EXPECT_GT(control.version, before);  // a decision under way is made again
  EXPECT_EQ(control.demoted.at("TF-02").case_id, claim.case_id);
  EXPECT_EQ(store()
                .AmountCounts("SINGLE", *Month::Parse("2026-11"), *Month::Parse("2026-12"))
                ->front()
                .step,
            90);
}

TEST_P(StoreTest, AChangeThatIsRefusedNotesNothing) {
  const Claim claim = Evaluated("A-1", "HH-1");
  CaseChange change = ChangeOf(claim, CaseState::kEvaluated);
  change.claim->token += 1;
  change.quality = QualityNote();
  change.quality->sample_case = Listed(claim.case_id, DrawnHow::kNot);
  EXPECT_FALSE(store().Apply(change, now_).ok());
  EXPECT_FALSE(store().FindSampleCase(claim.case_id)->has_value());
}

TEST_P(StoreTest, AMonthIsFilledUpOnceAndForgetsWhatIsRestricted) {
  const Claim first = Evaluated("A-1", "HH-1");
  const Claim second = Evaluated("A-2", "HH-2");
  ASSERT_TRUE(store().OpenSample(December("aa"), By("worker-1", "sample_opened"), now_).ok());
  CaseChange change = ChangeOf(first, CaseState::kEvaluated);
  change.quality = QualityNote();
  change.quality->sample_case = Listed(first.case_id, DrawnHow::kArrival);
  change.quality->reviews = {ReviewOf(first.case_id, "2026-12-20")};
  ASSERT_TRUE(store().Apply(change, now_).ok());
  SampleClosing closing;
  closing.month = *Month::Parse("2026-12");
  closing.plan = "pct=6 min=30 pre=25 expected=2 new=20";
  closing.removed = {first.case_id};
  closing.cases = {Listed(second.case_id, DrawnHow::kTopUp)};
  closing.reviews = {ReviewOf(second.case_id, "2027-01-30")};
  closing.audit = By("worker-1", "sample_closed");
  ASSERT_TRUE(store().CloseSample(closing, now_).ok());
  EXPECT_EQ(ReasonOf(store().CloseSample(closing, now_)), "SAMPLE_CLOSED");
  const auto cases = store().SampleCases(closing.month);
  ASSERT_EQ(cases->size(), 1U);
  EXPECT_EQ(cases->front().drawn, DrawnHow::kTopUp);
  EXPECT_EQ(ReasonOf(store().GetReview(first.case_id.value() + ".sample")), "REVIEW_NOT_FOUND");
  EXPECT_EQ((*store().FindSample(closing.month))->closing_plan, closing.plan);
}

TEST_P(StoreTest, ReviewsAreListedByLastDayAndChangedAtTheirVersion) {
  const Claim first = Evaluated("A-1", "HH-1");
  const Claim second = Evaluated("A-2", "HH-2");
  CaseChange change = ChangeOf(first, CaseState::kEvaluated);
  change.quality = QualityNote();
  change.quality->reviews = {ReviewOf(first.case_id, "2026-12-22"),
                             ReviewOf(second.case_id, "2026-12-20")};
  ASSERT_TRUE(store().Apply(change, now_).ok());
  const auto page = store().ListReviews({}, {.limit = 1, .after = ""});
  ASSERT_EQ(page->items.size(), 1U);
  EXPECT_EQ(page->items[0].case_id, second.case_id);
  EXPECT_EQ(store().ListReviews({}, {.limit = 1, .after = page->next})->items[0].case_id,
            first.case_id);
  ReviewChange done;
  done.review = page->items[0];
  done.review.state = ReviewState::kCompleted;
  done.review.reviewer = "HL000002";
  done.request_id = "request-review";
  done.audit = By("HL000002", "review_completed");
  done.demotion = Held(second.case_id);
  EXPECT_EQ(store().ChangeReview(done, now_)->version, 2);
  EXPECT_TRUE(store().GetControl()->demoted.contains("TF-02"));
  done.request_id = "request-other";
  EXPECT_EQ(ReasonOf(store().ChangeReview(done, now_)), "STALE_VERSION");
  EXPECT_EQ(store().ListReviews({}, {})->items.size(), 1U);
  ReviewFilter every;
  every.every_state = true;
  EXPECT_EQ(store().ListReviews(every, {})->items.size(), 2U);
}

TEST_P(StoreTest, ComparisonsAreListedNewestFirstAndReplacedByTheirId) {
  const Claim claim = Evaluated("A-1", "HH-1");
  const CaseState to = CaseState::kEvaluated;
  for (const int number : {1, 2, 2}) {
    CaseChange change = ChangeOf(claim, to);
    change.quality = QualityNote();
    change.quality->comparison = ComparisonOf(claim.case_id, number);
    ASSERT_TRUE(store().Apply(change, now_).ok());
  }
  const auto first = store().ListComparisons({}, {.limit = 1, .after = ""});
  ASSERT_EQ(first->items.size(), 1U);
  EXPECT_EQ(first->items[0].id, claim.case_id.value() + ".v2");
  const auto rest = store().ListComparisons({}, {.limit = 5, .after = first->next});
  ASSERT_EQ(rest->items.size(), 1U);
  EXPECT_EQ(rest->items[0].id, claim.case_id.value() + ".v1");
  EXPECT_TRUE(store()
                  .ListComparisons({.typfall = "TF-02", .kind = ComparisonKind::kHumanHuman}, {})
                  ->items.empty());
}

TEST_P(StoreTest, SwitchesHoldUntilTheyAreSetBack) {
  const std::int64_t before = store().GetControl()->version;
  const Switch gate{.kind = SwitchKind::kGate,
                    .name = "G-07",
                    .actor = "drift-1",
                    .reason = "avvikelse",
                    .set_at = now_};
  ASSERT_TRUE(store().SetSwitch(gate, false, "", By("drift-1", "switched_off"), now_).ok());
  Reopen();
  const Control off = *store().GetControl();
  ASSERT_EQ(off.switched_off.size(), 1U);
  EXPECT_TRUE(IsSwitchedOff(off, SwitchKind::kGate, "G-07"));
  EXPECT_FALSE(IsSwitchedOff(off, SwitchKind::kRow, "G-07"));
  EXPECT_EQ(off.switched_off[0].reason, "avvikelse");
  EXPECT_GT(off.version, before);
  const auto on = store().SetSwitch(gate, true, "", By("drift-1", "switched_on"), now_);
  EXPECT_TRUE(on->switched_off.empty());
  EXPECT_GT(on->version, off.version);
}

TEST_P(StoreTest, ADemotionIsReleasedByAPersonOnce) {
  const Claim claim = Evaluated("A-1", "HH-1");
  CaseChange change = ChangeOf(claim, CaseState::kEvaluated);
  change.quality = QualityNote();
  change.quality->demotion = Held(claim.case_id);
  ASSERT_TRUE(store().Apply(change, now_).ok());
  change = ChangeOf(claim, CaseState::kEvaluated);
  change.quality = QualityNote();
  change.quality->demotion = Held(claim.case_id);
  ASSERT_TRUE(store().Apply(change, now_).ok());
  EXPECT_EQ(store().Demotions("TF-02")->size(), 1U);  // held already
  const AuditEvent audit = By("drift-1", "demotion_released");
  const auto released = store().ReleaseDemotion("TF-02", "fel i ett register", "", audit, now_);
  ASSERT_TRUE(released.ok()) << MessageOf(released.status());
  EXPECT_TRUE(released->demoted.empty());
  EXPECT_EQ(store().Demotions("TF-02")->front().released_by, "drift-1");
  EXPECT_EQ(ReasonOf(store().ReleaseDemotion("TF-02", "en gång till", "", audit, now_)),
            "NOT_DEMOTED");
}

}  // namespace dm::testing
