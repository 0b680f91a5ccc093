#include "worker/policy/value.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fmt/format.h"
#include "worker/core/money.h"

namespace dm::policy {
namespace {

constexpr std::array<std::pair<const char*, Unit>, 7> kUnits = {{{"kr", Unit::kKr},
                                                                 {"count", Unit::kCount},
                                                                 {"percent", Unit::kPercent},
                                                                 {"bool", Unit::kBool},
                                                                 {"code", Unit::kCode},
                                                                 {"text", Unit::kText},
                                                                 {"date", Unit::kDate}}};
constexpr std::size_t kTextBytesMax = 2000;

std::optional<FactValue> Fail(const std::string& what,
                              int line,
                              const std::string& wanted,
                              FileErrors& errors) {
  errors.Add(line, fmt::format("{} is not {}", what, wanted), fmt::format("write {}", wanted));
  return std::nullopt;
}

std::optional<FactValue> ReadCode(const ValueType& type,
                                  const std::string& text,
                                  int line,
                                  const std::string& what,
                                  FileErrors& errors) {
  if (type.domain != nullptr && type.domain->Has(text)) return FactValue(text);
  errors.Add(line,
             fmt::format("{}: {} is not in the domain {}",
                         what,
                         Quoted(text),
                         type.domain == nullptr ? "?" : type.domain->id),
             type.domain == nullptr ? "name a domain of schema/domains.yaml"
                                    : fmt::format("use one of {}", Joined(type.domain->codes)));
  return std::nullopt;
}

}  // namespace

std::optional<Unit> UnitOf(std::string_view word) {
  for (const auto& [name, unit] : kUnits) {
    if (word == name) return unit;
  }
  return std::nullopt;
}

const char* UnitWord(Unit unit) {
  for (const auto& [name, candidate] : kUnits) {
    if (candidate == unit) return name;
  }
  return "?";
}

bool Domain::Has(std::string_view code) const {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::optional<std::int64_t> ParseWhole(std::string_view text) {
  constexpr std::size_t kDigitsMax = 15;
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = negative ? text.substr(1) : text;
  if (digits.empty() || digits.size() > kDigitsMax || (digits.size() > 1 && digits.front() == '0'))
    return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

std::optional<FactValue> ReadValueText(const ValueType& type,
                                       const std::string& text,
                                       int line,
                                       const std::string& what,
                                       FileErrors& errors) {
  switch (type.unit) {
    case Unit::kKr: {
      const StatusOr<Money> money = Money::Parse(text);
      if (!money.ok()) {
        errors.Add(line,
                   fmt::format("{} is not an amount in kronor", what),
                   "write digits alone, at most 12 before and two after the point, such as 2740 or "
                   "2740.50: no spaces, no kr");
        return std::nullopt;
      }
      return FactValue(money->ore());
    }
    case Unit::kCount:
    case Unit::kPercent: {
      const std::optional<std::int64_t> number = ParseWhole(text);
      if (!number.has_value())
        return Fail(what, line, "a whole number of at most 15 digits", errors);
      return FactValue(*number);
    }
    case Unit::kBool:
      if (text == "true") return FactValue(true);
      if (text == "false") return FactValue(false);
      return Fail(what, line, "true or false", errors);
    case Unit::kCode:
      return ReadCode(type, text, line, what, errors);
    case Unit::kText:
      if (text.empty() || text.size() > kTextBytesMax) {
        return Fail(what, line, fmt::format("a text of 1 to {} bytes", kTextBytesMax), errors);
      }
      return FactValue(text);
    case Unit::kDate: {
      const StatusOr<Date> date = Date::Parse(text);
      if (!date.ok()) {
        errors.Add(line,
                   fmt::format("{} is not a real day", what),
                   "write a day of the calendar as YYYY-MM-DD, such as 2026-02-28");
        return std::nullopt;
      }
      return FactValue(std::int64_t{date->days_since_epoch()});
    }
  }
  return std::nullopt;
}

std::optional<FactValue> ReadValue(const ValueType& type,
                                   const YamlNode& node,
                                   const std::string& what,
                                   FileErrors& errors) {
  if (node.kind != YamlNode::Kind::kScalar) return Fail(what, node.line, "a single value", errors);
  return ReadValueText(type, node.text, node.line, what, errors);
}

std::optional<Date> DayAfter(const Period& period) {
  if (!period.to.has_value()) return std::nullopt;
  return period.to->PlusDays(1);
}

}  // namespace dm::policy
