#include "worker/cli/own_files.h"

#include <sys/stat.h>

namespace dm::cli {

void WriteForItsUserAlone() {
  constexpr mode_t kOthers = 0077;
  ::umask(kOthers);
}

}  // namespace dm::cli
