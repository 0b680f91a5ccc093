#include <algorithm>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/parameter_rows.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

std::vector<Column> ReadKeyColumns(YamlMap& map, const PolicyData& data, FileErrors& errors) {
  std::vector<Column> columns;
  const YamlNode* node = map.Node("keys", Need::kRequired);
  if (node == nullptr) return columns;
  if (node->kind != YamlNode::Kind::kMap || node->entries.empty()) {
    errors.Add(node->line,
               fmt::format("keys of {} is no map", map.what()),
               "write keys: {name: {unit: count}}");
    return columns;
  }
  for (const YamlEntry& entry : node->entries) {
    YamlMap key(entry.value, errors, fmt::format("key {} of {}", entry.key, map.what()));
    if (IsReservedRowKey(entry.key))
      errors.Add(entry.line, fmt::format("{} has a reserved name", key.what()), "rename the key");
    Column column;
    column.name = entry.key;
    column.axis = Axis(ReadValueType(key, data), false);
    key.Finish();
    columns.push_back(std::move(column));
  }
  return columns;
}

void ReadDays(YamlMap& map,
              const Parameter& parameter,
              ParameterVersion& version,
              PolicyData& data) {
  FileErrors& errors = map.errors();
  const std::vector<YamlNode>* list = map.List("days", Need::kRequired);
  if (list == nullptr) return;
  for (const YamlNode& node : *list) {
    YamlMap day(node, errors, fmt::format("a day of {}", parameter.id));
    const std::optional<Date> date = day.Day("day", Need::kRequired);
    day.Text("name", Need::kRequired);
    PartGrade(day, version);
    PartSources(day, version, data);
    day.Finish();
    if (!date.has_value()) continue;
    if (!version.valid.Contains(*date))
      errors.Add(day.line(),
                 fmt::format("a day of {} lies outside its version", parameter.id),
                 "move it to its year");
    if (!version.days.empty() && *date <= version.days.back())
      errors.Add(day.line(),
                 fmt::format("the days of {} are not in order", parameter.id),
                 "list each day once, by date");
    version.days.push_back(*date);
  }
}

std::optional<ParameterVersion> ReadVersion(const YamlNode& node,
                                            const Parameter& parameter,
                                            const PolicyFiles& files,
                                            PolicyData& data,
                                            FileErrors& errors) {
  YamlMap map(node, errors, fmt::format("a version of {}", parameter.id));
  ParameterVersion version;
  version.line = map.line();
  version.valid = map.Validity(Need::kRequired);
  version.ends = map.Flag("ends", false);
  const bool rows_may_say = parameter.kind != ParameterKind::kScalar;
  version.grade = ReadGrade(map, "", rows_may_say ? Need::kOptional : Need::kRequired);
  if (version.grade.empty() && map.Has("grade")) version.grade.assign(1, kToldOf);
  version.sources = ReadSourcesOf(map, {}, version.valid, data);
  if (version.sources.empty()) version.sources = {std::string(1, kToldOf)};
  map.Text("note", Need::kOptional);
  if (!version.valid.from.has_value()) return std::nullopt;
  map.Rename(fmt::format("{}@{}", parameter.id, version.valid.from->ToString()));
  switch (parameter.kind) {
    case ParameterKind::kScalar: {
      const std::optional<FactValue> value = map.Value("value", Need::kRequired, parameter.type);
      map.Finish();
      if (!value.has_value()) return std::nullopt;
      version.value = *value;
      return version;
    }
    case ParameterKind::kTable:
      ReadParameterRows(map, parameter, files, version, data);
      break;
    case ParameterKind::kDays:
      ReadDays(map, parameter, version, data);
      break;
  }
  map.Finish();
  return version;
}

// Versions of one parameter follow each other day by day.
void CheckSuccession(const Parameter& parameter, FileErrors& errors) {
  for (std::size_t i = 1; i < parameter.versions.size(); ++i) {
    const ParameterVersion& older = parameter.versions[i - 1];
    const ParameterVersion& newer = parameter.versions[i];
    const std::string from = newer.valid.from->ToString();
    const std::string eve = newer.valid.from->PlusDays(-1).ToString();
    if (Shared(older.valid, newer.valid).has_value()) {
      errors.Add(newer.line,
                 fmt::format("{}: the version from {} overlaps the one before", parameter.id, from),
                 fmt::format("end the older version with valid_to: {}", eve));
    } else if (*DayAfter(older.valid) != *newer.valid.from && !older.ends) {
      errors.Add(newer.line,
                 fmt::format("{}: no version is in force from {} to {}",
                             parameter.id,
                             DayAfter(older.valid)->ToString(),
                             eve),
                 "close the gap, or say ends: true on the older version if the rule did end");
    }
  }
}

void CheckRowIds(const Parameter& parameter, FileErrors& errors) {
  std::set<std::string> seen;
  for (const ParameterVersion& version : parameter.versions) {
    std::vector<std::pair<std::string, int>> ids;
    for (const GridRow& row : version.grid.rows) ids.emplace_back(row.id, row.line);
    if (version.beyond.has_value()) ids.emplace_back(version.beyond->id, version.line);
    for (const auto& [id, line] : ids) {
      if (!seen.insert(id).second)
        errors.Add(line,
                   fmt::format("{}: the row id {} stands twice", parameter.id, Quoted(id)),
                   "give each row its own id, also across versions");
    }
  }
}

ParameterKind ReadKind(YamlMap& map, FileErrors& errors) {
  const std::string kind = map.Text("kind", Need::kOptional).value_or("scalar");
  if (kind == "table") return ParameterKind::kTable;
  if (kind == "days") return ParameterKind::kDays;
  if (kind != "scalar")
    errors.Add(map.LineOf("kind"),
               fmt::format("kind of {} is unknown", map.what()),
               "use scalar, table or days");
  return ParameterKind::kScalar;
}

void ReadParameter(const YamlNode& node,
                   FileErrors& errors,
                   Owner owner,
                   const PolicyFiles& files,
                   PolicyData& data) {
  YamlMap map(node, errors, "a parameter");
  Parameter parameter;
  parameter.id = map.Id("id", Need::kRequired).value_or("");
  map.Rename("parameter " + parameter.id);
  parameter.place = {errors.file(), map.line()};
  parameter.title = map.Text("title", Need::kRequired).value_or("");
  parameter.kind = ReadKind(map, errors);
  parameter.type = parameter.kind == ParameterKind::kDays ? ValueType{Unit::kDate, nullptr}
                                                          : ReadValueType(map, data);
  parameter.needs_approval = map.Flag("needs_approval", false);
  parameter.begins = map.Flag("begins", false);
  parameter.planned = map.Flag("planned", false);
  parameter.municipal = owner == Owner::kMunicipal;
  if (parameter.kind == ParameterKind::kTable) {
    parameter.columns = ReadKeyColumns(map, data, errors);
    const std::string hit = map.Text("hit", Need::kOptional).value_or("unique");
    parameter.hit = HitPolicyOf(hit).value_or(HitPolicy::kUnique);
    if (hit != "unique" && hit != "first")
      errors.Add(map.LineOf("hit"),
                 fmt::format("hit of {} is neither unique nor first", map.what()),
                 "write unique or first");
  }
  if (const std::vector<YamlNode>* versions = map.List("versions", Need::kRequired)) {
    for (const YamlNode& version_node : *versions) {
      std::optional<ParameterVersion> version =
          ReadVersion(version_node, parameter, files, data, errors);
      if (version.has_value())
        parameter.versions.push_back(*std::move(version));
      else
        parameter.broken = true;
    }
    if (versions->empty() != parameter.planned)
      errors.Add(map.LineOf("versions"),
                 fmt::format("{} has {}",
                             map.what(),
                             parameter.planned ? "versions and is planned" : "no version"),
                 parameter.planned ? "remove planned: true" : "add one with valid_from");
  }
  map.Finish();
  std::sort(parameter.versions.begin(),
            parameter.versions.end(),
            [](const ParameterVersion& a, const ParameterVersion& b) {
              return *a.valid.from < *b.valid.from;
            });
  if (!parameter.broken) CheckSuccession(parameter, errors);
  CheckRowIds(parameter, errors);
  if (parameter.id.empty()) return;
  const auto existing = data.parameters.find(parameter.id);
  // A municipality's own parameter takes the place of a national default; whether it may is judged
  // in cross_checks.cc.
  if (existing != data.parameters.end() && existing->second.municipal == parameter.municipal) {
    errors.Add(map.line(),
               fmt::format("{} stands twice", map.what()),
               fmt::format("remove it here or in {}:{}",
                           existing->second.place.file,
                           existing->second.place.line));
    return;
  }
  const std::string id = parameter.id;
  data.parameters.insert_or_assign(id, std::move(parameter));
}

}  // namespace

void ReadParameters(const YamlNode& root,
                    FileErrors& errors,
                    Owner owner,
                    const PolicyFiles& files,
                    PolicyData& data) {
  if (root.kind == YamlNode::Kind::kMap && root.Find("parameters") != nullptr) {
    YamlMap file(root, errors, "the file");
    if (const std::vector<YamlNode>* list = file.List("parameters", Need::kRequired)) {
      for (const YamlNode& node : *list) ReadParameter(node, errors, owner, files, data);
    }
    file.Finish();
    return;
  }
  ReadParameter(root, errors, owner, files, data);
}

}  // namespace dm::policy
