// How much a test does: little in ctest, more by a variable of the environment (README.md).
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace dm::crash {

inline std::string Setting(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value == nullptr || *value == '\0' ? otherwise : value;
}

inline std::int64_t SettingNumber(const char* name, std::int64_t otherwise) {
  return std::stoll(Setting(name, std::to_string(otherwise)));
}

}  // namespace dm::crash
