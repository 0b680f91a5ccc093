// What only all rows of a table together show: values that none takes though the table says total,
// and rows that earlier rows leave nothing to.
#pragma once

#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/grid.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

struct TableClaim {
  const Grid& grid;
  HitPolicy hit = HitPolicy::kUnique;
  std::string what;  // its id, for errors
  int line = 0;
  bool total = false;      // every combination of values has a row
  std::vector<Date> days;  // to judge it on: the set's first, and each on which it changes
};

void AnalyseTable(const TableClaim& claim,
                  const ParameterValues& parameter_values,
                  FileErrors& errors);

}  // namespace dm::policy
