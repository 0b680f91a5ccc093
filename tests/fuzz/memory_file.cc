#include "tests/fuzz/memory_file.h"

#include <unistd.h>

#include <utility>

#include <sys/mman.h>

#include "tests/fuzz/invariants.h"

namespace dm::fuzz {

MemoryFile::MemoryFile() : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
  Must(descriptor_ >= 0, "memory can be a file");
  path_ = "/proc/self/fd/" + std::to_string(descriptor_);
}

MemoryFile::~MemoryFile() {
  close(descriptor_);
}

void MemoryFile::Hold(std::string_view bytes) const {
  Must(ftruncate(descriptor_, 0) == 0, "a file can be emptied");
  Must(std::cmp_equal(pwrite(descriptor_, bytes.data(), bytes.size(), 0), bytes.size()),
       "a file takes its bytes");
}

}  // namespace dm::fuzz
