// QualityStore: the durable side of the quality work: seeds and lists of the sample, reviews,
// comparisons, switches and demotions. What belongs to a change of a case goes with CaseChange
// (QualityNote); the rest is here. Part of Store; conformance in tests/integration/store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/quality.h"
#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm {

struct ReviewFilter {
  std::optional<ReviewState> state;  // nothing: every one that is not completed
  bool every_state = false;          // completed ones too
  std::string reviewer;
  std::optional<Month> month;
};

struct ComparisonFilter {
  std::string typfall;
  std::optional<ComparisonKind> kind;
};

// A changed review with what came of it.
struct ReviewChange {
  Review review;                         // version: as last seen, else Aborted STALE_VERSION
  std::optional<Comparison> comparison;  // in place of one with its id
  std::optional<Demotion> demotion;      // none where the typfall is demoted already
  std::string request_id;
  AuditEvent audit;
};

// A month filled up: what was drawn besides, and what may no longer be in the list.
struct SampleClosing {
  Month month;
  std::string plan;
  std::vector<SampleCase> cases;  // added, or changed
  std::vector<CaseId> removed;    // above open access now: the list and its reviews forget them
  std::vector<Review> reviews;    // left as they are where the ids exist
  AuditEvent audit;
};

class QualityStore {
 public:
  virtual ~QualityStore() = default;

  // The month's seed: `proposed` where it has none yet, else the one that it has.
  virtual StatusOr<SampleMonth> OpenSample(const SampleMonth& proposed,
                                           const AuditEvent& audit,
                                           Instant now) = 0;
  // Newest month first.
  virtual StatusOr<std::vector<SampleMonth>> SampleMonths(int limit) = 0;
  virtual StatusOr<std::optional<SampleMonth>> FindSample(Month month) = 0;
  virtual StatusOr<std::optional<SampleCase>> FindSampleCase(const CaseId& id) = 0;
  // By case id.
  virtual StatusOr<std::vector<SampleCase>> SampleCases(Month month) = 0;
  // FailedPrecondition SAMPLE_CLOSED where it was filled up before.
  virtual Status CloseSample(const SampleClosing& closing, Instant now) = 0;

  virtual StatusOr<Review> GetReview(const std::string& id) = 0;  // NotFound REVIEW_NOT_FOUND
  // By last day, then id.
  virtual StatusOr<Page<Review>> ListReviews(const ReviewFilter& filter,
                                             const PageRequest& page) = 0;
  // The review as stored, with its new version.
  virtual StatusOr<Review> ChangeReview(const ReviewChange& change, Instant now) = 0;

  // Newest first.
  virtual StatusOr<Page<Comparison>> ListComparisons(const ComparisonFilter& filter,
                                                     const PageRequest& page) = 0;
  // Grants by step of amount in the months from `from` to `to`.
  virtual StatusOr<std::vector<AmountCount>> AmountCounts(const std::string& household,
                                                          Month from,
                                                          Month to) = 0;

  // Off, or on again: each raises the version of Control.
  virtual StatusOr<Control> SetSwitch(const Switch& changed,
                                      bool on,
                                      const std::string& request_id,
                                      const AuditEvent& audit,
                                      Instant now) = 0;
  // FailedPrecondition NOT_DEMOTED where nothing holds the typfall.
  virtual StatusOr<Control> ReleaseDemotion(const std::string& typfall,
                                            const std::string& reason,
                                            const std::string& request_id,
                                            const AuditEvent& audit,
                                            Instant now) = 0;
  // Every one that the typfall has had, newest first.
  virtual StatusOr<std::vector<Demotion>> Demotions(const std::string& typfall) = 0;
};

}  // namespace dm
