#include "worker/intake/complain.h"

#include <cstdint>

#include "worker/core/id.h"
#include "worker/core/utf8.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

Status Complain(const std::string& reason,
                const std::string& field,
                const std::string& limit,
                const std::string& remedy) {
  return InvalidArgument(field + ": " + limit + "; " + remedy, {reason, field, remedy});
}

// Control characters, and the marks that turn the reading direction of what follows (fault F60).
bool IsForbidden(std::uint32_t point) {
  if (point == '\n' || point == '\t') return false;
  return IsControl(point) || TurnsDirection(point);
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
  return Complain(
      "TOO_MANY_ITEMS", field, "at most " + std::to_string(max) + " entries", "send fewer");
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
  const std::optional<std::size_t> characters = PlainTextLength(text);
  if (!characters)
    return Malformed(field, "text is UTF-8 without control characters", "remove them");
  if (*characters > characters_max)
    return Complain("FIELD_TOO_LONG",
                    field,
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
  return CheckDate(period.to, month, field + ".to_date");
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

std::optional<std::size_t> PlainTextLength(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::optional<Utf8Character> first = FirstCharacter(text);
    if (!first || IsForbidden(first->code_point)) return std::nullopt;
    text.remove_prefix(first->length);
    ++count;
  }
  return count;
}

}  // namespace dm::intake
