// ReadSmallFile: the whole of a file that people or programs hand in.
#pragma once

#include <cstdint>
#include <string>

#include "worker/core/status.h"

namespace dm {

// NotFound where there is no file that may be read: a folder is none, and one without permission is
// not an empty one. ResourceExhausted where it holds more than `bytes_max`.
StatusOr<std::string> ReadSmallFile(const std::string& path, std::uintmax_t bytes_max);

}  // namespace dm
