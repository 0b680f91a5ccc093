// Facts: what the tables and typfall of the policy set look at, as the case shows it. A fact that
// rests on a register that did not answer is unknown. The dictionary is policies/schema/facts.yaml.
#pragma once

#include "worker/assessment/context.h"
#include "worker/assessment/costs.h"
#include "worker/assessment/incomes.h"
#include "worker/assessment/register_view.h"
#include "worker/policy/facts.h"

namespace dm::assessment {

struct FactParts {
  const RegisterView& view;
  const Costs& costs;
  const Incomes& incomes;
  const Assessment& assessment;
};

// Stand in the rulebook until the next case.
const Facts& FactsFromCase(const FactParts& parts, const Context& context);

// Those facts that stand before any register has been asked; the rest is unknown. For choosing what
// to ask; they stand as those above.
const Facts& FactsBeforeEvidence(const Context& context);

}  // namespace dm::assessment
