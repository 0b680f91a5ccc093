// Version 10: what a claim changes stands in no index.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::sqlite {

extern const char kSchema0010[];

sql::StepBack BackFrom0010();

}  // namespace dm::sqlite
