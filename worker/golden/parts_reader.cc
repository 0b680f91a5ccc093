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

std::map<std::string, std::string> Texts(YamlMap& map, const std::string& key) {
  std::map<std::string, std::string> texts;
  const YamlNode* node = map.Node(key, Need::kOptional);
  if (node == nullptr) return texts;
  for (const YamlEntry& entry : node->entries) {
    if (entry.value.kind == YamlNode::Kind::kScalar) {
      texts[entry.key] = entry.value.text;
    } else {
      map.errors().Add(entry.line, key + " takes one value a key", "write key: value");
    }
  }
  if (node->kind != YamlNode::Kind::kMap) {
    map.errors().Add(node->line, key + " is no map", "write {key: value}");
  }
  return texts;
}

// What the case is about: the key of its own entry, or of the file's head.
struct Subject {
  PartsCase::Kind kind = PartsCase::Kind::kParameter;
  std::string id;
};

std::optional<Subject> SubjectOf(YamlMap& map) {
  std::optional<Subject> subject;
  for (const auto& [key, kind] : {std::pair{"parameter", PartsCase::Kind::kParameter},
                                  std::pair{"table", PartsCase::Kind::kTable},
                                  std::pair{"criterion", PartsCase::Kind::kCriterion}}) {
    const std::optional<std::string> id = map.Id(key, Need::kOptional);
    if (!id.has_value()) continue;
    if (subject.has_value()) {
      map.errors().Add(map.line(),
                       "a case is about one thing",
                       "name a parameter, a table or a criterion, and make a case of each");
    }
    subject = Subject{kind, *id};
  }
  return subject;
}

void RefuseNothingSaid(const PartsCase& parts, YamlMap& map) {
  const bool says = parts.rows.has_value() || parts.value.has_value() || !parts.gives.empty() ||
                    !parts.undetermined.empty() || !parts.holds.empty() || !parts.fails.empty();
  if (says) return;
  map.errors().Add(map.line(),
                   "the case does not say what must come of it",
                   "add row, value, gives, undetermined, holds or fails");
}

void ReadExpected(PartsCase* parts, YamlMap& map) {
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
  RefuseNothingSaid(*parts, map);
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
    if (subject == nullptr) {
      errors.Add(node.line, "the case is about nothing", "name a parameter, table or criterion");
    } else {
      parts.kind = subject->kind;
      parts.id = subject->id;
    }
    if (!on.has_value() && !day.has_value()) {
      errors.Add(node.line, "the case has no day", "add on: YYYY-MM-DD to it or to the file");
    }
    parts.on = on.value_or(day.value_or(Date()));
    parts.with = Texts(map, "with");
    ReadExpected(&parts, map);
    map.Finish();
    cases.push_back(std::move(parts));
  }
  return cases;
}

}  // namespace

std::string PartsCase::Name() const {
  return file + ":" + std::to_string(line);
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
