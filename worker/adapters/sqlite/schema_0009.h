// Version 9: a correction of a closed case waits for a second person while the case stays closed.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::sqlite {

extern const char kSchema0009[];

sql::StepBack BackFrom0009();

}  // namespace dm::sqlite
