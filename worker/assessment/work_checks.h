// Plan, activity, job-seeking, sickness: G-10 and its triggers (SoL 12:3–6, rules.md 18). The
// machine never finds that someone has declined anything; it finds that all is in order, or asks a
// human.
#pragma once

#include "worker/assessment/context.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

void CheckWork(const RegisterView& view, Context* context);  // G-10, X-25, X-30

// True when the adult is exempt, has a plan in force without reported absence, or is sick with a
// certificate for the whole month.
bool PlanInOrder(const PersonKey& adult, const Context& context);

// The plan status of an adult as the case system states it, or null.
const PlanStatus* PlanOf(const PersonKey& adult, const Application& application);

}  // namespace dm::assessment
