#include "worker/policy/engine/step_order.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "fmt/format.h"

namespace dm::policy {
namespace {

using Needs = std::vector<std::set<std::size_t>>;  // of each step: the steps that it reads

// The names that a step sets.
std::vector<std::string> NamesOf(const CalcStep& step, const PolicyData& data) {
  if (step.body.kind != CalcBody::Kind::kDecide) return {step.set};
  std::vector<std::string> names;
  const auto table = data.tables.find(step.body.table);
  if (table == data.tables.end()) return names;
  for (const TableOutput& output : table->second.outputs)
    names.push_back(fmt::format("{}.{}", step.set, output.name));
  return names;
}

template <typename Visit>
void ForEachFormula(const CalcStep& step, const Visit& visit) {
  if (step.when.has_value()) visit(*step.when);
  if (step.body.kind == CalcBody::Kind::kExpression) visit(step.body.expression);
  for (const auto& [column, formula] : step.body.with) visit(formula);
  for (const CalcException& exception : step.exceptions) {
    visit(exception.when);
    visit(exception.expression);
  }
}

Needs NeedsOf(const Calculation& calculation, const PolicyData& data) {
  const std::vector<CalcStep>& steps = calculation.steps;
  std::map<std::string, std::size_t, std::less<>> set_by;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const std::string& name : NamesOf(steps[i], data)) set_by.emplace(name, i);
  }
  Needs needs(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    ForEachFormula(steps[i], [&](const Expression& formula) {
      ForEachNode(formula, [&](const Expression& node) {
        if (node.operation != Operation::kName) return;
        const auto found = set_by.find(node.text);
        if (found != set_by.end()) needs[i].insert(found->second);
      });
    });
  }
  return needs;
}

// From any step that is left, what it needs leads round and round; the first one met again closes
// the circle.
void RefuseCycle(const Calculation& calculation,
                 const Needs& needs,
                 const std::set<std::size_t>& done,
                 FileErrors& errors) {
  std::size_t at = 0;
  while (done.contains(at)) ++at;
  std::vector<std::size_t> path;
  while (std::find(path.begin(), path.end(), at) == path.end()) {
    path.push_back(at);
    for (const std::size_t need : needs[at]) {
      if (done.contains(need)) continue;
      at = need;
      break;
    }
  }
  std::vector<std::string> ids;
  for (auto it = std::find(path.begin(), path.end(), at); it != path.end(); ++it)
    ids.push_back(calculation.steps[*it].id);
  errors.Add(calculation.steps[at].line,
             fmt::format("the steps {} need each other's results", Joined(ids)),
             "let one of them do without the other");
}

}  // namespace

std::vector<std::size_t> StepsInOrder(const Calculation& calculation,
                                      const PolicyData& data,
                                      FileErrors& errors) {
  const std::size_t count = calculation.steps.size();
  const Needs needs = NeedsOf(calculation, data);
  std::vector<std::size_t> order;
  std::set<std::size_t> done;
  while (order.size() < count) {
    std::size_t next = 0;
    while (next < count &&
           (done.contains(next) ||
            !std::includes(done.begin(), done.end(), needs[next].begin(), needs[next].end()))) {
      ++next;
    }
    if (next == count) {
      RefuseCycle(calculation, needs, done, errors);
      return {};
    }
    done.insert(next);
    order.push_back(next);
  }
  return order;
}

}  // namespace dm::policy
