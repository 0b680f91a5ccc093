#include "connectors/desk/page_files.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "worker/core/digest.h"

namespace dm::desk {
namespace {

constexpr std::uintmax_t kFileBytesMax = std::uintmax_t{8} << 20U;
constexpr std::size_t kFilesMax = 256;
constexpr std::size_t kPathBytesMax = 128;
constexpr char kManifest[] = "manifest.json";

const std::set<std::string, std::less<>>& Types() {
  static const std::set<std::string, std::less<>> kTypes = {"text/html; charset=utf-8",
                                                            "text/javascript; charset=utf-8",
                                                            "text/css; charset=utf-8",
                                                            "text/plain; charset=utf-8",
                                                            "application/json",
                                                            "application/manifest+json",
                                                            "image/svg+xml",
                                                            "image/png",
                                                            "image/x-icon",
                                                            "font/woff2"};
  return kTypes;
}

Status Refuse(const std::string& what, const std::string& remedy) {
  return FailedPrecondition("page: " + what,
                            {.reason = "CONFIG_INVALID", .field = "page", .remedy = remedy});
}

// "/assets/main-AB12.js": segments of letters, digits, dot, dash and underline; none begins with a
// dot.
bool IsPlainPath(std::string_view path) {
  if (path.size() < 2 || path.size() > kPathBytesMax || path.front() != '/') return false;
  char before = '\0';
  for (const char c : path) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    if (before == '/' && !plain) return false;
    if (!plain && c != '.' && c != '/') return false;
    before = c;
  }
  return before != '/';
}

StatusOr<std::string> ReadRegular(const std::filesystem::path& path, const std::string& name) {
  std::error_code failed;
  const auto status = std::filesystem::symlink_status(path, failed);
  const bool regular = !failed && std::filesystem::is_regular_file(status);
  const std::uintmax_t size = regular ? std::filesystem::file_size(path, failed) : 0;
  if (!regular || failed) {
    return Refuse(name + " is missing or no plain file", "Build the page and name its folder.");
  }
  if (size > kFileBytesMax) return Refuse(name + " is larger than 8 MiB", "Check the build.");
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// An encoded twin beside the file, as the build may make one; empty where there is none.
std::string ReadTwin(const std::filesystem::path& path, const char* suffix) {
  auto twin = ReadRegular(path.string() + suffix, "");
  return twin.ok() ? *std::move(twin) : "";
}

StatusOr<PageFile> LoadFile(const std::filesystem::path& folder,
                            const std::string& path,
                            const nlohmann::json& entry) {
  const auto text = [&entry](const char* key) {
    return entry.is_object() && entry.contains(key) && entry[key].is_string()
               ? entry[key].get<std::string>()
               : std::string();
  };
  if (!IsPlainPath(path)) return Refuse("the manifest holds a path of another form", "Rebuild it.");
  PageFile file;
  file.type = text("type");
  file.immutable = text("cache") == "immutable";
  file.kept_nowhere = text("cache") == "no-store";
  if (!Types().contains(file.type)) {
    return Refuse(path + " has a type that is not served", "Use one of the listed types.");
  }
  const std::filesystem::path place = folder / path.substr(1);
  DM_ASSIGN_OR_RETURN(file.plain, ReadRegular(place, path));
  if (Sha256Hex(file.plain) != text("sha256")) {
    return Refuse(path + " is not as the manifest says", "Build and copy the page whole.");
  }
  // Beside a file whose name holds its hash no twin can be left over from an older build.
  if (file.immutable) {
    file.brotli = ReadTwin(place, ".br");
    file.gzip = ReadTwin(place, ".gz");
  }
  return file;
}

}  // namespace

StatusOr<PageFiles> PageFiles::Load(const std::string& folder) {
  DM_ASSIGN_OR_RETURN(const std::string text,
                      ReadRegular(std::filesystem::path(folder) / kManifest, kManifest));
  const auto manifest = nlohmann::json::parse(text, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("files") || !manifest["files"].is_object()) {
    return Refuse("manifest.json lists no files", "Build the page anew.");
  }
  if (manifest["files"].size() > kFilesMax) {
    return Refuse("manifest.json lists more than 256 files", "Check the build.");
  }
  PageFiles page;
  for (const auto& [path, entry] : manifest["files"].items()) {
    DM_ASSIGN_OR_RETURN(page.files_[path], LoadFile(folder, path, entry));
  }
  if (page.Find("/") == nullptr) {
    return Refuse("manifest.json has no /index.html", "Build the page anew.");
  }
  return page;
}

const PageFile* PageFiles::Find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? std::string_view("/index.html") : path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace dm::desk
