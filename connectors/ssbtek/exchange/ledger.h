// Ledger: counts of how each source has answered since the program started, for operators.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "worker/case/evidence.h"
#include "worker/core/instant.h"
#include "worker/core/mutex.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek {

// Thread-safe. Holds nothing of any person: states, counts and codes.
class Ledger {
 public:
  // An answer that was asked for; one that was held or withheld is not counted.
  void Note(const SourceAnswer& answer) DM_EXCLUDES(mutex_);

  // Fills the counts of `condition`, which names its source. At most 100 codes, the further ones
  // together under "OTHER".
  void Describe(SourceCondition& condition) const DM_EXCLUDES(mutex_);

 private:
  struct Counts {
    std::optional<Instant> answered_at;
    std::int64_t known = 0;
    std::int64_t unknown = 0;
    std::int64_t schema_deviations = 0;
    std::map<std::string, std::int64_t> codes;  // at most 99
    std::int64_t other_codes = 0;
  };

  mutable Mutex mutex_;
  std::array<Counts, kSourceCount> counts_ DM_GUARDED_BY(mutex_) = {};
};

}  // namespace dm::ssbtek
