// Facts of incomes by group, of children and of what the registers must agree on.
#pragma once

#include "worker/assessment/facts_from_case.h"
#include "worker/assessment/ledger.h"

namespace dm::assessment {

void SetIncomeGroups(const FactParts& parts,
                     const Ledger& ledger,
                     const Context& context,
                     Facts* facts);
void SetChildren(const Context& context, Facts* facts);
void SetEstablishment(const FactParts& parts,
                      const Ledger& ledger,
                      const Context& context,
                      Facts* facts);

}  // namespace dm::assessment
