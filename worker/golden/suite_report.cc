#include "worker/golden/suite_report.h"

#include <algorithm>
#include <utility>

#include "worker/golden/date_sweep.h"

namespace dm::golden {

namespace {

const SetUnderTest* SetOf(const std::vector<SetUnderTest>& sets, const std::string& municipality) {
  const auto found = std::find_if(sets.begin(), sets.end(), [&](const SetUnderTest& one) {
    return one.set->municipality() == municipality;
  });
  return found == sets.end() ? nullptr : &*found;
}

}  // namespace

bool SuiteReport::covered() const {
  return stale.empty() && std::all_of(coverage.begin(), coverage.end(), [](const auto& one) {
           return one.missing.empty();
         });
}

SuiteReport TestPolicies(const Suite& suite,
                         const std::vector<SetUnderTest>& sets,
                         const std::optional<MutationOptions>& mutation) {
  SuiteReport report;
  Rules exercised;
  std::vector<CaseRun> runs(suite.cases.size());
  for (std::size_t i = 0; i < suite.cases.size(); ++i) {
    const SuiteCase& one = suite.cases[i];
    const SetUnderTest* under = SetOf(sets, one.municipality);
    if (under == nullptr) {
      report.skipped.push_back(one.name);
      continue;
    }
    ++report.cases;
    runs[i] = RunCase(one, *under);
    exercised.insert(runs[i].rules.begin(), runs[i].rules.end());
    if (!runs[i].differences.empty()) {
      report.failed.push_back({one.name, one.title, runs[i].differences});
    }
  }
  Rules rules;
  for (const SetUnderTest& under : sets) {
    rules.merge(RulesOf(*under.data));
    const DateSweep sweep = SweepDates(under);
    report.days += sweep.days;
    for (const std::string& gap : sweep.gaps) {
      report.gaps.push_back(under.set->municipality() + ": " + gap);
    }
  }
  report.coverage = CoverageOf(rules, exercised, suite.untested);
  for (const auto& [rule, reason] : suite.untested) {
    if (exercised.contains(rule)) report.stale.push_back(rule.id + " is exercised");
    if (!rules.contains(rule)) report.stale.push_back(rule.id + " is no rule");
  }
  // A mutant of rules that fail already would be caught by the wrong case.
  if (mutation.has_value() && report.failed.empty()) {
    report.mutation = Mutate(suite, runs, sets, *mutation);
  }
  return report;
}

}  // namespace dm::golden
