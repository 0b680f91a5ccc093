// Version 16: whether an effect was ever handed over, apart from how often it was looked at;
// requests by their time, for what is forgotten; no frame is null.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::sqlite {

extern const char kSchema0016[];

sql::StepBack BackFrom0016();

}  // namespace dm::sqlite
