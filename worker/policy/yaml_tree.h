// YamlNode: a YAML document as a plain tree of text with line numbers. Only a strict subset of YAML
// becomes one (docs/policies.md, "The file format"): everything that yaml-cpp would let pass in
// silence is an error here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/policy/policy_error.h"

namespace dm::policy {

inline constexpr std::size_t kFileBytesMax = std::size_t{1024} * 1024;
inline constexpr std::size_t kDepthMax = 8;  // levels of lists and maps; the format needs six

struct YamlEntry;

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  int line = 0;
  std::string text;             // kScalar: as written, without quotes; types come from the schema
  std::vector<YamlNode> items;  // kList
  std::vector<YamlEntry> entries;  // kMap, in file order, no key twice

  const YamlNode* Find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  int line = 0;
  YamlNode value;
};

// Nothing when the bytes break a rule of the subset; then `errors` has been told.
std::optional<YamlNode> ReadYaml(const std::string& bytes, FileErrors& errors);

// True for well-formed UTF-8 without control characters other than tab and line feed.
bool IsPlainUtf8(std::string_view bytes);

}  // namespace dm::policy
