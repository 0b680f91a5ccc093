#include "connectors/ssbtek/reading/values.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace dm::ssbtek {
namespace {

constexpr std::int64_t kOreMax = 99'999'999LL * 100;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool AllDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, &IsDigit);
}

int Number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

template <typename T>
std::optional<T> ToOptional(const StatusOr<T>& value) {
  if (!value.ok()) return std::nullopt;
  return *value;
}

// A decimal as digits × 10^exponent.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

std::optional<Decimal> ReadDecimal(std::string_view text) {
  text = Trim(text);
  if (text.empty() || text.size() > 40) return std::nullopt;
  Decimal decimal;
  if (text.front() == '-' || text.front() == '+') {
    decimal.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (!power.empty() && power.front() == '+') power.remove_prefix(1);
    const std::optional<int> exponent = ReadInt(power);
    if (!exponent.has_value() || *exponent < -40 || *exponent > 40) return std::nullopt;
    decimal.exponent = *exponent;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  decimal.digits = std::string(whole) + std::string(part);
  decimal.exponent -= static_cast<int>(part.size());
  if (!AllDigits(decimal.digits)) return std::nullopt;
  return decimal;
}

// decimal × 10^shift when that is a whole number within ±limit.
std::optional<std::int64_t> Whole(const Decimal& decimal, int shift, std::int64_t limit) {
  std::string digits = decimal.digits;
  int exponent = decimal.exponent + shift;
  while (exponent < 0 && !digits.empty()) {
    if (digits.back() != '0') return std::nullopt;
    digits.pop_back();
    ++exponent;
  }
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return 0;
  digits.erase(0, first);
  digits.append(static_cast<std::size_t>(std::max(exponent, 0)), '0');
  if (digits.size() > 18) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (value > limit) return std::nullopt;
  return decimal.negative ? -value : value;
}

// What may stand behind the ten characters of a date: nothing, a time, an offset.
bool IsDateTail(std::string_view tail) {
  if (tail.empty() || tail == "Z") return true;
  // A time in UTC may be of another day here; the contracts write days only.
  if (tail.front() == 'T') return tail.size() >= 9 && tail.back() != 'Z';
  return tail.size() == 6 && (tail.front() == '+' || tail.front() == '-') && tail[3] == ':' &&
         AllDigits(tail.substr(1, 2)) && AllDigits(tail.substr(4, 2));
}

std::string Digits(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), &IsDigit);
  return digits;
}

}  // namespace

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<Date> ReadDate(std::string_view text) {
  text = Trim(text);
  if (text.size() == 8 && AllDigits(text)) {
    return ToOptional(Date::Make(
        Number(text.substr(0, 4)), Number(text.substr(4, 2)), Number(text.substr(6, 2))));
  }
  if (text.size() < 10 || !IsDateTail(text.substr(10))) return std::nullopt;
  return ToOptional(Date::Parse(text.substr(0, 10)));
}

std::optional<Date> ReadPeriodEnd(std::string_view text, PeriodEnd end) {
  text = Trim(text);
  if (text.size() == 4 && AllDigits(text)) {
    const int year = Number(text);
    return ToOptional(end == PeriodEnd::kFrom ? Date::Make(year, 1, 1) : Date::Make(year, 12, 31));
  }
  if (text.size() != 7) return ReadDate(text);
  const StatusOr<Month> month = Month::Parse(text);
  if (!month.ok()) return std::nullopt;
  return end == PeriodEnd::kFrom ? month->first_day() : month->last_day();
}

std::optional<Date> ReadWeek(std::string_view text, PeriodEnd end) {
  text = Trim(text);
  if (text.size() != 6 || !AllDigits(text)) return std::nullopt;
  const int year = Number(text.substr(0, 4));
  const int week = Number(text.substr(4));
  // ISO 8601: 4 January is always in week 1.
  const StatusOr<Date> january = Date::Make(year, 1, 4);
  if (!january.ok() || week < 1 || week > 53) return std::nullopt;
  const Date first_monday = january->PlusDays(1 - january->iso_weekday());
  const Date monday = first_monday.PlusDays((week - 1) * 7);
  // The Thursday tells which year a week belongs to.
  if (monday.PlusDays(3).year() != year) return std::nullopt;
  return end == PeriodEnd::kFrom ? monday : monday.PlusDays(6);
}

std::optional<Money> ReadAmount(std::string_view text) {
  const std::optional<Decimal> decimal = ReadDecimal(text);
  if (!decimal.has_value()) return std::nullopt;
  const std::optional<std::int64_t> ore = Whole(*decimal, 2, kOreMax);
  if (!ore.has_value()) return std::nullopt;
  return Money::FromOre(*ore);
}

std::optional<int> ReadHalfDays(std::string_view text) {
  std::optional<Decimal> decimal = ReadDecimal(text);
  if (!decimal.has_value() || decimal->negative) return std::nullopt;
  const std::optional<std::int64_t> tenths = Whole(*decimal, 1, 10'000);
  if (!tenths.has_value() || *tenths % 5 != 0) return std::nullopt;
  return static_cast<int>(*tenths / 5);
}

std::optional<int> ReadInt(std::string_view text) {
  text = Trim(text);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<bool> ReadBoolean(std::string_view text) {
  text = Trim(text);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

bool IsCoordinationNumber(std::string_view twelve_digits) {
  if (twelve_digits.size() != 12 || !AllDigits(twelve_digits)) return false;
  const int day = Number(twelve_digits.substr(6, 2));
  return day > 60 && day <= 91;
}

bool IsSamePerson(std::string_view found, std::string_view asked) {
  found = Trim(found);
  const std::string digits = Digits(found);
  // Anything but digits and one sign between them is not an identity.
  if (found.size() - digits.size() > 1) return false;
  if (digits.size() == 12) return digits == asked;
  return digits.size() == 10 && asked.size() == 12 && digits == asked.substr(2);
}

}  // namespace dm::ssbtek
