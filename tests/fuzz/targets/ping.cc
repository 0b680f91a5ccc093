#include "connectors/ssbtek/envelope/ping.h"

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/invariants.h"
#include "tests/fuzz/question.h"

// The connection test's answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto agencies =
      dm::ssbtek::ReadPing(dm::fuzz::AskedOptions(), std::string(dm::fuzz::Bytes(data, size)));
  if (!agencies.ok()) return 0;
  dm::fuzz::Must(agencies->size() == 7, "one entry an agency");
  for (const auto& agency : *agencies) {
    const bool failed = agency.readiness == dm::ssbtek::Readiness::kFailed;
    dm::fuzz::Must(failed == !agency.code.empty(), "a failure, and nothing else, has a code");
  }
  return 0;
}
