// RetentionApi: erasing files when their time is over (gallring), as people ask for it, and holds.
#pragma once

#include <optional>
#include <string>

#include "worker/core/date.h"
#include "worker/ports/api.h"
#include "worker/ports/retention_store.h"

namespace dm {

// What research keeps (SoF 13 kap. 1 §): every file, or those of persons born on the 5th, 15th or
// 25th of a month. None: the configuration does not say, and nothing is erased.
enum class Research { kNone, kWhole, kDays };

const char* ResearchCode(Research research);  // "", "whole", "days_5_15_25"

struct RetentionCounts {
  int files = 0;
  int due = 0;  // or erased
  int cases = 0;
  int frames = 0;
  int research = 0;
  int birth_unknown = 0;
  int held = 0;
  int open = 0;
  int overdue = 0;
  std::optional<Date> finish_by = {};

  friend bool operator==(const RetentionCounts&, const RetentionCounts&) = default;
};

struct RetentionPart {
  RetentionCounts counts;  // since the look or run began
  std::string next;        // token of the next part; empty: all files were gone through
};

struct RetentionPass {
  Instant at;
  RetentionCounts counts;
};

struct RetentionState {
  Date entry_before;
  int years = 0;
  Research research = Research::kNone;
  bool daily = false;
  std::optional<RetentionPass> last_pass;
};

// Thread-safe.
class RetentionApi {
 public:
  virtual ~RetentionApi() = default;

  // FailedPrecondition RETENTION_RESEARCH_MISSING.
  virtual StatusOr<RetentionState> State() = 0;
  // `token` is empty or the `next` of the part before; InvalidArgument for another.
  virtual StatusOr<RetentionPart> Look(const CallContext& context, const std::string& token) = 0;
  // FailedPrecondition RETENTION_RESEARCH_MISSING, RESTORE_UNDER_WAY.
  virtual StatusOr<RetentionPart> Run(const CallContext& context,
                                      const std::string& actor,
                                      const std::string& token) = 0;
  // Of the days from `from` to `to`, both included; InvalidArgument where `to` comes before `from`.
  virtual StatusOr<Page<Erasure>> Erasures(const CallContext& context,
                                           std::optional<Date> from,
                                           std::optional<Date> to,
                                           const PageRequest& page) = 0;

  virtual StatusOr<Hold> PlaceHold(const CallContext& context,
                                   const CaseId& case_id,
                                   const std::string& actor,
                                   const std::string& reason) = 0;
  virtual StatusOr<Hold> ReleaseHold(const CallContext& context,
                                     const std::string& id,
                                     const std::string& actor) = 0;
  virtual StatusOr<Page<Hold>> Holds(const CallContext& context,
                                     bool released,
                                     const PageRequest& page) = 0;
};

}  // namespace dm
