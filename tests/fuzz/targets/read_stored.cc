#include "connectors/ssbtek/read_stored.h"

#include <cstddef>
#include <cstdint>

#include "connectors/ssbtek/test_reply.h"
#include "tests/fuzz/invariants.h"
#include "tests/fuzz/question.h"

// An answer in a file, without its question. The first byte tells which hints there are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const dm::ssbtek::StoredOptions kOptions = {
      .codes = dm::fuzz::AskedOptions().codes,
      .fund_statuses = dm::fuzz::AskedOptions().fund_statuses};
  dm::ssbtek::ReadStoredHints hints;
  if ((data[0] & 1U) != 0) {
    hints.personnummer = dm::Personnummer::Parse(dm::fuzz::AskedPerson()).value();
  }
  if ((data[0] & 2U) != 0) hints.source = static_cast<dm::Source>((data[0] >> 2U) % 8);
  const auto reading =
      dm::ssbtek::ReadStored(kOptions, std::string(dm::fuzz::Bytes(data + 1, size - 1)), hints);
  if (!reading.ok()) return 0;
  for (const dm::SourceAnswer& answer : reading->answers) {
    dm::fuzz::CheckAnswer(answer, dm::fuzz::AskedPerson());
  }
  return 0;
}
