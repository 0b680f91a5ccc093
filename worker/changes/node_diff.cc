#include "worker/changes/node_diff.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "worker/changes/line_diff.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

using policy::YamlEntry;
using policy::YamlNode;
using Kind = YamlNode::Kind;

std::string TextOf(const YamlNode& node) {
  std::string text;
  switch (node.kind) {
    case Kind::kNull:
      return "tomt";
    case Kind::kScalar:
      return "\"" + node.text + "\"";
    case Kind::kList:
      for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + TextOf(item);
      return "[" + text + "]";
    case Kind::kMap:
      for (const YamlEntry& entry : node.entries) {
        text += (text.empty() ? "" : ", ") + entry.key + ": " + TextOf(entry.value);
      }
      return "{" + text + "}";
  }
  return text;
}

bool IsListOfMaps(const YamlNode& node) {
  return node.kind == Kind::kList && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(), [](const YamlNode& item) {
           return item.kind == Kind::kMap;
         });
}

// What an entry of a list is called: its id or code, or what else tells it from the others.
std::string NameOf(const YamlNode& map) {
  const auto word = [&](std::string_view key) {
    const YamlNode* node = map.Find(key);
    return node != nullptr && node->kind == Kind::kScalar ? OneLine(node->text) : std::string();
  };
  for (const std::string_view key : {"id", "code", "param"}) {
    if (std::string name = word(key); !name.empty()) return name;
  }
  std::string name;
  for (const std::string_view key :
       {"parameter", "version", "typfall", "reference", "valid_from", "day"}) {
    if (const std::string part = word(key); !part.empty()) name += (name.empty() ? "" : " ") + part;
  }
  return name.empty() ? word("source") : name;
}

std::vector<std::string> NamesOf(const std::vector<YamlNode>& items) {
  std::vector<std::string> names;
  std::map<std::string, int> seen;
  for (const YamlNode& item : items) {
    std::string name = NameOf(item);
    const int count = ++seen[name];
    names.push_back(count == 1 && !name.empty() ? std::move(name)
                                                : name + "#" + std::to_string(count));
  }
  return names;
}

std::string Joined(const std::vector<std::string_view>& names) {
  std::string lines;
  for (const std::string_view name : names) lines.append(name).append("\n");
  return lines;
}

// Of the same names in two orders: those that another one stands before now.
std::vector<std::string> Moved(const std::vector<std::string_view>& before,
                               const std::vector<std::string_view>& after) {
  const std::vector<std::string> diff = LineDiff(Joined(before), Joined(after));
  const std::set<std::string> lines(diff.begin(), diff.end());
  std::vector<std::string> moved;
  std::string place = "först";
  for (const std::string_view one : after) {
    const std::string name(one);
    if (lines.contains("+ " + name)) moved.push_back(name + " står nu " + place);
    place = "efter " + name;
  }
  // Of lists that are too long for a line diff.
  if (moved.empty()) moved.emplace_back("posterna står i en annan ordning");
  return moved;
}

class Differ {
 public:
  std::vector<NodeChange> Take() { return std::move(changes_); }

  void Compare(const std::string& path, const YamlNode* before, const YamlNode* after) {
    if (before == after) return;  // Neither is there.
    if (before != nullptr && after != nullptr && IsSame(*before, *after)) return;
    const auto is = [](const YamlNode* node, bool (*what)(const YamlNode&)) {
      return node == nullptr || what(*node);
    };
    const auto is_map = [](const YamlNode& node) {
      return node.kind == Kind::kMap && !node.entries.empty();
    };
    if (is(before, is_map) && is(after, is_map)) {
      Maps(path, before, after);
    } else if (is(before, IsListOfMaps) && is(after, IsListOfMaps)) {
      Lists(path, before, after);
    } else {
      NodeChange change;
      change.path = path;
      if (before != nullptr) change.before = TextOf(*before);
      if (after != nullptr) change.after = TextOf(*after);
      changes_.push_back(std::move(change));
    }
  }

 private:
  void Maps(const std::string& path, const YamlNode* before, const YamlNode* after) {
    const auto inner = [&](const std::string& key) {
      return path.empty() ? key : path + "." + key;
    };
    if (before != nullptr) {
      for (const YamlEntry& entry : before->entries) {
        Compare(
            inner(entry.key), &entry.value, after == nullptr ? nullptr : after->Find(entry.key));
      }
    }
    if (after == nullptr) return;
    for (const YamlEntry& entry : after->entries) {
      if (before != nullptr && before->Find(entry.key) != nullptr) continue;
      Compare(inner(entry.key), nullptr, &entry.value);
    }
  }

  void Lists(const std::string& path, const YamlNode* before, const YamlNode* after) {
    static const std::vector<YamlNode> none;
    const std::vector<YamlNode>& left = before == nullptr ? none : before->items;
    const std::vector<YamlNode>& right = after == nullptr ? none : after->items;
    const std::vector<std::string> left_names = NamesOf(left);
    const std::vector<std::string> right_names = NamesOf(right);
    std::map<std::string_view, const YamlNode*> by_name;
    for (std::size_t i = 0; i < right.size(); ++i) by_name.emplace(right_names[i], &right[i]);
    std::set<std::string_view> known;
    std::vector<std::string_view> left_order;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const auto found = by_name.find(left_names[i]);
      if (found != by_name.end()) left_order.emplace_back(left_names[i]);
      known.insert(left_names[i]);
      Compare(path + "[" + left_names[i] + "]",
              &left[i],
              found == by_name.end() ? nullptr : found->second);
    }
    std::vector<std::string_view> right_order;
    for (std::size_t i = 0; i < right.size(); ++i) {
      if (known.contains(right_names[i])) {
        right_order.emplace_back(right_names[i]);
      } else {
        Compare(path + "[" + right_names[i] + "]", nullptr, &right[i]);
      }
    }
    if (left_order == right_order) return;
    NodeChange change;
    change.path = path;
    change.order = Moved(left_order, right_order);
    changes_.push_back(std::move(change));
  }

  std::vector<NodeChange> changes_;
};

}  // namespace

bool IsSame(const YamlNode& before, const YamlNode& after) {
  if (before.kind != after.kind || before.text != after.text) return false;
  const auto same_entry = [](const YamlEntry& a, const YamlEntry& b) {
    return a.key == b.key && IsSame(a.value, b.value);
  };
  return std::equal(before.items.begin(),
                    before.items.end(),
                    after.items.begin(),
                    after.items.end(),
                    IsSame) &&
         std::equal(before.entries.begin(),
                    before.entries.end(),
                    after.entries.begin(),
                    after.entries.end(),
                    same_entry);
}

std::vector<NodeChange> NodeDiff(const YamlNode& before, const YamlNode& after) {
  const auto there = [](const YamlNode& root) {
    return root.kind == Kind::kNull ? nullptr : &root;
  };
  Differ differ;
  differ.Compare("", there(before), there(after));
  return differ.Take();
}

}  // namespace dm::changes
