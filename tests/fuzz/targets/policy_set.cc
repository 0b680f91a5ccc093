#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/invariants.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/test_policy_tree.h"
#include "worker/publish/dmn.h"
#include "worker/publish/import_table.h"
#include "worker/publish/policy_book.h"
#include "worker/publish/table_csv.h"

namespace {

const dm::policy::PolicyFiles& SmallSet() {
  static const dm::policy::PolicyFiles kFiles = [] {
    dm::policy::PolicyTree tree;
    return *dm::policy::DecodePolicyFiles(tree.Load().set->content());
  }();
  return kFiles;
}

// "== path" and the file's text, again and again: those files in the place of the small set's.
dm::policy::PolicyFiles FilesOf(std::string_view bytes) {
  dm::policy::PolicyFiles files = SmallSet();
  std::string path;
  std::string text;
  const auto keep = [&] {
    if (!path.empty()) files.texts[path] = dm::policy::CanonicalText(text);
    text.clear();
  };
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (line.substr(0, 3) == "== ") {
      keep();
      path = std::string(line.substr(3));
    } else {
      text += std::string(line) + "\n";
    }
  }
  keep();
  return files;
}

// A set that has loaded is kept and loaded again as the same, and its tables go out and come back.
void CheckLoaded(const dm::PolicySet& set) {
  const dm::PolicyLoad again = dm::LoadPolicyContent(set.content());
  dm::fuzz::Must(again.set != nullptr, "what loads, loads again");
  dm::fuzz::Must(again.set->sha256() == set.sha256(), "the same files give the same digest");
  const dm::publish::PolicyBook book = dm::publish::PolicyBook::Of(set);
  for (const auto& [id, rule] : book.rules()) {
    if (!rule.is_table()) continue;
    const std::string& yaml = book.files().at(rule.file).text;
    const dm::publish::Import import =
        dm::publish::ImportTable(book, rule, yaml, dm::publish::TableCsv(rule));
    dm::fuzz::Must(import.errors.empty(), "an exported table is read back");
    dm::fuzz::Must(import.yaml == yaml, "an exported table comes back as the same bytes");
  }
  dm::publish::TablesDmn(book, *set.effective().from);
}

}  // namespace

// A tree of policy files: loaded, or refused with a remedy for every error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string content = dm::policy::EncodePolicyFiles(FilesOf(dm::fuzz::Bytes(data, size)));
  const dm::PolicyLoad load = dm::LoadPolicyContent(content);
  dm::fuzz::Must((load.set == nullptr) == !load.errors.empty(), "a set or errors, not both");
  for (const dm::PolicyError& error : load.errors) {
    dm::fuzz::Must(!error.message.empty() && !error.remedy.empty(), "an error has a remedy");
    dm::fuzz::Must(error.ToString().find('\n') == std::string::npos, "an error is one line");
  }
  if (load.set != nullptr) CheckLoaded(*load.set);
  return 0;
}
