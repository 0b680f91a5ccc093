// ReplayJob: once a night a sample of decided cases is computed again from what was stored. A case
// that no longer gives the stored bytes means that the store, the rules or the program is not what
// it was: the worker stops deciding and says so (reliability I10, I21).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"
#include "worker/runtime/kept_policies.h"

namespace dm {

enum class Replay { kSame, kDifferent, kOtherEngine };

struct ReplayJobParts {
  // Computes a stored input again under its policy set and compares with what was stored.
  std::function<StatusOr<Replay>(const std::string& input, const Assessment&, const PolicySet&)>
      replay;
  std::string worker;  // for the audit
  int sample = 50;     // cases a night; 0: none
  int hour = 2;        // Swedish time from which the night's run may begin
};

// One thread at a time looks.
class ReplayJob {
 public:
  // The store, the clock and the policies outlive it.
  ReplayJob(Store& store, const Clock& clock, const PolicyHolder& policies, ReplayJobParts parts)
      : store_(store), clock_(clock), kept_(store, policies), parts_(std::move(parts)) {}

  // Runs when the night's run is due: after the hour, when none has been made on this day. A
  // failure of the store is told to the log, and the next look tries again.
  void LookAndTell(Log& log);

  // A run now, with the sample of this day.
  StatusOr<ReplaySummary> Run(Log& log);

 private:
  StatusOr<bool> IsDue();
  StatusOr<std::vector<CaseId>> Sample(Date day);
  StatusOr<Replay> One(const CaseId& id);
  Status StopDeciding(Log& log);

  Store& store_;
  const Clock& clock_;
  KeptPolicies kept_;
  const ReplayJobParts parts_;
};

// The last run, as the audit has it; nothing before the first.
StatusOr<std::optional<ReplaySummary>> LastReplay(Store& store);

}  // namespace dm
