#include "worker/golden/mutation.h"

#include <algorithm>
#include <map>
#include <utility>

#include "worker/policy/loaded_set.h"

namespace dm::golden {

namespace {

using policy::PolicyData;

// What a change of a cell needs before it is evaluated, and what the load would have said of it.
bool Holds(PolicyData* data, const Rule& rule) {
  std::vector<PolicyError> errors;
  policy::FileErrors file("", &errors);
  const policy::ParameterValues values = [data](const std::string& id, Date on) {
    return data->ScalarOn(id, on);
  };
  const auto check = [&](policy::Grid& grid, policy::HitPolicy hit) {
    grid.Fix();
    grid.Check(hit, "", {}, values, file);
  };
  switch (rule.kind) {
    case RuleKind::kParameter:
      for (auto& [id, parameter] : data->parameters) {
        if (rule.id.find(id) == std::string::npos) continue;
        for (policy::ParameterVersion& version : parameter.versions) {
          check(version.grid, parameter.hit);
        }
      }
      break;
    case RuleKind::kTableRow:
      for (auto& [id, table] : data->tables) {
        if (rule.id.starts_with(id + "/")) check(table.grid, table.hit);
      }
      break;
    case RuleKind::kCriterion: {
      policy::CompiledCriterion& criterion = data->criteria.find(rule.id)->second;
      criterion.cell.Fix(criterion.column.axis);
      break;
    }
    case RuleKind::kGate:
    case RuleKind::kTrigger:
    case RuleKind::kQueue:
      break;
  }
  return errors.empty();
}

// Which cases exercise a rule, those of one table or parameter before whole households.
class Guards {
 public:
  Guards(const Suite& suite, const std::vector<CaseRun>& runs) {
    for (const bool parts : {true, false}) {
      for (std::size_t i = 0; i < runs.size(); ++i) {
        if (std::holds_alternative<PartsCase>(suite.cases[i].what) != parts) continue;
        for (const Rule& rule : runs[i].rules) by_rule_[rule].push_back(i);
      }
    }
  }

  // A moved end may let a case in that did not fit the row before, so every case of the same table
  // or parameter is asked.
  std::vector<std::size_t> Of(const Rule& rule) const {
    if (rule.kind == RuleKind::kCriterion) {
      std::vector<std::size_t> cases = Listed({rule.kind, rule.id + " holds"});
      const std::vector<std::size_t> fails = Listed({rule.kind, rule.id + " fails"});
      cases.insert(cases.end(), fails.begin(), fails.end());
      return cases;
    }
    std::vector<std::size_t> cases = Listed(rule);
    const std::size_t slash = rule.id.find('/');
    if (slash == std::string::npos) return cases;
    const std::string table = rule.id.substr(0, slash + 1);
    for (auto at = by_rule_.lower_bound({rule.kind, table});
         at != by_rule_.end() && at->first.kind == rule.kind && at->first.id.starts_with(table);
         ++at) {
      cases.insert(cases.end(), at->second.begin(), at->second.end());
    }
    std::vector<std::size_t> once;
    for (const std::size_t one : cases) {
      if (std::find(once.begin(), once.end(), one) == once.end()) once.push_back(one);
    }
    return once;
  }

 private:
  std::vector<std::size_t> Listed(const Rule& rule) const {
    const auto found = by_rule_.find(rule);
    return found == by_rule_.end() ? std::vector<std::size_t>() : found->second;
  }

  std::map<Rule, std::vector<std::size_t>> by_rule_;
};

}  // namespace

MutationReport Mutate(const Suite& suite,
                      const std::vector<CaseRun>& runs,
                      const SetUnderTest& under) {
  MutationReport report;
  const Guards guards(suite, runs);
  for (const Mutant& mutant : MutantsOf(*under.data, suite.untested)) {
    ++report.mutants;
    PolicyData changed = *under.data;  // its types go on pointing into the original, which stays
    mutant.apply(changed);
    if (!Holds(&changed, mutant.rule)) {
      ++report.refused;
      continue;
    }
    const SetUnderTest mutated = {
        .set = policy::MakeLoadedSet(std::move(changed), under.set->municipality(), "mutant"),
        .data = under.data};
    const std::vector<std::size_t> cases = guards.Of(mutant.rule);
    const bool killed = std::any_of(cases.begin(), cases.end(), [&](std::size_t i) {
      return suite.cases[i].municipality == under.set->municipality() &&
             !Passes(suite.cases[i], mutated);
    });
    if (killed) {
      ++report.killed;
    } else {
      report.survivors.push_back(std::string(KindWord(mutant.rule.kind)) + " " + mutant.rule.id +
                                 ": " + mutant.what);
    }
  }
  return report;
}

}  // namespace dm::golden
