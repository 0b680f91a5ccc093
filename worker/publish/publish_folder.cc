#include "worker/publish/publish_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "worker/policy/policy_files.h"

namespace dm::publish {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::map<std::string, std::string> DocumentsIn(const std::string& policies) {
  std::map<std::string, std::string> documents;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(policies, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (!at->is_regular_file(failed) || at->path().filename() != "README.md") continue;
    const std::string path = at->path().lexically_relative(policies).generic_string();
    if (const auto text = policy::ReadWhole(at->path()))
      documents[path] = policy::CanonicalText(*text);
  }
  return documents;
}

Status WriteFiles(const std::string& folder, const std::map<std::string, std::string>& files) {
  for (const auto& [path, bytes] : files) {
    const fs::path target = fs::path(folder) / path;
    std::error_code failed;
    fs::create_directories(target.parent_path(), failed);
    if (failed) return FailedPrecondition("the folder of " + target.string() + " cannot be made");
    if (policy::ReadWhole(target) == bytes) continue;
    std::ofstream stream(target, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) return FailedPrecondition(target.string() + " cannot be written");
  }
  return OkStatus();
}

std::vector<std::string> DifferingFiles(const std::string& folder,
                                        const std::map<std::string, std::string>& files) {
  std::vector<std::string> differ;
  for (const auto& [path, bytes] : files) {
    const std::optional<std::string> there = policy::ReadWhole(fs::path(folder) / path);
    if (!there.has_value() || policy::CanonicalText(*there) != policy::CanonicalText(bytes))
      differ.push_back(path);
  }
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    const std::string path = at->path().lexically_relative(folder).generic_string();
    constexpr std::string_view kEnding = ".approved.md";
    const bool approved = path.size() > kEnding.size() &&
                          path.compare(path.size() - kEnding.size(), kEnding.size(), kEnding) == 0;
    if (approved && !files.contains(path)) differ.push_back(path);
  }
  return differ;
}

}  // namespace dm::publish
