#include "worker/core/version.h"

namespace dm {

const char* Version() {
  return DM_VERSION;
}

}  // namespace dm
