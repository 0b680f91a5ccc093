// What one of FK's decisions says: when, for which period, how it came out and whether it is final,
// how much and how often, which extent and days, and for bostadsbidrag which children it counts.
#pragma once

#include <string>
#include <string_view>

#include "connectors/json/json.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::fk {

// Where a decision stands.
struct DecisionPlace {
  std::string_view list;     // the case list's key: "bostadsbidragsarende"
  std::string_view benefit;  // what the case is about: "FK:BOB"
  std::string_view path;     // "FK/lefi/formansinformation/bostadsbidragsarende", for deviations
};

// Pending while FK calls it not definite, interim or preliminary; `unclear` where it says how the
// decision came out, or how final it is, in a code that no table lists.
BenefitCase ReadDecision(const JsonValue& decision,
                         const DecisionPlace& place,
                         std::string locator,
                         const AnswerCodes& codes,
                         SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
