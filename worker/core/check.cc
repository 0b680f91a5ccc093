#include "worker/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace dm::internal {

void CheckFailed(const char* expression, const char* file, int line) {
  // stdio and not the log: the state is broken, and the message must reach the operator unbuffered.
  std::fprintf(stderr, "check failed: %s at %s:%d\n", expression, file, line);
  std::abort();
}

}  // namespace dm::internal
