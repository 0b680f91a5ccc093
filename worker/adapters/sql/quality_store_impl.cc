// The part of StoreImpl that is QualityStore.
#include "worker/adapters/sql/control_rows.h"
#include "worker/adapters/sql/quality_rows.h"
#include "worker/adapters/sql/store_impl.h"

namespace dm::sql {

StatusOr<SampleMonth> StoreImpl::OpenSample(const SampleMonth& proposed,
                                            const AuditEvent& audit,
                                            Instant now) {
  return Write([&](Database& database) { return OpenSampleMonth(database, proposed, audit, now); });
}

StatusOr<std::vector<SampleMonth>> StoreImpl::SampleMonths(int limit) {
  return Read([&](Database& database) { return ReadSampleMonths(database, limit); });
}

StatusOr<std::optional<SampleMonth>> StoreImpl::FindSample(Month month) {
  return Read([&](Database& database) { return FindSampleMonth(database, month); });
}

StatusOr<std::optional<SampleCase>> StoreImpl::FindSampleCase(const CaseId& id) {
  return Read([&](Database& database) { return FindSampleCaseRow(database, id); });
}

StatusOr<std::vector<SampleCase>> StoreImpl::SampleCases(Month month) {
  return Read([&](Database& database) { return ReadSampleCases(database, month); });
}

Status StoreImpl::CloseSample(const SampleClosing& closing, Instant now) {
  return engine_->Write(
      [&](Database& database) { return CloseSampleMonth(database, closing, now); });
}

StatusOr<Review> StoreImpl::GetReview(const std::string& id) {
  return Read([&](Database& database) { return ReadReview(database, id); });
}

StatusOr<Page<Review>> StoreImpl::ListReviews(const ReviewFilter& filter, const PageRequest& page) {
  return Read([&](Database& database) { return ListReviewRows(database, filter, page); });
}

StatusOr<Review> StoreImpl::ChangeReview(const ReviewChange& change, Instant now) {
  return Write([&](Database& database) { return PutReviewChange(database, change, now); });
}

StatusOr<Page<Comparison>> StoreImpl::ListComparisons(const ComparisonFilter& filter,
                                                      const PageRequest& page) {
  return Read([&](Database& database) { return ListComparisonRows(database, filter, page); });
}

StatusOr<std::vector<AmountCount>> StoreImpl::AmountCounts(const std::string& household,
                                                           Month from,
                                                           Month to) {
  return Read([&](Database& database) { return ReadAmountCounts(database, household, from, to); });
}

StatusOr<Control> StoreImpl::SetSwitch(const Switch& changed,
                                       bool on,
                                       const std::string& request_id,
                                       const AuditEvent& audit,
                                       Instant now) {
  const SwitchChange change{.changed = changed, .on = on, .request_id = request_id, .audit = audit};
  return Write([&](Database& database) { return PutSwitch(database, change, now); });
}

StatusOr<Control> StoreImpl::ReleaseDemotion(const std::string& typfall,
                                             const std::string& reason,
                                             const std::string& request_id,
                                             const AuditEvent& audit,
                                             Instant now) {
  const DemotionRelease release{
      .typfall = typfall, .reason = reason, .request_id = request_id, .audit = audit};
  return Write([&](Database& database) { return PutRelease(database, release, now); });
}

StatusOr<std::vector<Demotion>> StoreImpl::Demotions(const std::string& typfall) {
  return Read([&](Database& database) { return ReadDemotions(database, typfall); });
}

}  // namespace dm::sql
