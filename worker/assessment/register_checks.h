// What the registers say of the household itself: the population register against application and
// frame (G-04, NC-04, NC-05), death and emigration (G-05), and facts that a person should know and
// that decide nothing.
#pragma once

#include "worker/assessment/context.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

// G-04, G-05. Compares only answers that are known: one that was asked for and is
// not is noted by NoteRegisters.
void CheckPopulationRegister(const RegisterView& view, Context* context);

// Information for the person who looks: no gate and no trigger hangs on it.
void NoteInformation(const RegisterView& view, Context* context);

}  // namespace dm::assessment
