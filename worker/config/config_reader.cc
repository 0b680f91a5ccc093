#include "worker/config/config_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "worker/core/loopback.h"

namespace dm {
namespace {

int LineOf(const YAML::Node& node) {
  const YAML::Mark mark = node.Mark();
  return mark.is_null() ? 0 : mark.line + 1;
}

}  // namespace

ConfigReader::ConfigReader(const YAML::Node& node,
                           std::string prefix,
                           std::vector<ConfigError>& errors)
    : node_(node.IsDefined() && node.IsMap() ? node : YAML::Node()),
      prefix_(std::move(prefix)),
      errors_(errors) {
  if (node.IsDefined() && !node.IsNull() && !node.IsMap()) {
    errors_.push_back(
        {LineOf(node), prefix_, "is not a mapping", "write keys and values below it"});
  }
}

// NOLINTNEXTLINE(bugprone-exception-escape): the header says why.
ConfigReader::~ConfigReader() {
  if (!node_.IsMap()) return;
  std::set<std::string> seen;
  for (const auto& entry : node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "?";
    if (!seen.insert(key).second) {
      errors_.push_back({LineOf(entry.first), prefix_ + key, "is given twice", "keep one of them"});
    }
    if (!asked_.contains(key)) {
      errors_.push_back({LineOf(entry.first),
                         prefix_ + key,
                         "is not a known key",
                         "remove it or correct its spelling; docs/operating lists all"});
    }
  }
}

YAML::Node ConfigReader::Take(const std::string& key) {
  asked_.insert(key);
  if (!node_.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
  return std::as_const(node_)[key];
}

YAML::Node ConfigReader::Child(const std::string& key) {
  return Take(key);
}

void ConfigReader::Fail(const std::string& key,
                        const std::string& message,
                        const std::string& remedy) {
  const YAML::Node node = node_.IsMap() ? std::as_const(node_)[key] : YAML::Node();
  errors_.push_back(
      {node.IsDefined() ? LineOf(node) : LineOf(node_), prefix_ + key, message, remedy});
}

void ConfigReader::Optional(const std::string& key, std::string& value) {
  const YAML::Node node = Take(key);
  if (!node.IsDefined()) return;
  if (!node.IsScalar()) return Fail(key, "is not a text", "write one value");
  value = node.Scalar();
}

void ConfigReader::Required(const std::string& key, std::string& value) {
  Optional(key, value);
  if (value.empty()) Fail(key, "is missing", "set it; there is no start without it");
}

void ConfigReader::Number(const std::string& key,
                          std::int64_t min,
                          std::int64_t max,
                          std::int64_t& value) {
  std::string text;
  Optional(key, text);
  if (text.empty()) return;
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc() || end != text.data() + text.size() || parsed < min || parsed > max) {
    return Fail(key,
                "is not a whole number from " + std::to_string(min) + " to " + std::to_string(max),
                "write digits only; the unit is in the key's name");
  }
  value = parsed;
}

void ConfigReader::Number(const std::string& key, std::int64_t min, std::int64_t max, int& value) {
  std::int64_t wide = value;
  Number(key, min, max, wide);
  value = static_cast<int>(wide);
}

void ConfigReader::Flag(const std::string& key, bool& value) {
  std::string text;
  Optional(key, text);
  if (text.empty()) return;
  if (text != "true" && text != "false") return Fail(key, "is neither true nor false", "write one");
  value = text == "true";
}

void ConfigReader::Words(const std::string& key, std::vector<std::string>& values) {
  const YAML::Node node = Take(key);
  if (!node.IsDefined()) return;
  values.clear();
  if (!node.IsSequence()) return Fail(key, "is not a list", "write one item a line, or [a, b]");
  for (const auto& item : node) {
    if (!item.IsScalar() || item.Scalar().empty()) {
      return Fail(key, "has an item that is not a text", "write one value an item");
    }
    values.push_back(item.Scalar());
  }
}

void ConfigReader::Address(const std::string& key, int port_min, const std::string& value) {
  if (value.empty() || IsHostAndPort(value, port_min)) return;
  Fail(key,
       "is not host:port with a port from " + std::to_string(port_min) + " to 65535",
       "write such as 192.0.2.10:7443, an IPv6 address in brackets");
}

bool ConfigReader::Has(const std::string& key) const {
  return node_.IsMap() && std::as_const(node_)[key].IsDefined();
}

void ConfigReader::Choice(const std::string& key,
                          const std::vector<std::string>& allowed,
                          std::string& value) {
  Optional(key, value);
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
  std::string list;
  for (const std::string& one : allowed) list += (list.empty() ? "" : ", ") + one;
  Fail(key, "is not one of " + list, "choose one of them");
}

}  // namespace dm
