#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "worker/golden/golden_case.h"
#include "worker/golden/parts_case.h"
#include "worker/policy/yaml_map.h"
#include "worker/policy/yaml_tree.h"

namespace dm::golden {

namespace {

using policy::FileErrors;
using policy::Need;
using policy::YamlEntry;
using policy::YamlMap;
using policy::YamlNode;

namespace fs = std::filesystem;

constexpr std::string_view kNone = "none";

// The words of a list, sorted, with a comma between.
std::string Joined(const YamlNode& list) {
  std::vector<std::string> words;
  for (const YamlNode& item : list.items) words.push_back(item.text);
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::map<std::string, std::string> Texts(YamlMap& map, const std::string& key) {
  std::map<std::string, std::string> texts;
  const YamlNode* node = map.Node(key, Need::kOptional);
  if (node == nullptr) return texts;
  for (const YamlEntry& entry : node->entries) {
    if (entry.value.kind == YamlNode::Kind::kScalar) {
      texts[entry.key] = entry.value.text;
    } else if (entry.value.kind == YamlNode::Kind::kList && key == "gives") {
      texts[entry.key] = Joined(entry.value);
    } else {
      map.errors().Add(entry.line, key + " takes one value a key", "write key: value");
    }
  }
  if (node->kind != YamlNode::Kind::kMap) {
    map.errors().Add(node->line, key + " is no map", "write {key: value}");
  }
  return texts;
}

// What a case is about: the key of its own entry, or of the file's head. Several ids: a case each.
struct Subject {
  PartsCase::Kind kind = PartsCase::Kind::kParameter;
  std::vector<std::string> ids;
};

std::optional<Subject> SubjectOf(YamlMap& map) {
  std::optional<Subject> subject;
  for (const auto& [key, kind] : {std::pair{"parameter", PartsCase::Kind::kParameter},
                                  std::pair{"table", PartsCase::Kind::kTable},
                                  std::pair{"criterion", PartsCase::Kind::kCriterion},
                                  std::pair{"gate", PartsCase::Kind::kGate},
                                  std::pair{"trigger", PartsCase::Kind::kTrigger},
                                  std::pair{"queue", PartsCase::Kind::kQueue},
                                  std::pair{"observation", PartsCase::Kind::kObservation},
                                  std::pair{"typfall", PartsCase::Kind::kTypfall}}) {
    std::vector<std::string> ids = map.Words(key, Need::kOptional);
    if (ids.empty()) continue;
    if (subject.has_value()) {
      map.errors().Add(map.line(),
                       "a case is about one thing",
                       "name one of parameter, table, criterion, gate, trigger, queue, observation "
                       "and typfall, and make a case of each");
    }
    subject = Subject{kind, std::move(ids)};
  }
  return subject;
}

// "4..6" is 4, 5, 6; anything else is itself.
std::vector<std::string> Spread(const std::string& text) {
  constexpr std::int64_t kSpreadMax = 200;
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) return {text};
  const std::optional<std::int64_t> low = policy::ParseWhole(text.substr(0, dots));
  const std::optional<std::int64_t> high = policy::ParseWhole(text.substr(dots + 2));
  if (!low || !high || *high < *low || *high - *low > kSpreadMax) return {text};
  std::vector<std::string> values;
  for (std::int64_t value = *low; value <= *high; ++value) values.push_back(std::to_string(value));
  return values;
}

// One entry may be many cases: `each` names a key and its values, `by` and `values` a key with the
// value of the parameter for each.
class Expansion {
 public:
  Expansion(YamlMap& map, const Subject* subject) : subject_(subject) {
    for (const YamlEntry& entry : Entries(map, "each")) ReadEach(map, entry);
    const std::optional<std::string> by = map.Id("by", Need::kOptional);
    const std::map<std::string, std::string> values = Texts(map, "values");
    if (by.has_value() == values.empty() || (by.has_value() && !key_.empty())) {
      map.errors().Add(
          map.line(),
          "by and values belong together, and each is another way",
          "write by: key with values: {value of the key: value}, or each: {key: [..]}");
    }
    if (!by.has_value()) return;
    key_ = *by;
    for (const auto& [where, value] : values) {
      for (const std::string& one : Spread(where)) parts_.emplace_back(one, value);
    }
  }

  std::vector<PartsCase> Of(const PartsCase& one) const {
    std::vector<PartsCase> cases;
    for (const std::string& id : subject_ == nullptr ? std::vector<std::string>() : subject_->ids) {
      PartsCase of = one;
      of.kind = subject_->kind;
      of.id = id;
      if (subject_->ids.size() > 1) of.part = id;
      if (key_.empty()) cases.push_back(of);
      for (const auto& [where, value] : parts_) {
        PartsCase part = of;
        part.part += (of.part.empty() ? "" : " ") + key_ + " " + where;
        part.with[key_] = where;
        if (value.has_value()) part.value = value;
        cases.push_back(std::move(part));
      }
    }
    return cases;
  }

  bool gives_values() const { return !parts_.empty() && parts_.front().second.has_value(); }

 private:
  static std::vector<YamlEntry> Entries(YamlMap& map, const std::string& key) {
    const YamlNode* node = map.Node(key, Need::kOptional);
    if (node == nullptr) return {};
    if (node->entries.size() != 1) {
      map.errors().Add(node->line, key + " names one key", "write each: {key: [value, value]}");
    }
    return node->entries;
  }

  void ReadEach(YamlMap& map, const YamlEntry& entry) {
    key_ = entry.key;
    if (entry.value.kind != YamlNode::Kind::kList) {
      map.errors().Add(entry.line, "each takes a list", "write each: {key: [value, value]}");
      return;
    }
    for (const YamlNode& item : entry.value.items) {
      for (const std::string& one : Spread(item.text)) parts_.emplace_back(one, std::nullopt);
    }
  }

  const Subject* subject_;
  std::string key_;
  std::vector<std::pair<std::string, std::optional<std::string>>> parts_;
};

void RefuseNothingSaid(const PartsCase& parts, bool values, YamlMap& map) {
  const bool says = values || parts.approved.has_value() || parts.rows.has_value() ||
                    parts.value.has_value() || !parts.gives.empty() ||
                    !parts.undetermined.empty() || !parts.holds.empty() || !parts.fails.empty();
  if (says) return;
  map.errors().Add(map.line(),
                   "the case does not say what must come of it",
                   "add row, value, values, approved, gives, undetermined, holds or fails");
}

void ReadExpected(PartsCase* parts, bool values, YamlMap& map) {
  std::vector<std::string> rows = map.Words("row", Need::kOptional);
  if (!rows.empty()) {
    if (rows.size() == 1 && rows.front() == kNone) rows.clear();
    parts->rows = std::move(rows);
  }
  parts->value = map.Text("value", Need::kOptional);
  parts->gives = Texts(map, "gives");
  parts->undetermined = map.Words("undetermined", Need::kOptional);
  parts->holds = map.Words("holds", Need::kOptional);
  parts->fails = map.Words("fails", Need::kOptional);
  const std::optional<std::string> approved = map.Text("approved", Need::kOptional);
  if (approved.has_value()) parts->approved = *approved == "true";
  RefuseNothingSaid(*parts, values, map);
}

std::string MunicipalityOfPath(const std::string& path) {
  constexpr std::string_view kFolder = "municipality/";
  if (!path.starts_with(kFolder)) return kExampleMunicipality;
  return path.substr(kFolder.size(), path.find('/', kFolder.size()) - kFolder.size());
}

std::vector<PartsCase> ReadCases(const YamlNode& root,
                                 const std::string& path,
                                 FileErrors& errors) {
  std::vector<PartsCase> cases;
  YamlMap head(root, errors, "the file");
  head.Text("title", Need::kOptional);
  const std::optional<Subject> common = SubjectOf(head);
  const std::optional<Date> day = head.Day("on", Need::kOptional);
  const std::string municipality =
      head.Id("municipality", Need::kOptional).value_or(MunicipalityOfPath(path));
  const std::vector<YamlNode>* list = head.List("cases", Need::kRequired);
  head.Finish();
  if (list == nullptr) return cases;
  for (const YamlNode& node : *list) {
    YamlMap map(node, errors, "the case");
    PartsCase parts;
    parts.file = path;
    parts.line = node.line;
    parts.municipality = municipality;
    map.Text("title", Need::kOptional);
    const std::optional<Subject> own = SubjectOf(map);
    const Subject* subject = own.has_value() ? &*own : common.has_value() ? &*common : nullptr;
    const std::optional<Date> on = map.Day("on", Need::kOptional);
    const Expansion expansion(map, subject);
    if (subject == nullptr) {
      errors.Add(node.line, "the case is about nothing", "name a parameter, table or criterion");
    }
    if (!on.has_value() && !day.has_value()) {
      errors.Add(node.line, "the case has no day", "add on: YYYY-MM-DD to it or to the file");
    }
    parts.on = on.value_or(day.value_or(Date()));
    parts.with = Texts(map, "with");
    ReadExpected(&parts, expansion.gives_values(), map);
    map.Finish();
    for (PartsCase& one : expansion.Of(parts)) cases.push_back(std::move(one));
  }
  return cases;
}

}  // namespace

std::string PartsCase::Name() const {
  return file + ":" + std::to_string(line) + (part.empty() ? "" : " " + part);
}

std::vector<std::string> FindPartsFiles(const std::string& policies) {
  return FilesEndingWith(".parts.yaml", policies);
}

std::vector<PartsCase> ReadPartsFile(const std::string& policies,
                                     const std::string& path,
                                     std::vector<PolicyError>* errors) {
  FileErrors file_errors(path, errors);
  std::ifstream file(fs::path(policies) / path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) {
    file_errors.Add(0, "the file cannot be read", "make it readable");
    return {};
  }
  const std::optional<YamlNode> root = policy::ReadYaml(bytes, file_errors);
  return root.has_value() ? ReadCases(*root, path, file_errors) : std::vector<PartsCase>();
}

}  // namespace dm::golden
