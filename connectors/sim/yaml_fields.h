// Strict reading of YAML mappings: every key is asked for, every other key is an error, and each
// error says file, line, path and what was expected, never the value. Errors are collected, so that
// a writer sees all of them at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/core/status.h"

namespace dm::sim {

// Where reading went wrong. Keeps the first twenty problems.
class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  void Add(const YAML::Node& node, const std::string& path, const std::string& what);

  bool empty() const { return messages_.empty(); }

  Status ToStatus() const;

 private:
  std::string file_;
  std::vector<std::string> messages_;
};

// One mapping. Reads never throw; a value that does not fit is reported and the default returned.
class Fields {
 public:
  // A null node counts as an empty mapping.
  Fields(const YAML::Node& node, std::string path, Problems& problems);

  const std::string& path() const { return path_; }

  bool Has(const std::string& key);
  // The child for a caller that reads it itself; undefined when absent.
  YAML::Node Child(const std::string& key);

  std::string Text(const std::string& key, const std::string& otherwise = "");
  std::string RequiredText(const std::string& key);
  // One of `words` (separated by spaces).
  std::string Word(const std::string& key, std::string_view words, const std::string& otherwise);
  int Whole(const std::string& key, int min, int max, int otherwise);
  std::optional<int> OptionalWhole(const std::string& key, int min, int max);
  bool Flag(const std::string& key, bool otherwise);
  std::optional<bool> OptionalFlag(const std::string& key);
  // "YYYY-MM-DD".
  dm::Date RequiredDate(const std::string& key);
  std::optional<dm::Date> OptionalDate(const std::string& key);
  // Text in kronor with at most two decimals.
  Money Amount(const std::string& key, Money otherwise);
  Money RequiredAmount(const std::string& key);
  std::optional<Money> OptionalAmount(const std::string& key);
  // An amount without öre.
  std::int64_t Kronor(const std::string& key, std::int64_t otherwise);
  std::int64_t RequiredKronor(const std::string& key);

  // Calls `read` for each element of a list of mappings; absent is an empty list.
  void Each(const std::string& key, const std::function<void(Fields&)>& read);
  std::vector<std::string> Words(const std::string& key);

  void Problem(const std::string& key, const std::string& what);

  Problems& problems() { return problems_; }

  // Reports every key that nobody asked for. Call last.
  void Finish();

 private:
  std::string PathOf(const std::string& key) const;
  std::optional<std::string> Scalar(const std::string& key);

  YAML::Node node_;
  std::string path_;
  Problems& problems_;
  std::set<std::string> asked_;
};

}  // namespace dm::sim
