#include "tests/support/temporary_directory.h"

#include <filesystem>
#include <system_error>

#include "worker/core/digest.h"

namespace dm::testing {

TemporaryDirectory::TemporaryDirectory() {
  path_ = std::filesystem::temp_directory_path() / ("medarbetare-store-" + RandomHex(8));
  std::filesystem::create_directory(path_);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // What cannot be removed does not matter to the test.
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace dm::testing
