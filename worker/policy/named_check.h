// NamedCheckPolicy: a named check of an application (NC-01 …, RC-01 …), as the policy set has it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/evidence.h"
#include "worker/case/household.h"

namespace dm {

struct NamedCheckPolicy {
  // The households that it concerns.
  enum class Where { kAlways, kChildren, kSick, kPlanned };

  std::string code;
  std::string title;     // Swedish
  std::string compares;  // Swedish: what with what
  bool reapplication = false;
  Where where = Where::kAlways;
  std::string needs;  // a parameter that says whether it is required; empty: always
  std::string mode;   // a parameter that says always, sample or off; empty: always
  std::vector<Source> registers;
  std::vector<std::string> documents;  // one of these kinds
  std::vector<std::string> missing;    // observations that say that it is not done
  std::vector<std::string> findings;   // and those that say what it found
  std::vector<std::string> sources;
  std::string owner;
  Period valid;
};

// Where an observation stands among the checks: by place in PolicySet::checks().
struct CheckTie {
  std::uint8_t check = 0;
  bool missing = false;
};

}  // namespace dm
