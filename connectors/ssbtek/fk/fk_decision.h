// What one of FK's decisions says: when, for which period, how it came out and whether it is final,
// how much and how often, which extent and days, and for bostadsbidrag which children it counts.
#pragma once

#include <string>
#include <string_view>

#include "connectors/json/json.h"
#include "connectors/ssbtek/reading/part.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::fk {

// A case of one of FK's lists.
struct In {
  std::string_view list;     // the list's key: "bostadsbidragsarende"
  std::string_view benefit;  // what the case is about: "FK:BOB"
  const Part& part;
  std::string locator;  // "FK/formansinformation/bostadsbidragsarende[0]"
  std::string path;     // "FK/lefi/formansinformation/bostadsbidragsarende", for deviations
};

// Pending while FK calls it not definite, interim or preliminary; `unclear` where it says how the
// decision came out, or how final it is, in a code that no table lists.
BenefitCase ReadDecision(const JsonValue& decision,
                         const In& in,
                         std::string locator,
                         SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
