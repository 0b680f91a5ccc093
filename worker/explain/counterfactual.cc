#include "worker/explain/counterfactual.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/assess.h"
#include "worker/explain/changes.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

// Incomes move in whole kronor: what people compare. The last step may be a part of one.
constexpr std::int64_t kKronaOre = 100;

std::int64_t StepOre(const AmountChange& change) {
  return change.to_the_ore ? 1 : kKronaOre;
}

// What is to come true.
struct Goal {
  enum class Kind { kRow, kOutcome, kGate };
  Kind kind = Kind::kRow;
  std::string target;  // id of the node
  std::string what;    // behind the clause: "hade raden godkänts helt"
  std::function<bool(const Assessment&)> reached;
};

const CalculationRow* FindRow(const Assessment& assessment,
                              RowKind kind,
                              const std::string& first_input) {
  for (const CalculationRow& row : assessment.rows) {
    if (row.kind == kind && !row.inputs.empty() && row.inputs.front() == first_input) return &row;
  }
  return nullptr;
}

bool InFull(const CalculationRow& row) {
  return row.applied.has_value() && row.amount >= *row.applied;
}

Goal RowGoal(const CalculationRow& row, std::size_t index) {
  const bool extra = row.kind == RowKind::kExtraCost;
  return {.kind = Goal::Kind::kRow,
          .target = fmt::format("grant/need/{}/{}", extra ? "extra_costs" : "costs", index),
          .what = "hade hela kostnaden godkänts",
          .reached = [kind = row.kind, input = row.inputs.front()](const Assessment& a) {
            const CalculationRow* found = FindRow(a, kind, input);
            return found != nullptr && InFull(*found) && !found->applied->is_zero();
          }};
}

std::optional<Goal> OutcomeGoal(const Assessment& assessment) {
  Goal goal{.kind = Goal::Kind::kOutcome, .target = "grant", .what = "", .reached = nullptr};
  switch (assessment.outcome) {
    case Outcome::kNone:
      goal.what = "hade resultatet kunnat räknas fram";
      goal.reached = [](const Assessment& a) { return a.outcome != Outcome::kNone; };
      return goal;
    case Outcome::kAvslag:
      goal.what = "hade det funnits rätt till bistånd";
      goal.reached = [](const Assessment& a) {
        return (a.outcome == Outcome::kBifall || a.outcome == Outcome::kDelavslag) &&
               a.grant > Money();
      };
      return goal;
    case Outcome::kDelavslag:
      goal.what = "hade det blivit fullt bifall";
      goal.reached = [](const Assessment& a) { return a.outcome == Outcome::kBifall; };
      return goal;
    case Outcome::kBifall:
    case Outcome::kAvvisning:
    case Outcome::kAvskrivning:
      return std::nullopt;
  }
  return std::nullopt;
}

Goal GateGoal(const GateResult& gate) {
  return {.kind = Goal::Kind::kGate,
          .target = "gate/" + gate.gate,
          .what = fmt::format("hade kontrollen {} varit godkänd", gate.gate),
          .reached = [code = gate.gate](const Assessment& a) {
            return std::any_of(a.gates.begin(), a.gates.end(), [&code](const GateResult& one) {
              return one.gate == code && one.verdict == Verdict::kPass;
            });
          }};
}

std::vector<Goal> GoalsOf(const Assessment& assessment) {
  std::vector<Goal> goals;
  std::size_t cost = 0;
  std::size_t extra = 0;
  for (const CalculationRow& row : assessment.rows) {
    if (row.kind != RowKind::kCost && row.kind != RowKind::kExtraCost) continue;
    const std::size_t index = row.kind == RowKind::kCost ? cost++ : extra++;
    if (!InFull(row) && !row.inputs.empty()) goals.push_back(RowGoal(row, index));
  }
  if (auto outcome = OutcomeGoal(assessment)) goals.push_back(*std::move(outcome));
  for (const GateResult& gate : assessment.gates) {
    if (gate.verdict != Verdict::kPass) goals.push_back(GateGoal(gate));
  }
  return goals;
}

class Search {
 public:
  Search(CaseInput input, const Assessment& assessment, const PolicySet& policy)
      : base_(std::move(input)),
        goals_(GoalsOf(assessment)),
        found_(goals_.size()),
        assessment_(assessment),
        policy_(policy) {
    // The registers' own bytes are not looked at and would only be copied.
    for (PersonEvidence& person : base_.evidence.persons) {
      for (SourceAnswer& answer : person.answers) answer.raw.clear();
    }
  }

  std::vector<FoundChange> Run() {
    if (goals_.empty()) return {};
    for (const AmountChange& change : AmountChanges(base_, assessment_, policy_)) TryAmount(change);
    for (const FlipChange& change : FlipChanges(base_, policy_)) TryFlip(change);
    std::vector<FoundChange> all;
    for (std::vector<FoundChange>& list : found_) {
      // Amounts by size; what has no size after them, in the order that it was tried in.
      std::stable_sort(list.begin(), list.end(), [](const FoundChange& a, const FoundChange& b) {
        const auto& left = a.counterfactual.size;
        const auto& right = b.counterfactual.size;
        if (left.has_value() != right.has_value()) return left.has_value();
        return left && right && *left < *right;
      });
      if (list.size() > kChangesPerTargetMax) list.resize(kChangesPerTargetMax);
      std::move(list.begin(), list.end(), std::back_inserter(all));
    }
    return all;
  }

 private:
  std::optional<Assessment> AssessOnce(const CaseInput& input) {
    if (assessments_ >= kAssessmentsMax) return std::nullopt;
    ++assessments_;
    return Assess(input, policy_);
  }

  void TryFlip(const FlipChange& change) {
    CaseInput changed = base_;
    change.apply(changed);
    const auto assessed = AssessOnce(changed);
    if (!assessed) return;
    for (std::size_t g = 0; g < goals_.size(); ++g) {
      if (!goals_[g].reached(*assessed)) continue;
      Keep(g,
           {.target = goals_[g].target,
            .path = change.path,
            .from = change.from,
            .to = change.to,
            .size = std::nullopt,
            .outcome = assessed->outcome,
            .grant = assessed->grant,
            .text = Sentence(change.clause, goals_[g], *assessed),
            .applicant = ""},
           changed);
    }
  }

  // Gates are not searched by amount: they weigh what a person has accepted, not how much is paid.
  void TryAmount(const AmountChange& change) {
    const std::int64_t distance = Abs(change.to - change.from).ore();
    const std::int64_t steps = (distance + StepOre(change) - 1) / StepOre(change);
    if (steps == 0) return;
    const auto farthest = AssessAt(change, steps, steps);
    if (!farthest) return;
    for (std::size_t g = 0; g < goals_.size(); ++g) {
      if (goals_[g].kind == Goal::Kind::kGate) continue;
      if (!goals_[g].reached(*farthest)) continue;
      if (change.whole) {
        KeepAmount(change, change.to, g, *farthest);
      } else {
        Bisect(change, steps, g);
      }
    }
    // A cost is asked for at its highest accepted level, not less: found above, or not at all.
    if (change.to.is_zero() && !goals_.empty()) TryNearlyAll(change, steps, *farthest);
  }

  // A goal may hold short of the far end and not at it: a cost of nothing is not granted in full.
  void TryNearlyAll(const AmountChange& change, std::int64_t steps, const Assessment& farthest) {
    if (steps < 2) return;
    const auto near = AssessAt(change, steps - 1, steps);
    if (!near) return;
    for (std::size_t g = 0; g < goals_.size(); ++g) {
      if (goals_[g].kind == Goal::Kind::kGate || goals_[g].reached(farthest)) continue;
      if (goals_[g].reached(*near)) Bisect(change, steps - 1, g);
    }
  }

  Money ValueAt(const AmountChange& change, std::int64_t step, std::int64_t steps) const {
    if (step >= steps && Abs(change.to - change.from).ore() <= step * StepOre(change))
      return change.to;
    const Money moved = Money::FromOre(step * StepOre(change));
    return change.to > change.from ? change.from + moved : change.from - moved;
  }

  std::optional<Assessment> AssessAt(const AmountChange& change,
                                     std::int64_t step,
                                     std::int64_t steps) {
    CaseInput changed = base_;
    change.set(changed, ValueAt(change, step, steps));
    return AssessOnce(changed);
  }

  // The goal is missed at 0 steps and reached at `high`.
  void Bisect(const AmountChange& change, std::int64_t high, std::size_t g) {
    const std::int64_t steps = high;
    std::int64_t low = 0;
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      const auto assessed = AssessAt(change, middle, steps);
      if (!assessed) return;
      (goals_[g].reached(*assessed) ? high : low) = middle;
    }
    CaseInput changed = base_;
    const Money value = ValueAt(change, high, steps);
    change.set(changed, value);
    const auto assessed = AssessOnce(changed);
    if (!assessed || !goals_[g].reached(*assessed)) return;
    KeepAmount(change, value, g, *assessed);
  }

  void KeepAmount(const AmountChange& change,
                  Money value,
                  std::size_t g,
                  const Assessment& assessed) {
    CaseInput changed = base_;
    change.set(changed, value);
    Keep(g,
         {.target = goals_[g].target,
          .path = change.path,
          .from = change.known ? change.from.ToSwedish() : "saknas",
          .to = value.ToSwedish(),
          .size = Abs(value - change.from),
          .outcome = assessed.outcome,
          .grant = assessed.grant,
          .text = Sentence(change.clause(value), goals_[g], assessed),
          .applicant = change.applicant ? change.applicant(value) : ""},
         changed);
  }

  std::string Sentence(const std::string& clause, const Goal& goal, const Assessment& after) const {
    std::string text = clause + " " + goal.what;
    if (after.outcome != Outcome::kNone) {
      const bool same = assessment_.outcome != Outcome::kNone && after.grant == assessment_.grant;
      text += fmt::format(" ({}, {}{})",
                          OutcomeWords(after.outcome),
                          same ? "samma belopp: " : "",
                          after.grant.ToSwedish());
    }
    return text + ".";
  }

  void Keep(std::size_t g, Counterfactual counterfactual, CaseInput changed) {
    found_[g].push_back(
        {.counterfactual = std::move(counterfactual), .changed = std::move(changed)});
  }

  CaseInput base_;
  std::vector<Goal> goals_;
  std::vector<std::vector<FoundChange>> found_;
  const Assessment& assessment_;  // as it was
  const PolicySet& policy_;
  int assessments_ = 0;
};

}  // namespace

std::vector<FoundChange> SearchCounterfactuals(const CaseInput& input,
                                               const Assessment& assessment,
                                               const PolicySet& policy) {
  return Search(input, assessment, policy).Run();
}

std::vector<Counterfactual> FindCounterfactuals(const CaseInput& input,
                                                const Assessment& assessment,
                                                const PolicySet& policy) {
  std::vector<Counterfactual> all;
  for (FoundChange& found : SearchCounterfactuals(input, assessment, policy))
    all.push_back(std::move(found.counterfactual));
  return all;
}

}  // namespace dm::explain
