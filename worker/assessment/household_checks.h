// Whether the household is as a human last saw it, and who in it needs a human: G-04, G-05, G-16
// and the triggers of age, change, protection and children.
#pragma once

#include "worker/assessment/context.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

void CheckHousehold(Context* context);   // G-04, X-05, X-12, X-14
void CheckAges(Context* context);        // G-01, G-04, X-05, X-10, X-33
void CheckProtection(Context* context);  // G-05, X-09, X-11, X-38
void CheckChildren(Context* context);    // G-16, X-06; call after the other child triggers
void CheckResidence(const RegisterView& view, Context* context);

}  // namespace dm::assessment
