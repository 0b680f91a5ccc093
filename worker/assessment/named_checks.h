// Named checks: what casework says is to be checked in an application (NC-01 …, RC-01 …): each one
// done, not applicable, skipped or missing, and what it found. Never silent.
#pragma once

#include <vector>

#include "worker/assessment/context.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

// Notes that statements of account are missing where the municipality asks for them (RC-01).
void CheckStatements(Context* context);

// In the order of the policy's table. After all else has been noted.
std::vector<CheckResult> RunNamedChecks(const RegisterView& view, const Context& context);

}  // namespace dm::assessment
