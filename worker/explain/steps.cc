#include <optional>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/norm.h"
#include "worker/assessment/norm_adjustments.h"
#include "worker/explain/parts.h"

namespace dm::explain {

namespace {

std::string ValueWords(const std::optional<FactValue>& value, const std::string& unit) {
  if (!value) return "inte känt";
  if (const auto* flag = std::get_if<bool>(&*value)) return *flag ? "ja" : "nej";
  if (const auto* text = std::get_if<std::string>(&*value)) return *text;
  const std::int64_t number = std::get<std::int64_t>(*value);
  return unit == "kr" ? Money::FromOre(number).ToSwedish() : fmt::format("{}", number);
}

ExplanationNode StepNode(const Calculated& calculated,
                         const CalculatedStep& step,
                         const assessment::Household& household,
                         const Resolver& resolver) {
  ExplanationNode node;
  node.id = fmt::format("step/{}/{}", calculated.calculation, step.step);
  node.kind = NodeKind::kGround;
  node.label = step.title;
  if (step.item >= 0) {
    node.id += fmt::format("/{}", step.item);
    const auto index = static_cast<std::size_t>(step.item);
    if (step.collection == "members" && index < household.members.size())
      node.label += ", " + resolver.Who(household.members[index].person->key);
  }
  node.code = step.exception.empty() ? step.step : step.exception;
  node.rule =
      step.row ? step.row->id + "/" + step.row->row : calculated.calculation + "/" + node.code;
  const auto* number = step.value ? std::get_if<std::int64_t>(&*step.value) : nullptr;
  if (number != nullptr && step.unit == "kr") {
    node.amount = Money::FromOre(*number);
  } else {
    node.value = ValueWords(step.value, step.unit);
  }
  if (step.exact && step.exact->denominator() != 1)
    node.why = fmt::format("Exakt {} öre före avrundning.", step.exact->ToString());
  node.sources = step.sources;
  if (step.row)
    node.sources.insert(node.sources.end(), step.row->sources.begin(), step.row->sources.end());
  for (const CalcInput& input : step.inputs) {
    const Described named = resolver.policy().Describe(input.name);
    node.inputs.push_back({.path = "calc:" + input.name,
                           .label = named.title.empty() ? input.name : named.title,
                           .value = ValueWords(input.value, named.unit)});
  }
  return node;
}

}  // namespace

std::vector<ExplanationNode> StepNodes(const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  assessment::PolicyReader reader(resolver.policy(), resolver.on());
  const Application& application = resolver.input().application;
  std::vector<std::string> unknown;
  auto household = assessment::MakeHousehold({.persons = application.persons,
                                              .persons_in_home = application.home.persons_in_home,
                                              .month = application.month},
                                             &reader,
                                             &unknown);
  if (!household) return nodes;
  if (const std::optional<Frame>& frame = resolver.input().frame) {
    assessment::ApplyAdjustments(
        *frame, application.month, resolver.input().assessed_on, &reader, &*household);
  }
  const std::optional<Calculated> calculated = assessment::CalculateNorm(*household, &reader);
  if (!calculated) return nodes;
  for (const CalculatedStep& step : calculated->steps) {
    if (step.state == CalcState::kNotApplicable) continue;
    nodes.push_back(StepNode(*calculated, step, *household, resolver));
  }
  return nodes;
}

}  // namespace dm::explain
