#include "worker/golden/suite_report.h"

#include <algorithm>
#include <atomic>
#include <thread>
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

// Each case under the set of its municipality, in any order on `jobs` threads: a case reads the set
// and writes its own run alone.
std::vector<CaseRun> RunAll(const Suite& suite, const std::vector<SetUnderTest>& sets, int jobs) {
  std::vector<CaseRun> runs(suite.cases.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < runs.size(); i = next++) {
      const SetUnderTest* under = SetOf(sets, suite.cases[i].municipality);
      if (under != nullptr) runs[i] = RunCase(suite.cases[i], *under);
    }
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < jobs; ++i) others.emplace_back(work);
  work();
  for (std::jthread& other : others) other.join();
  return runs;
}

}  // namespace

bool SuiteReport::covered() const {
  return stale.empty() && std::all_of(coverage.begin(), coverage.end(), [](const auto& one) {
           return one.missing.empty();
         });
}

SuiteReport TestPolicies(const Suite& suite,
                         const std::vector<SetUnderTest>& sets,
                         const std::optional<MutationOptions>& mutation,
                         int jobs) {
  SuiteReport report;
  Rules exercised;
  const std::vector<CaseRun> runs = RunAll(suite, sets, jobs);
  for (std::size_t i = 0; i < suite.cases.size(); ++i) {
    const SuiteCase& one = suite.cases[i];
    if (SetOf(sets, one.municipality) == nullptr) {
      report.skipped.push_back(one.name);
      continue;
    }
    ++report.cases;
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
