#include "connectors/soap/base64.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/invariants.h"

// What is encoded decodes to itself; what decodes is no larger than allowed, and encodes to the
// same text but for white space and unused bits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using dm::fuzz::Must;
  const std::string_view bytes = dm::fuzz::Bytes(data, size);
  const auto again = dm::soap::Base64Decode(dm::soap::Base64Encode(bytes), size);
  Must(again.ok() && *again == bytes, "encoding and decoding give the bytes back");
  const std::size_t bytes_max = size / 2;
  const auto decoded = dm::soap::Base64Decode(bytes, bytes_max);
  if (!decoded.ok()) return 0;
  Must(decoded->size() <= bytes_max, "the limit holds");
  const auto letters = static_cast<std::size_t>(std::ranges::count_if(
      bytes, [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; }));
  Must(dm::soap::Base64Encode(*decoded).size() == letters, "nothing was dropped or added");
  return 0;
}
