#include "worker/adapters/codec/case_reader_values.h"

#include <charconv>
#include <cstring>

#include "worker/adapters/codec/limits.h"
#include "worker/adapters/codec/text_check.h"

namespace dm::codec {
namespace {

bool IsHash(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() != 64) return false;
  bool hash = true;  // no way out within: the whole is quicker than a branch a character
  for (const char c : text) hash &= (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  return hash;
}

// Eight bytes at a time: printable ASCII is what nearly every text is.
bool IsPlain(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
  std::uint64_t odd = 0;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, 8);
    const std::uint64_t deleted = bytes ^ (kOnes * 0x7F);
    // High bit set: below 0x20, equal to 0x7F, or not ASCII. Borrows only make it stricter.
    odd |= bytes | (bytes - kOnes * 0x20) | (deleted - kOnes);
  }
  if ((odd & kHigh) != 0) return false;
  for (; left > 0; --left, ++at) {
    const auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x20 || byte >= 0x7F) return false;
  }
  return true;
}

}  // namespace

bool TakeText(std::string_view text, TextRule rule, std::string* value) {
  if (text.size() > rule.bytes_max) return false;
  const bool taken =
      rule.hash ? IsHash(text) : IsPlain(text) || IsCleanText(text, LineBreaks::kRefused);
  if (taken) value->assign(text);
  return taken;
}

bool TakeNumber(std::string_view text, std::int64_t* value) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *value);
  return error == std::errc() && stop == end;
}

bool TakeDate(std::string_view text, Date* value) {
  const StatusOr<Date> date = Date::Parse(text);
  if (date.ok()) *value = *date;
  return date.ok();
}

bool TakeMonth(std::string_view text, Month* value) {
  const StatusOr<Month> month = Month::Parse(text);
  if (month.ok()) *value = *month;
  return month.ok();
}

bool TakeInstant(std::string_view text, Instant* value) {
  const StatusOr<Instant> instant = Instant::Parse(text);
  if (!instant.ok()) return false;
  *value = *instant;
  // An offset may carry it over an end of the range.
  return instant->unix_ms() >= kInstantSecondsMin * 1000 &&
         instant->unix_ms() < (kInstantSecondsMax + 1) * 1000;
}

bool TakePersonnummer(std::string_view text, Personnummer* value) {
  if (text.empty()) {
    *value = Personnummer();
    return true;
  }
  if (text == value->Reveal()) return true;
  StatusOr<Personnummer> number = Personnummer::Parse(text);
  if (!number.ok()) return false;
  *value = *std::move(number);
  return true;
}

}  // namespace dm::codec
