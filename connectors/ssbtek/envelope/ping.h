// The connection test: which agencies answered it. Carries no personal data.
#pragma once

#include <string>
#include <vector>

#include "connectors/ssbtek/options.h"
#include "worker/case/evidence.h"
#include "worker/core/status.h"

namespace dm::ssbtek {

enum class Readiness {
  kReady,
  kFailed,     // the agency's test service answered with an error
  kNotTested,  // it has no test service, or was not called: says nothing about the agency
};

struct AgencyReadiness {
  std::string agency;  // "AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"; FK also stands for PM
  Readiness readiness = Readiness::kNotTested;
  std::string code;  // of a failure, "BT.<felkod>"
};

// One entry an agency, in the contract's order. Unavailable when the service answered with a fault
// (its code in the message), failed precondition when the answer is no such answer.
StatusOr<std::vector<AgencyReadiness>> ReadPing(const Options& options, std::string bytes);

}  // namespace dm::ssbtek
