// Version 13: what a column may hold is compared word by word. A list of more than two words
// (x IN ('A', 'B', 'C')) makes SQLite build a table of them each time a statement runs, for each
// list: that was nine tenths of an update of a case.
#pragma once

#include "worker/adapters/sql/step_back.h"

namespace dm::sqlite {

const char* Schema0013();

sql::StepBack BackFrom0013();

}  // namespace dm::sqlite
