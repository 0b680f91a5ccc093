// What the household's own values are called: Swedish words, and the ids of the labels in
// policies/.
#pragma once

#include <string>

#include "worker/case/household.h"

namespace dm {

std::string TenureWords(Tenure tenure);               // "hyresrätt"
std::string PresenceWords(const Presence& presence);  // "växelvis boende, 14 dagar"
const char* AssetCode(AssetType type);                // "asset.bank": a label of policies/

}  // namespace dm
