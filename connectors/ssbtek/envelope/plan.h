// Plan: a checked question, source by source, before a byte is written. What the contract would
// refuse is refused here, with the field named.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "connectors/ssbtek/options.h"
#include "connectors/ssbtek/reading/asked.h"
#include "worker/case/evidence.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek {

struct Plan {
  Period general;                       // generellaFrageparametrar/tidsperiod
  std::map<Source, Asked> asked;        // what goes out; FK and PM with granted groups only
  std::map<Source, Asked> withheld;     // FK, PM: no asked group is granted, so nothing is asked
  std::vector<GroupState> not_granted;  // groups left out, kNotGranted

  const Asked* Find(Source source) const {
    const auto found = asked.find(source);
    return found == asked.end() ? nullptr : &found->second;
  }
};

// Case ids longer than this are refused by CSN (felkod -1005 from 32 characters on).
inline constexpr std::size_t kCaseIdMax = 31;

// Invalid argument with reason SSBTEK_QUESTION.
StatusOr<Plan> MakePlan(const Options& options, const EvidenceQuestion& question);

// The part of `plan` that asks only those of `sources` that it asks, with the general period that
// they need and no wider one. Nothing is withheld in it.
Plan Narrow(const Plan& plan, std::span<const Source> sources);

// What SKV/fraga names, oldest first: the `years` calendar years before the one in which the asked
// period ends. In the year that ends nothing is assessed yet.
std::vector<int> TaxYears(const TaxQuestion& tax, const Asked& asked);

}  // namespace dm::ssbtek
