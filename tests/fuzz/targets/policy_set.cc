#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/invariants.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/policy_readers.h"
#include "worker/policy/test_policy_tree.h"
#include "worker/policy/yaml_tree.h"
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

// What every file builds on: the schema and the manifests of the small set.
const dm::policy::PolicyData& Base() {
  static const dm::policy::PolicyData kData = [] {
    using dm::policy::Owner;
    dm::policy::PolicyData data;
    std::vector<dm::PolicyError> errors;
    const auto read = [&](const std::string& path, auto reader) {
      dm::policy::FileErrors of_file(path, &errors);
      reader(*dm::policy::ReadYaml(SmallSet().texts.at(path), of_file), of_file);
    };
    const std::string own = SmallSet().municipality_folder();
    read("schema/domains.yaml",
         [&](const auto& root, auto& found) { ReadDomains(root, found, data); });
    read("schema/sources.yaml",
         [&](const auto& root, auto& found) { ReadSources(root, found, data); });
    read("schema/facts.yaml", [&](const auto& root, auto& found) { ReadFacts(root, found, data); });
    read("manifest.yaml",
         [&](const auto& root, auto& found) { ReadManifest(root, found, Owner::kNational, data); });
    read(own + "manifest.yaml", [&](const auto& root, auto& found) {
      ReadManifest(root, found, Owner::kMunicipal, data);
    });
    dm::fuzz::Must(errors.empty(), "the small set holds");
    return data;
  }();
  return kData;
}

bool Begins(const std::string& path, std::string_view start) {
  return path.rfind(start, 0) == 0;
}

// The errors of one file, read on its own. None where only a whole set can tell.
std::vector<dm::PolicyError> ReadAlone(const std::string& path, const std::string& text) {
  using dm::policy::Owner;
  std::vector<dm::PolicyError> found;
  dm::policy::FileErrors errors(path, &found);
  dm::policy::PolicyData data = Base();
  data.words = std::make_shared<dm::policy::Words>(*data.words);
  const std::string own = SmallSet().municipality_folder();
  const bool letter = Begins(path, "letters/") || Begins(path, own + "letters/");
  if (letter) {
    ReadLetter(text, "sv/prov", errors, data);
    return found;
  }
  const auto root = dm::policy::ReadYaml(text, errors);
  if (!root) return found;
  if (Begins(path, "parameters/")) {
    ReadParameters(*root, errors, Owner::kNational, SmallSet(), data);
  } else if (Begins(path, own + "parameters/")) {
    ReadParameters(*root, errors, Owner::kMunicipal, SmallSet(), data);
  } else if (Begins(path, "tables/")) {
    ReadTable(*root, errors, data);
  } else if (Begins(path, "calc/")) {
    ReadCalculation(*root, errors, data);
  } else if (Begins(path, "typfall/")) {
    ReadTypfall(*root, "TF-01", errors, data);
  }
  return found;
}

// The files of the input: "== path", then the file's text, again and again.
std::map<std::string, std::string> Changed(std::string_view bytes) {
  std::map<std::string, std::string> changed;
  std::string path;
  std::string text;
  const auto keep = [&] {
    if (!path.empty()) changed[path] = dm::policy::CanonicalText(text);
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
  return changed;
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

void CheckErrors(const std::vector<dm::PolicyError>& errors) {
  for (const dm::PolicyError& error : errors) {
    dm::fuzz::Must(!error.message.empty() && !error.remedy.empty(), "an error has a remedy");
    dm::fuzz::Must(error.ToString().find('\n') == std::string::npos, "an error is one line");
  }
}

void CheckWholeSet(const std::map<std::string, std::string>& changed) {
  dm::policy::PolicyFiles files = SmallSet();
  for (const auto& [path, text] : changed) files.texts[path] = text;
  const dm::PolicyLoad load = dm::LoadPolicyContent(dm::policy::EncodePolicyFiles(files));
  dm::fuzz::Must((load.set == nullptr) == !load.errors.empty(), "a set or errors, not both");
  CheckErrors(load.errors);
  if (load.set != nullptr) CheckLoaded(*load.set);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Base();
  return 0;
}

// A tree of policy files: loaded, or refused with a remedy for every error. A whole set takes a
// hundred times as long as one file, so each file is read alone, and with the rest of the set for
// one input in four of those that are sound by themselves and one in 64 of the others.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = dm::fuzz::Bytes(data, size);
  const std::map<std::string, std::string> changed = Changed(bytes);
  bool sound = true;
  for (const auto& [path, text] : changed) {
    const std::vector<dm::PolicyError> errors = ReadAlone(path, text);
    CheckErrors(errors);
    sound = sound && errors.empty();
  }
  if (std::hash<std::string_view>()(bytes) % (sound ? 4 : 64) == 0) CheckWholeSet(changed);
  return 0;
}
