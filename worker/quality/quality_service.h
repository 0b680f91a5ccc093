// QualityService: the sample, blind reviews, error rates and what raising a mode rests on, counted
// from what the worker has stored. Reads of person data are recorded before they are answered.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/staff.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/quality_api.h"
#include "worker/ports/store.h"

namespace dm::quality {

struct QualityParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;  // the set in force; never null
  // The staff list in force; without one the case system answers for its users.
  std::function<std::shared_ptr<const StaffDirectory>()> staff = nullptr;
};

// Thread-safe. The store and the clock outlive it.
class QualityService final : public QualityApi {
 public:
  QualityService(Store& store, const Clock& clock, QualityParts parts)
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  StatusOr<std::vector<SampleCounts>> ListSampleMonths(const CallContext& context) override;
  StatusOr<SampleList> GetSample(const CallContext& context, Month month) override;
  StatusOr<Page<Review>> ListReviews(const CallContext& context,
                                     const ReviewFilter& filter,
                                     const PageRequest& page) override;
  StatusOr<StartedReview> StartReview(const CallContext& context,
                                      const std::string& review_id,
                                      const std::string& reviewer) override;
  StatusOr<SubmittedReview> SubmitBlindReview(const CallContext& context,
                                              const ReviewHandle& handle,
                                              const BlindReview& blind) override;
  StatusOr<CompletedReview> CompleteReview(const CallContext& context,
                                           const ReviewHandle& handle,
                                           const ReviewVerdict& verdict) override;
  StatusOr<std::vector<ErrorRate>> GetErrorRates(const CallContext& context,
                                                 Month from,
                                                 Month to) override;
  StatusOr<Page<Comparison>> ListComparisons(const CallContext& context,
                                             const ComparisonWish& wish,
                                             const PageRequest& page) override;
  StatusOr<std::vector<Agreement>> GetAgreement(const CallContext& context,
                                                const std::string& typfall) override;
  StatusOr<Promotion> GetPromotion(const CallContext& context, const std::string& typfall) override;
  StatusOr<std::vector<RubberStamp>> GetRubberStamps(const CallContext& context) override;

  // Whether the evidence lets the typfall be raised to `mode`; FailedPrecondition
  // PROMOTION_EVIDENCE says what is missing. For SetMode.
  Status CheckRaise(const std::string& typfall, Mode mode);

  std::function<Status(const std::string& typfall, Mode mode)> Raises() {
    return [this](const std::string& typfall, Mode mode) { return CheckRaise(typfall, mode); };
  }

 private:
  struct Found {
    Review review;
    CaseRecord record;
  };

  StatusOr<Found> Find(const CallContext& context, const std::string& review_id);
  StatusOr<Found> FindMine(const CallContext& context, const ReviewHandle& handle);
  StatusOr<SampleCounts> CountsOf(const SampleMonth& month);
  Status LeaveOutHidden(const CallContext& context, std::vector<SampleCase>* cases);
  StatusOr<std::vector<Review>> ReviewsOf(Month month);
  StatusOr<std::vector<Comparison>> AllComparisons(const std::string& typfall);
  // The reviewed decision beside the reviewer's.
  StatusOr<SubmittedReview> ResultOf(const Found& found) const;
  std::shared_ptr<const StaffDirectory> Staff() const;
  // Who handles cases and is there today; nothing where no staff list is kept.
  std::optional<int> Handlers(Instant now) const;
  // What the reviewer sees: what was known when the case was assessed, and nothing made of it.
  StatusOr<CaseInput> FactsOf(const CaseRecord& record);
  // The frame that the case was assessed under, though a newer one may have been signed.
  StatusOr<std::optional<Frame>> FrameOf(const CaseRecord& record);
  Status CheckNotInvolved(const CaseRecord& record, const std::string& reviewer);
  Status AddLoad(const PolicySet& policy, Promotion& promotion);

  Store& store_;
  const Clock& clock_;
  const QualityParts parts_;
};

}  // namespace dm::quality
