// Texts, letters, and then every file: what differs in it and no part has told, key by key or line
// by line, so that nothing that differs is left out.
#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "worker/changes/line_diff.h"
#include "worker/changes/node_diff.h"
#include "worker/changes/parts.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

// What is told of a file beside what the other parts say in words.
enum class Telling {
  kKeys,   // each key that differs and that no part has told
  kLines,  // the lines that differ: no part tells about such a file
};

Telling TellingOf(std::string_view path, const policy::YamlNode& root) {
  for (const std::string_view folder : {"parameters/", "typfall/"}) {
    if (path.find(folder) != std::string_view::npos) return Telling::kKeys;
  }
  constexpr std::string_view kEnding = ".yaml";
  const std::size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  name.remove_suffix(std::min(kEnding.size(), name.size()));
  for (const std::string_view told :
       {"manifest", "sources", "modes", "delegations", "approvals", "texts"}) {
    if (name == told) return Telling::kKeys;
  }
  const policy::YamlNode* kind = root.Find("kind");
  if (kind == nullptr) return Telling::kLines;
  for (const std::string_view told :
       {"codes", "decision", "table", "gates", "triggers", "queues"}) {
    if (kind->text == told) return Telling::kKeys;
  }
  return Telling::kLines;
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

// Texts stand in files of codes and in the municipality's own.
std::vector<std::string> TextKeys(const std::string& code,
                                  const std::string& before,
                                  const std::string& after) {
  const std::string differs = " \"" + before + "\" \"" + after + "\"";
  return {"codes[" + code + "].text" + differs,
          "texts[" + code + "].text" + differs,
          "codes[" + code + "].code",
          "texts[" + code + "].code"};
}

class FileComparison {
 public:
  FileComparison(const Pair& pair, std::vector<Change>* changes) : pair_(pair), changes_(changes) {
    for (const Change& change : *changes) told_.insert(change.keys.begin(), change.keys.end());
  }

  void Compare(const std::string& path, const std::string& before, const std::string& after) {
    if (path.ends_with(".yaml")) {
      Yaml(path, before, after);
    } else if (!IsToldLetter(path, before, after)) {
      Tell(path, before, after, LineDiff(before, after));
    }
  }

 private:
  void Tell(const std::string& path,
            const std::string& before,
            const std::string& after,
            std::vector<std::string> lines) {
    changes_->push_back({.section = Section::kFiles,
                         .what = "Filen " + path +
                                 (before.empty()  ? " är ny"
                                  : after.empty() ? " är borttagen"
                                                  : " är ändrad"),
                         .details = std::move(lines)});
  }

  void Yaml(const std::string& path, const std::string& before, const std::string& after) {
    const policy::YamlNode left = Root(before);
    const policy::YamlNode right = Root(after);
    if (IsSame(left, right)) return;  // A comment is no change of the rules.
    std::vector<std::string> lines;
    if (TellingOf(path, before.empty() ? right : left) == Telling::kLines) {
      lines = LineDiff(before, after);
    } else {
      const std::vector<NodeChange> nodes = NodeDiff(left, right);
      for (const NodeChange& node : nodes) Add(path, node, &lines);
      if (nodes.empty()) lines.emplace_back("samma uppgifter, i en annan ordning");
      if (lines.empty()) return;
    }
    Tell(path, before, after, std::move(lines));
  }

  // Both have been read before, when the sets were loaded.
  static policy::YamlNode Root(const std::string& text) {
    if (text.empty()) return {};
    std::vector<PolicyError> errors;
    policy::FileErrors file_errors("", &errors);
    return policy::ReadYaml(text, file_errors).value_or(policy::YamlNode{});
  }

  void Add(const std::string& path, const NodeChange& node, std::vector<std::string>* lines) const {
    if (!node.order.empty()) {
      lines->push_back((node.path.empty() ? "allt" : node.path) + ", ordning:");
      lines->insert(lines->end(), node.order.begin(), node.order.end());
      return;
    }
    const std::string before = node.before.value_or("\"\"");
    const std::string after = node.after.value_or("\"\"");
    for (const std::string& key :
         {path + "|" + node.path, node.path, node.path + " " + before + " " + after}) {
      if (told_.contains(key)) return;
    }
    lines->push_back(node.path + ": " +
                     FromTo(node.before.value_or("inget"), node.after.value_or("inget")));
  }

  // What households got and get are these texts, and the difference has been told.
  bool IsToldLetter(const std::string& path,
                    const std::string& before,
                    const std::string& after) const {
    constexpr std::string_view kFolder = "letters/";
    constexpr std::string_view kEnding = ".txt";
    const std::size_t at = path.find(kFolder);
    if (at == std::string::npos || !path.ends_with(kEnding)) return false;
    const std::size_t from = at + kFolder.size();
    const std::string id = path.substr(from, path.size() - from - kEnding.size());
    const std::string sent_before = Letter(pair_.before, id);
    const std::string sent_after = Letter(pair_.after, id);
    const auto is_sent = [](const std::string& text, const std::string& letter) {
      return text.empty() || (!letter.empty() && text.ends_with(letter));
    };
    return sent_before != sent_after && is_sent(before, sent_before) && is_sent(after, sent_after);
  }

  const Pair& pair_;
  std::vector<Change>* changes_;
  std::set<std::string> told_;
};

}  // namespace

void CompareTexts(const Pair& pair, std::vector<Change>* changes) {
  const auto tell = [&](const std::string& what, std::vector<std::string> keys) {
    changes->push_back(
        {.section = Section::kTexts, .what = what, .details = {}, .keys = std::move(keys)});
  };
  for (const auto& [code, text] : pair.before.texts) {
    if (!pair.after.texts.contains(code)) {
      tell(code + " är borttagen: \"" + text + "\"", TextKeys(code, text, ""));
    }
  }
  for (const auto& [code, text] : pair.after.texts) {
    const auto old = pair.before.texts.find(code);
    if (old == pair.before.texts.end()) {
      tell("ny: " + code + ": \"" + text + "\"", TextKeys(code, "", text));
    } else if (old->second != text) {
      tell(code + ": " + FromTo("\"" + old->second + "\"", "\"" + text + "\""),
           TextKeys(code, old->second, text));
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
  FileComparison comparison(pair, changes);
  for (const std::string& path : PathsOf(pair)) {
    const std::string before = TextAt(pair.files_before, path);
    const std::string after = TextAt(pair.files_after, path);
    if (before != after) comparison.Compare(path, before, after);
  }
}

}  // namespace dm::changes
