// Texts, letters, and every file that no other part tells about: line by line, so that nothing
// that differs is left out.
#include <set>
#include <string_view>

#include "worker/changes/line_diff.h"
#include "worker/changes/parts.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

// Files whose every rule is told in words. A comment in them is no change of the rules.
bool IsToldInWords(std::string_view path) {
  for (const std::string_view folder :
       {"parameters/", "typfall/", "letters/", "schema/sources.yaml", "manifest.yaml"}) {
    if (path.starts_with(folder)) return true;
  }
  if (path.starts_with("municipality/")) return true;
  for (const std::string_view file : {"gates", "triggers", "queues"}) {
    if (path == "tables/" + std::string(file) + ".yaml") return true;
  }
  return false;
}

// Tables of codes are told as texts, decision tables and parameters by their rows.
bool IsToldAsTable(const std::string& text) {
  for (const std::string_view kind : {"kind: codes", "kind: decision", "kind: table"}) {
    if (text.starts_with(kind) || text.find("\n" + std::string(kind)) != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::string TextAt(const policy::PolicyFiles& files, const std::string& path) {
  const auto found = files.texts.find(path);
  return found == files.texts.end() ? "" : found->second;
}

std::set<std::string> PathsOf(const Pair& pair) {
  std::set<std::string> paths;
  for (const auto& [path, text] : pair.files_before.texts) paths.insert(path);
  for (const auto& [path, text] : pair.files_after.texts) paths.insert(path);
  return paths;
}

// The letter that a household gets, whoever wrote it.
std::string Letter(const policy::PolicyData& data, const std::string& id) {
  const auto found = data.letters.find(id);
  return found == data.letters.end() ? "" : found->second.subject + "\n\n" + found->second.body;
}

}  // namespace

void CompareTexts(const Pair& pair, std::vector<Change>* changes) {
  const auto tell = [&](const std::string& what) {
    changes->push_back({.section = Section::kTexts, .what = what, .details = {}});
  };
  for (const auto& [code, text] : pair.before.texts) {
    if (!pair.after.texts.contains(code)) tell(code + " är borttagen: \"" + text + "\"");
  }
  for (const auto& [code, text] : pair.after.texts) {
    const auto old = pair.before.texts.find(code);
    if (old == pair.before.texts.end()) {
      tell("ny: " + code + ": \"" + text + "\"");
    } else if (old->second != text) {
      tell(code + ": " + FromTo("\"" + old->second + "\"", "\"" + text + "\""));
    }
  }
}

void CompareLetters(const Pair& pair, std::vector<Change>* changes) {
  std::set<std::string> ids;
  for (const auto& [id, letter] : pair.before.letters) ids.insert(id);
  for (const auto& [id, letter] : pair.after.letters) ids.insert(id);
  for (const std::string& id : ids) {
    std::vector<std::string> lines = LineDiff(Letter(pair.before, id), Letter(pair.after, id));
    if (lines.empty()) continue;
    const bool added = !pair.before.letters.contains(id);
    const bool removed = !pair.after.letters.contains(id);
    changes->push_back({.section = Section::kLetters,
                        .what = "Brevet " + id +
                                (added     ? " är nytt"
                                 : removed ? " är borttaget"
                                           : " är ändrat"),
                        .details = std::move(lines)});
  }
}

void CompareFiles(const Pair& pair, std::vector<Change>* changes) {
  for (const std::string& path : PathsOf(pair)) {
    const std::string before = TextAt(pair.files_before, path);
    const std::string after = TextAt(pair.files_after, path);
    if (before == after || IsToldInWords(path)) continue;
    if (IsToldAsTable(before.empty() ? after : before)) continue;
    changes->push_back({.section = Section::kFiles,
                        .what = "Filen " + path +
                                (before.empty()  ? " är ny"
                                 : after.empty() ? " är borttagen"
                                                 : " är ändrad"),
                        .details = LineDiff(before, after)});
  }
}

}  // namespace dm::changes
