#include "worker/backtest/snapshot_archive.h"

#include <limits>

namespace dm::backtest {

namespace {

// Days of the years 1800 to 2199, which Date holds.
constexpr std::int64_t kDayMin = -62'091;
constexpr std::int64_t kDayMax = 84'005;
constexpr std::int64_t kMonthMin = (1800 - 1970) * 12;
constexpr std::int64_t kMonthMax = (2200 - 1970) * 12 - 1;

}  // namespace

std::int64_t SnapshotReader::LongNumber() {
  std::uint64_t bits = 0;
  for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at_++);
    bits |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return FromZigzag(bits);
  }
  Stop();
  return 0;
}

int SnapshotReader::Small() {
  const std::int64_t number = Number();
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) Stop();
  return ok_ ? static_cast<int>(number) : 0;
}

std::int32_t SnapshotReader::Day() {
  const std::int64_t number = Number();
  if (number < kDayMin || number > kDayMax) Stop();
  return ok_ ? static_cast<std::int32_t>(number) : 0;
}

int SnapshotReader::Months() {
  const std::int64_t number = Number();
  if (number < kMonthMin || number > kMonthMax) Stop();
  return ok_ ? static_cast<int>(number) : 0;
}

void SnapshotReader::TakePersonnummer(Personnummer& number) {
  const std::string_view text = Text();
  if (text == number.Reveal()) return;
  if (text.empty()) {
    number = Personnummer();
    return;
  }
  StatusOr<Personnummer> parsed = Personnummer::Parse(text);
  if (!parsed.ok()) return Stop();
  number = *std::move(parsed);
}

}  // namespace dm::backtest
