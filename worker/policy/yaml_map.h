// YamlMap: typed reading of one map of a policy file. What is missing, of the wrong type, or left
// unread is an error with its line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/value.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {

enum class Need { kRequired, kOptional };

// 1 to 64 characters of A-Z a-z 0-9 . _ : @ -
bool IsPolicyId(std::string_view text);

class YamlMap {
 public:
  // `what` names the map in errors: "parameter riksnorm.common". `node` and `errors` outlive this.
  YamlMap(const YamlNode& node, FileErrors& errors, std::string what);

  int line() const { return node_.line; }

  const std::string& what() const { return what_; }

  void Rename(std::string what) { what_ = std::move(what); }

  FileErrors& errors() const { return errors_; }

  // Null or nothing when the key is absent or its value is not of the type; the latter, and a
  // required key's absence, are errors.
  const YamlNode* Node(const std::string& key, Need need);
  const std::vector<YamlNode>* List(const std::string& key, Need need);
  std::optional<std::string> Text(const std::string& key, Need need);
  // An identifier: 1 to 64 characters of A-Z a-z 0-9 . _ : @ -
  std::optional<std::string> Id(const std::string& key, Need need);
  std::optional<std::int64_t> Whole(const std::string& key,
                                    Need need,
                                    std::int64_t low,
                                    std::int64_t high);
  std::optional<FactValue> Value(const std::string& key, Need need, const ValueType& type);
  std::optional<Date> Day(const std::string& key, Need need);
  bool Flag(const std::string& key, bool otherwise);
  // One word or a list of words.
  std::vector<std::string> Words(const std::string& key, Need need);
  // valid_from and valid_to (inclusive); an error when the end comes before the start.
  Period Validity(Need from_need);

  bool Has(std::string_view key) const { return node_.Find(key) != nullptr; }

  int LineOf(std::string_view key) const;
  // Every key that nothing above has asked for is an error; those in `left` are someone else's.
  void Finish(const std::vector<std::string>& left = {});

 private:
  const YamlNode& node_;
  FileErrors& errors_;
  std::string what_;
  std::vector<std::string> asked_;
};

}  // namespace dm::policy
