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
};

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

std::vector<std::pair<std::string, Row>> RowsOf(const PolicyData& data,
                                                const DecisionTable& table) {
  std::vector<std::pair<std::string, Row>> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const policy::GridRow& grid_row = table.grid.rows[i];
    rows.emplace_back(grid_row.id,
                      Row{.when = ConditionsIn(data, table.grid.columns, grid_row.cells),
                          .gives = OutputsIn(data, table, table.rows[i].outputs),
                          .period = PeriodIn(grid_row.valid),
                          .sources = Listed(table.rows[i].sources)});
  }
  if (table.otherwise.has_value()) {
    rows.emplace_back(table.otherwise->first,
                      Row{.when = "när ingen rad passar",
                          .gives = OutputsIn(data, table, table.otherwise->second.outputs),
                          .period = "alltid",
                          .sources = Listed(table.otherwise->second.sources)});
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

  void Tell(const std::string& what) {
    changes_->push_back({.section = Section::kTables, .what = title_ + what, .details = {}});
  }

  void Rows(const std::vector<std::pair<std::string, Row>>& before,
            const std::vector<std::pair<std::string, Row>>& after) {
    for (const auto& [id, row] : before) {
      if (Find(after, id) == nullptr) Tell(", raden " + id + " är borttagen: " + Whole(row));
    }
    for (const auto& [id, row] : after) {
      const Row* old = Find(before, id);
      if (old == nullptr) {
        Tell(", ny rad " + id + ": " + Whole(row));
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
    const auto field = [&](const char* name, const std::string& old, const std::string& now) {
      if (old != now) Tell(", raden " + id + ", " + name + ": " + FromTo(old, now));
    };
    field("villkor", before.when, after.when);
    field("ger", before.gives, after.gives);
    field("gäller", before.period, after.period);
    field("källa", before.sources, after.sources);
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
