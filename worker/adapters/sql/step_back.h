// Going back to an earlier form of the store, with rows in place: what a step needs for it, and
// what is answered when it cannot be. Both databases.
#pragma once

#include <cstdint>
#include <string>

#include "worker/core/status.h"

namespace dm::sql {

// Undoes one step. Every step from 9 on has one.
struct StepBack {
  const char* sql = nullptr;   // null: there is no way back
  const char* rows = nullptr;  // a query for how many rows the earlier form cannot have; null: none
  const char* what = nullptr;  // those rows, for the operator
};

// STORE_NO_STEP_BACK: a step has no way back, or `to` is no earlier version.
Status NoStepBack(std::int64_t version, std::int64_t to);
// STORE_STEP_BACK_REFUSED, for `count` rows.
Status StepBackRefused(std::int64_t version, std::int64_t count, const StepBack& back);

}  // namespace dm::sql
