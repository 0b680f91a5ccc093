#include "worker/intake/complain.h"

#include <cstdint>

#include "worker/core/id.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

Status Complain(const std::string& reason,
                const std::string& field,
                const std::string& limit,
                const std::string& remedy) {
  return InvalidArgument(field + ": " + limit + "; " + remedy, {reason, field, remedy});
}

bool IsContinuation(unsigned char byte) {
  return (byte & 0xC0U) == 0x80U;
}

// Bytes of the sequence that `lead` opens; 0 when it opens none.
std::size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The code point of a complete sequence, or nothing when it is overlong, a surrogate or too large.
std::optional<std::uint32_t> CodePoint(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead;
  std::uint32_t point = lead & (0xFFU >> (sequence.size() + 1));
  for (const char c : sequence.substr(1)) {
    const auto byte = static_cast<unsigned char>(c);
    if (!IsContinuation(byte)) return std::nullopt;
    point = (point << 6U) | (byte & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < kLeast[sequence.size()] || point > 0x10FFFF) return std::nullopt;
  if (point >= 0xD800 && point <= 0xDFFF) return std::nullopt;
  return point;
}

// Control characters, and the marks that turn the reading direction of what follows (fault F60).
bool IsForbidden(std::uint32_t point) {
  if (point == '\n' || point == '\t') return false;
  if (point < 0x20 || (point >= 0x7F && point < 0xA0)) return true;
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string At(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

std::string At(std::string_view list, std::size_t index, std::string_view field) {
  return At(list, index) + "." + std::string(field);
}

Status Required(const std::string& field) {
  return Complain("FIELD_REQUIRED", field, "is required", "send it");
}

Status OutOfRange(const std::string& field, const std::string& limit, const std::string& remedy) {
  return Complain("FIELD_OUT_OF_RANGE", field, limit, remedy);
}

Status Malformed(const std::string& field, const std::string& limit, const std::string& remedy) {
  return Complain("FIELD_INVALID", field, limit, remedy);
}

Status Contradiction(const std::string& field,
                     const std::string& limit,
                     const std::string& remedy) {
  return Complain("CONTRADICTION", field, limit, remedy);
}

Status CheckCount(std::size_t count, std::size_t max, const std::string& field) {
  if (count <= max) return OkStatus();
  return OutOfRange(field, "at most " + std::to_string(max) + " entries", "send fewer");
}

Status CheckMoney(Money money, Money max, const std::string& field) {
  if (money.is_negative())
    return OutOfRange(field, "an amount is not negative", "send zero or more öre");
  if (money > max)
    return OutOfRange(
        field, "at most " + max.ToString() + " kronor", "check the unit: amounts are in öre");
  return OkStatus();
}

Status CheckCode(const std::string& code, const std::string& field) {
  if (code.empty()) return Required(field);
  if (!IsIdText(code))
    return Malformed(field,
                     "a code is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                     "send a code of the policy's tables");
  return OkStatus();
}

Status CheckText(const std::string& text, std::size_t characters_max, const std::string& field) {
  const std::optional<std::size_t> characters = CountCharacters(text);
  if (!characters)
    return Malformed(field, "text is UTF-8 without control characters", "remove them");
  if (*characters > characters_max)
    return OutOfRange(field,
                      "at most " + std::to_string(characters_max) + " characters",
                      "shorten it, or send the rest as a document");
  return OkStatus();
}

Status CheckDate(const std::optional<Date>& date, Month month, const std::string& field) {
  if (!date) return OkStatus();
  const Date first = month.PlusMonths(-kDateMonthsBackMax).first_day();
  const Date last = month.PlusMonths(kDateMonthsAheadMax).last_day();
  if (*date < first || *date > last)
    return OutOfRange(
        field,
        "within " + std::to_string(kDateMonthsBackMax) + " months of the month applied for",
        "check the year");
  return OkStatus();
}

Status CheckPeriod(const Period& period, Month month, const std::string& field) {
  if (period.from && period.to && *period.to < *period.from)
    return Contradiction(field, "a period ends on or after its first day", "swap the two dates");
  // An open-ended contract may have begun long ago; only the end is held to the window.
  return CheckDate(period.to, month, field + ".to");
}

Status CheckPersonKnown(const std::vector<Person>& persons,
                        const PersonKey& key,
                        const std::string& field) {
  if (key.empty()) return Required(field);
  if (FindPerson(persons, key) == nullptr)
    return Contradiction(
        field, "names a person of application.persons", "add the person or correct the key");
  return OkStatus();
}

std::optional<std::size_t> CountCharacters(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t length = SequenceLength(static_cast<unsigned char>(text[0]));
    if (length == 0 || length > text.size()) return std::nullopt;
    const std::optional<std::uint32_t> point = CodePoint(text.substr(0, length));
    if (!point || IsForbidden(*point)) return std::nullopt;
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

}  // namespace dm::intake
