#include "worker/policy/policy_lock.h"

#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <system_error>

#include "fmt/format.h"
#include "worker/core/digest.h"

namespace dm::policy {
namespace {

constexpr char kHeader[] = "medarbetare-policy-lock 1";
constexpr char kRemedy[] =
    "put the file back as it was, or review the change and write the lock anew: medarbetare policy "
    "lock";

// The line that names a file and its hash.
std::string FileLine(const std::string& path, const std::string& text) {
  return fmt::format("file {} {}", Sha256Hex(text), path);
}

std::string VersionsOf(const PolicyData& data) {
  std::string lines;
  for (const auto& [id, parameter] : data.parameters) {
    for (const ParameterVersion& version : parameter.versions) {
      lines += fmt::format("holds {} {} {}\n",
                           id,
                           version.valid.from->ToString(),
                           version.valid.to.has_value() ? version.valid.to->ToString() : "-");
    }
  }
  return lines;
}

}  // namespace

std::string LockPath(const std::string& municipality) {
  return "bundles/" + municipality + ".lock";
}

std::string WriteLock(const PolicyFiles& files, const PolicyData& data) {
  std::string lock = fmt::format("{}\nmunicipality {}\nversion {} {} + {} {}\ntree {}\n",
                                 kHeader,
                                 files.municipality,
                                 data.national.bundle,
                                 data.national.version,
                                 data.municipal.bundle,
                                 data.municipal.version,
                                 Sha256Hex(EncodePolicyFiles(files)));
  for (const auto& [path, text] : files.texts) lock += FileLine(path, text) + "\n";
  lock += VersionsOf(data);
  for (const Approval& approval : data.approvals) {
    lock += fmt::format("approval {} {} {} {}\n",
                        approval.parameter,
                        approval.version.ToString(),
                        approval.approved_on.ToString(),
                        approval.reference);
  }
  return lock;
}

void CheckLock(const PolicyFiles& files,
               const std::string& lock,
               std::vector<PolicyError>* errors) {
  const std::string path = LockPath(files.municipality);
  std::istringstream stream(lock);
  std::string line;
  if (!std::getline(stream, line) || line != kHeader) {
    errors->push_back({path, 1, "the file is no lock of this program", kRemedy});
    return;
  }
  std::map<std::string, std::string> locked;  // path → line
  std::map<std::string, int> lines;
  std::string tree;
  for (int number = 2; std::getline(stream, line); ++number) {
    if (line.rfind("tree ", 0) == 0) tree = line.substr(5);
    constexpr std::size_t kPathAt = 5 + 64 + 1;  // "file ", the hash, a space
    if (line.rfind("file ", 0) != 0 || line.size() <= kPathAt) continue;
    locked[line.substr(kPathAt)] = line;
    lines[line.substr(kPathAt)] = number;
  }
  for (const auto& [file, text] : files.texts) {
    const auto found = locked.find(file);
    if (found == locked.end()) {
      errors->push_back({file, 0, "the file is not in " + path, kRemedy});
    } else if (found->second != FileLine(file, text)) {
      errors->push_back({file, 0, "the file is not as it was locked in " + path, kRemedy});
    }
  }
  for (const auto& [file, number] : lines) {
    if (!files.texts.contains(file)) {
      errors->push_back({path, number, "the file " + Quoted(file) + " is missing", kRemedy});
    }
  }
  if (tree != Sha256Hex(EncodePolicyFiles(files)) && errors->empty()) {
    errors->push_back({path, 0, "the hash of the whole is not the one that was locked", kRemedy});
  }
}

std::vector<PolicyError> CheckLockOf(const std::string& root, const PolicySet& set, LockNeed need) {
  std::vector<PolicyError> errors;
  const std::string path = LockPath(set.municipality());
  const std::filesystem::path file = std::filesystem::path(root) / path;
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    if (need == LockNeed::kRequired) {
      errors.push_back({path, 0, "the rules are not locked", "review them: policy lock writes it"});
    }
    return errors;
  }
  const std::optional<PolicyFiles> files = DecodePolicyFiles(set.content());
  if (files.has_value()) CheckLock(*files, ReadWhole(file).value_or(""), &errors);
  return errors;
}

}  // namespace dm::policy
