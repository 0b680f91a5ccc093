// What one of FK's decisions says: when, for which period, how much and how often, which extent and
// days, and for bostadsbidrag which children it counts.
#pragma once

#include <string>
#include <string_view>

#include "connectors/json/json.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::fk {

// `path` is the case list's ("FK/lefi/formansinformation/bostadsbidragsarende"), for deviations.
BenefitCase ReadDecision(const JsonValue& decision,
                         std::string_view benefit,
                         std::string locator,
                         std::string_view path,
                         SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
