// How the guards refuse their options. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>

#include "worker/core/status.h"

namespace dm::guard {

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy);

struct Range {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

// Invalid argument that names field, limit and remedy unless `value` lies within.
Status CheckRange(const std::string& field, std::int64_t value, Range range);

}  // namespace dm::guard
