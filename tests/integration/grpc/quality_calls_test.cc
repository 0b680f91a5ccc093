// QualityService over a server: the very service, over a store in memory and the shipped policies.
#include <memory>
#include <string>

#include "medarbetare/v1/quality_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/adapters/grpc/error.h"
#include "worker/policy/policy_loader.h"
#include "worker/quality/quality_service.h"

namespace dm::grpc_adapter {
namespace {

namespace v1 = medarbetare::v1;

constexpr char kReviewer[] = "KG000001";

class QualityCallsTest : public ServerTest {
 protected:
  void SetUp() override {
    policy_ = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun").set;
    Api api = MakeApi();
    api.quality = &quality_;
    auto server = GrpcServer::Start({.listen = "127.0.0.1:0", .development = true}, api);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
    stub_ = v1::QualityService::NewStub(channel_);
  }

  // A closed case that the worker decided as TF-02, granted 8 280 kr, with its review.
  void PutReview(const std::string& name) {
    CaseRecord record = testing::PlainCase(CaseState::kClosed);
    record.application.id = ApplicationId::FromTrusted(name);
    record.application.household = HouseholdId::FromTrusted("HH-" + name);
    record.decisions = {testing::PlainDecision()};
    record.state = CaseState::kDecided;
    const CaseId id = testing::PutCase(store_, record);
    Review review;
    review.id = id.value() + ".sample";
    review.case_id = id;
    review.month = *Month::Parse("2026-12");
    review.typfall = "TF-02";
    review.due_on = testing::Day("2026-12-12");
    SampleCase listed;
    listed.case_id = id;
    listed.month = review.month;
    listed.stratum = {"TF-02", "SINGLE", "1"};
    listed.drawn = DrawnHow::kArrival;
    listed.part = SamplePart::kPostPayment;
    SampleMonth month;
    month.month = review.month;
    month.seed = std::string(32, 'a');
    month.opening_plan = "pct=6 min=30 pre=25 expected=0 new=20";
    ASSERT_TRUE(store_.OpenSample(month, {}, clock_.Now()).ok());
    CaseChange change;
    change.case_id = id;
    change.expected_version = store_.GetCase(id)->version;
    change.to = CaseState::kDecided;
    change.quality.emplace();
    change.quality->reviews = {review};
    change.quality->sample_case = listed;
    ASSERT_TRUE(store_.Apply(change, clock_.Now()).ok());
    review_ = review.id;
  }

  std::string NewId() { return "00000000-0000-4000-8000-00000000000" + std::to_string(++ids_); }

  v1::StartReviewResponse Start() {
    v1::StartReviewRequest request;
    request.set_request_id(NewId());
    request.set_review_id(review_);
    request.set_reviewer(kReviewer);
    v1::StartReviewResponse response;
    const grpc::Status status =
        Call(*stub_, &v1::QualityService::Stub::StartReview, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  v1::SubmitBlindReviewRequest Blind(std::int64_t version, std::int64_t granted_kr) {
    v1::SubmitBlindReviewRequest request;
    request.set_request_id(NewId());
    request.set_review_id(review_);
    request.set_reviewer(kReviewer);
    request.set_expected_version(version);
    request.mutable_blind()->set_outcome(v1::OUTCOME_BIFALL);
    request.mutable_blind()->mutable_granted()->set_ore(granted_kr * 100);
    return request;
  }

  static std::string ReasonOf(const grpc::Status& status) {
    return DetailOf(dm::FromGrpcStatus(status)).reason;
  }

  testing::FakeClock clock_{testing::TestNow()};
  testing::FakeStore store_;
  std::shared_ptr<const PolicySet> policy_;
  quality::QualityService quality_{store_, clock_, {.policy = [this] { return policy_; }}};
  std::unique_ptr<v1::QualityService::Stub> stub_;
  std::string review_;
  int ids_ = 0;
};

TEST_F(QualityCallsTest, AReviewFromTheListToItsErrorRate) {
  PutReview("one");
  v1::ListReviewsResponse open;
  ASSERT_TRUE(
      Call(*stub_, &v1::QualityService::Stub::ListReviews, v1::ListReviewsRequest(), open).ok());
  ASSERT_EQ(open.reviews_size(), 1);
  EXPECT_TRUE(open.reviews(0).ready());
  EXPECT_EQ(open.reviews(0).typfall(), "");  // blind: nothing of what the worker made of it

  const v1::StartReviewResponse started = Start();
  EXPECT_EQ(started.review().state(), v1::REVIEW_STATE_STARTED);
  EXPECT_EQ(started.facts().application().persons_size(), 1);
  EXPECT_EQ(started.review().typfall(), "");

  v1::SubmitBlindReviewResponse submitted;
  const auto blind = Blind(started.review().version(), 8'000);
  grpc::Status status =
      Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, blind, submitted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(submitted.indicated(), v1::REVIEW_OUTCOME_WRONG_AMOUNT);
  EXPECT_EQ(submitted.decision().granted().ore(), 828'000);
  EXPECT_EQ(submitted.comparison().second_granted().ore(), 800'000);

  v1::CompleteReviewRequest complete;
  complete.set_request_id(NewId());
  complete.set_review_id(review_);
  complete.set_reviewer(kReviewer);
  complete.set_expected_version(submitted.review().version());
  complete.set_outcome(v1::REVIEW_OUTCOME_WRONG_AMOUNT);
  complete.set_cause(v1::REVIEW_CAUSE_RULE);
  complete.mutable_error()->set_ore(28'000);
  v1::CompleteReviewResponse completed;
  status = Call(*stub_, &v1::QualityService::Stub::CompleteReview, complete, completed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(completed.demotion().typfall(), "TF-02");
  EXPECT_EQ(completed.demotion().cause(), "REVIEW");

  v1::GetErrorRatesRequest months;
  months.set_from_month("2026-12");
  months.set_to_month("2026-12");
  v1::GetErrorRatesResponse rates;
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::GetErrorRates, months, rates).ok());
  ASSERT_GT(rates.rates_size(), 0);
  EXPECT_EQ(rates.rates(0).dimension(), "TOTAL");
  EXPECT_EQ(rates.rates(0).n(), 1);
  EXPECT_EQ(rates.rates(0).too_much().ore(), 28'000);
  EXPECT_FALSE(rates.rates(0).text().empty());

  v1::GetSampleRequest month;
  month.set_month("2026-12");
  v1::GetSampleResponse sample;
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::GetSample, month, sample).ok());
  EXPECT_EQ(sample.month().reviewed(), 1);
  EXPECT_EQ(sample.cases(0).drawn(), v1::DRAWN_HOW_ARRIVAL);
}

TEST_F(QualityCallsTest, ARefusalNamesItsReason) {
  PutReview("one");
  v1::SubmitBlindReviewResponse submitted;
  const auto early = Blind(1, 8'000);
  EXPECT_EQ(ReasonOf(Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, early, submitted)),
            "REVIEW_NOT_STARTED");
  const std::int64_t version = Start().review().version();
  const auto stale = Blind(version - 1, 8'000);
  EXPECT_EQ(ReasonOf(Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, stale, submitted)),
            "STALE_VERSION");
  auto uneven = Blind(version, 8'000);
  v1::BlindRow& row = *uneven.mutable_blind()->add_rows();
  row.set_code("norm.common");
  row.mutable_amount()->set_ore(100);
  EXPECT_EQ(ReasonOf(Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, uneven, submitted)),
            "ROWS_DO_NOT_SUM");
  auto unnamed = Blind(version, 8'000);
  unnamed.clear_request_id();
  EXPECT_EQ(
      Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, unnamed, submitted).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
  v1::GetPromotionRequest nobody;
  nobody.set_typfall("TF-99");
  v1::GetPromotionResponse promotion;
  EXPECT_EQ(ReasonOf(Call(*stub_, &v1::QualityService::Stub::GetPromotion, nobody, promotion)),
            "TYPFALL_UNKNOWN");
  v1::GetErrorRatesRequest backwards;
  backwards.set_from_month("2026-12");
  backwards.set_to_month("2026-01");
  v1::GetErrorRatesResponse rates;
  EXPECT_EQ(ReasonOf(Call(*stub_, &v1::QualityService::Stub::GetErrorRates, backwards, rates)),
            "PERIOD_TOO_LONG");
}

TEST_F(QualityCallsTest, TheSameRequestIsAnsweredAsTheFirstTimeAndOnceOnly) {
  PutReview("one");
  const std::int64_t version = Start().review().version();
  const auto blind = Blind(version, 8'280);
  v1::SubmitBlindReviewResponse first;
  v1::SubmitBlindReviewResponse again;
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, blind, first).ok());
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::SubmitBlindReview, blind, again).ok());
  EXPECT_EQ(again.review().version(), first.review().version());
  EXPECT_EQ(again.indicated(), v1::REVIEW_OUTCOME_CORRECT);
}

TEST_F(QualityCallsTest, WhatARaiseRestsOnIsToldWhole) {
  v1::GetPromotionRequest request;
  request.set_typfall("TF-04");
  v1::GetPromotionResponse response;
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::GetPromotion, request, response).ok());
  const v1::Promotion& promotion = response.promotion();
  EXPECT_EQ(promotion.mode(), v1::MODE_SHADOW);
  EXPECT_EQ(promotion.next(), v1::MODE_PROPOSE);
  EXPECT_FALSE(promotion.possible());
  EXPECT_EQ(promotion.needed(), 150);
  EXPECT_EQ(promotion.upper_limit_permyriad(), 10'000);
  std::string codes;
  for (const v1::PromotionItem& item : promotion.items()) {
    codes += item.code() + " ";
    EXPECT_FALSE(item.text().empty()) << item.code();
  }
  EXPECT_EQ(codes, "COMPARED FREEZE INCIDENT DEMOTED OLDEST_ITEM STAFFING ROLLOUT_ORDER ");
}

TEST_F(QualityCallsTest, ListsHavePages) {
  for (const char* const name : {"one", "two", "three"}) PutReview(name);
  v1::ListReviewsRequest request;
  request.set_page_size(2);
  v1::ListReviewsResponse page;
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::ListReviews, request, page).ok());
  EXPECT_EQ(page.reviews_size(), 2);
  request.set_page_token(page.next_page_token());
  v1::ListReviewsResponse rest;
  ASSERT_TRUE(Call(*stub_, &v1::QualityService::Stub::ListReviews, request, rest).ok());
  EXPECT_EQ(rest.reviews_size(), 1);
  EXPECT_EQ(rest.next_page_token(), "");
}

}  // namespace
}  // namespace dm::grpc_adapter
