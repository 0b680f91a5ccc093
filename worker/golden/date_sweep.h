// Date sweep: every day on which a rule begins or ends, and the days beside it, asked for every
// parameter and table: no gap, whatever the cases happen to look at.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "worker/golden/suite.h"

namespace dm::golden {

struct DateSweep {
  std::size_t days = 0;
  std::size_t questions = 0;
  std::vector<std::string> gaps;  // "cap.travel has no value on 2026-03-01"
};

DateSweep SweepDates(const SetUnderTest& under);

}  // namespace dm::golden
