// What the way a home is held makes of its cost (rules.md 8): the household's share of a shared
// rent, a lodger's agreed rent, second-hand rent only where the letting is permitted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/frame.h"
#include "worker/case/household.h"
#include "worker/core/money.h"

namespace dm::assessment {

struct HousingBasis {
  Money amount;        // at most what was supported
  std::string reason;  // reason code where it is less
  std::string why;     // Swedish sentences, each with a space before it
  std::vector<std::string> inputs;
  bool share_new = false;      // the share is not the one that a human has accepted
  bool agreed_new = false;     // nor the lodger's rent
  bool not_permitted = false;  // second-hand letting without permission, which law requires
};

// One row of housing, and what the rows before it came to: a share of the rent is a share of them
// all.
struct HousingClaim {
  Money supported;
  Money earlier{};
};

// `frame` is the housing that a human has accepted, or null. `permission_required` is
// second_hand.permission_required.
HousingBasis HousingBasisOf(const HousingClaim& claim,
                            const Home& home,
                            const FrameHousing* frame,
                            bool permission_required);

}  // namespace dm::assessment
