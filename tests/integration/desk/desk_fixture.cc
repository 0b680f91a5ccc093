#include "tests/integration/desk/desk_fixture.h"

namespace dm::testing {

std::string PoliciesFolder() {
  return DM_SOURCE_DIR "/policies";
}

}  // namespace dm::testing
