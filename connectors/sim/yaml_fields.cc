#include "connectors/sim/yaml_fields.h"

#include <charconv>

#include "connectors/sim/fault.h"

namespace dm::sim {
namespace {

constexpr std::size_t kProblemsMax = 20;

std::optional<int> ParseWhole(const std::string& text, int min, int max) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < min || value > max) return std::nullopt;
  return value;
}

std::optional<bool> ParseFlag(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

}  // namespace

void Problems::Add(const YAML::Node& node, const std::string& path, const std::string& what) {
  if (messages_.size() >= kProblemsMax) return;
  const YAML::Mark mark = node.IsDefined() ? node.Mark() : YAML::Mark::null_mark();
  const std::string line = mark.line >= 0 ? std::to_string(mark.line + 1) : "?";
  messages_.push_back(file_ + ":" + line + ": " + path + ": " + what);
}

Status Problems::ToStatus() const {
  if (messages_.empty()) return OkStatus();
  std::string all;
  for (const std::string& message : messages_) all += (all.empty() ? "" : "\n") + message;
  return InvalidArgument(
      all,
      {.reason = "SCENARIO_INVALID",
       .field = messages_.front().substr(0, messages_.front().find(": ")),
       .remedy = "correct the scenario file; connectors/sim/README.md has the format"});
}

Fields::Fields(const YAML::Node& node, std::string path, Problems& problems)
    : node_(node), path_(std::move(path)), problems_(problems) {
  if (node_.IsNull() || !node_.IsDefined()) {
    node_ = YAML::Node(YAML::NodeType::Map);
    return;
  }
  if (!node_.IsMap()) {
    problems_.Add(node_, path_, "expected keys with values");
    node_ = YAML::Node(YAML::NodeType::Map);
    return;
  }
  std::set<std::string> seen;
  for (const auto& entry : node_) {
    if (!entry.first.IsScalar()) {
      problems_.Add(entry.first, path_, "a key must be a single word");
    } else if (!seen.insert(entry.first.Scalar()).second) {
      problems_.Add(entry.first, path_, "the key \"" + entry.first.Scalar() + "\" stands twice");
    }
  }
}

std::string Fields::PathOf(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

bool Fields::Has(const std::string& key) {
  return Child(key).IsDefined();
}

YAML::Node Fields::Child(const std::string& key) {
  asked_.insert(key);
  const YAML::Node& constant = node_;
  return constant[key];
}

void Fields::Problem(const std::string& key, const std::string& what) {
  const YAML::Node& constant = node_;
  const YAML::Node child = key.empty() ? node_ : constant[key];
  problems_.Add(child.IsDefined() ? child : node_, key.empty() ? path_ : PathOf(key), what);
}

std::optional<std::string> Fields::Scalar(const std::string& key) {
  const YAML::Node child = Child(key);
  if (!child.IsDefined()) return std::nullopt;
  if (!child.IsScalar()) {
    Problem(key, "expected a single value");
    return std::nullopt;
  }
  return child.Scalar();
}

std::string Fields::Text(const std::string& key, const std::string& otherwise) {
  return Scalar(key).value_or(otherwise);
}

std::string Fields::RequiredText(const std::string& key) {
  if (!Has(key)) Problem(key, "is missing");
  std::string text = Scalar(key).value_or("");
  if (Has(key) && text.empty()) Problem(key, "must not be empty");
  return text;
}

std::string Fields::Word(const std::string& key,
                         std::string_view words,
                         const std::string& otherwise) {
  const std::optional<std::string> text = Scalar(key);
  if (!text) return otherwise;
  if (!HasWord(words, *text)) {
    Problem(key, "expected one of: " + std::string(words));
    return otherwise;
  }
  return *text;
}

std::optional<int> Fields::OptionalWhole(const std::string& key, int min, int max) {
  const std::optional<std::string> text = Scalar(key);
  if (!text) return std::nullopt;
  const std::optional<int> value = ParseWhole(*text, min, max);
  if (!value) {
    Problem(key,
            "expected a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return value;
}

int Fields::Whole(const std::string& key, int min, int max, int otherwise) {
  return OptionalWhole(key, min, max).value_or(otherwise);
}

std::optional<bool> Fields::OptionalFlag(const std::string& key) {
  const std::optional<std::string> text = Scalar(key);
  if (!text) return std::nullopt;
  const std::optional<bool> flag = ParseFlag(*text);
  if (!flag) Problem(key, "expected true or false");
  return flag;
}

bool Fields::Flag(const std::string& key, bool otherwise) {
  return OptionalFlag(key).value_or(otherwise);
}

std::optional<dm::Date> Fields::OptionalDate(const std::string& key) {
  const std::optional<std::string> text = Scalar(key);
  if (!text) return std::nullopt;
  const StatusOr<dm::Date> date = dm::Date::Parse(*text);
  if (!date.ok()) {
    Problem(key, "expected a date as YYYY-MM-DD");
    return std::nullopt;
  }
  return *date;
}

dm::Date Fields::RequiredDate(const std::string& key) {
  if (!Has(key)) Problem(key, "is missing: a date as YYYY-MM-DD");
  return OptionalDate(key).value_or(dm::Date());
}

std::optional<Money> Fields::OptionalAmount(const std::string& key) {
  const std::optional<std::string> text = Scalar(key);
  if (!text) return std::nullopt;
  const StatusOr<Money> amount = Money::Parse(*text);
  if (!amount.ok()) {
    Problem(key, R"(expected an amount in kronor such as "1500" or "1500.50")");
    return std::nullopt;
  }
  return *amount;
}

Money Fields::Amount(const std::string& key, Money otherwise) {
  return OptionalAmount(key).value_or(otherwise);
}

Money Fields::RequiredAmount(const std::string& key) {
  if (!Has(key)) Problem(key, "is missing: an amount in kronor");
  return OptionalAmount(key).value_or(Money());
}

std::int64_t Fields::Kronor(const std::string& key, std::int64_t otherwise) {
  const std::optional<Money> amount = OptionalAmount(key);
  if (!amount) return otherwise;
  if (amount->ore() % 100 != 0)
    Problem(key, "this agency sends whole kronor; leave out the decimals");
  return amount->ore() / 100;
}

std::int64_t Fields::RequiredKronor(const std::string& key) {
  if (!Has(key)) Problem(key, "is missing: an amount in whole kronor");
  return Kronor(key, 0);
}

void Fields::Each(const std::string& key, const std::function<void(Fields&)>& read) {
  const YAML::Node list = Child(key);
  if (!list.IsDefined() || list.IsNull()) return;
  if (!list.IsSequence()) {
    Problem(key, "expected a list");
    return;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    Fields fields(list[i], PathOf(key) + "[" + std::to_string(i) + "]", problems_);
    read(fields);
    fields.Finish();
  }
}

std::vector<std::string> Fields::Words(const std::string& key) {
  std::vector<std::string> words;
  const YAML::Node list = Child(key);
  if (!list.IsDefined() || list.IsNull()) return words;
  if (!list.IsSequence()) {
    Problem(key, "expected a list");
    return words;
  }
  for (const YAML::Node& word : list) {
    if (word.IsScalar()) {
      words.push_back(word.Scalar());
    } else {
      Problem(key, "expected a list of single values");
    }
  }
  return words;
}

void Fields::Finish() {
  for (const auto& entry : node_) {
    if (!entry.first.IsScalar() || asked_.contains(entry.first.Scalar())) continue;
    problems_.Add(entry.first, PathOf(entry.first.Scalar()), "unknown key");
  }
}

}  // namespace dm::sim
