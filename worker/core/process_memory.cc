#include "worker/core/process_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace dm {

void KeepMemoryInside() {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace dm
