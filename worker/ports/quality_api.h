// QualityApi: whether the worker and the persons decide right. Implemented in worker/quality. Cases
// above open access never enter the sample, and a review of one that has become so looks
// non-existent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/quality.h"
#include "worker/ports/api.h"

namespace dm {

struct SampleCounts {
  SampleMonth month;
  int cases = 0;
  int drawn = 0;
  int reviewed = 0;
};

struct SampleList {
  SampleCounts counts;
  std::vector<SampleCase> cases;  // by case id
  bool truncated = false;
};

struct StartedReview {
  Review review;
  CaseInput facts;  // no decision, no calculation, no suggestion
};

struct SubmittedReview {
  Review review;
  Decision decision;      // of a case held before payment: what the worker would decide
  Comparison comparison;  // the reviewed one first
  ReviewOutcome indicated = ReviewOutcome::kCorrect;
};

struct ReviewVerdict {
  ReviewOutcome outcome = ReviewOutcome::kCorrect;
  std::optional<ReviewCause> cause;
  Money error;  // above 0 where too much was granted
};

struct CompletedReview {
  Review review;
  std::optional<Demotion> demotion;
};

// Whose review it is, as last seen.
struct ReviewHandle {
  std::string id;
  std::string reviewer;
  std::int64_t expected_version = 0;
};

struct ErrorRate {
  std::string dimension;  // "TOTAL", "TYPFALL", "MODE", "CHANNEL", "DECIDED_BY", "RULES", "DRAWN"
  std::string value;
  int n = 0;  // reviewed to the end and provable
  int errors = 0;
  int not_provable = 0;
  int upper_limit_permyriad = 10'000;
  std::string text;  // Swedish; never without n and the limit
  int alarm_at = 0;
  bool alarm = false;
  Money too_much;
  Money too_little;
};

struct Agreement {
  std::string typfall;
  ComparisonKind kind = ComparisonKind::kMachineHuman;
  Mode mode = Mode::kShadow;
  bool blind = false;
  int n = 0;
  int agree = 0;
  int other_amount = 0;
  int other_outcome = 0;
  int serious = 0;
  int differ_upper_permyriad = 10'000;
  int serious_upper_permyriad = 10'000;
  std::string text;  // Swedish
};

struct PromotionItem {
  std::string code;
  bool met = false;
  bool required = true;
  std::string text;  // Swedish
};

struct Promotion {
  std::string typfall;
  Mode mode = Mode::kOff;
  Mode next = Mode::kOff;
  bool possible = false;
  int compared = 0;
  int compared_these_rules = 0;
  int serious = 0;
  int needed = 0;
  int upper_limit_permyriad = 10'000;
  std::vector<PromotionItem> items;
  std::optional<Demotion> demotion;
};

struct RubberStamp {
  std::string handler;
  int decided = 0;
  int unchanged = 0;
  int fast = 0;
  int unchanged_in_row = 0;
  bool reported = false;
};

struct ComparisonWish {
  std::string typfall;
  std::optional<ComparisonKind> kind;
  bool only_different = false;
};

class QualityApi {
 public:
  virtual ~QualityApi() = default;

  virtual StatusOr<std::vector<SampleCounts>> ListSampleMonths(const CallContext& context) = 0;
  virtual StatusOr<SampleList> GetSample(const CallContext& context, Month month) = 0;
  // A page may be shorter than its limit with more to come.
  virtual StatusOr<Page<Review>> ListReviews(const CallContext& context,
                                             const ReviewFilter& filter,
                                             const PageRequest& page) = 0;
  // FailedPrecondition REVIEWER_INVOLVED for who wrote the frame, decided, or holds the case;
  // REVIEW_NOT_READY before there is anything to review; REVIEW_TAKEN when another has it.
  virtual StatusOr<StartedReview> StartReview(const CallContext& context,
                                              const std::string& review_id,
                                              const std::string& reviewer) = 0;
  // InvalidArgument ROWS_DO_NOT_SUM; FailedPrecondition REVIEW_NOT_STARTED, REVIEW_SUBMITTED.
  virtual StatusOr<SubmittedReview> SubmitBlindReview(const CallContext& context,
                                                      const ReviewHandle& handle,
                                                      const BlindReview& blind) = 0;
  virtual StatusOr<CompletedReview> CompleteReview(const CallContext& context,
                                                   const ReviewHandle& handle,
                                                   const ReviewVerdict& verdict) = 0;
  virtual StatusOr<std::vector<ErrorRate>> GetErrorRates(const CallContext& context,
                                                         Month from,
                                                         Month to) = 0;
  virtual StatusOr<Page<Comparison>> ListComparisons(const CallContext& context,
                                                     const ComparisonWish& wish,
                                                     const PageRequest& page) = 0;
  virtual StatusOr<std::vector<Agreement>> GetAgreement(const CallContext& context,
                                                        const std::string& typfall) = 0;
  virtual StatusOr<Promotion> GetPromotion(const CallContext& context,
                                           const std::string& typfall) = 0;
  virtual StatusOr<std::vector<RubberStamp>> GetRubberStamps(const CallContext& context) = 0;
};

}  // namespace dm
