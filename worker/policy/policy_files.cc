#include "worker/policy/policy_files.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <system_error>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/value.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {
namespace {

constexpr std::string_view kHeader = "medarbetare-policy 1";
constexpr std::size_t kFilesMax = 2000;

bool IsMunicipalityName(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

enum class Belonging { kSet, kDocument, kUnknown };

Belonging BelongingOf(const std::string& path) {
  static const std::regex set(
      R"(manifest\.yaml|schema/(domains|facts|sources)\.yaml|parameters/[A-Za-z0-9_.-]+\.(yaml|csv)|tables/[A-Za-z0-9_.-]+\.yaml|)"
      R"(calc/[A-Za-z0-9_.-]+\.yaml|typfall/[A-Za-z0-9-]+/typfall\.yaml|letters/[a-z-]+/[a-z0-9_]+\.txt|)"
      R"(municipality/[a-z0-9-]+/((manifest|modes|delegations|approvals|routing|incidents|sources|texts)\.yaml|parameters/[A-Za-z0-9_.-]+\.(yaml|csv)|)"
      R"(letters/[a-z-]+/[a-z0-9_]+\.txt))");
  static const std::regex document(
      R"((.*/)?README\.md|(typfall/[A-Za-z0-9-]+/|municipality/[a-z0-9-]+/|)cases/.*|bundles/[a-z0-9-]+\.(lock|signatures)|(municipality/[a-z0-9-]+/)?docs/.*\.approved\.md|(.*/)?\.[^/]*)");
  if (std::regex_match(path, document)) return Belonging::kDocument;
  return std::regex_match(path, set) ? Belonging::kSet : Belonging::kUnknown;
}

std::string FoldersOf(const std::string& root) {
  constexpr std::size_t kNamesMax = 20;
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(std::filesystem::path(root) / "municipality", error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
    if (entry->is_directory(error)) names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  if (names.size() > kNamesMax) names.resize(kNamesMax);
  return names.empty() ? "none" : Joined(names);
}

// The line up to `at`'s next line feed; moves `at` behind it.
std::optional<std::string_view> TakeLine(std::string_view text, std::size_t& at) {
  const std::size_t end = text.find('\n', at);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(at, end - at);
  at = end + 1;
  return line;
}

bool TakePrefix(std::string_view& line, std::string_view prefix) {
  if (line.substr(0, prefix.size()) != prefix) return false;
  line.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::optional<std::string> ReadWhole(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (stream.bad()) return std::nullopt;
  return bytes;
}

std::string PolicyFiles::municipality_folder() const {
  return fmt::format("municipality/{}/", municipality);
}

std::string CanonicalText(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark)
    bytes.remove_prefix(kByteOrderMark.size());
  std::string text;
  text.reserve(bytes.size() + 1);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\r') {
      if (i + 1 < bytes.size() && bytes[i + 1] == '\n') continue;
      text += '\n';
    } else {
      text += bytes[i];
    }
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text + "\n";
}

PolicyFiles ReadPolicyFolder(const std::string& root,
                             const std::string& municipality,
                             std::vector<PolicyError>* errors) {
  namespace fs = std::filesystem;
  PolicyFiles files;
  files.municipality = municipality;
  const auto fail = [&](std::string file, std::string message, std::string remedy) {
    errors->push_back({std::move(file), 0, std::move(message), std::move(remedy)});
  };
  if (!IsMunicipalityName(municipality)) {
    fail("municipality",
         "the municipality's folder name is not of a-z, 0-9 and -",
         "name it like 0000-exempelkommun");
    return files;
  }
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    fail("",
         "the policies folder does not exist or cannot be read",
         "point policies at the folder that holds manifest.yaml");
    return files;
  }
  if (!fs::is_directory(fs::path(root) / "municipality" / municipality, error)) {
    fail("municipality/" + municipality,
         "the municipality has no folder",
         "create it or correct municipality: there is " + FoldersOf(root));
    return files;
  }
  const std::string own = files.municipality_folder();
  fs::recursive_directory_iterator entry(root, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_directory(error)) continue;
    const std::string path = entry->path().lexically_relative(root).generic_string();
    const bool other = path.rfind("municipality/", 0) == 0 && path.rfind(own, 0) != 0;
    const Belonging belonging = BelongingOf(path);
    if (other || belonging == Belonging::kDocument) continue;
    if (belonging == Belonging::kUnknown) {
      fail(path,
           "the format knows no such file",
           "correct its name and folder (docs/policies.md, \"The folders\"), or move it away");
      continue;
    }
    const std::uintmax_t size = entry->file_size(error);
    if (!error && size > 4 * kFileBytesMax) {
      fail(path, fmt::format("the file is larger than {} bytes", kFileBytesMax), "split it");
      files.whole = false;
      continue;
    }
    if (files.texts.size() >= kFilesMax) {
      fail(path,
           fmt::format("the folder holds more than {} files", kFilesMax),
           "move away what is no part of the rules");
      files.whole = false;
      continue;
    }
    std::optional<std::string> bytes;
    if (!error) bytes = ReadWhole(entry->path());
    error.clear();
    if (!bytes.has_value()) {
      fail(path, "the file cannot be read", "make it readable to the user who runs this");
      files.whole = false;
      continue;
    }
    files.texts[path] = CanonicalText(*bytes);
  }
  if (error) fail("", "the policies folder cannot be listed", "make every folder in it readable");
  return files;
}

std::string EncodePolicyFiles(const PolicyFiles& files) {
  std::string content = fmt::format("{}\nmunicipality {}\n", kHeader, files.municipality);
  for (const auto& [path, text] : files.texts)
    content += fmt::format("file {} {}\n{}", text.size(), path, text);
  return content;
}

std::optional<PolicyFiles> DecodePolicyFiles(std::string_view content) {
  std::size_t at = 0;
  PolicyFiles files;
  std::optional<std::string_view> line = TakeLine(content, at);
  if (!line.has_value() || *line != kHeader) return std::nullopt;
  line = TakeLine(content, at);
  if (!line.has_value() || !TakePrefix(*line, "municipality ") || !IsMunicipalityName(*line))
    return std::nullopt;
  files.municipality = std::string(*line);
  while (at < content.size()) {
    line = TakeLine(content, at);
    if (!line.has_value() || !TakePrefix(*line, "file ")) return std::nullopt;
    const std::size_t space = line->find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::optional<std::int64_t> size = ParseWhole(line->substr(0, space));
    const std::string path(line->substr(space + 1));
    if (!size.has_value() || *size < 0 || static_cast<std::size_t>(*size) > content.size() - at)
      return std::nullopt;
    if (BelongingOf(path) != Belonging::kSet || files.texts.contains(path)) return std::nullopt;
    files.texts[path] = std::string(content.substr(at, static_cast<std::size_t>(*size)));
    at += static_cast<std::size_t>(*size);
  }
  return files;
}

}  // namespace dm::policy
