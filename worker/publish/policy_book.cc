#include "worker/publish/policy_book.h"

#include <algorithm>
#include <utility>

#include "worker/publish/rule_reader.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::string TextAt(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  return found == nullptr || found->kind != YamlNode::Kind::kScalar ? "" : found->text;
}

std::vector<std::string> WordsAt(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  std::vector<std::string> words;
  if (found == nullptr) return words;
  if (found->kind == YamlNode::Kind::kScalar) words.push_back(found->text);
  for (const YamlNode& item : found->items) words.push_back(item.text);
  return words;
}

Period PeriodAt(const YamlNode& node) {
  const auto day = [&](std::string_view key) -> std::optional<Date> {
    const StatusOr<Date> date = Date::Parse(TextAt(node, key));
    return date.ok() ? std::optional<Date>(*date) : std::nullopt;
  };
  return {day("valid_from"), day("valid_to")};
}

PolicyBook::PolicyBook(const policy::PolicyFiles& files) : municipality_(files.municipality) {
  for (const auto& [path, text] : files.texts) {
    BookFile file{text, std::nullopt};
    if (EndsWith(path, ".yaml")) {
      std::vector<PolicyError> ignored;  // the set has loaded
      policy::FileErrors errors(path, &ignored);
      file.root = policy::ReadYaml(text, errors);
    }
    files_.emplace(path, std::move(file));
  }
  ReadOpen();
  ReadSources("schema/sources.yaml");
  ReadSources(files.municipality_folder() + "sources.yaml");
  ReadSchema();
  ReadRules();
}

PolicyBook PolicyBook::Of(const PolicySet& set) {
  return PolicyBook(policy::DecodePolicyFiles(set.content()).value_or(policy::PolicyFiles{}));
}

const YamlNode* PolicyBook::Root(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() || !found->second.root.has_value() ? nullptr : &*found->second.root;
}

void PolicyBook::ReadOpen() {
  const YamlNode* root = Root("manifest.yaml");
  const YamlNode* list = root == nullptr ? nullptr : root->Find("opens");
  if (list == nullptr) return;
  for (const YamlNode& item : list->items) {
    open_[TextAt(item, "param")] = {TextAt(item, "required") == "true",
                                    TextAt(item, "needs_approval") == "true",
                                    TextAt(item, "bound")};
  }
}

void PolicyBook::ReadSources(const std::string& path) {
  const YamlNode* root = Root(path);
  const YamlNode* list = root == nullptr ? nullptr : root->Find("sources");
  if (list == nullptr) return;
  for (const YamlNode& item : list->items) {
    BookSource source;
    source.id = TextAt(item, "id");
    source.title = TextAt(item, "title");
    source.url = TextAt(item, "url");
    source.statute = TextAt(item, "statute") == "true";
    source.file = path;
    if (const YamlNode* versions = item.Find("versions")) {
      for (const YamlNode& one : versions->items)
        source.versions.push_back({PeriodAt(one), TextAt(one, "citation"), TextAt(one, "grade")});
    }
    std::stable_sort(source.versions.begin(),
                     source.versions.end(),
                     [](const auto& a, const auto& b) { return a.valid.from > b.valid.from; });
    sources_[source.id] = std::move(source);
  }
}

void PolicyBook::ReadSchema() {
  if (const YamlNode* root = Root("schema/domains.yaml")) {
    if (const YamlNode* list = root->Find("domains")) {
      for (const YamlNode& item : list->items)
        domains_[TextAt(item, "id")] = {TextAt(item, "title"), WordsAt(item, "codes")};
    }
  }
  if (const YamlNode* root = Root("schema/facts.yaml")) {
    if (const YamlNode* list = root->Find("facts")) {
      for (const YamlNode& item : list->items) {
        facts_.push_back({TextAt(item, "id"),
                          TextAt(item, "title"),
                          TextAt(item, "unit"),
                          TextAt(item, "domain"),
                          TextAt(item, "open") == "true"});
      }
    }
  }
}

void PolicyBook::ReadTexts(const YamlNode& root) {
  for (const char* key : {"codes", "texts", "gates", "triggers", "queues", "route_reasons"}) {
    const YamlNode* list = root.Find(key);
    if (list == nullptr) continue;
    for (const YamlNode& item : list->items) {
      std::string text = TextAt(item, "text");
      if (text.empty()) text = TextAt(item, "title");
      if (!text.empty()) texts_[TextAt(item, "code")] = std::move(text);
    }
  }
}

void PolicyBook::Put(BookRule rule) {
  const std::string id = rule.id;
  const auto [at, fresh] = rules_.try_emplace(id, rule);
  if (fresh) return;
  replaced_[id] = std::move(at->second);  // the municipality's folder comes after the national
  at->second = std::move(rule);
}

void PolicyBook::ReadRules() {
  const std::string own = "municipality/" + municipality_ + "/";
  const auto read = [&](const std::string& folder) {
    for (const auto& [path, file] : files_) {
      if (!StartsWith(path, folder) || !file.root.has_value()) continue;
      for (BookRule& rule : RulesOf(path, *file.root, *this)) {
        rule.municipal = StartsWith(path, own);
        Put(std::move(rule));
      }
      ReadTexts(*file.root);
    }
  };
  read("parameters/");
  read("tables/");
  read(own);
}

const BookFact* PolicyBook::Fact(std::string_view id) const {
  const auto found =
      std::find_if(facts_.begin(), facts_.end(), [&](const BookFact& f) { return f.id == id; });
  return found == facts_.end() ? nullptr : &*found;
}

std::string PolicyBook::TextOf(std::string_view code) const {
  const auto found = texts_.find(code);
  return found == texts_.end() ? "" : found->second;
}

}  // namespace dm::publish
