// Ids stand in the log, in the audit chain and in columns that nobody encrypts, the chain's for
// ever: none of them is somebody's personal number (reliability I13).
#pragma once

#include <string_view>

#include "worker/core/personnummer.h"

namespace dm {

// Whether the digits of an id, whatever stands between them, hold the number, with or without its
// century. False for an empty number.
bool HoldsNumber(std::string_view id, const Personnummer& number);

// Whether it has so many digits that it may hold somebody's number: of a word from outside that is
// no id, such as a receiver's error code.
bool MayHoldNumber(std::string_view word);

}  // namespace dm
