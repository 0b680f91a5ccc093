#include "worker/changes/wording.h"

#include "worker/core/money.h"

namespace dm::changes {

using policy::PolicyData;
using policy::Unit;

std::string WordOf(const PolicyData& data, const std::string& code, const std::string& otherwise) {
  const auto found = data.texts.find(code);
  return found == data.texts.end() ? otherwise : found->second;
}

std::string ValueIn(const PolicyData& data, const policy::ValueType& type, const FactValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "ja" : "nej";
  if (const std::string* code = std::get_if<std::string>(&value)) {
    return type.domain == nullptr ? "\"" + *code + "\""
                                  : WordOf(data, type.domain->id + "." + *code, *code);
  }
  const std::int64_t number = std::get<std::int64_t>(value);
  if (type.unit == Unit::kKr) return Money::FromOre(number).ToSwedish();
  if (type.unit == Unit::kPercent) return std::to_string(number) + " procent";
  if (type.unit == Unit::kDate) {
    return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(number)).ToString();
  }
  return std::to_string(number);
}

std::string ColumnIn(const PolicyData& data, const policy::Column& column) {
  const auto fact = data.facts.find(column.fact);
  if (fact != data.facts.end() && !fact->second.title.empty()) return fact->second.title;
  return WordOf(data, "column." + column.name, column.name);
}

std::string CellIn(const PolicyData& data, const policy::Column& column, const policy::Cell& cell) {
  if (cell.any) return "oavsett";
  const policy::ValueType& type = column.axis.type();
  if (type.unit == Unit::kBool) {
    // As it is matched: "false" is also written {not: [true]}.
    const bool yes = cell.fixed.Has(1);
    return yes && cell.fixed.Has(0) ? "oavsett" : yes ? "ja" : "nej";
  }
  // A list is written "a|b", and what is left out of it "not a|b".
  constexpr std::string_view kNot = "not ";
  const bool negated = cell.written.compare(0, kNot.size(), kNot) == 0;
  std::string text = negated ? "inte " : "";
  std::size_t from = negated ? kNot.size() : 0;
  for (;;) {
    const std::size_t bar = cell.written.find('|', from);
    const std::string word = cell.written.substr(from, bar - from);
    text += type.domain == nullptr ? word : WordOf(data, type.domain->id + "." + word, word);
    if (bar == std::string::npos) return text;
    text += " eller ";
    from = bar + 1;
  }
}

std::string ConditionsIn(const PolicyData& data,
                         const std::vector<policy::Column>& columns,
                         const std::vector<policy::Cell>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) {
    if (cells[i].any) continue;
    text += (text.empty() ? "" : "; ") + ColumnIn(data, columns[i]) + ": " +
            CellIn(data, columns[i], cells[i]);
  }
  return text.empty() ? "alla" : text;
}

std::string RowIn(const PolicyData& data,
                  const std::vector<policy::Column>& columns,
                  const std::vector<policy::Cell>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) {
    if (cells[i].any) continue;
    text += (text.empty() ? "" : ", ") + ColumnIn(data, columns[i]) + " " +
            CellIn(data, columns[i], cells[i]);
  }
  return text.empty() ? "alla" : text;
}

std::string PeriodIn(const Period& period) {
  std::string text;
  if (period.from.has_value()) text = "från " + period.from->ToString();
  if (period.to.has_value()) text += (text.empty() ? "till " : " till ") + period.to->ToString();
  return text.empty() ? "alltid" : text;
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "ingen" : text;
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' ? std::string("\\n") : std::string(1, c);
  return line;
}

std::string FromTo(const std::string& before, const std::string& after) {
  return before + " → " + after;
}

}  // namespace dm::changes
