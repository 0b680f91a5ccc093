// Version 15: what could not be delivered of a case that was written off waits on the desk, while
// the case stays written off.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::postgres {

extern const char kSchema0015[];

sql::StepBack BackFrom0015();

}  // namespace dm::postgres
