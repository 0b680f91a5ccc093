// Money of children and school youths (rules.md 12): income from own work counts only above one
// prisbasbelopp a year (SoL 12:9); other money that is the child's counts up to the child's own
// part of the need, and no further.
#pragma once

#include <vector>

#include "worker/assessment/child_need.h"
#include "worker/assessment/context.h"
#include "worker/assessment/declared_incomes.h"

namespace dm::assessment {

// The row of each child's own work in the income month. False when one cannot be valued.
bool AddYouthWork(const DeclaredIncomes& declared,
                  std::vector<CalculationRow>* rows,
                  Context* context);

// True for a kind and person that AddYouthWork makes the row of.
bool IsYouthWork(const IncomeKey& key, Context* context);

// Lowers the rows of what is meant for a child to the child's own part of the need.
void CapChildIncomes(const NeedRows& need, std::vector<CalculationRow>* rows, Context* context);

}  // namespace dm::assessment
