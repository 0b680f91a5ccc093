#include "worker/policy/cell.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "fmt/format.h"

namespace dm::policy {
namespace {

constexpr std::string_view kRange = "..";
constexpr std::size_t kPartsMax = 256;

bool IsCodeUnit(Unit unit) {
  return unit == Unit::kCode || unit == Unit::kText;
}

std::string Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

// "param(id)" → id; empty otherwise.
std::string ParameterOf(std::string_view text) {
  constexpr std::string_view kOpen = "param(";
  if (text.substr(0, kOpen.size()) != kOpen || text.back() != ')') return "";
  return std::string(text.substr(kOpen.size(), text.size() - kOpen.size() - 1));
}

class PartReader {
 public:
  PartReader(Axis& axis, std::string what, FileErrors& errors)
      : axis_(axis), what_(std::move(what)), errors_(errors) {}

  std::optional<CellPart> Read(const std::string& text,
                               int line,
                               std::vector<std::string>& parameters) {
    const std::size_t at = text.find(kRange);
    if (at == std::string::npos || IsCodeUnit(axis_.type().unit))
      return ReadLiteral(text, line, parameters);
    if (axis_.type().unit == Unit::kBool)
      return Fail(line, "a range makes no sense for true and false", "write true, false or -");
    CellPart part;
    part.low.value = axis_.universe().low;
    part.high.value = axis_.universe().high;
    const std::string low = Trimmed(std::string_view(text).substr(0, at));
    const std::string high = Trimmed(std::string_view(text).substr(at + kRange.size()));
    if (low.empty() && high.empty())
      return Fail(line, "the range has no end", "write a..b, a.. or ..b, or - for any value");
    if (!low.empty() && !ReadBound(low, line, part.low, parameters)) return std::nullopt;
    if (!high.empty() && !ReadBound(high, line, part.high, parameters)) return std::nullopt;
    const bool literal = part.low.parameter.empty() && part.high.parameter.empty();
    if (literal && part.low.value > part.high.value) {
      return Fail(line, "the range is empty: its start is above its end", "turn the ends round");
    }
    return part;
  }

 private:
  std::optional<CellPart> ReadLiteral(const std::string& text,
                                      int line,
                                      std::vector<std::string>& parameters) {
    CellPart part;
    if (!ReadBound(text, line, part.low, parameters)) return std::nullopt;
    part.high = part.low;
    return part;
  }

  bool ReadBound(const std::string& text,
                 int line,
                 Bound& bound,
                 std::vector<std::string>& parameters) {
    bound.parameter = ParameterOf(text);
    if (!bound.parameter.empty()) {
      if (IsCodeUnit(axis_.type().unit) || axis_.type().unit == Unit::kBool) {
        Fail(line, "param(…) stands only for an amount, a number or a date", "write the value");
        return false;
      }
      parameters.push_back(bound.parameter);
      return true;
    }
    const std::optional<FactValue> value = ReadValueText(axis_.type(), text, line, what_, errors_);
    if (!value.has_value()) return false;
    if (const std::string* code = std::get_if<std::string>(&*value)) axis_.Intern(*code);
    const std::optional<std::int64_t> number = axis_.NumberOf(*value);
    if (number.has_value()) bound.value = *number;
    return number.has_value();
  }

  std::optional<CellPart> Fail(int line, const std::string& message, const std::string& remedy) {
    errors_.Add(line, fmt::format("{}: {}", what_, message), remedy);
    return std::nullopt;
  }

  Axis& axis_;
  std::string what_;
  FileErrors& errors_;
};

std::optional<Cell> ReadParts(const std::vector<std::pair<std::string, int>>& texts,
                              int line,
                              bool negated,
                              Axis& axis,
                              const std::string& what,
                              FileErrors& errors) {
  Cell cell;
  cell.line = line;
  cell.any = false;
  cell.negated = negated;
  if (texts.empty() || texts.size() > kPartsMax) {
    errors.Add(line,
               fmt::format("{} lists no value or more than {}", what, kPartsMax),
               "write 1 to 256 values, or - for any");
    return std::nullopt;
  }
  PartReader reader(axis, what, errors);
  bool ok = true;
  for (const auto& [text, text_line] : texts) {
    if (const std::optional<CellPart> part = reader.Read(text, text_line, cell.parameters)) {
      cell.parts.push_back(*part);
    } else {
      ok = false;
    }
  }
  if (!ok) return std::nullopt;
  cell.written = negated ? "not " : "";
  for (std::size_t i = 0; i < texts.size(); ++i)
    cell.written += (i == 0 ? "" : "|") + texts[i].first;
  return cell;
}

std::optional<std::vector<std::pair<std::string, int>>> TextsOf(const YamlNode& node,
                                                                const std::string& what,
                                                                FileErrors& errors) {
  std::vector<std::pair<std::string, int>> texts;
  for (const YamlNode& item : node.items) {
    if (item.kind != YamlNode::Kind::kScalar) {
      errors.Add(item.line,
                 fmt::format("{}: a list holds only single values and ranges", what),
                 "write [a, b..c]");
      return std::nullopt;
    }
    texts.emplace_back(item.text, item.line);
  }
  return texts;
}

std::optional<Cell> ReadNot(const YamlNode& node,
                            Axis& axis,
                            const std::string& what,
                            FileErrors& errors) {
  const YamlNode* list = node.Find("not");
  if (list == nullptr || node.entries.size() != 1 || list->kind != YamlNode::Kind::kList) {
    errors.Add(node.line,
               fmt::format("{} is no cell", what),
               "write a value, [a, b], a..b or {not: [a, b]}");
    return std::nullopt;
  }
  const auto texts = TextsOf(*list, what, errors);
  if (!texts.has_value()) return std::nullopt;
  return ReadParts(*texts, node.line, true, axis, what, errors);
}

}  // namespace

Axis::Axis(ValueType type, bool open) : type_(type), open_(open || type.unit == Unit::kText) {
  if (type.unit == Unit::kCode && type.domain != nullptr) codes_ = type.domain->codes;
}

Interval Axis::universe() const {
  switch (type_.unit) {
    case Unit::kBool:
      return {0, 1};
    case Unit::kCode:
    case Unit::kText: {
      const auto known = static_cast<std::int64_t>(codes_.size());
      return {0, open_ ? known : known - 1};
    }
    case Unit::kKr:
    case Unit::kCount:
    case Unit::kPercent:
    case Unit::kDate:
      return {};
  }
  return {};
}

std::optional<std::int64_t> Axis::Find(const std::string& code) const {
  const auto found = std::find(codes_.begin(), codes_.end(), code);
  if (found == codes_.end()) return std::nullopt;
  return found - codes_.begin();
}

std::optional<std::int64_t> Axis::Intern(const std::string& code) {
  if (type_.unit == Unit::kText && !Find(code).has_value()) codes_.push_back(code);
  return Find(code);
}

std::optional<std::int64_t> Axis::NumberOf(const FactValue& value) const {
  if (IsCodeUnit(type_.unit)) {
    const std::string* code = std::get_if<std::string>(&value);
    if (code == nullptr) return std::nullopt;
    const std::optional<std::int64_t> number = Find(*code);
    if (!number.has_value() && open_) return static_cast<std::int64_t>(codes_.size());
    return number;
  }
  if (type_.unit == Unit::kBool) {
    const bool* flag = std::get_if<bool>(&value);
    if (flag == nullptr) return std::nullopt;
    return *flag ? 1 : 0;
  }
  const std::int64_t* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return std::nullopt;
  return *number;
}

std::optional<IntervalSet> Cell::SetOn(const Axis& axis,
                                       Date on,
                                       const ParameterValues& parameter_values) const {
  if (parameters.empty()) return fixed;
  std::vector<Interval> intervals;
  const auto value_of = [&](const Bound& bound) {
    return bound.parameter.empty() ? std::optional<std::int64_t>(bound.value)
                                   : parameter_values(bound.parameter, on);
  };
  for (const CellPart& part : parts) {
    const std::optional<std::int64_t> low = value_of(part.low);
    const std::optional<std::int64_t> high = value_of(part.high);
    if (!low.has_value() || !high.has_value()) return std::nullopt;
    intervals.push_back({*low, *high});
  }
  IntervalSet set(std::move(intervals));
  return negated ? set.Complement(axis.universe()) : set;
}

void Cell::Fix(const Axis& axis) {
  if (!parameters.empty()) return;
  if (any) {
    fixed = IntervalSet({axis.universe()});
    return;
  }
  std::vector<Interval> intervals;
  for (const CellPart& part : parts) intervals.push_back({part.low.value, part.high.value});
  fixed = IntervalSet(std::move(intervals));
  if (negated) fixed = fixed.Complement(axis.universe());
}

std::optional<Cell> ReadCell(const YamlNode* node,
                             Axis& axis,
                             const std::string& what,
                             FileErrors& errors) {
  if (node == nullptr) return Cell{};
  switch (node->kind) {
    case YamlNode::Kind::kNull:
      errors.Add(
          node->line, fmt::format("{} is empty", what), "write - for any value or remove the key");
      return std::nullopt;
    case YamlNode::Kind::kScalar:
      if (node->text == "-") return Cell{};
      return ReadParts({{node->text, node->line}}, node->line, false, axis, what, errors);
    case YamlNode::Kind::kList: {
      const auto texts = TextsOf(*node, what, errors);
      if (!texts.has_value()) return std::nullopt;
      return ReadParts(*texts, node->line, false, axis, what, errors);
    }
    case YamlNode::Kind::kMap:
      return ReadNot(*node, axis, what, errors);
  }
  return std::nullopt;
}

std::optional<Cell> ReadCellText(
    const std::string& text, int line, Axis& axis, const std::string& what, FileErrors& errors) {
  if (text.empty() || text == "-") return Cell{};
  std::vector<std::pair<std::string, int>> texts;
  std::size_t from = 0;
  for (std::size_t bar = text.find('|'); bar != std::string::npos; bar = text.find('|', from)) {
    texts.emplace_back(text.substr(from, bar - from), line);
    from = bar + 1;
  }
  texts.emplace_back(text.substr(from), line);
  return ReadParts(texts, line, false, axis, what, errors);
}

}  // namespace dm::policy
