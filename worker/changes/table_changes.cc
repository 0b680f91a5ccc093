// Decision tables: rows by their id, and the order where the first row that fits counts.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "worker/changes/parts.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

using policy::DecisionTable;
using policy::PolicyData;

// A row as it reads: what must hold, what it gives, when, on which ground.
struct Row {
  std::string when;
  std::string gives;
  std::string period;
  std::string sources;
  std::string place;                         // "file|rows[A]."
  std::map<std::string, std::string> cells;  // what each column and output says
};

std::vector<std::string> AllKeys(const Row& row) {
  std::vector<std::string> keys;
  for (const char* key : {"id", "source", "valid_from", "valid_to"}) {
    keys.push_back(row.place + key);
  }
  for (const auto& [name, words] : row.cells) keys.push_back(row.place + name);
  return keys;
}

// The columns and outputs that read otherwise.
std::vector<std::string> ChangedCells(const Row& before, const Row& after) {
  std::vector<std::string> keys;
  const auto add = [&](const Row& row, const Row& other) {
    for (const auto& [name, words] : row.cells) {
      const auto found = other.cells.find(name);
      if (found == other.cells.end() || found->second != words) keys.push_back(row.place + name);
    }
  };
  add(before, after);
  add(after, before);
  return keys;
}

std::string OutputsIn(const PolicyData& data,
                      const DecisionTable& table,
                      const std::map<std::string, FactValue, std::less<>>& outputs) {
  std::string text;
  for (const policy::TableOutput& output : table.outputs) {
    const auto value = outputs.find(output.name);
    if (value == outputs.end()) continue;
    text += (text.empty() ? "" : "; ") + WordOf(data, "column." + output.name, output.name) + ": " +
            ValueIn(data, output.type, value->second);
  }
  return text;
}

std::map<std::string, std::string> OutputsOf(
    const PolicyData& data,
    const DecisionTable& table,
    const std::map<std::string, FactValue, std::less<>>& outputs) {
  std::map<std::string, std::string> words;
  for (const policy::TableOutput& output : table.outputs) {
    const auto value = outputs.find(output.name);
    if (value != outputs.end()) words[output.name] = ValueIn(data, output.type, value->second);
  }
  return words;
}

std::map<std::string, std::string> CellsOf(const PolicyData& data,
                                           const DecisionTable& table,
                                           std::size_t row) {
  std::map<std::string, std::string> words = OutputsOf(data, table, table.rows[row].outputs);
  for (std::size_t i = 0; i < table.grid.columns.size(); ++i) {
    const policy::Column& column = table.grid.columns[i];
    words[column.name] = CellIn(data, column, table.grid.rows[row].cells[i]);
  }
  return words;
}

std::vector<std::pair<std::string, Row>> RowsOf(const PolicyData& data,
                                                const DecisionTable& table) {
  std::vector<std::pair<std::string, Row>> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const policy::GridRow& grid_row = table.grid.rows[i];
    rows.emplace_back(grid_row.id,
                      Row{.when = ConditionsIn(data, table.grid.columns, grid_row.cells),
                          .gives = OutputsIn(data, table, table.rows[i].outputs),
                          .period = PeriodIn(grid_row.valid),
                          .sources = Listed(table.rows[i].sources),
                          .place = table.place.file + "|rows[" + grid_row.id + "].",
                          .cells = CellsOf(data, table, i)});
  }
  if (table.otherwise.has_value()) {
    rows.emplace_back(table.otherwise->first,
                      Row{.when = "när ingen rad passar",
                          .gives = OutputsIn(data, table, table.otherwise->second.outputs),
                          .period = "alltid",
                          .sources = Listed(table.otherwise->second.sources),
                          .place = table.place.file + "|otherwise.",
                          .cells = OutputsOf(data, table, table.otherwise->second.outputs)});
  }
  return rows;
}

std::string Whole(const Row& row) {
  return row.when + " → " + row.gives + " (" + row.period + "; källa " + row.sources + ")";
}

const Row* Find(const std::vector<std::pair<std::string, Row>>& rows, const std::string& id) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.first == id; });
  return found == rows.end() ? nullptr : &found->second;
}

class Comparison {
 public:
  Comparison(std::string title, std::vector<Change>* changes)
      : title_(std::move(title)), changes_(changes) {}

  void Tell(const std::string& what, std::vector<std::string> keys = {}) {
    changes_->push_back({.section = Section::kTables,
                         .what = title_ + what,
                         .details = {},
                         .keys = std::move(keys)});
  }

  void Rows(const std::vector<std::pair<std::string, Row>>& before,
            const std::vector<std::pair<std::string, Row>>& after) {
    for (const auto& [id, row] : before) {
      if (Find(after, id) == nullptr)
        Tell(", raden " + id + " är borttagen: " + Whole(row), AllKeys(row));
    }
    for (const auto& [id, row] : after) {
      const Row* old = Find(before, id);
      if (old == nullptr) {
        Tell(", ny rad " + id + ": " + Whole(row), AllKeys(row));
      } else {
        Changed(id, *old, row);
      }
    }
  }

  void Order(const std::vector<std::pair<std::string, Row>>& before,
             const std::vector<std::pair<std::string, Row>>& after) {
    std::vector<std::string> left;
    std::vector<std::string> right;
    for (const auto& [id, row] : before) {
      if (Find(after, id) != nullptr) left.push_back(id);
    }
    for (const auto& [id, row] : after) {
      if (Find(before, id) != nullptr) right.push_back(id);
    }
    if (left != right) Tell(": raderna prövas i en annan ordning");
  }

 private:
  void Changed(const std::string& id, const Row& before, const Row& after) {
    const auto field = [&](const char* name,
                           const std::string& old,
                           const std::string& now,
                           std::vector<std::string> keys) {
      if (old != now)
        Tell(", raden " + id + ", " + name + ": " + FromTo(old, now), std::move(keys));
    };
    if (before.when != after.when || before.gives != after.gives) {
      const std::vector<std::string> cells = ChangedCells(before, after);
      field("villkor", before.when, after.when, cells);
      field("ger", before.gives, after.gives, cells);
    }
    field("gäller",
          before.period,
          after.period,
          {after.place + "valid_from", after.place + "valid_to"});
    field("källa", before.sources, after.sources, {after.place + "source"});
  }

  std::string title_;
  std::vector<Change>* changes_;
};

}  // namespace

void CompareTables(const Pair& pair, std::vector<Change>* changes) {
  for (const auto& [id, table] : pair.before.tables) {
    if (pair.after.tables.contains(id)) continue;
    Comparison(table.title + " (" + id + ")", changes).Tell(": tabellen är borttagen");
  }
  for (const auto& [id, table] : pair.after.tables) {
    Comparison comparison(table.title + " (" + id + ")", changes);
    const auto old = pair.before.tables.find(id);
    if (old == pair.before.tables.end()) {
      comparison.Tell(": ny tabell");
      comparison.Rows({}, RowsOf(pair.after, table));
      continue;
    }
    const auto before = RowsOf(pair.before, old->second);
    const auto after = RowsOf(pair.after, table);
    comparison.Rows(before, after);
    if (table.hit == policy::HitPolicy::kFirst) comparison.Order(before, after);
    if (table.hit != old->second.hit) comparison.Tell(": raderna väljs på ett annat sätt");
  }
}

}  // namespace dm::changes
