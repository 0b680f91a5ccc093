// MemoryFile: a file that is only in memory, for readers that take a path.
#pragma once

#include <string>
#include <string_view>

namespace dm::fuzz {

class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  MemoryFile(MemoryFile&&) = delete;
  MemoryFile& operator=(MemoryFile&&) = delete;

  // Of this process.
  const std::string& path() const { return path_; }

  // Puts `bytes` in the place of what was there.
  void Hold(std::string_view bytes) const;

 private:
  int descriptor_;
  std::string path_;
};

}  // namespace dm::fuzz
