// Replay: an assessment computed again from its kept input under its kept policy set, and compared
// with what was stored, byte by byte (reliability T16).
#pragma once

#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm::cli {

struct Replayed {
  bool same = false;
  std::string other_engine;  // the version of the program that stored it, where it is another
  // What differs, the outcome first, then sums, rows and checks; Swedish; never a person's number.
  std::vector<std::string> differences;
};

// `input` is the canonical bytes of a CaseInput. The engine's own version is not part of the
// comparison: `other_engine` says which it was. Under another policy set than the stored one
// the set's names are left out of it too, so that only what they give is compared.
StatusOr<Replayed> ReplayAssessment(const std::string& input,
                                    const Assessment& stored,
                                    const PolicySet& policy);

}  // namespace dm::cli
