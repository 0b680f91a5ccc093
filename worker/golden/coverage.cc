#include "worker/golden/coverage.h"

namespace dm::golden {

namespace {

using policy::Parameter;
using policy::ParameterKind;
using policy::ParameterVersion;
using policy::PolicyData;

void AddParameter(const PolicyData& data, const Parameter& parameter, Rules* rules) {
  for (const ParameterVersion& version : parameter.versions) {
    if (!policy::Shared(version.valid, data.municipal.effective).has_value()) continue;
    if (parameter.kind == ParameterKind::kScalar) {
      rules->insert(
          ParameterRule(data, parameter.id, parameter.id + "@" + version.valid.from->ToString()));
    }
    for (const policy::GridRow& row : version.grid.rows) {
      rules->insert(ParameterRule(data, parameter.id, row.id));
    }
    if (version.beyond.has_value()) {
      rules->insert(ParameterRule(data, parameter.id, version.beyond->id));
    }
  }
}

}  // namespace

const char* KindWord(RuleKind kind) {
  switch (kind) {
    case RuleKind::kParameter:
      return "parameter row";
    case RuleKind::kTableRow:
      return "table row";
    case RuleKind::kStep:
      return "step";
    case RuleKind::kTypfall:
      return "typfall";
    case RuleKind::kCriterion:
      return "criterion";
    case RuleKind::kObservation:
      return "observation";
    case RuleKind::kGate:
      return "gate";
    case RuleKind::kTrigger:
      return "trigger";
    case RuleKind::kQueue:
      return "queue";
  }
  return "";
}

Rule ParameterRule(const PolicyData& data, const std::string& id, const std::string& row) {
  const auto parameter = data.parameters.find(id);
  const bool municipal = parameter != data.parameters.end() && parameter->second.municipal;
  const bool scalar = row.starts_with(id + "@");
  return {RuleKind::kParameter,
          (municipal ? data.municipal.bundle + ": " : "") + (scalar ? row : id + "/" + row)};
}

Rules RulesOf(const PolicyData& data) {
  Rules rules;
  for (const auto& [id, parameter] : data.parameters) AddParameter(data, parameter, &rules);
  for (const auto& [id, table] : data.tables) {
    for (const policy::GridRow& row : table.grid.rows) {
      if (policy::Shared(row.valid, data.municipal.effective).has_value()) {
        rules.insert({RuleKind::kTableRow, id + "/" + row.id});
      }
    }
    if (table.otherwise.has_value()) {
      rules.insert({RuleKind::kTableRow, id + "/" + table.otherwise->first});
    }
  }
  for (const auto& [id, calculation] : data.calculations) {
    for (const policy::CalcStep& step : calculation.steps) {
      rules.insert({RuleKind::kStep, id + "/" + step.id});
      for (const policy::CalcException& exception : step.exceptions) {
        rules.insert({RuleKind::kStep, id + "/" + exception.id});
      }
    }
  }
  for (const TypfallPolicy& typfall : data.typfall) {
    rules.insert({RuleKind::kTypfall, typfall.code});
  }
  for (const auto& [id, criterion] : data.criteria) {
    for (const char* way : {" holds", " fails", " fails alone"}) {
      rules.insert({RuleKind::kCriterion, id + way});
    }
  }
  for (const auto& [code, versions] : data.observations) {
    rules.insert({RuleKind::kObservation, code});
  }
  for (const GatePolicy& gate : data.gates) {
    for (const char* way : {" passes", " stops"}) rules.insert({RuleKind::kGate, gate.code + way});
  }
  for (const TriggerPolicy& trigger : data.triggers) {
    rules.insert({RuleKind::kTrigger, trigger.code});
  }
  for (const QueuePolicy& queue : data.queues) rules.insert({RuleKind::kQueue, queue.code});
  return rules;
}

std::vector<CoverageOfKind> CoverageOf(const Rules& rules,
                                       const Rules& exercised,
                                       const Untested& untested) {
  std::vector<CoverageOfKind> kinds;
  for (const RuleKind kind : kRuleKinds) {
    CoverageOfKind one;
    one.kind = kind;
    for (const Rule& rule : rules) {
      if (rule.kind != kind) continue;
      ++one.rules;
      if (exercised.contains(rule)) {
        ++one.exercised;
      } else if (untested.contains(rule)) {
        ++one.excused;
      } else {
        one.missing.push_back(rule.id);
      }
    }
    if (one.rules > 0) kinds.push_back(std::move(one));
  }
  return kinds;
}

}  // namespace dm::golden
