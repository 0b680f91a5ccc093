#include "worker/backtest/snapshot_archive.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace dm::backtest {

namespace {

// Days of the years 1800 to 2199, which Date holds.
constexpr std::int64_t kDayMin = -62'091;
constexpr std::int64_t kDayMax = 84'005;
constexpr std::int64_t kMonthMin = std::int64_t{1800 - 1970} * 12;
constexpr std::int64_t kMonthMax = (2200 - 1970) * 12 - 1;

}  // namespace

std::int64_t SnapshotReader::LongNumber() {
  // Eight bytes at once: the lowest high bit that is not set ends the number.
  if (std::endian::native == std::endian::little && end_ - at_ >= 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at_, sizeof bytes);
    const std::uint64_t ends = ~bytes & 0x8080808080808080ULL;
    if (ends != 0) {
      std::uint64_t bits = bytes & (ends ^ (ends - 1)) & 0x7F7F7F7F7F7F7F7FULL;
      bits = (bits & 0x007F007F007F007FULL) | ((bits & 0x7F007F007F007F00ULL) >> 1U);
      bits = (bits & 0x00003FFF00003FFFULL) | ((bits & 0x3FFF00003FFF0000ULL) >> 2U);
      bits = (bits & 0x000000000FFFFFFFULL) | ((bits & 0x0FFFFFFF00000000ULL) >> 4U);
      at_ += std::countr_zero(ends) / 8 + 1;
      return FromZigzag(bits);
    }
  }
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
  const auto known = std::find_if(right_.begin(), right_.end(), [text](const Personnummer& one) {
    return one.Reveal() == text;
  });
  if (known != right_.end()) {
    number = *known;
    return;
  }
  StatusOr<Personnummer> parsed = Personnummer::Parse(text);
  if (!parsed.ok()) return Stop();
  number = *std::move(parsed);
  right_[next_right_++ % right_.size()] = number;
}

}  // namespace dm::backtest
