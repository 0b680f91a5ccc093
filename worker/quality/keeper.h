// Keeper: what the quality work needs time for: a month is filled up once it is over, a case that
// is held before payment is let go when it has been reviewed or when waiting would make the money
// late, and what a person decided is set beside the worker's decision while the case still waits to
// be delivered.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::quality {

struct KeeperParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;
  std::string worker;  // for the audit
};

// One thread at a time looks.
class Keeper {
 public:
  // The store and the clock outlive it.
  Keeper(Store& store, const Clock& clock, KeeperParts parts)
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  // One look. How many held cases were let go.
  StatusOr<int> Look();
  // The same, with a line in the log; 0 after a failure, for the next look tries again.
  int LookAndTell(Log& log);

 private:
  StatusOr<int> LetGo();
  Status CompareDecided();
  Status CompareOne(const CaseSummary& summary, Instant now);
  Status CloseMonths();
  Status Close(const SampleMonth& month);
  // Every case of the month that may be in the list and is not; those that may no longer be.
  Status Complete(Month month,
                  const Control& control,
                  std::vector<SampleCase>& cases,
                  std::vector<CaseId>& removed);

  Store& store_;
  const Clock& clock_;
  const KeeperParts parts_;
  std::map<CaseId, std::int64_t> compared_;  // decided cases looked at, by version
};

}  // namespace dm::quality
