// Facts that rest on what a person has read or the household has stated: wages and pay slips,
// certificates, receipts, a withdrawal; and on the months before.
#pragma once

#include "worker/assessment/facts_from_case.h"
#include "worker/assessment/ledger.h"

namespace dm::assessment {

void SetWage(const Ledger& ledger, const Context& context, Facts* facts);
void SetSickness(const Context& context, Facts* facts);
void SetOtherCosts(const Context& context, Facts* facts);
void SetHousing(const Context& context, Facts* facts);
void SetWithdrawal(const Context& context, Facts* facts);
void SetHistory(const Context& context, Facts* facts);
void SetSurplus(const Assessment& assessment, Facts* facts);

// True when every adult of the case has signed the withdrawal at the level that an application
// needs.
bool IsWithdrawnByAll(const Application& application);

}  // namespace dm::assessment
