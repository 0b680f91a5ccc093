#include "worker/publish/approved_docs.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "worker/policy/policy_loader.h"
#include "worker/publish/publish_folder.h"

namespace dm::publish {
namespace {

const std::string kPolicies = std::string(DM_SOURCE_DIR) + "/policies";

policy::PolicyFiles FilesOf(const std::string& municipality) {
  const PolicyLoad load = LoadPolicies(kPolicies, municipality);
  EXPECT_NE(load.set, nullptr) << municipality;
  return load.set == nullptr ? policy::PolicyFiles{}
                             : *policy::DecodePolicyFiles(load.set->content());
}

std::vector<std::string> Municipalities() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kPolicies + "/municipality"))
    names.push_back(entry.path().filename().string());
  return names;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', from)) {
    lines.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  return lines;
}

TEST(ApprovedDocs, SayWhatTheRulesSay) {
  std::map<std::string, std::string> docs;
  for (const std::string& name : Municipalities()) docs.merge(ApprovedDocs(FilesOf(name)));
  EXPECT_EQ(DifferingFiles(kPolicies, docs), std::vector<std::string>{})
      << "run medarbetare policy publish --approved-docs, read what changed, and commit it";
}

TEST(ApprovedDocs, AChangedAmountIsOneChangedLine) {
  policy::PolicyFiles files = FilesOf("0000-exempelkommun");
  const std::map<std::string, std::string> before = ApprovedDocs(files);
  std::string& text = files.texts.at("municipality/0000-exempelkommun/parameters/levels.yaml");
  const std::string row = "{id: EL-1, persons: 1, value: 500}";
  const std::size_t at = text.find(row);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, row.size(), "{id: EL-1, persons: 1, value: 510}");
  const std::map<std::string, std::string> after = ApprovedDocs(files);
  const std::string path = "municipality/0000-exempelkommun/docs/parameters/levels.approved.md";
  for (const auto& [name, document] : before) {
    if (name != path) {
      EXPECT_EQ(document, after.at(name)) << name;
    }
  }
  const std::vector<std::string> old_lines = LinesOf(before.at(path));
  const std::vector<std::string> new_lines = LinesOf(after.at(path));
  ASSERT_EQ(old_lines.size(), new_lines.size());
  for (std::size_t i = 0; i < old_lines.size(); ++i) {
    if (old_lines[i] == new_lines[i]) continue;
    EXPECT_EQ(old_lines[i], "- `EL-1` När Personer är 1: **500\u00A0kr**.");
    EXPECT_EQ(new_lines[i], "- `EL-1` När Personer är 1: **510\u00A0kr**.");
  }
  EXPECT_NE(old_lines, new_lines);
}

// Every row, criterion and code of the set stands in some document.
TEST(ApprovedDocs, LeaveNothingOut) {
  const policy::PolicyFiles files = FilesOf("0000-exempelkommun");
  std::string all;
  for (const auto& [path, text] : ApprovedDocs(files)) all += text;
  for (const auto& [path, text] : files.texts) {
    const bool rules = path.rfind("tables/", 0) == 0 || path.rfind("typfall/", 0) == 0 ||
                       path.find("parameters/") != std::string::npos;
    if (!rules) continue;
    for (const char* key : {"{id: ", "{code: "}) {
      for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
        const std::size_t from = at + std::string(key).size();
        std::string id = text.substr(from, text.find_first_of(",}", from) - from);
        if (id.front() == '"') id = id.substr(1, id.size() - 2);
        EXPECT_NE(all.find("`" + id + "`"), std::string::npos) << path << " " << id;
      }
    }
  }
}

}  // namespace
}  // namespace dm::publish
