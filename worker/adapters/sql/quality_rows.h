// The tables of the quality work: sample_months, sample_cases, reviews, comparisons, demotions,
// switches, amount_counts. Functions as QualityStore has them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/ports/quality_store.h"

namespace dm::sql {

// Left as it is where the case is in the list already.
Status PutSampleCase(Database& database, const SampleCase& one);
// Left as they are where the ids exist.
Status AddReviews(Database& database, const std::vector<Review>& reviews);
// What a change of a case leaves, in its transaction.
Status PutQualityNote(Database& database, const QualityNote& note);
// The typfall that are held, into Control; and what is switched off.
Status ReadHolds(Database& database, Control& control);

StatusOr<SampleMonth> OpenSampleMonth(Database& database,
                                      const SampleMonth& proposed,
                                      const AuditEvent& audit,
                                      Instant now);
StatusOr<std::vector<SampleMonth>> ReadSampleMonths(Database& database, int limit);
StatusOr<std::optional<SampleMonth>> FindSampleMonth(Database& database, Month month);
StatusOr<std::optional<SampleCase>> FindSampleCaseRow(Database& database, const CaseId& id);
StatusOr<std::vector<SampleCase>> ReadSampleCases(Database& database, Month month);
Status CloseSampleMonth(Database& database, const SampleClosing& closing, Instant now);

StatusOr<Review> ReadReview(Database& database, const std::string& id);
StatusOr<Page<Review>> ListReviewRows(Database& database,
                                      const ReviewFilter& filter,
                                      const PageRequest& page);
StatusOr<Review> PutReviewChange(Database& database, const ReviewChange& change, Instant now);

StatusOr<Page<Comparison>> ListComparisonRows(Database& database,
                                              const ComparisonFilter& filter,
                                              const PageRequest& page);
StatusOr<std::vector<AmountCount>> ReadAmountCounts(Database& database,
                                                    const std::string& household,
                                                    Month from,
                                                    Month to);

StatusOr<std::vector<Demotion>> ReadDemotions(Database& database, const std::string& typfall);

}  // namespace dm::sql
