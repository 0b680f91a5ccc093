// No key of a policy file can change without the comparison seeing it.
#include "worker/changes/node_diff.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "worker/policy/policy_files.h"

namespace dm::changes {
namespace {

using policy::YamlNode;

YamlNode Tree(const std::string& text) {
  std::vector<PolicyError> errors;
  policy::FileErrors file_errors("test", &errors);
  std::optional<YamlNode> root = policy::ReadYaml(text, file_errors);
  EXPECT_TRUE(root.has_value());
  return root.value_or(YamlNode{});
}

std::string Told(const std::string& before, const std::string& after) {
  std::string text;
  for (const NodeChange& one : NodeDiff(Tree(before), Tree(after))) {
    text += one.path + ": " + one.before.value_or("-") + " > " + one.after.value_or("-");
    for (const std::string& line : one.order) text += " " + line;
    text += "\n";
  }
  return text;
}

TEST(NodeDiffTest, TellsAKeyByItsPath) {
  EXPECT_EQ(Told("rows:\n  - {id: A, value: 1}\n", "rows:\n  - {id: A, value: 2}\n"),
            "rows[A].value: \"1\" > \"2\"\n");
  EXPECT_EQ(Told("a: [1, 2]\n", "a: [2, 1]\n"), "a: [\"1\", \"2\"] > [\"2\", \"1\"]\n");
  EXPECT_EQ(Told("a: x\n", "a:\n"), "a: \"x\" > tomt\n");
}

TEST(NodeDiffTest, TellsWhatIsNewAndWhatIsGoneKeyByKey) {
  EXPECT_EQ(Told("rows:\n  - {id: A, n: 1}\n", "rows:\n  - {id: A, n: 1}\n  - {id: B, n: 2}\n"),
            "rows[B].id: - > \"B\"\nrows[B].n: - > \"2\"\n");
  EXPECT_EQ(Told("a: {b: 1}\nc: 2\n", "c: 2\n"), "a.b: \"1\" > -\n");
}

TEST(NodeDiffTest, TellsAnotherOrderOfEntries) {
  EXPECT_EQ(Told("- {id: A}\n- {id: B}\n", "- {id: B}\n- {id: A}\n"),
            ": - > - A står nu efter B\n");
  EXPECT_EQ(Told("- {id: A}\n- {id: B}\n- {id: C}\n", "- {id: C}\n- {id: A}\n- {id: B}\n"),
            ": - > - C står nu först\n");
}

TEST(NodeDiffTest, EntriesOfOneNameAreToldApart) {
  EXPECT_EQ(Told("- {id: A, n: 1}\n- {id: A, n: 2}\n", "- {id: A, n: 1}\n- {id: A, n: 3}\n"),
            "[A#2].n: \"2\" > \"3\"\n");
}

// A list of `count` entries that begins with `first`.
std::string LongList(int count, const std::string& first) {
  std::string text = "- {id: " + first + "}\n";
  for (int i = 1; i < count; ++i) text += "- {id: E" + std::to_string(i) + "}\n";
  return text;
}

TEST(NodeDiffTest, ALongListInAnotherOrderNamesNoEntry) {
  const std::string rest = LongList(2'001, "A");
  EXPECT_EQ(Told(rest, rest.substr(rest.find('\n') + 1) + "- {id: A}\n"),
            ": - > - posterna står i en annan ordning\n");
}

TEST(NodeDiffTest, TheOrderOfAMapsKeysIsNoDifference) {
  EXPECT_EQ(Told("{a: 1, b: 2}\n", "{b: 2, a: 1}\n"), "");
  EXPECT_FALSE(IsSame(Tree("{a: 1, b: 2}\n"), Tree("{b: 2, a: 1}\n")));
}

// Changes every scalar, takes away every key and entry, turns every list round, one at a time.
class Mutation {
 public:
  Mutation(const std::string& text, std::string file)
      : before_(Tree(text)), after_(before_), file_(std::move(file)) {}

  int Run() {
    Visit(after_);
    return count_;
  }

 private:
  void Want(const char* what, int line) {
    ++count_;
    EXPECT_FALSE(NodeDiff(before_, after_).empty()) << file_ << ":" << line << ": " << what;
  }

  void Visit(YamlNode& node) {
    if (node.kind == YamlNode::Kind::kScalar) {
      node.text += '1';
      Want("another value", node.line);
      node.text.pop_back();
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      Visit(node.items[i]);
      const std::vector<YamlNode> all = node.items;
      node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(i));
      Want("an entry gone", node.line);
      node.items = all;
    }
    if (node.items.size() > 1) {
      std::swap(node.items.front(), node.items.back());
      Want("another order", node.line);
      std::swap(node.items.front(), node.items.back());
    }
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      Visit(node.entries[i].value);
      policy::YamlEntry entry = std::move(node.entries[i]);
      const auto at = node.entries.begin() + static_cast<std::ptrdiff_t>(i);
      node.entries.erase(at);
      Want("a key gone", node.line);
      node.entries.insert(node.entries.begin() + static_cast<std::ptrdiff_t>(i), std::move(entry));
    }
  }

  YamlNode before_;
  YamlNode after_;
  std::string file_;
  int count_ = 0;
};

TEST(NodeDiffTest, NoKeyOfTheShippedPoliciesChangesUnseen) {
  const std::string root = DM_SOURCE_DIR "/policies";
  int files = 0;
  int count = 0;
  for (const char* const municipality : {"0000-exempelkommun", "0001-provkommun"}) {
    std::vector<PolicyError> errors;
    const policy::PolicyFiles set = policy::ReadPolicyFolder(root, municipality, &errors);
    EXPECT_TRUE(errors.empty());
    for (const auto& [path, text] : set.texts) {
      const bool seen = files > 0 && municipality[3] == '1' && !path.starts_with("municipality/");
      if (!path.ends_with(".yaml") || seen) continue;
      ++files;
      count += Mutation(text, path).Run();
    }
  }
  EXPECT_GT(files, 60);
  EXPECT_GT(count, 20'000);
}

}  // namespace
}  // namespace dm::changes
