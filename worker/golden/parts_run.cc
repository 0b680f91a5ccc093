#include <algorithm>
#include <utility>

#include "worker/golden/parts_case.h"
#include "worker/golden/words.h"

namespace dm::golden {

namespace {

using policy::FileErrors;
using policy::PolicyData;
using policy::ValueType;

constexpr std::string_view kUnknown = "?";

std::string Quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

// Runs one case; everything that is not as it says becomes a line.
class Run {
 public:
  Run(const PartsCase& parts, const PolicySet& set, const PolicyData& data)
      : parts_(parts), set_(set), data_(data) {}

  std::vector<std::string> Go() {
    switch (parts_.kind) {
      case PartsCase::Kind::kParameter:
        Parameter();
        break;
      case PartsCase::Kind::kTable:
        Table();
        break;
      case PartsCase::Kind::kCriterion:
        Criterion();
        break;
      case PartsCase::Kind::kGate:
      case PartsCase::Kind::kTrigger:
      case PartsCase::Kind::kQueue:
      case PartsCase::Kind::kObservation:
      case PartsCase::Kind::kTypfall:
        Entry();
        break;
    }
    return std::move(differences_);
  }

 private:
  void Say(const std::string& text) {
    differences_.push_back(parts_.id + " on " + parts_.on.ToString() + ": " + text);
  }

  // The value of a text in the case; an unreadable one is a difference, since the set may have
  // changed its type after the case was written.
  std::optional<FactValue> Read(const ValueType& type,
                                bool open,
                                const std::string& text,
                                const std::string& what) {
    if (open) return FactValue(text);
    std::vector<PolicyError> errors;
    FileErrors file(parts_.file, &errors);
    std::optional<FactValue> value = policy::ReadValueText(type, text, parts_.line, what, file);
    for (const PolicyError& error : errors) Say(error.message);
    return value;
  }

  void Parameter() {
    const auto found = data_.parameters.find(parts_.id);
    if (found == data_.parameters.end()) return Say("there is no such parameter");
    const policy::Parameter& parameter = found->second;
    if (parameter.kind == policy::ParameterKind::kDays) return Days();
    const bool scalar = parameter.kind == policy::ParameterKind::kScalar;
    Keys keys;
    for (const auto& [name, text] : parts_.with) {
      const auto column =
          std::find_if(parameter.columns.begin(),
                       parameter.columns.end(),
                       [&name = name](const policy::Column& one) { return one.name == name; });
      // A key that the municipality's table does not look at is the program's to offer.
      if (column == parameter.columns.end()) continue;
      const std::optional<FactValue> value =
          Read(column->axis.type(), column->axis.open(), text, name);
      if (!value.has_value()) return;
      keys.emplace(name, *value);
    }
    const StatusOr<ParameterValue> value =
        scalar ? set_.Get(parts_.id, parts_.on) : set_.Lookup(parts_.id, keys, parts_.on);
    if (!value.ok()) {
      if (!parts_.rows.has_value() || !parts_.rows->empty()) Say(MessageOf(value.status()));
      return;
    }
    const std::string is =
        "is row " + value->row + " with " + InWords(parameter.type, value->value);
    if (parts_.rows.has_value() && *parts_.rows != std::vector{value->row}) {
      Say("expected row " + Quoted(*parts_.rows) + "; " + is);
    }
    if (parts_.approved.has_value() && *parts_.approved != value->approved) {
      Say(value->approved ? "is approved by the municipality" : "is not approved");
    }
    if (!parts_.value.has_value()) return;
    const std::optional<FactValue> expected = Read(parameter.type, false, *parts_.value, "value");
    if (expected.has_value() && *expected != value->value) {
      Say("expected " + InWords(parameter.type, *expected) + "; " + is);
    }
  }

  // Days on which banks are closed hold, days on which they pay do not.
  void Days() {
    for (const bool closed : {true, false}) {
      for (const std::string& text : closed ? parts_.holds : parts_.fails) {
        const StatusOr<Date> day = Date::Parse(text);
        if (!day.ok()) {
          Say(text + " is no day");
          continue;
        }
        const StatusOr<bool> pays = set_.IsBankDay(*day);
        if (!pays.ok()) {
          Say(MessageOf(pays.status()));
        } else if (*pays == closed) {
          Say(text + (closed ? ": expected that banks are closed" : ": expected that banks pay"));
        }
      }
    }
  }

  void Entry() {
    const auto entry = EntryOf(parts_, set_);
    if (!entry.has_value()) return Say("there is no such entry");
    for (const auto& [name, expected] : parts_.gives) {
      const auto found = entry->find(name);
      if (found == entry->end()) {
        Say("it has no " + name);
      } else if (found->second != expected) {
        Say(name + ": expected " + expected + "; is " + found->second);
      }
    }
  }

  bool SetFact(const policy::Column& column, const std::string& text, Facts* facts) {
    if (text == kUnknown) {
      facts->SetNamed(column.fact, std::nullopt);
      return true;
    }
    const std::optional<FactValue> value =
        Read(column.axis.type(), column.axis.open(), text, column.name);
    if (!value.has_value()) return false;
    facts->SetNamed(column.fact, value);
    return true;
  }

  void Table() {
    const auto found = data_.tables.find(parts_.id);
    if (found == data_.tables.end()) return Say("there is no such table");
    const policy::DecisionTable& table = found->second;
    Facts facts;
    for (const auto& [name, text] : parts_.with) {
      const auto& columns = table.grid.columns;
      const auto column =
          std::find_if(columns.begin(), columns.end(), [&name = name](const policy::Column& one) {
            return one.name == name || one.fact == name;
          });
      if (column == columns.end()) return Say("the table has no column " + name);
      if (!SetFact(*column, text, &facts)) return;
    }
    const StatusOr<TableResult> result = set_.Evaluate(parts_.id, facts, parts_.on);
    if (!result.ok()) return Say(MessageOf(result.status()));
    CompareTable(table, *result);
  }

  void CompareTable(const policy::DecisionTable& table, const TableResult& result) {
    std::vector<std::string> rows;
    for (const TableHit& hit : result.hits) rows.push_back(hit.row);
    if (parts_.rows.has_value() && *parts_.rows != rows) {
      Say("expected row " + Quoted(*parts_.rows) + "; is " + Quoted(rows));
    }
    if (parts_.undetermined != result.undetermined) {
      Say("expected unknown that matter: " + Quoted(parts_.undetermined) + "; is " +
          Quoted(result.undetermined));
    }
    if (parts_.gives.empty()) return;
    if (result.hits.empty()) return Say("no row fits");
    for (const auto& [name, text] : parts_.gives) {
      const auto output =
          std::find_if(table.outputs.begin(),
                       table.outputs.end(),
                       [&name = name](const policy::TableOutput& one) { return one.name == name; });
      const auto value = result.hits.front().outputs.find(name);
      if (output == table.outputs.end() || value == result.hits.front().outputs.end()) {
        Say("the row gives no " + name);
        continue;
      }
      const std::optional<FactValue> expected = Read(output->type, false, text, name);
      if (expected.has_value() && *expected != value->second) {
        Say(name + ": expected " + InWords(output->type, *expected) + "; is " +
            InWords(output->type, value->second));
      }
    }
  }

  void Criterion() {
    const auto found = data_.criteria.find(parts_.id);
    const auto typfall =
        std::find_if(data_.typfall.begin(), data_.typfall.end(), [&](const TypfallPolicy& one) {
          return parts_.id.starts_with(one.code + ".");
        });
    if (found == data_.criteria.end() || typfall == data_.typfall.end()) {
      return Say("there is no such criterion");
    }
    for (const std::string& text : parts_.holds) Holds(found->second, *typfall, text, true);
    for (const std::string& text : parts_.fails) Holds(found->second, *typfall, text, false);
  }

  void Holds(const policy::CompiledCriterion& criterion,
             const TypfallPolicy& typfall,
             const std::string& text,
             bool expected) {
    // A typfall of this one criterion: the others would be open.
    TypfallPolicy alone;
    alone.code = typfall.code;
    for (const dm::Criterion& one : typfall.criteria) {
      if (one.id == parts_.id) alone.criteria.push_back(one);
    }
    Facts facts;
    if (!SetFact(criterion.column, text, &facts)) return;
    std::vector<std::string> unmet;
    const Verdict verdict = set_.MatchTypfall(alone, facts, parts_.on, &unmet);
    if ((verdict == Verdict::kPass) == expected) return;
    Say(criterion.column.fact + " " + text + ": expected that it " +
        (expected ? "holds; it does not" : "fails; it holds"));
  }

  const PartsCase& parts_;
  const PolicySet& set_;
  const PolicyData& data_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> RunPartsCase(const PartsCase& parts,
                                      const PolicySet& set,
                                      const PolicyData& data) {
  return Run(parts, set, data).Go();
}

}  // namespace dm::golden
