// Version 11: marks, small facts that must hold over restarts.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::sqlite {

extern const char kSchema0011[];

sql::StepBack BackFrom0011();

}  // namespace dm::sqlite
