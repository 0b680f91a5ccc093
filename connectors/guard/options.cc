#include "connectors/guard/options.h"

namespace dm::guard {

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument(field + " " + problem,
                         {.reason = "GUARD_OPTION", .field = field, .remedy = remedy});
}

Status CheckRange(const std::string& field, std::int64_t value, Range range) {
  if (value >= range.min && value <= range.max) return OkStatus();
  const std::string text = std::to_string(range.min) + " to " + std::to_string(range.max);
  return Refuse(field, "is outside " + text, "set " + field + " to " + text);
}

}  // namespace dm::guard
