#include "worker/policy/policy_loader.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/cross_checks.h"
#include "worker/policy/loaded_set.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_readers.h"
#include "worker/policy/routing_reader.h"

namespace dm {
namespace {

using policy::FileErrors;
using policy::Owner;
using policy::PolicyData;
using policy::PolicyFiles;
using policy::YamlNode;

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// A list by keys, such as what the registers may be asked, lies beside the decision tables but is
// read as a parameter.
bool IsTableParameter(const YamlNode& root) {
  if (root.kind != YamlNode::Kind::kMap) return false;
  const YamlNode* kind = root.Find("kind");
  return kind != nullptr && kind->text == "table";
}

// Reads the files in the order in which they build on each other.
class Loader {
 public:
  Loader(const PolicyFiles& files, std::vector<PolicyError>* errors)
      : files_(files), errors_(errors), whole_(files.whole) {}

  PolicyData Load() {
    const std::string own = files_.municipality_folder();
    One("schema/domains.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadDomains(root, errors, data_); });
    One("schema/sources.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadSources(root, errors, data_); });
    One(own + "sources.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadSources(root, errors, data_); });
    One("schema/facts.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadFacts(root, errors, data_); });
    One("manifest.yaml", [this](const YamlNode& root, FileErrors& errors) {
      ReadManifest(root, errors, Owner::kNational, data_);
    });
    One(own + "manifest.yaml", [this](const YamlNode& root, FileErrors& errors) {
      ReadManifest(root, errors, Owner::kMunicipal, data_);
    });
    CheckBundle(own);
    Each("parameters/", ".yaml", [this](const YamlNode& root, FileErrors& errors) {
      ReadParameters(root, errors, Owner::kNational, files_, data_);
    });
    // Before the municipality's parameters: one of them may take the place of a table parameter.
    Each("tables/", ".yaml", [this](const YamlNode& root, FileErrors& errors) {
      if (IsTableParameter(root)) {
        ReadParameters(root, errors, Owner::kNational, files_, data_);
      } else {
        ReadTable(root, errors, data_);
      }
    });
    Each(own + "parameters/", ".yaml", [this](const YamlNode& root, FileErrors& errors) {
      ReadParameters(root, errors, Owner::kMunicipal, files_, data_);
    });
    Each("calc/", ".yaml", [this](const YamlNode& root, FileErrors& errors) {
      ReadCalculation(root, errors, data_);
    });
    ReadAllTypfall();
    One(own + "modes.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadModes(root, errors, data_); });
    One(own + "delegations.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadDelegations(root, errors, data_); });
    One(own + "approvals.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadApprovals(root, errors, data_); });
    One(own + "texts.yaml",
        [this](const YamlNode& root, FileErrors& errors) { ReadTexts(root, errors, data_); });
    if (files_.texts.contains(own + "incidents.yaml")) {
      One(own + "incidents.yaml",
          [this](const YamlNode& root, FileErrors& errors) { ReadIncidents(root, errors, data_); });
    }
    if (files_.texts.contains(own + "routing.yaml")) {
      One(own + "routing.yaml",
          [this](const YamlNode& root, FileErrors& errors) { ReadRouting(root, errors, data_); });
    }
    ReadLetters("letters/");
    ReadLetters(own + "letters/");
    // What a file that cannot be read would have said is not missing: nothing is said of it.
    if (!whole_) return std::move(data_);
    CheckWholeSet(data_, errors_);
    policy::ApplyRouting(data_, errors_);
    return std::move(data_);
  }

 private:
  template <typename Read>
  void Parse(const std::string& path, const std::string& text, const Read& read) {
    FileErrors errors(path, errors_);
    const std::optional<YamlNode> root = policy::ReadYaml(text, errors);
    if (root.has_value())
      read(*root, errors);
    else
      whole_ = false;
  }

  template <typename Read>
  void One(const std::string& path, const Read& read) {
    const auto found = files_.texts.find(path);
    if (found == files_.texts.end()) {
      errors_->push_back(
          {path, 0, "the file is missing", "write it (docs/policies.md, \"The folders\")"});
      return;
    }
    Parse(path, found->second, read);
  }

  template <typename Read>
  void Each(const std::string& folder, std::string_view ending, const Read& read) {
    for (const auto& [path, text] : files_.texts) {
      if (StartsWith(path, folder) && EndsWith(path, ending)) Parse(path, text, read);
    }
  }

  void ReadAllTypfall() {
    constexpr std::string_view kFolder = "typfall/";
    for (const auto& [path, text] : files_.texts) {
      if (!StartsWith(path, kFolder)) continue;
      const std::string code =
          path.substr(kFolder.size(), path.find('/', kFolder.size()) - kFolder.size());
      Parse(path, text, [&](const YamlNode& root, FileErrors& errors) {
        ReadTypfall(root, code, errors, data_);
      });
    }
  }

  void ReadLetters(const std::string& folder) {
    constexpr std::string_view kEnding = ".txt";
    for (const auto& [path, text] : files_.texts) {
      if (!StartsWith(path, folder) || !EndsWith(path, kEnding)) continue;
      FileErrors errors(path, errors_);
      ReadLetter(text,
                 path.substr(folder.size(), path.size() - folder.size() - kEnding.size()),
                 errors,
                 data_);
    }
  }

  void CheckBundle(const std::string& own) {
    if (data_.municipal.bundle == files_.municipality || data_.municipal.bundle.empty()) return;
    errors_->push_back({own + "manifest.yaml",
                        data_.municipal.place.line,
                        "bundle is not the name of the folder",
                        "write " + files_.municipality});
  }

  const PolicyFiles& files_;
  std::vector<PolicyError>* errors_;
  bool whole_;  // every file could be read
  PolicyData data_;
};

bool IsDraft(const PolicyData& data) {
  return data.national.status == "draft" || data.municipal.status == "draft";
}

// As the set would be once those who answer for it have approved all of it.
void ApproveAll(PolicyData* data) {
  data->national.status = "approved";
  data->municipal.status = "approved";
  for (const auto& [id, parameter] : data->parameters) {
    if (!parameter.needs_approval) continue;
    for (const policy::ParameterVersion& version : parameter.versions) {
      policy::Approval approval;
      approval.parameter = id;
      approval.version = *version.valid.from;
      data->approvals.push_back(std::move(approval));
    }
  }
}

PolicyLoad Finish(const PolicyFiles& files, std::vector<PolicyError> errors, DraftUse draft) {
  PolicyData data = Loader(files, &errors).Load();
  if (draft == DraftUse::kAsIfApproved && IsDraft(data)) ApproveAll(&data);
  PolicyLoad load;
  if (errors.empty()) {
    load.set = policy::MakeLoadedSet(
        std::move(data), files.municipality, policy::EncodePolicyFiles(files));
  }
  std::stable_sort(errors.begin(), errors.end(), [](const PolicyError& a, const PolicyError& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  load.errors = std::move(errors);
  return load;
}

}  // namespace

PolicyLoad LoadPolicies(const std::string& root, const std::string& municipality, DraftUse draft) {
  std::vector<PolicyError> errors;
  const PolicyFiles files = policy::ReadPolicyFolder(root, municipality, &errors);
  if (files.texts.empty()) return {nullptr, std::move(errors)};
  return Finish(files, std::move(errors), draft);
}

PolicyLoad LoadPolicyContent(const std::string& content) {
  const std::optional<PolicyFiles> files = policy::DecodePolicyFiles(content);
  if (!files.has_value())
    return {nullptr,
            {{"", 0, "the content is not that of a policy set", "restore it from a backup"}}};
  return Finish(*files, {}, DraftUse::kAsItStands);
}

}  // namespace dm
