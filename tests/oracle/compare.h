// Compares the product's assessment of a case with the second computation's: each part of the
// calculation, the sums and the result.
#pragma once

#include <string>
#include <vector>

#include "tests/oracle/oracle.h"
#include "worker/case/assessment.h"
#include "worker/case/case_record.h"

namespace dm::oracle {

// One line for each amount or answer on which the two differ; amounts only, nothing of the persons.
std::vector<std::string> Differences(const Result& expected, const Assessment& found);

}  // namespace dm::oracle
