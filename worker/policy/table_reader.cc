#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/check_reader.h"
#include "worker/policy/observation_reader.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr std::size_t kRowsMax = 2000;
constexpr std::size_t kColumnsMax = 32;

// Keys that a row uses for itself.
void CheckColumnName(const std::string& name, int line, const YamlMap& map, FileErrors& errors) {
  constexpr std::array<std::string_view, 5> kReserved = {
      "id", "source", "note", "valid_from", "valid_to"};
  if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
    errors.Add(line,
               fmt::format("{}: a column cannot be called {}", map.what(), name),
               "rename the column");
  }
}

void ReadInputs(YamlMap& map, const PolicyData& data, DecisionTable& table, FileErrors& errors) {
  const YamlNode* node = map.Node("inputs", Need::kRequired);
  if (node == nullptr) return;
  std::set<std::string> facts;
  for (const YamlEntry& entry : node->entries) {
    YamlMap input(entry.value, errors, fmt::format("input {} of {}", entry.key, map.what()));
    CheckColumnName(entry.key, entry.line, map, errors);
    Column column;
    column.name = entry.key;
    column.fact = input.Text("fact", Need::kRequired).value_or("");
    column.fact_hash = FactId::HashOf(column.fact);
    input.Finish();
    const auto fact = data.facts.find(column.fact);
    if (fact == data.facts.end()) {
      errors.Add(entry.line,
                 fmt::format("{} looks at {}, which is no fact", input.what(), Quoted(column.fact)),
                 "name a fact of schema/facts.yaml");
      continue;
    }
    if (!facts.insert(column.fact).second) {
      errors.Add(entry.line,
                 fmt::format("{}: two inputs look at {}", map.what(), column.fact),
                 "write both demands into one column");
    }
    column.axis = Axis(fact->second.type, fact->second.open);
    table.grid.columns.push_back(std::move(column));
  }
  if (node->entries.empty() || node->entries.size() > kColumnsMax) {
    errors.Add(node->line,
               fmt::format("{} has no input or more than {}", map.what(), kColumnsMax),
               "give it 1 to 32 inputs");
  }
}

void ReadOutputs(YamlMap& map, const PolicyData& data, DecisionTable& table, FileErrors& errors) {
  const YamlNode* node = map.Node("outputs", Need::kRequired);
  if (node == nullptr) return;
  for (const YamlEntry& entry : node->entries) {
    CheckColumnName(entry.key, entry.line, map, errors);
    YamlMap output(entry.value, errors, fmt::format("output {} of {}", entry.key, map.what()));
    TableOutput column{entry.key, ReadValueType(output, data)};
    output.Finish();
    const auto& inputs = table.grid.columns;
    if (std::any_of(inputs.begin(), inputs.end(), [&](const Column& input) {
          return input.name == column.name;
        })) {
      errors.Add(entry.line,
                 fmt::format("{}: {} is an input and an output", map.what(), Quoted(column.name)),
                 "rename one of them");
    }
    table.outputs.push_back(std::move(column));
  }
}

TableRow ReadRowOutputs(YamlMap& map,
                        const DecisionTable& table,
                        const std::vector<std::string>& sources,
                        const Period& valid,
                        PolicyData& data) {
  TableRow row;
  for (const TableOutput& output : table.outputs) {
    if (const std::optional<FactValue> value = map.Value(output.name, Need::kRequired, output.type))
      row.outputs.emplace(output.name, *value);
  }
  row.sources = ReadSourcesOf(map, sources, valid, data);
  map.Text("note", Need::kOptional);
  return row;
}

// A row is valid as its table is, or from and to its own dates.
Period RowValidity(YamlMap& map, const Period& table) {
  Period valid = map.Validity(table.from.has_value() ? Need::kOptional : Need::kRequired);
  if (!valid.from.has_value()) valid.from = table.from;
  if (!valid.to.has_value()) valid.to = table.to;
  return valid;
}

void ReadRow(const YamlNode& node,
             const std::vector<std::string>& sources,
             DecisionTable& table,
             PolicyData& data,
             FileErrors& errors) {
  YamlMap map(node, errors, fmt::format("a row of {}", table.id));
  GridRow row;
  row.id = map.Id("id", Need::kRequired).value_or("");
  map.Rename(fmt::format("row {} of {}", row.id, table.id));
  row.line = map.line();
  row.valid = RowValidity(map, table.valid);
  for (Column& column : table.grid.columns) {
    std::optional<Cell> cell = ReadCell(map.Node(column.name, Need::kOptional),
                                        column.axis,
                                        fmt::format("{} of {}", column.name, map.what()),
                                        errors);
    row.cells.push_back(std::move(cell).value_or(Cell{}));
  }
  TableRow content = ReadRowOutputs(map, table, sources, row.valid, data);
  map.Finish();
  const auto& rows = table.grid.rows;
  if (std::any_of(
          rows.begin(), rows.end(), [&](const GridRow& other) { return other.id == row.id; })) {
    errors.Add(map.line(),
               fmt::format("{}: the row id {} stands twice", table.id, Quoted(row.id)),
               "give each row its own id");
  }
  table.grid.rows.push_back(std::move(row));
  table.rows.push_back(std::move(content));
}

void ReadOtherwise(YamlMap& map,
                   const std::vector<std::string>& sources,
                   DecisionTable& table,
                   PolicyData& data,
                   FileErrors& errors) {
  const YamlNode* node = map.Node("otherwise", Need::kRequired);
  if (node == nullptr) return;
  if (node->kind == YamlNode::Kind::kScalar) {
    if (node->text != "none")
      errors.Add(node->line,
                 fmt::format("otherwise of {} is neither a row nor none", map.what()),
                 "write none or a row");
    return;
  }
  YamlMap row(*node, errors, fmt::format("otherwise of {}", table.id));
  const std::string id = row.Id("id", Need::kRequired).value_or("");
  table.otherwise.emplace(id, ReadRowOutputs(row, table, sources, table.valid, data));
  row.Finish();
}

}  // namespace

void ReadDecisionTable(YamlMap& map, FileErrors& errors, PolicyData& data) {
  DecisionTable table;
  table.id = map.Id("id", Need::kRequired).value_or("");
  map.Rename("table " + table.id);
  table.place = {errors.file(), map.line()};
  table.title = map.Text("title", Need::kRequired).value_or("");
  table.valid = map.Validity(Need::kOptional);
  const std::string hit = map.Text("hit", Need::kOptional).value_or("unique");
  table.hit = HitPolicyOf(hit).value_or(HitPolicy::kUnique);
  if (!HitPolicyOf(hit).has_value())
    errors.Add(map.LineOf("hit"),
               fmt::format("hit of {} is unknown", map.what()),
               "use unique, first or collect");
  table.total = map.Flag("total", false);
  const std::vector<std::string> sources = map.Words("source", Need::kOptional);
  ReadInputs(map, data, table, errors);
  ReadOutputs(map, data, table, errors);
  if (const std::vector<YamlNode>* rows = map.List("rows", Need::kRequired)) {
    for (const YamlNode& node : *rows) ReadRow(node, sources, table, data, errors);
    if (rows->empty() || rows->size() > kRowsMax)
      errors.Add(map.LineOf("rows"),
                 fmt::format("{} has no row or more than {}", map.what(), kRowsMax),
                 "give it 1 to 2000 rows");
  }
  ReadOtherwise(map, sources, table, data, errors);
  if (table.total && (table.otherwise.has_value() || table.hit == HitPolicy::kCollect))
    errors.Add(map.LineOf("total"),
               fmt::format("{} says total and has an otherwise row or collects", map.what()),
               "write otherwise: none, or remove total");
  map.Finish({"kind"});
  table.grid.Fix();
  const std::string id = table.id;
  if (!id.empty() && !data.tables.emplace(id, std::move(table)).second)
    errors.Add(map.line(), fmt::format("{} stands twice", map.what()), "remove one of them");
}

void ReadTable(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap map(root, errors, "the file");
  const std::string kind = map.Text("kind", Need::kRequired).value_or("");
  if (kind == "decision") {
    ReadDecisionTable(map, errors, data);
  } else if (kind == "codes") {
    ReadCodes(map, errors, data);
  } else if (kind == "gates") {
    ReadGates(map, errors, data);
  } else if (kind == "triggers") {
    ReadTriggers(map, errors, data);
  } else if (kind == "queues") {
    ReadQueues(map, errors, data);
  } else if (kind == "route_reasons") {
    ReadRouteReasons(map, errors, data);
  } else if (kind == "checks") {
    ReadChecks(map, errors, data);
  } else if (kind == "observations") {
    ReadObservations(map, errors, data);
  } else if (!kind.empty()) {
    errors.Add(map.LineOf("kind"),
               "kind of the file is unknown",
               "use decision, table, codes, gates, triggers, queues, route_reasons, checks or "
               "observations");
  }
}

}  // namespace dm::policy
