#include "worker/adapters/codec/case_reader_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "worker/adapters/codec/limits.h"
#include "worker/adapters/codec/text_check.h"

namespace dm::codec {
namespace {

// Every field of these names holds a line; any other text is measured as a code, and a longer one
// is left to the message.
constexpr std::array<std::string_view, 14> kLines = {"also_at",
                                                     "benefit_text",
                                                     "city",
                                                     "decision_text",
                                                     "decision_type_text",
                                                     "family",
                                                     "kind_text",
                                                     "locator",
                                                     "mandate",
                                                     "reason_text",
                                                     "reference",
                                                     "street",
                                                     "text",
                                                     "unclear"};
constexpr std::size_t kLanguageBytesMax = 35;  // as application.cc has it

bool IsHash(std::string_view text) {
  return text.empty() || (text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
                            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                          }));
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

bool TakeText(std::string_view text, std::string_view name, std::string* value) {
  if (text.size() > kCodeBytesMax) {
    if (text.size() > kLineBytesMax ||
        std::find(kLines.begin(), kLines.end(), name) == kLines.end())
      return false;
  }
  if (name == "language" && text.size() > kLanguageBytesMax) return false;
  if (name.ends_with("sha256") && !IsHash(text)) return false;
  if (!IsPlain(text) && !IsCleanText(text, LineBreaks::kRefused)) return false;
  value->assign(text);
  return true;
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
