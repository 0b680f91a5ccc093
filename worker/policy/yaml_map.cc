#include "worker/policy/yaml_map.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace dm::policy {
namespace {

constexpr std::size_t kIdLengthMax = 64;

bool IsIdCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("._:@-").find(c) != std::string_view::npos;
}

// What is left of {value: 2740,50} after its comma.
bool IsDecimals(const YamlEntry& entry) {
  return entry.value.kind == YamlNode::Kind::kNull &&
         entry.key.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

bool IsPolicyId(std::string_view text) {
  return !text.empty() && text.size() <= kIdLengthMax &&
         std::all_of(text.begin(), text.end(), IsIdCharacter);
}

YamlMap::YamlMap(const YamlNode& node, FileErrors& errors, std::string what)
    : node_(node), errors_(errors), what_(std::move(what)) {
  if (node.kind != YamlNode::Kind::kMap) {
    errors_.Add(node.line,
                fmt::format("{} is not a map of keys and values", what_),
                "write it as key: value");
  }
}

const YamlNode* YamlMap::Node(const std::string& key, Need need) {
  asked_.push_back(key);
  const YamlNode* node = node_.Find(key);
  if (node == nullptr) {
    if (need == Need::kRequired && node_.kind == YamlNode::Kind::kMap) {
      errors_.Add(
          node_.line, fmt::format("{} lacks the key {}", what_, key), fmt::format("add {}", key));
    }
    return nullptr;
  }
  if (node->kind == YamlNode::Kind::kNull) {
    errors_.Add(node->line,
                fmt::format("{} of {} is empty", key, what_),
                "write a value or remove the key");
    return nullptr;
  }
  return node;
}

const std::vector<YamlNode>* YamlMap::List(const std::string& key, Need need) {
  const YamlNode* node = Node(key, need);
  if (node == nullptr) return nullptr;
  if (node->kind == YamlNode::Kind::kList) return &node->items;
  errors_.Add(node->line,
              fmt::format("{} of {} is not a list", key, what_),
              "write it as a list of entries that begin with -");
  return nullptr;
}

std::optional<std::string> YamlMap::Text(const std::string& key, Need need) {
  const std::optional<FactValue> value = Value(key, need, {Unit::kText, nullptr});
  if (!value.has_value()) return std::nullopt;
  return std::get<std::string>(*value);
}

std::optional<std::string> YamlMap::Id(const std::string& key, Need need) {
  std::optional<std::string> text = Text(key, need);
  if (!text.has_value() || IsPolicyId(*text)) return text;
  errors_.Add(LineOf(key),
              fmt::format("{} of {} is not an identifier", key, what_),
              fmt::format("use 1 to {} characters of A-Z a-z 0-9 . _ : @ -", kIdLengthMax));
  return std::nullopt;
}

std::optional<std::int64_t> YamlMap::Whole(const std::string& key,
                                           Need need,
                                           std::int64_t low,
                                           std::int64_t high) {
  const std::optional<FactValue> value = Value(key, need, {Unit::kCount, nullptr});
  if (!value.has_value()) return std::nullopt;
  const std::int64_t number = std::get<std::int64_t>(*value);
  if (number >= low && number <= high) return number;
  errors_.Add(LineOf(key),
              fmt::format("{} of {} is outside {} to {}", key, what_, low, high),
              "write a number within the limits");
  return std::nullopt;
}

std::optional<FactValue> YamlMap::Value(const std::string& key, Need need, const ValueType& type) {
  const YamlNode* node = Node(key, need);
  if (node == nullptr) return std::nullopt;
  return ReadValue(type, *node, fmt::format("{} of {}", key, what_), errors_);
}

std::optional<Date> YamlMap::Day(const std::string& key, Need need) {
  const std::optional<FactValue> value = Value(key, need, {Unit::kDate, nullptr});
  if (!value.has_value()) return std::nullopt;
  return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(std::get<std::int64_t>(*value)));
}

bool YamlMap::Flag(const std::string& key, bool otherwise) {
  const std::optional<FactValue> value = Value(key, Need::kOptional, {Unit::kBool, nullptr});
  return value.has_value() ? std::get<bool>(*value) : otherwise;
}

std::vector<std::string> YamlMap::Words(const std::string& key, Need need) {
  const YamlNode* node = Node(key, need);
  if (node == nullptr) return {};
  if (node->kind == YamlNode::Kind::kScalar) return {node->text};
  std::vector<std::string> words;
  for (const YamlNode& item : node->items) {
    if (item.kind == YamlNode::Kind::kScalar && !item.text.empty()) {
      words.push_back(item.text);
    } else {
      errors_.Add(item.line,
                  fmt::format("{} of {} is not a list of words", key, what_),
                  "write [one, two]");
    }
  }
  if (node->kind == YamlNode::Kind::kMap || (words.empty() && need == Need::kRequired)) {
    errors_.Add(
        node->line, fmt::format("{} of {} is not a list of words", key, what_), "write [one, two]");
  }
  return words;
}

Period YamlMap::Validity(Need from_need) {
  Period period;
  period.from = Day("valid_from", from_need);
  period.to = Day("valid_to", Need::kOptional);
  if (period.from.has_value() && period.to.has_value() && *period.to < *period.from) {
    errors_.Add(LineOf("valid_to"),
                fmt::format("valid_to of {} comes before valid_from", what_),
                "valid_to is the last day of validity: correct one of them");
  }
  return period;
}

int YamlMap::LineOf(std::string_view key) const {
  for (const YamlEntry& entry : node_.entries) {
    if (entry.key == key) return entry.line;
  }
  return node_.line;
}

void YamlMap::Finish(const std::vector<std::string>& left) {
  for (const YamlEntry& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    if (std::find(left.begin(), left.end(), entry.key) != left.end()) continue;
    errors_.Add(entry.line,
                fmt::format("{} has the unknown key {}", what_, Quoted(entry.key)),
                IsDecimals(entry)
                    ? "write an amount with a point, 2740.50, or in quotation marks, \"2740,50\": "
                      "a comma without them begins a new key"
                    : fmt::format("remove it or use one of {}", Joined(asked_)));
  }
}

}  // namespace dm::policy
