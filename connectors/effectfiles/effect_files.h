// The receiver that takes files, over one folder, and one more for cases above open access.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "worker/core/status.h"
#include "worker/ports/effect_files.h"

namespace dm::effectfiles {

struct Options {
  std::string folder;
  std::string restricted_folder;  // empty: such cases stand in no file
  std::string municipality;
  std::vector<FileRegister> carries;
  std::vector<FileRegister> replies_to;             // of those
  std::function<void(const char*)> step = nullptr;  // before each change of the disk, for tests
};

// Checks both folders and reads what was ever written. FailedPrecondition EFFECT_FOLDER_REFUSED,
// DataLoss EFFECT_FILE_DAMAGED, EFFECT_FILE_DIFFERS.
StatusOr<std::unique_ptr<EffectFiles>> Open(const Options& options);

}  // namespace dm::effectfiles
