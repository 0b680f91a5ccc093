#include "worker/policy/cross_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/core/money.h"
#include "worker/policy/analysis/grid_checks.h"
#include "worker/policy/analysis/typfall_analysis.h"
#include "worker/policy/check_reader.h"
#include "worker/policy/engine/compile_all.h"
#include "worker/policy/observation_reader.h"
#include "worker/policy/version_checks.h"

namespace dm::policy {
namespace {

class WholeSet {
 public:
  WholeSet(PolicyData& data, std::vector<PolicyError>* errors) : data_(data), errors_(errors) {}

  void Check() {
    CheckManifests();
    CheckOpenParameters();
    CheckCoverage();
    CheckTableCoverage();
    CheckSources();
    CheckGrids(data_, errors_);
    CheckTypfall();
    AnalyseTypfall(
        data_, [this](const std::string& id, Date on) { return data_.ScalarOn(id, on); }, errors_);
    CheckModes();
    CheckDelegations();
    CheckApprovals();
    CheckVersions(data_, errors_);
    CheckQueues();
    CheckObservations(data_, errors_);
    TieChecks(data_, errors_);
    CompileCalculations(data_, errors_);
  }

 private:
  void Fail(const Place& place, std::string message, std::string remedy) {
    errors_->push_back({place.file, place.line, std::move(message), std::move(remedy)});
  }

  // The period for which this municipality's set claims to be complete.
  Period Window() const { return data_.municipal.effective; }

  void CheckManifests() {
    const std::optional<Period> shared =
        Shared(data_.national.effective, data_.municipal.effective);
    if (!shared.has_value() || *shared != data_.municipal.effective) {
      Fail(data_.municipal.place,
           "the municipality's effective period is not within the national one",
           "shorten it, or update the national files");
    }
    for (const Manifest* manifest : {&data_.national, &data_.municipal}) {
      if (manifest->status == "retired")
        Fail(manifest->place, "the files are retired", "use files in force");
    }
  }

  const OpenParameter* OpenOf(const std::string& id) const {
    const auto found = std::find_if(data_.opens.begin(),
                                    data_.opens.end(),
                                    [&](const OpenParameter& open) { return open.id == id; });
    return found == data_.opens.end() ? nullptr : &*found;
  }

  void CheckOpenParameters() {
    for (auto& [id, parameter] : data_.parameters) {
      const OpenParameter* open = OpenOf(id);
      if (open != nullptr) {
        CheckAgainst(*open, parameter);
      } else if (parameter.municipal) {
        Fail(parameter.place,
             fmt::format("{} is not open to a municipality", id),
             "remove it: opens of the national manifest.yaml names what may be set");
      }
    }
    for (const OpenParameter& open : data_.opens) {
      const auto found = data_.parameters.find(open.id);
      const bool set =
          found != data_.parameters.end() && (found->second.municipal || !open.required);
      if (open.required && !set) {
        Fail({fmt::format("municipality/{}", data_.municipal.bundle), 0},
             fmt::format("the parameter {} must be set and is not", open.id),
             fmt::format("add it to a file of parameters/: {}",
                         open.title.empty() ? "no default exists" : open.title));
      } else if (!open.required && found == data_.parameters.end()) {
        Fail(open.place,
             fmt::format("the open parameter {} has no default and is not required", open.id),
             "add a parameter of this id to parameters/, with planned: true where it has no value "
             "yet, or write required: true");
      }
    }
  }

  void CheckAgainst(const OpenParameter& open, Parameter& parameter) {
    // Whether a value must be approved is not for the file that gives the value to say.
    parameter.needs_approval = parameter.needs_approval || open.needs_approval;
    const bool same_type =
        parameter.type.unit == open.type.unit && parameter.type.domain == open.type.domain;
    if (parameter.kind != open.kind || !same_type) {
      Fail(
          parameter.place,
          fmt::format("{} has another kind or unit than the national manifest opens", parameter.id),
          fmt::format("use kind: {} and unit: {}",
                      open.kind == ParameterKind::kTable ? "table" : "scalar",
                      UnitWord(open.type.unit)));
      return;
    }
    for (const Column& column : parameter.columns) {
      const bool known = std::any_of(open.keys.begin(), open.keys.end(), [&](const Column& key) {
        return key.name == column.name && key.axis.type().unit == column.axis.type().unit &&
               key.axis.type().domain == column.axis.type().domain;
      });
      if (!known)
        Fail(parameter.place,
             fmt::format("{}: {} is no key that the national manifest opens",
                         parameter.id,
                         Quoted(column.name)),
             "use the keys that it names");
    }
    for (ParameterVersion& version : parameter.versions) {
      if (parameter.kind == ParameterKind::kScalar)
        CheckBound(open, parameter, version.value, version.line);
      for (std::size_t i = 0; i < version.rows.size(); ++i)
        CheckBound(open, parameter, version.rows[i].value, version.grid.rows[i].line);
      if (version.beyond.has_value()) CheckStep(open, parameter, version);
    }
  }

  void CheckBound(const OpenParameter& open,
                  const Parameter& parameter,
                  const FactValue& value,
                  int line) {
    bool ok = true;
    if (const std::int64_t* number = std::get_if<std::int64_t>(&value))
      ok = open.bound.low <= *number && *number <= open.bound.high;
    if (const std::string* word = std::get_if<std::string>(&value)) {
      ok = open.words.empty() ||
           std::find(open.words.begin(), open.words.end(), *word) != open.words.end();
    }
    if (!ok)
      Fail({parameter.place.file, line},
           fmt::format("a value of {} is outside its bounds", parameter.id),
           fmt::format("the national manifest.yaml allows {}", WhatIsOpen(open)));
  }

  // What one step adds leads to no sum above the bound either. Several may: there is no such value.
  void CheckStep(const OpenParameter& open, const Parameter& parameter, ParameterVersion& version) {
    Beyond& beyond = *version.beyond;
    beyond.value_max = open.bound.high;
    std::int64_t most = 0;
    for (const ParameterRow& row : version.rows)
      most = std::max(most, std::get<std::int64_t>(row.value));
    if (beyond.add_per_step <= open.bound.high - std::min(most, open.bound.high)) return;
    Fail({parameter.place.file, beyond.line},
         fmt::format("add_per_step of {} leads outside the bounds of {}", beyond.id, parameter.id),
         fmt::format("the national manifest.yaml allows {}", WhatIsOpen(open)));
  }

  // "1 kr to 900 kr", "5 or more", "red, green".
  static std::string WhatIsOpen(const OpenParameter& open) {
    if (!open.words.empty()) return Joined(open.words);
    const auto text = [&](std::int64_t bound) {
      return open.type.unit == Unit::kKr ? Money::FromOre(bound).ToString() + " kr"
                                         : std::to_string(bound);
    };
    if (open.bound.high == Interval().high) return text(open.bound.low) + " or more";
    if (open.bound.low == Interval().low) return text(open.bound.high) + " or less";
    return text(open.bound.low) + " to " + text(open.bound.high);
  }

  // No day of the window may be without a version, but before a rule began or after it ended.
  void CheckCoverage() {
    const Period window = Window();
    if (!window.from.has_value() || !window.to.has_value()) return;
    for (const auto& [id, parameter] : data_.parameters) {
      if (parameter.broken || parameter.versions.empty()) continue;
      const ParameterVersion& first = parameter.versions.front();
      const ParameterVersion& last = parameter.versions.back();
      if (*first.valid.from > *window.from && !parameter.begins) {
        Fail({parameter.place.file, first.line},
             fmt::format("{}: no version is in force from {} to {}",
                         id,
                         window.from->ToString(),
                         first.valid.from->PlusDays(-1).ToString()),
             "add one, or say begins: true if the rule did not exist before");
      }
      if (last.valid.to.has_value() && *last.valid.to < *window.to && !last.ends) {
        Fail({parameter.place.file, last.line},
             fmt::format("{}: no version is in force from {} to {}",
                         id,
                         DayAfter(last.valid)->ToString(),
                         window.to->ToString()),
             "add one, or say ends: true if the rule ended");
      }
    }
  }

  // A table that does not hold on every day would leave cases without an answer.
  void CheckTableCoverage() {
    const Period window = Window();
    if (!window.from.has_value() || !window.to.has_value()) return;
    for (const auto& [id, table] : data_.tables) {
      const bool late = table.valid.from.has_value() && *table.valid.from > *window.from;
      const bool early = table.valid.to.has_value() && *table.valid.to < *window.to;
      if (late || early) {
        Fail(table.place,
             fmt::format("{} does not hold on every day from {} to {}",
                         id,
                         window.from->ToString(),
                         window.to->ToString()),
             "widen valid_from and valid_to, and date single rows instead");
      }
    }
  }

  void CheckSources() {
    for (const auto& [id, source] : data_.sources) {
      for (std::size_t i = 1; i < source.versions.size(); ++i) {
        const std::optional<Date> next = DayAfter(source.versions[i - 1].valid);
        if (next.has_value() && *next != *source.versions[i].valid.from) {
          Fail({source.place.file, source.versions[i].line},
               fmt::format("source {}: no version is in force from {}", id, next->ToString()),
               "close the gap");
        }
      }
    }
    for (const SourceUse& use : data_.source_uses) CheckSourceUse(use);
  }

  void CheckSourceUse(const SourceUse& use) {
    const auto found = data_.sources.find(use.source);
    if (found == data_.sources.end()) {
      Fail(use.place,
           fmt::format("the source {} does not exist", Quoted(use.source)),
           "name an id of schema/sources.yaml or of the municipality's sources.yaml");
      return;
    }
    if (found->second.versions.empty()) return;  // Told where the source is read.
    const Date first = *found->second.versions.front().valid.from;
    const std::optional<Date> last = found->second.versions.back().valid.to;
    const bool starts_too_late = use.valid.from.has_value() && *use.valid.from < first;
    // What is valid without end needs its source only as long as this set is complete.
    const std::optional<Date> used_to = use.valid.to.has_value() ? use.valid.to : Window().to;
    const bool ends_too_early = last.has_value() && used_to.has_value() && *used_to > *last;
    if (starts_too_late || ends_too_early) {
      Fail(use.place,
           fmt::format("the source {} is not in force on every day that it is used for",
                       Quoted(use.source)),
           "name the source that held then, or complete its versions");
    }
  }

  // Only a full approval is ever suggested or decided: what refuses, reduces or ends a case is
  // prepared for a person (rules.md 16.2, casework.md 9).
  bool DemandsApproval(const TypfallPolicy& typfall) const {
    return std::any_of(
        typfall.criteria.begin(), typfall.criteria.end(), [&](const Criterion& criterion) {
          if (criterion.fact != "result.outcome") return false;
          const CompiledCriterion& compiled = data_.criteria.at(criterion.id);
          const std::optional<std::int64_t> approval =
              compiled.column.axis.NumberOf(std::string("bifall"));
          const std::vector<CellPart>& parts = compiled.cell.parts;
          return approval.has_value() && !compiled.cell.negated && parts.size() == 1 &&
                 parts[0].low.value == *approval && parts[0].high.value == *approval;
        });
  }

  void CheckTypfall() {
    std::sort(data_.typfall.begin(),
              data_.typfall.end(),
              [](const TypfallPolicy& a, const TypfallPolicy& b) { return a.code < b.code; });
    for (TypfallPolicy& typfall : data_.typfall) {
      const Place& place = data_.typfall_places.at(typfall.code);
      for (const std::string& gate : typfall.waived_gates) {
        const bool known = std::any_of(data_.gates.begin(),
                                       data_.gates.end(),
                                       [&](const GatePolicy& entry) { return entry.code == gate; });
        if (!known)
          Fail(place,
               fmt::format("{} waives {}, which is no gate", typfall.code, Quoted(gate)),
               "use a code of tables/gates.yaml");
      }
      if (!typfall.waived_gates.empty() && !typfall.procedural) {
        Fail(place,
             fmt::format("{} grants money and waives gates", typfall.code),
             "remove waived_gates: only a procedural typfall may have them");
      }
      if (!typfall.procedural && typfall.max_mode > Mode::kPrepare && !DemandsApproval(typfall)) {
        Fail(place,
             fmt::format("{} may go to {} and does not demand full approval",
                         typfall.code,
                         ModeCode(typfall.max_mode)),
             "add a criterion {fact: result.outcome, cell: bifall}, or write max_mode: prepare");
      }
      for (SourceRef& ref : typfall.sources) {
        const auto source = data_.sources.find(ref.id);
        const SourceVersion* version = source == data_.sources.end() || !Window().to.has_value()
                                           ? nullptr
                                           : source->second.On(*Window().to);
        if (version == nullptr) continue;
        ref.citation = version->citation;
        ref.statute = source->second.statute;
      }
    }
  }

  void CheckModes() {
    for (const auto& [code, choice] : data_.modes) {
      const auto typfall = std::find_if(
          data_.typfall.begin(),
          data_.typfall.end(),
          [&, &wanted = code](const TypfallPolicy& entry) { return entry.code == wanted; });
      if (typfall == data_.typfall.end()) {
        Fail(choice.place,
             fmt::format("{} is no typfall", Quoted(code)),
             "name a folder of typfall/");
        continue;
      }
      if (choice.mode > typfall->max_mode) {
        Fail(choice.place,
             fmt::format(
                 "the mode of {} is above its max_mode {}", code, ModeCode(typfall->max_mode)),
             "choose a lower mode");
      }
      typfall->mode = std::min(choice.mode, typfall->max_mode);
      const bool delegated = std::any_of(
          data_.delegations.begin(), data_.delegations.end(), [&](const Delegation& entry) {
            return entry.typfall == typfall->code;
          });
      if (choice.mode == Mode::kDecide && !typfall->procedural && !delegated) {
        Fail(choice.place,
             fmt::format("{} is in decide without a delegation", code),
             "add the board's decision to delegations.yaml (delegation.reference)");
      }
    }
  }

  void CheckDelegations() {
    for (std::size_t i = 0; i < data_.delegations.size(); ++i) {
      const std::string& code = data_.delegations[i].typfall;
      const bool known =
          std::any_of(data_.typfall.begin(), data_.typfall.end(), [&](const TypfallPolicy& entry) {
            return entry.code == code && !entry.procedural;
          });
      if (!known)
        Fail(data_.delegation_places[i],
             fmt::format("{} is no typfall that grants", Quoted(code)),
             "name a folder of typfall/");
    }
  }

  void CheckApprovals() {
    for (const Approval& approval : data_.approvals) {
      const auto found = data_.parameters.find(approval.parameter);
      const bool needed = found != data_.parameters.end() && found->second.needs_approval;
      if (!needed) {
        Fail(approval.place,
             fmt::format("{} is no parameter that needs approval", Quoted(approval.parameter)),
             "remove the approval or correct the id");
        continue;
      }
      const bool exists = std::any_of(
          found->second.versions.begin(),
          found->second.versions.end(),
          [&](const ParameterVersion& version) { return *version.valid.from == approval.version; });
      if (!exists)
        Fail(approval.place,
             fmt::format(
                 "{} has no version from {}", approval.parameter, approval.version.ToString()),
             "write the valid_from of the version that was approved");
    }
  }

  void CheckQueues() {
    for (const auto& [code, place] : data_.queue_uses) {
      const bool known = std::any_of(
          data_.queues.begin(), data_.queues.end(), [&, &wanted = code](const QueuePolicy& queue) {
            return queue.code == wanted;
          });
      if (!known)
        Fail(
            place, fmt::format("{} is no queue", Quoted(code)), "use a code of tables/queues.yaml");
    }
  }

  PolicyData& data_;
  std::vector<PolicyError>* errors_;
};

}  // namespace

void CheckWholeSet(PolicyData& data, std::vector<PolicyError>* errors) {
  WholeSet(data, errors).Check();
}

}  // namespace dm::policy
