#include "worker/golden/mutation.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <tuple>
#include <utility>

#include "worker/policy/cross_checks.h"
#include "worker/policy/loaded_set.h"

namespace dm::golden {

namespace {

using policy::PolicyData;

enum class Fate { kRefused, kEquivalent, kKilled, kSurvives };

// One mutant, in each set that has the rule: one of a national rule in all of them.
struct Task {
  std::vector<std::pair<const SetUnderTest*, Mutant>> in;
  Fate fate = Fate::kSurvives;
};

// Which cases can notice, those of one table or parameter before whole households.
class Guards {
 public:
  Guards(const Suite& suite, const std::vector<CaseRun>& runs) : suite_(suite) {
    for (const bool parts : {true, false}) {
      for (std::size_t i = 0; i < runs.size(); ++i) {
        if (std::holds_alternative<PartsCase>(suite.cases[i].what) != parts) continue;
        order_.push_back(i);
        for (const std::string& name : runs[i].asked) by_asked_[name].push_back(i);
        for (const Rule& rule : runs[i].rules) by_rule_[rule].push_back(i);
      }
    }
  }

  // Cases of the municipality, first those that exercise the very rule.
  std::vector<std::size_t> Of(const Mutant& mutant, const std::string& municipality) const {
    std::vector<std::size_t> cases;
    std::vector<bool> taken(suite_.cases.size());
    const auto take = [&](const std::vector<std::size_t>& some) {
      for (const std::size_t one : some) {
        if (taken[one] || suite_.cases[one].municipality != municipality) continue;
        taken[one] = true;
        cases.push_back(one);
      }
    };
    take(Listed(by_rule_, mutant.rule));
    for (const char* way : {" fails alone", " fails", " holds", " stops"}) {
      if (mutant.rule.kind == RuleKind::kCriterion && way != std::string(" fails alone")) break;
      take(Listed(by_rule_, {mutant.rule.kind, mutant.rule.id + way}));
    }
    for (const std::string& name : mutant.asked) take(Listed(by_asked_, name));
    return cases;
  }

 private:
  template <typename Key>
  static const std::vector<std::size_t>& Listed(
      const std::map<Key, std::vector<std::size_t>>& lists, const Key& key) {
    static const std::vector<std::size_t> none;
    const auto found = lists.find(key);
    return found == lists.end() ? none : found->second;
  }

  const Suite& suite_;
  std::vector<std::size_t> order_;
  std::map<std::string, std::vector<std::size_t>> by_asked_;
  std::map<Rule, std::vector<std::size_t>> by_rule_;
};

// What a changed cell needs before it is looked at.
void FixCells(PolicyData* data, const Rule& rule) {
  if (rule.kind == RuleKind::kParameter) {
    for (auto& [id, parameter] : data->parameters) {
      for (policy::ParameterVersion& version : parameter.versions) version.grid.Fix();
    }
  }
  if (rule.kind == RuleKind::kTableRow) {
    for (auto& [id, table] : data->tables) {
      if (rule.id.starts_with(id + "/")) table.grid.Fix();
    }
  }
  if (rule.kind == RuleKind::kCriterion) {
    policy::CompiledCriterion& criterion = data->criteria.find(rule.id)->second;
    criterion.cell.Fix(criterion.column.axis);
  }
}

Fate FateIn(const SetUnderTest& under,
            const Mutant& mutant,
            const Suite& suite,
            const Guards& guards) {
  if (mutant.apply == nullptr) return Fate::kEquivalent;
  PolicyData changed = *under.data;  // its types go on pointing into the original, which stays
  changed.words = std::make_shared<policy::Words>(*under.data->words);
  mutant.apply(changed);
  FixCells(&changed, mutant.rule);
  std::vector<PolicyError> errors;
  policy::CheckWholeSet(changed, &errors);
  if (!errors.empty()) return Fate::kRefused;
  if (mutant.same != nullptr) {
    PolicyData before = *under.data;
    if (mutant.same(before, changed)) return Fate::kEquivalent;
  }
  const SetUnderTest mutated = {
      .set = policy::MakeLoadedSet(std::move(changed), under.set->municipality(), "mutant"),
      .data = under.data};
  for (const std::size_t i : guards.Of(mutant, under.set->municipality())) {
    if (!Passes(suite.cases[i], mutated)) return Fate::kKilled;
  }
  return Fate::kSurvives;
}

// Killed where one set's cases notice; what a set refuses cannot be loaded for that municipality.
Fate FateOf(const Task& task, const Suite& suite, const Guards& guards) {
  for (const auto& [under, mutant] : task.in) {
    const Fate here = FateIn(*under, mutant, suite, guards);
    if (here != Fate::kSurvives) return here;
  }
  return Fate::kSurvives;
}

std::vector<Task> TasksOf(const std::vector<SetUnderTest>& sets, const MutationOptions& options) {
  std::vector<Task> tasks;
  std::map<std::string, std::size_t> places;
  for (const SetUnderTest& under : sets) {
    for (Mutant& mutant : MutantsOf(under)) {
      const std::string key = mutant.place.file + "\n" + mutant.rule.id + "\n" + mutant.what +
                              "\n" + std::to_string(mutant.place.line);
      const bool wanted = options.only.empty() ||
                          mutant.place.file.find(options.only) != std::string::npos ||
                          mutant.rule.id.find(options.only) != std::string::npos;
      if (!wanted) continue;
      // The same change of two formulas of a step are two mutants.
      std::string own = key;
      for (int again = 2; places.contains(own) && tasks[places[own]].in.back().first == &under;
           ++again) {
        own = key + "\n" + std::to_string(again);
      }
      const auto [place, added] = places.emplace(own, tasks.size());
      if (added) tasks.emplace_back();
      tasks[place->second].in.emplace_back(&under, std::move(mutant));
    }
  }
  if (options.sample == 0 || options.sample >= tasks.size()) return tasks;
  std::vector<Task> sample;
  std::mt19937_64 random(options.seed);
  std::sample(std::make_move_iterator(tasks.begin()),
              std::make_move_iterator(tasks.end()),
              std::back_inserter(sample),
              options.sample,
              random);
  return sample;
}

void RunAll(const Suite& suite, const Guards& guards, int jobs, std::vector<Task>* tasks) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks->size(); i = next++) {
      (*tasks)[i].fate = FateOf((*tasks)[i], suite, guards);
    }
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < jobs; ++i) others.emplace_back(work);
  work();
}

MutationReport ReportOf(const std::vector<Task>& tasks) {
  std::map<std::string, MutationOfFile> files;
  MutationReport report;
  for (const Task& task : tasks) {
    const Mutant& mutant = task.in.front().second;
    MutationOfFile& file = files[mutant.place.file];
    file.file = mutant.place.file;
    ++file.mutants;
    switch (task.fate) {
      case Fate::kRefused:
        ++file.refused;
        break;
      case Fate::kEquivalent:
        ++file.equivalent;
        break;
      case Fate::kKilled:
        ++file.killed;
        break;
      case Fate::kSurvives:
        report.survivors.push_back({mutant.place,
                                    std::string(KindWord(mutant.rule.kind)) + " " + mutant.rule.id,
                                    mutant.what,
                                    mutant.killer});
        break;
    }
  }
  std::stable_sort(
      report.survivors.begin(), report.survivors.end(), [](const Survivor& a, const Survivor& b) {
        return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
      });
  for (auto& [name, file] : files) report.files.push_back(std::move(file));
  return report;
}

}  // namespace

MutationOfFile MutationReport::total() const {
  MutationOfFile sum;
  for (const MutationOfFile& file : files) {
    sum.mutants += file.mutants;
    sum.refused += file.refused;
    sum.equivalent += file.equivalent;
    sum.killed += file.killed;
  }
  return sum;
}

std::size_t MutationReport::percent() const {
  constexpr std::size_t kWhole = 100;
  const MutationOfFile sum = total();
  return sum.alive() == 0 ? kWhole : sum.killed * kWhole / sum.alive();
}

MutationReport Mutate(const Suite& suite,
                      const std::vector<CaseRun>& runs,
                      const std::vector<SetUnderTest>& sets,
                      const MutationOptions& options) {
  const Guards guards(suite, runs);
  std::vector<Task> tasks = TasksOf(sets, options);
  RunAll(suite, guards, options.jobs, &tasks);
  return ReportOf(tasks);
}

}  // namespace dm::golden
