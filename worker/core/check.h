// DM_CHECK: a broken assumption stops the program in every build, with file and line and no data.
#pragma once

namespace dm::internal {
[[noreturn]] void CheckFailed(const char* expression, const char* file, int line);
}  // namespace dm::internal

#define DM_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::dm::internal::CheckFailed(#condition, __FILE__, __LINE__))
