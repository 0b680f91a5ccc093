// The application, the frame and the case's open matters as such: G-01, G-03, G-11, G-12, and the
// stated circumstances.
#pragma once

#include "worker/assessment/context.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

void CheckSignatures(Context* context);   // G-01
void CheckSequence(Context* context);     // G-02, G-14, G-17, X-01, X-37, X-39, X-40
void CheckFrame(Context* context);        // G-03
void CheckOpenMatters(Context* context);  // G-11, X-02, X-03, X-08, X-16, X-18, X-25, X-27 …
void CheckWords(Context* context);        // G-12, X-34, X-42
void CheckBenefitCases(const RegisterView& view, Context* context);  // G-07

}  // namespace dm::assessment
