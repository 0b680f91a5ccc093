#include "medarbetare/v1/quality_service.grpc.pb.h"
#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/quality.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/quality_messages.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

// What the caller knows of a review that it changes.
template <typename Request>
ReviewHandle ReadHandle(FieldReader& reader, const Request& request) {
  ReviewHandle handle;
  handle.id = reader.Code("review_id", request.review_id(), Need::kRequired);
  handle.reviewer = reader.Code("reviewer", request.reviewer(), Need::kRequired);
  handle.expected_version = request.expected_version();
  return handle;
}

class QualityService final : public pb::QualityService::CallbackService {
 public:
  QualityService(Dispatcher& dispatcher, QualityApi& quality)
      : dispatcher_(dispatcher), quality_(quality) {}

  grpc::ServerUnaryReactor* ListSampleMonths(grpc::CallbackServerContext* context,
                                             const pb::ListSampleMonthsRequest* request,
                                             pb::ListSampleMonthsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Months(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetSample(grpc::CallbackServerContext* context,
                                      const pb::GetSampleRequest* request,
                                      pb::GetSampleResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Sample(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListReviews(grpc::CallbackServerContext* context,
                                        const pb::ListReviewsRequest* request,
                                        pb::ListReviewsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Reviews(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* StartReview(grpc::CallbackServerContext* context,
                                        const pb::StartReviewRequest* request,
                                        pb::StartReviewResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Start(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* SubmitBlindReview(grpc::CallbackServerContext* context,
                                              const pb::SubmitBlindReviewRequest* request,
                                              pb::SubmitBlindReviewResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Submit(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* CompleteReview(grpc::CallbackServerContext* context,
                                           const pb::CompleteReviewRequest* request,
                                           pb::CompleteReviewResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Complete(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetErrorRates(grpc::CallbackServerContext* context,
                                          const pb::GetErrorRatesRequest* request,
                                          pb::GetErrorRatesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Rates(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListShadowComparisons(
      grpc::CallbackServerContext* context,
      const pb::ListShadowComparisonsRequest* request,
      pb::ListShadowComparisonsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Comparisons(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetAgreement(grpc::CallbackServerContext* context,
                                         const pb::GetAgreementRequest* request,
                                         pb::GetAgreementResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Agreements(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetPromotion(grpc::CallbackServerContext* context,
                                         const pb::GetPromotionRequest* request,
                                         pb::GetPromotionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Promote(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetRubberStamps(grpc::CallbackServerContext* context,
                                            const pb::GetRubberStampsRequest* request,
                                            pb::GetRubberStampsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Stamps(call, *request, *response);
    });
  }

 private:
  Status Months(const CallContext& call,
                const pb::ListSampleMonthsRequest& /*request*/,
                pb::ListSampleMonthsResponse& response) {
    DM_ASSIGN_OR_RETURN(const std::vector<SampleCounts> months, quality_.ListSampleMonths(call));
    for (const SampleCounts& one : months) *response.add_months() = MessageOfSample(one);
    return OkStatus();
  }

  Status Sample(const CallContext& call,
                const pb::GetSampleRequest& request,
                pb::GetSampleResponse& response) {
    FieldReader reader(Origin::kCaller);
    const Month month = reader.RequiredMonth("month", request.month());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const SampleList list, quality_.GetSample(call, month));
    *response.mutable_month() = MessageOfSample(list.counts);
    for (const SampleCase& one : list.cases) *response.add_cases() = codec::ToProto(one);
    response.set_truncated(list.truncated);
    return OkStatus();
  }

  Status Reviews(const CallContext& call,
                 const pb::ListReviewsRequest& request,
                 pb::ListReviewsResponse& response) {
    FieldReader reader(Origin::kCaller);
    ReviewFilter filter;
    if (request.state() != pb::REVIEW_STATE_UNSPECIFIED) {
      filter.state = reader.Enum<ReviewState>("state", request.state());
    }
    filter.reviewer = reader.Code("reviewer", request.reviewer(), Need::kOptional);
    if (!request.month().empty()) filter.month = reader.RequiredMonth("month", request.month());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<Review> reviews, quality_.ListReviews(call, filter, page));
    for (const Review& one : reviews.items) *response.add_reviews() = codec::ToProto(one);
    response.set_next_page_token(PageToken(request, reviews.next));
    return OkStatus();
  }

  Status Start(const CallContext& call,
               const pb::StartReviewRequest& request,
               pb::StartReviewResponse& response) {
    FieldReader reader(Origin::kCaller);
    const std::string id = reader.Code("review_id", request.review_id(), Need::kRequired);
    const std::string reviewer = reader.Code("reviewer", request.reviewer(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const StartedReview started, quality_.StartReview(call, id, reviewer));
    *response.mutable_review() = codec::ToProto(started.review);
    *response.mutable_facts() = codec::ToProto(started.facts);
    codec::ClearRaw(*response.mutable_facts()->mutable_evidence());
    return OkStatus();
  }

  Status Submit(const CallContext& call,
                const pb::SubmitBlindReviewRequest& request,
                pb::SubmitBlindReviewResponse& response) {
    FieldReader reader(Origin::kCaller);
    const ReviewHandle handle = ReadHandle(reader, request);
    const BlindReview blind = codec::ReadMessage(reader, "blind", request.blind());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const SubmittedReview submitted,
                        quality_.SubmitBlindReview(call, handle, blind));
    *response.mutable_review() = codec::ToProto(submitted.review);
    *response.mutable_decision() = codec::ToProto(submitted.decision);
    *response.mutable_comparison() = codec::ToProto(submitted.comparison);
    response.set_indicated(codec::EnumToProto(submitted.indicated));
    return OkStatus();
  }

  Status Complete(const CallContext& call,
                  const pb::CompleteReviewRequest& request,
                  pb::CompleteReviewResponse& response) {
    FieldReader reader(Origin::kCaller);
    const ReviewHandle handle = ReadHandle(reader, request);
    ReviewVerdict verdict;
    verdict.outcome = reader.Enum<ReviewOutcome>("outcome", request.outcome());
    if (request.cause() != pb::REVIEW_CAUSE_UNSPECIFIED) {
      verdict.cause = reader.Enum<ReviewCause>("cause", request.cause());
    }
    verdict.error =
        reader.OptionalMoney("error", request.has_error(), request.error(), -codec::kAmountOreMax)
            .value_or(Money());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CompletedReview completed,
                        quality_.CompleteReview(call, handle, verdict));
    *response.mutable_review() = codec::ToProto(completed.review);
    if (completed.demotion) *response.mutable_demotion() = codec::ToProto(*completed.demotion);
    return OkStatus();
  }

  Status Rates(const CallContext& call,
               const pb::GetErrorRatesRequest& request,
               pb::GetErrorRatesResponse& response) {
    FieldReader reader(Origin::kCaller);
    const Month from = reader.RequiredMonth("from_month", request.from_month());
    const Month to = reader.RequiredMonth("to_month", request.to_month());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<ErrorRate> rates, quality_.GetErrorRates(call, from, to));
    for (const ErrorRate& one : rates) *response.add_rates() = MessageOfRate(one);
    return OkStatus();
  }

  Status Comparisons(const CallContext& call,
                     const pb::ListShadowComparisonsRequest& request,
                     pb::ListShadowComparisonsResponse& response) {
    FieldReader reader(Origin::kCaller);
    ComparisonWish wish;
    wish.typfall = reader.Code("typfall", request.typfall(), Need::kOptional);
    if (request.kind() != pb::COMPARISON_KIND_UNSPECIFIED) {
      wish.kind = reader.Enum<ComparisonKind>("kind", request.kind());
    }
    wish.only_different = request.only_different();
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<Comparison> found, quality_.ListComparisons(call, wish, page));
    for (const Comparison& one : found.items) *response.add_comparisons() = codec::ToProto(one);
    response.set_next_page_token(PageToken(request, found.next));
    return OkStatus();
  }

  Status Agreements(const CallContext& call,
                    const pb::GetAgreementRequest& request,
                    pb::GetAgreementResponse& response) {
    FieldReader reader(Origin::kCaller);
    const std::string typfall = reader.Code("typfall", request.typfall(), Need::kOptional);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<Agreement> all, quality_.GetAgreement(call, typfall));
    for (const Agreement& one : all) *response.add_agreements() = MessageOfAgreement(one);
    return OkStatus();
  }

  Status Promote(const CallContext& call,
                 const pb::GetPromotionRequest& request,
                 pb::GetPromotionResponse& response) {
    FieldReader reader(Origin::kCaller);
    const std::string typfall = reader.Code("typfall", request.typfall(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Promotion promotion, quality_.GetPromotion(call, typfall));
    *response.mutable_promotion() = MessageOfPromotion(promotion);
    return OkStatus();
  }

  Status Stamps(const CallContext& call,
                const pb::GetRubberStampsRequest& /*request*/,
                pb::GetRubberStampsResponse& response) {
    DM_ASSIGN_OR_RETURN(const std::vector<RubberStamp> stamps, quality_.GetRubberStamps(call));
    for (const RubberStamp& one : stamps) *response.add_handlers() = MessageOfStamp(one);
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  QualityApi& quality_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeQualityService(Dispatcher& dispatcher, QualityApi& quality) {
  return std::make_unique<QualityService>(dispatcher, quality);
}

}  // namespace dm::grpc_adapter
