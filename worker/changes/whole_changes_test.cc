// Whatever of a policy set changes is told: no part may think that another tells it.
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "worker/changes/policy_changes.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::changes {
namespace {

struct Edit {
  const char* file;
  const char* from;
  const char* to;
  const char* told;  // a part of what is told
};

// What is told after the edit of the shipped set; nothing when it does not load.
std::string AfterEdit(const Edit& edit) {
  std::vector<PolicyError> errors;
  static const policy::PolicyFiles shipped =
      policy::ReadPolicyFolder(DM_SOURCE_DIR "/policies", "0001-provkommun", &errors);
  static const PolicyLoad before = LoadPolicyContent(policy::EncodePolicyFiles(shipped));
  policy::PolicyFiles files = shipped;
  std::string& text = files.texts[edit.file];
  const std::size_t at = text.find(edit.from);
  EXPECT_NE(at, std::string::npos) << edit.file << " has no " << edit.from;
  if (at != std::string::npos) text.replace(at, std::string(edit.from).size(), edit.to);
  const PolicyLoad after = LoadPolicyContent(policy::EncodePolicyFiles(files));
  EXPECT_NE(after.set, nullptr) << policy::TextOf(after.errors);
  if (after.set == nullptr || before.set == nullptr) return "";
  return AsText(ChangesBetween(*before.set, *after.set));
}

TEST(WholeChangesTest, WhatNoPartHasWordsForIsToldByItsKey) {
  for (const Edit& edit : std::vector<Edit>{
           {"tables/gates.yaml", "parts: [sequence]", "parts: [signatures]", "gates[G-02].parts"},
           {"tables/triggers.yaml", "queue: Q-02, fixed: true", "queue: Q-02", "[X-02].fixed"},
           {"tables/triggers.yaml", ", concerns_child: true", "", "[X-05].concerns_child"},
           {"tables/queues.yaml", "falls_to: Q-20", "falls_to: Q-18", "queues[Q-17].falls_to"},
           {"tables/queues.yaml",
            "owner: regelägare ekonomiskt bistånd",
            "owner: någon annan",
            "owner: \"regelägare ekonomiskt bistånd\" → \"någon annan\""},
           {"schema/sources.yaml", "statute: true", "statute: false", "sources[sol-12-1].statute"},
           {"parameters/norm_child_rank.yaml", "needs_approval: true\n", "", "needs_approval"},
           {"parameters/defaults.yaml", "title: Avrundning av normrader", "title: A", ".title"},
           {"typfall/TF-01/typfall.yaml", "why: \"Fordon (G-09)\"", "why: \"x\"", "[TNS].why"},
           {"tables/adult_situations.yaml", "{fact: adult.age}", "{fact: applicant.age}", "fact"},
           {"manifest.yaml",
            "unit: kr, required: true, bound: 0..10000",
            "unit: kr, required: true, bound: 0..9000",
            "→ måste sättas, gräns 0"},
       }) {
    const std::string told = AfterEdit(edit);
    EXPECT_NE(told.find(edit.told), std::string::npos) << edit.file << " " << edit.to << "\n"
                                                       << told;
  }
}

// Values of the same form, some of which the loader takes in its place.
std::set<std::string> OthersFor(const std::string& value) {
  static const std::regex number("[0-9.]+");
  static const std::regex date("[0-9-]{10}");
  if (value == "true" || value == "false") return {value == "true" ? "false" : "true"};
  if (std::regex_match(value, date)) return {"2025-01-02", "2026-12-30"};
  if (std::regex_match(value, number)) return {value + "1", "2"};
  return {value + "1", "Q-02", "[rules, sequence]", "shadow"};
}

// In the small set every value that can be another is, one at a time, through the whole loader.
// Files that are told line by line are another test's.
TEST(WholeChangesTest, EveryValueThatTheLoaderTakesIsTold) {
  const std::regex pair(R"re(([a-z_]+): ([^,{}\[\]\n]+|\[[^\]\n]*\]))re");
  policy::PolicyTree tree;
  const PolicyLoad before = tree.Load();
  ASSERT_NE(before.set, nullptr) << policy::TextOf(before.errors);
  std::vector<PolicyError> errors;
  const policy::PolicyFiles files =
      policy::ReadPolicyFolder(tree.root(), policy::kTestMunicipality, &errors);
  int loaded = 0;
  for (const auto& [path, text] : files.texts) {
    if (path.ends_with("observations.yaml") || path.ends_with("checks.yaml")) continue;
    // Of long lists of one form the beginning is enough.
    const std::string head = text.substr(0, path.starts_with("tables/") ? 130 : 600);
    for (std::sregex_iterator at(head.begin(), head.end(), pair), end; at != end; ++at) {
      const std::string value = (*at)[2];
      for (const std::string& other : OthersFor(value)) {
        if (other == value) continue;
        policy::PolicyFiles changed = files;
        changed.texts[path].replace(static_cast<std::size_t>(at->position(2)), value.size(), other);
        const PolicyLoad after = LoadPolicyContent(policy::EncodePolicyFiles(changed));
        if (after.set == nullptr) continue;
        ++loaded;
        EXPECT_FALSE(ChangesBetween(*before.set, *after.set).empty())
            << path << ": " << (*at)[0] << " -> " << other;
      }
    }
  }
  EXPECT_GT(loaded, 60);
}

}  // namespace
}  // namespace dm::changes
