// Ids stand in the log, in the audit chain and in columns that nobody encrypts, the chain's for
// ever: none of them is somebody's personal number (reliability I13).
#pragma once

#include <string_view>

#include "worker/core/personnummer.h"

namespace dm {

// Whether the digits of an id, whatever stands between them, hold the number, with or without its
// century. False for an empty number.
bool HoldsNumber(std::string_view id, const Personnummer& number);

}  // namespace dm
