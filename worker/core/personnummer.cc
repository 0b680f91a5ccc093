#include "worker/core/personnummer.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "worker/core/check.h"

namespace dm {
namespace {

constexpr std::size_t kDigits = 12;
constexpr std::size_t kShortDigits = 10;
constexpr std::size_t kSerialAndCheckDigits = 4;
constexpr int kCoordinationDayOffset =
    60;  // folkbokforingslagen: the day of a samordningsnummer is the day of birth plus 60

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// `text` without a single separator before the last four digits.
std::string WithoutSeparator(std::string_view text, std::string_view separators) {
  std::string digits(text);
  if (digits.size() <= kSerialAndCheckDigits) return digits;
  const std::size_t at = digits.size() - kSerialAndCheckDigits - 1;
  if (separators.find(digits[at]) != std::string_view::npos) digits.erase(at, 1);
  return digits;
}

bool IsAllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsDigit);
}

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

int DayField(std::string_view twelve_digits) {
  return Number(twelve_digits.substr(6, 2));
}

// The day of birth in twelve digits, for both kinds of number.
StatusOr<Date> BirthDateIn(std::string_view twelve_digits) {
  const int day = DayField(twelve_digits);
  return Date::Make(Number(twelve_digits.substr(0, 4)),
                    Number(twelve_digits.substr(4, 2)),
                    day > kCoordinationDayOffset ? day - kCoordinationDayOffset : day);
}

}  // namespace

int LuhnCheckDigit(std::string_view nine_digits) {
  DM_CHECK(nine_digits.size() == 9 && IsAllDigits(nine_digits));
  int sum = 0;
  int weight = 2;
  for (const char c : nine_digits) {
    const int product = (c - '0') * weight;
    sum += product / 10 + product % 10;
    weight = 3 - weight;
  }
  return (10 - sum % 10) % 10;
}

StatusOr<Personnummer> Personnummer::Parse(std::string_view text) {
  std::string digits = WithoutSeparator(text, "-");
  if (digits.size() != kDigits || !IsAllDigits(digits)) {
    return InvalidArgument(
        "a personal number is twelve digits, YYYYMMDDNNNN or YYYYMMDD-NNNN; write the century out");
  }
  if (!BirthDateIn(digits).ok()) {
    return InvalidArgument("the first eight digits of the personal number are no day of birth");
  }
  const std::string_view checked = std::string_view(digits).substr(2);
  if (LuhnCheckDigit(checked.substr(0, 9)) != checked.back() - '0') {
    return InvalidArgument("the check digit of the personal number is wrong");
  }
  return Personnummer(std::move(digits));
}

StatusOr<Personnummer> Personnummer::ParseTenDigits(std::string_view text,
                                                    const Personnummer& asked) {
  if (asked.empty()) {
    return FailedPrecondition("ten digits can be read only against the number that was asked for");
  }
  const std::string digits = WithoutSeparator(text, "-+");
  if (digits.size() != kShortDigits || !IsAllDigits(digits)) {
    return InvalidArgument("a short personal number is ten digits, YYMMDDNNNN or YYMMDD-NNNN");
  }
  return Parse(asked.digits_.substr(0, 2) + digits);
}

Personnummer::Kind Personnummer::kind() const {
  DM_CHECK(!empty());
  return DayField(digits_) > kCoordinationDayOffset ? Kind::kSamordningsnummer
                                                    : Kind::kPersonnummer;
}

Date Personnummer::birth_date() const {
  DM_CHECK(!empty());
  return *BirthDateIn(digits_);
}

std::string Personnummer::Masked() const {
  return empty() ? std::string() : digits_.substr(0, 4) + "********";
}

}  // namespace dm
