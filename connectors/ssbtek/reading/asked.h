// Asked: what the question said, for checking that an answer answers it.
#pragma once

#include <string>
#include <vector>

#include "worker/core/date.h"

namespace dm::ssbtek {

struct Asked {
  std::string personal_number;  // 12 digits
  std::string case_id;
  Period period;                    // both ends set
  std::vector<std::string> groups;  // FK, PM
};

}  // namespace dm::ssbtek
