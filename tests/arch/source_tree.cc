#include "tests/arch/source_tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace dm::arch {
namespace {

namespace fs = std::filesystem;

// The same as .gitignore, and git's own folder.
bool IsForeign(const std::string& folder_name) {
  constexpr std::array<std::string_view, 4> kNames = {".git", ".cache", "demo-run", "node_modules"};
  return folder_name.rfind("build", 0) == 0 ||
         std::find(kNames.begin(), kNames.end(), folder_name) != kNames.end();
}

bool IsSource(const std::string& path) {
  return path.ends_with(".h") || path.ends_with(".cc");
}

// Where the scanner of CodeOnly stands.
enum class Scan { kCode, kLineComment, kBlockComment, kString, kCharacter };

// What a pair of characters begins when it stands in code.
Scan Begins(char c, char next) {
  if (c == '/' && next == '/') return Scan::kLineComment;
  if (c == '/' && next == '*') return Scan::kBlockComment;
  if (c == '"') return Scan::kString;
  if (c == '\'') return Scan::kCharacter;
  return Scan::kCode;
}

bool EndsLiteral(Scan state, char c) {
  return (state == Scan::kString && c == '"') || (state == Scan::kCharacter && c == '\'');
}

// A quote between digits separates thousands; it begins no character.
bool SeparatesDigits(std::string_view text, std::size_t at) {
  return at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
}

}  // namespace

std::vector<std::string> FilesBelow(const std::string& folder) {
  const fs::path root = DM_SOURCE_DIR;
  std::vector<std::string> paths;
  if (!fs::exists(root / folder)) return paths;
  for (auto entry = fs::recursive_directory_iterator(root / folder);
       entry != fs::recursive_directory_iterator();
       ++entry) {
    if (entry->is_directory() && IsForeign(entry->path().filename().string())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      paths.push_back(entry->path().lexically_relative(root).generic_string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> SourcesBelow(const std::string& folder) {
  std::vector<std::string> paths = FilesBelow(folder);
  std::erase_if(paths, [](const std::string& path) { return !IsSource(path); });
  return paths;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(fs::path(DM_SOURCE_DIR) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool IsExecutable(const std::string& path) {
  const fs::perms permissions = fs::status(fs::path(DM_SOURCE_DIR) / path).permissions();
  return (permissions & fs::perms::owner_exec) != fs::perms::none;
}

std::vector<Include> IncludesIn(std::string_view text) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<Include> includes;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, kInclude)) continue;
    includes.push_back({.header = match[2], .quoted = match[1] == "\"", .line = number});
  }
  return includes;
}

std::string CodeOnly(std::string_view text) {
  std::string code(text);
  Scan state = Scan::kCode;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (state == Scan::kCode) {
      state = c == '\'' && SeparatesDigits(text, i) ? Scan::kCode : Begins(c, next);
      if (state != Scan::kCode) code[i] = ' ';
      continue;
    }
    if (c != '\n') code[i] = ' ';
    if (state == Scan::kLineComment && c == '\n') state = Scan::kCode;
    if (state == Scan::kBlockComment && c == '/' && text[i - 1] == '*') state = Scan::kCode;
    if (EndsLiteral(state, c)) {
      state = Scan::kCode;
    } else if ((state == Scan::kString || state == Scan::kCharacter) && c == '\\') {
      if (next != '\n' && i + 1 < text.size()) code[i + 1] = ' ';
      ++i;
    }
  }
  return code;
}

bool IsFixture(std::string_view path) {
  return path.substr(path.rfind('/') + 1).starts_with("test_");
}

bool IsTest(std::string_view path) {
  return path.ends_with("_test.cc") || IsFixture(path);
}

}  // namespace dm::arch
