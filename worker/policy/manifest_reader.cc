#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr std::array<std::string_view, 4> kStatuses = {"draft", "test_only", "approved", "retired"};

// "0..30000" in the parameter's unit; absent: any value.
Interval ReadBound(YamlMap& map, const ValueType& type, FileErrors& errors) {
  const YamlNode* node = map.Node("bound", Need::kOptional);
  if (node == nullptr) return {};
  Axis axis(type, false);
  std::optional<Cell> cell = ReadCell(node, axis, "bound of " + map.what(), errors);
  if (!cell.has_value()) return {};
  cell->Fix(axis);
  if (cell->any || cell->negated || cell->parts.size() != 1 || !cell->parameters.empty()) {
    errors.Add(node->line, fmt::format("bound of {} is no range", map.what()), "write a..b");
    return {};
  }
  return cell->fixed.intervals().empty() ? Interval{} : cell->fixed.intervals().front();
}

std::vector<Column> ReadKeys(YamlMap& map, const PolicyData& data, FileErrors& errors) {
  std::vector<Column> columns;
  const YamlNode* node = map.Node("keys", Need::kRequired);
  if (node == nullptr) return columns;
  for (const YamlEntry& entry : node->entries) {
    YamlMap key(entry.value, errors, fmt::format("key {} of {}", entry.key, map.what()));
    Column column;
    column.name = entry.key;
    column.axis = Axis(ReadValueType(key, data), false);
    key.Finish();
    columns.push_back(std::move(column));
  }
  return columns;
}

OpenParameter ReadOpen(const YamlNode& node, const PolicyData& data, FileErrors& errors) {
  YamlMap map(node, errors, "an open parameter");
  OpenParameter open;
  open.id = map.Id("param", Need::kRequired).value_or("");
  map.Rename("the open parameter " + open.id);
  open.place = {errors.file(), map.line()};
  open.title = map.Text("title", Need::kOptional).value_or("");
  const std::string kind = map.Text("kind", Need::kOptional).value_or("scalar");
  open.kind = kind == "table" ? ParameterKind::kTable : ParameterKind::kScalar;
  if (kind != "table" && kind != "scalar") {
    errors.Add(map.LineOf("kind"),
               fmt::format("kind of {} is neither scalar nor table", map.what()),
               "write scalar or table");
  }
  open.type = ReadValueType(map, data);
  open.required = map.Flag("required", false);
  open.needs_approval = map.Flag("needs_approval", false);
  open.bound = ReadBound(map, open.type, errors);
  open.words = map.Words("values", Need::kOptional);
  if (open.kind == ParameterKind::kTable) open.keys = ReadKeys(map, data, errors);
  map.Finish();
  return open;
}

}  // namespace

void ReadManifest(const YamlNode& root, FileErrors& errors, Owner owner, PolicyData& data) {
  YamlMap map(root, errors, "manifest.yaml");
  Manifest manifest;
  manifest.place = {errors.file(), map.line()};
  manifest.bundle = map.Id("bundle", Need::kRequired).value_or("");
  manifest.version = map.Id("version", Need::kRequired).value_or("");
  map.Whole("schema", Need::kRequired, 1, 1);
  manifest.status = map.Text("status", Need::kRequired).value_or("");
  if (!manifest.status.empty() &&
      std::find(kStatuses.begin(), kStatuses.end(), manifest.status) == kStatuses.end()) {
    errors.Add(map.LineOf("status"),
               "status of manifest.yaml is unknown",
               "use one of draft, test_only, approved, retired");
  }
  if (const YamlNode* node = map.Node("effective", Need::kRequired)) {
    YamlMap effective(*node, errors, "effective of manifest.yaml");
    manifest.effective.from = effective.Day("from", Need::kRequired);
    manifest.effective.to = effective.Day("to", Need::kRequired);
    effective.Finish();
    if (manifest.effective.from.has_value() && manifest.effective.to.has_value() &&
        *manifest.effective.to < *manifest.effective.from) {
      errors.Add(
          node->line, "effective of manifest.yaml ends before it starts", "correct from or to");
    }
  }
  map.Text("changes", Need::kOptional);
  manifest.released_on = map.Day("released_on", Need::kOptional);
  if (owner == Owner::kNational) {
    if (const std::vector<YamlNode>* list = map.List("opens", Need::kRequired)) {
      for (const YamlNode& node : *list) {
        OpenParameter open = ReadOpen(node, data, errors);
        const bool twice =
            std::any_of(data.opens.begin(), data.opens.end(), [&](const OpenParameter& other) {
              return other.id == open.id;
            });
        if (twice)
          errors.Add(open.place.line,
                     fmt::format("the open parameter {} stands twice", open.id),
                     "remove one of them");
        data.opens.push_back(std::move(open));
      }
    }
    data.national = std::move(manifest);
  } else {
    data.municipal = std::move(manifest);
  }
  map.Finish();
}

}  // namespace dm::policy
