#include "worker/core/money.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "fmt/format.h"
#include "worker/core/check.h"

namespace dm {
namespace {

constexpr std::size_t kKronorDigitsMax = 12;
constexpr std::size_t kDecimalsMax = 2;
constexpr char kNoBreakSpace[] = "\u00a0";

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Takes the digits at the front of `text` away; returns how many there were and their number in
// `value`. The callers' limits keep the number far inside 64 bits.
std::size_t TakeDigits(std::string_view& text, std::size_t count_max, std::int64_t& value) {
  std::size_t count = 0;
  while (count < text.size() && count < count_max && IsDigit(text[count])) {
    value = value * 10 + (text[count] - '0');
    ++count;
  }
  text.remove_prefix(count);
  return count;
}

Status Refuse() {
  return InvalidArgument(
      "an amount is kronor with at most 12 digits and at most two decimals, such as 2740 or "
      "2740.50");
}

// Kronor and öre of the amount without its sign. Unsigned, so that the smallest amount has one too.
struct Parts {
  std::uint64_t kronor;
  std::uint64_t ore;
};

Parts Split(std::int64_t ore) {
  const std::uint64_t magnitude = ore < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(ore)
                                          : static_cast<std::uint64_t>(ore);
  return {.kronor = magnitude / 100, .ore = magnitude % 100};
}

std::string Grouped(std::uint64_t kronor) {
  std::string text = std::to_string(kronor);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, kNoBreakSpace);
  }
  return text;
}

}  // namespace

StatusOr<Money> Money::Parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);

  std::int64_t kronor = 0;
  if (TakeDigits(text, kKronorDigitsMax, kronor) == 0) return Refuse();

  std::int64_t ore = 0;
  if (!text.empty() && (text.front() == '.' || text.front() == ',')) {
    text.remove_prefix(1);
    const std::size_t decimals = TakeDigits(text, kDecimalsMax, ore);
    if (decimals == 0) return Refuse();
    if (decimals == 1) ore *= 10;
  }
  if (!text.empty()) return Refuse();
  const std::int64_t sum = kronor * 100 + ore;
  return FromOre(negative ? -sum : sum);
}

std::string Money::ToString() const {
  const Parts parts = Split(ore_);
  const char* sign = is_negative() ? "-" : "";
  if (parts.ore == 0) return fmt::format("{}{}", sign, parts.kronor);
  return fmt::format("{}{}.{:02}", sign, parts.kronor, parts.ore);
}

std::string Money::ToSwedish() const {
  const Parts parts = Split(ore_);
  const char* sign = is_negative() ? "-" : "";
  std::string text = sign + Grouped(parts.kronor);
  if (parts.ore != 0) text += fmt::format(",{:02}", parts.ore);
  return text + kNoBreakSpace + "kr";
}

Money Money::operator+(Money other) const {
  std::int64_t sum = 0;
  DM_CHECK(!__builtin_add_overflow(ore_, other.ore_, &sum));
  return Money(sum);
}

Money Money::operator-(Money other) const {
  std::int64_t difference = 0;
  DM_CHECK(!__builtin_sub_overflow(ore_, other.ore_, &difference));
  return Money(difference);
}

Money Money::operator-() const {
  return Money() - *this;
}

Money Abs(Money money) {
  return money.is_negative() ? -money : money;
}

}  // namespace dm
