#include "connectors/json/json.h"

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/invariants.h"

namespace {

// Walks the whole tree: depth and count stay within the limits.
std::size_t Count(const dm::JsonValue& value, std::size_t depth) {
  dm::fuzz::Must(depth <= dm::JsonLimits().depth_max, "the depth has a limit");
  std::size_t count = 1;
  for (const auto& item : value.items()) count += Count(item, depth + 1);
  for (const auto& member : value.members()) {
    dm::fuzz::Must(value.Find(member.first) == &member.second ||
                       member.second.kind() == dm::JsonValue::Kind::kNull,
                   "no key stands twice");
    count += Count(member.second, depth + 1);
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = dm::ParseJson(dm::fuzz::Bytes(data, size));
  if (value.ok()) dm::fuzz::Must(Count(*value, 0) <= size, "no value comes from nothing");
  return 0;
}
