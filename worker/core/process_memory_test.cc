#include "worker/core/process_memory.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace dm {
namespace {

constexpr int kKept = 7;

// Ends without handlers: a leak checker could not attach.
[[noreturn]] void KeepAndTell() {
  KeepMemoryInside();
  rlimit core{.rlim_cur = 1, .rlim_max = 1};
  getrlimit(RLIMIT_CORE, &core);
  std::_Exit(prctl(PR_GET_DUMPABLE) == 0 && core.rlim_max == 0 ? kKept : 1);
}

// In a child: the tests themselves may be looked into.
TEST(ProcessMemoryTest, NobodyAttachesAndNoCoreIsWritten) {
  EXPECT_EXIT(KeepAndTell(), ::testing::ExitedWithCode(kKept), "");
}

}  // namespace
}  // namespace dm
