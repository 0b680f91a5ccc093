// Twins: one payment that Försäkringskassan and Pensionsmyndigheten both tell of, while a benefit
// moves from one to the other. LEFI v9: some codes exist at both during a transition, and the two
// need not agree.
#pragma once

#include <vector>

#include "worker/case/evidence.h"

namespace dm::ssbtek::lefi {

// Looks at FK's payments of a benefit whose group both agencies have (FK:AP with PM:AP, FK:BTI with
// PM:BTI) or that PM pays (foretag), beside PM's. The same pay date, net and status is one payment:
// each names where the other stands (`also_at`), one with one. The same benefit, pay date and
// status with different sums is nobody's to choose between: both get `unclear` "nettobelopp".
// Does nothing unless both sources are among the answers of this one person.
void MarkTwins(std::vector<SourceAnswer>& answers);

}  // namespace dm::ssbtek::lefi
