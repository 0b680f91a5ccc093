// Version 14: retention (gallring): files that are erased, the proof of it, and what stops it.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::postgres {

extern const char kSchema0014[];

sql::StepBack BackFrom0014();

}  // namespace dm::postgres
