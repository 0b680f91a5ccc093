#include "worker/golden/date_sweep.h"

#include <set>

namespace dm::golden {

namespace {

using policy::Parameter;
using policy::ParameterKind;
using policy::PolicyData;

// The first day of the rule and the day after its last, each with its neighbours.
void AddChange(const Period& valid, const Period& window, std::set<Date>* days) {
  std::vector<Date> changes;
  if (valid.from.has_value()) changes.push_back(*valid.from);
  if (valid.to.has_value()) changes.push_back(valid.to->PlusDays(1));
  for (const Date change : changes) {
    for (const int beside : {-1, 0, 1}) {
      const Date day = change.PlusDays(beside);
      if (window.Contains(day)) days->insert(day);
    }
  }
}

std::set<Date> DaysOf(const PolicyData& data) {
  const Period window = data.municipal.effective;
  std::set<Date> days = {*window.from, *window.to};
  for (const auto& [id, parameter] : data.parameters) {
    for (const policy::ParameterVersion& version : parameter.versions) {
      AddChange(version.valid, window, &days);
    }
  }
  for (const auto& [id, table] : data.tables) {
    for (const policy::GridRow& row : table.grid.rows) AddChange(row.valid, window, &days);
  }
  for (const auto& [id, source] : data.sources) {
    for (const policy::SourceVersion& version : source.versions) {
      AddChange(version.valid, window, &days);
    }
  }
  for (const auto& [code, valid] : data.typfall_valid) AddChange(valid, window, &days);
  for (const Delegation& delegation : data.delegations) AddChange(delegation.valid, window, &days);
  return days;
}

// A rule that began or ended has no value outside of its time, and says so itself; one that is
// only prepared for has no version yet.
bool ClaimsToHold(const Parameter& parameter, Date day) {
  if (parameter.versions.empty()) return false;
  const bool before = parameter.begins && day < *parameter.versions.front().valid.from;
  const policy::ParameterVersion& last = parameter.versions.back();
  const bool after = last.ends && last.valid.to.has_value() && day > *last.valid.to;
  return !before && !after;
}

bool HasAnswer(const PolicySet& set, const Parameter& parameter, Date day) {
  switch (parameter.kind) {
    case ParameterKind::kScalar:
      return set.Get(parameter.id, day).ok();
    case ParameterKind::kTable:
      return !set.Rows(parameter.id, day).empty();
    case ParameterKind::kDays:
      return set.IsBankDay(day).ok();
  }
  return false;
}

}  // namespace

DateSweep SweepDates(const SetUnderTest& under) {
  DateSweep sweep;
  for (const Date day : DaysOf(*under.data)) {
    ++sweep.days;
    for (const auto& [id, parameter] : under.data->parameters) {
      if (!ClaimsToHold(parameter, day)) continue;
      ++sweep.questions;
      if (!HasAnswer(*under.set, parameter, day)) {
        sweep.gaps.push_back(id + " has no value on " + day.ToString());
      }
    }
    for (const auto& [id, table] : under.data->tables) {
      ++sweep.questions;
      if (!under.set->Evaluate(id, Facts(), day).ok()) {
        sweep.gaps.push_back(id + " is not in force on " + day.ToString());
      }
    }
  }
  return sweep;
}

}  // namespace dm::golden
