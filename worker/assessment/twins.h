// Twins: one payment that Försäkringskassan and Pensionsmyndigheten both tell of, while a benefit
// moves from one to the other. "FK:AP" and "PM:AP" may report one pension (casework.md 24.4): it is
// counted once, at Pensionsmyndigheten.
#pragma once

#include <utility>
#include <vector>

#include "worker/assessment/payments.h"

namespace dm::assessment {

// At FK, and what it repeats at PM. Both point into the list that was marked.
using Twins = std::vector<std::pair<const Received*, const Received*>>;

// Pairs the payments of one month, each at most once, first by what the readings themselves tie
// together, then by kind or family, and marks those at FK as repeated.
Twins MarkTwins(std::vector<Received>* list);

// The reading itself says that the payment stands at the other agency too.
bool IsToldTwice(const Received& received);

}  // namespace dm::assessment
