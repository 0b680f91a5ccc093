#include "worker/core/small_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace dm {

StatusOr<std::string> ReadSmallFile(const std::string& path, std::uintmax_t bytes_max) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed) return NotFound(path + ": cannot be read");  // a pipe would be waited for
  std::ifstream file(path);
  if (!file.is_open()) return NotFound(path + ": cannot be read");
  if (size > bytes_max)
    return MakeStatus(StatusCode::kResourceExhausted, path + ": is too large", {});
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace dm
