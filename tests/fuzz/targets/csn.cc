#include <cstddef>
#include <cstdint>

#include "tests/fuzz/invariants.h"
#include "tests/fuzz/question.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dm::fuzz::ReadPayload(dm::Source::kCsn, dm::fuzz::Bytes(data, size));
  return 0;
}
