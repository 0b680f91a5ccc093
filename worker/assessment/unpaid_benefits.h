// Benefits that Försäkringskassan or Pensionsmyndigheten has granted for the income month and of
// which no register shows a payment in it: money that is on its way, or that nobody has asked for.
#pragma once

#include <vector>

#include "worker/assessment/incomes.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

// G-07, X-27. One for each decision that runs in the income window; a benefit of the family may be
// paid to any member of the case, every other to the person herself. A benefit that no table names
// cannot be compared with a payment, and is left out.
std::vector<UnpaidBenefit> NoteUnpaidBenefits(const RegisterView& view,
                                              const Incomes& incomes,
                                              Context* context);

}  // namespace dm::assessment
