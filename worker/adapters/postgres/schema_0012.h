// Version 12: the keys of the content, and final rows that may be sealed anew.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::postgres {

extern const char kSchema0012[];
sql::StepBack BackFrom0012();

}  // namespace dm::postgres
