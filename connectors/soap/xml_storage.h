// Where a document keeps its nodes and names. Internal to this folder.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "connectors/soap/xml_document.h"

namespace dm::soap {

struct SplitName {
  std::string_view local;
  std::string_view space;
};

struct TextHash {
  using is_transparent = void;

  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// Expanded names repeat a lot: each is kept and split once.
class NameTable {
 public:
  static constexpr char kSeparator = '\x1F';  // no XML text can hold it

  SplitName Intern(std::string_view expanded) {
    auto found = names_.find(expanded);
    if (found == names_.end()) {
      // An unordered_map's keys never move: the views stay good.
      found = names_.try_emplace(std::string(expanded)).first;
      found->second = Split(found->first);
    }
    return found->second;
  }

 private:
  static SplitName Split(std::string_view expanded) {
    const std::size_t at = expanded.rfind(kSeparator);
    if (at == std::string_view::npos) return {.local = expanded, .space = {}};
    return {.local = expanded.substr(at + 1), .space = expanded.substr(0, at)};
  }

  std::unordered_map<std::string, SplitName, TextHash, std::equal_to<>> names_;
};

struct XmlDocument::Storage {
  std::string bytes;
  NameTable names;
  std::deque<XmlNode> nodes;  // the root first; addresses stay
};

}  // namespace dm::soap
