#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/explain/parts.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

ExplanationNode FindingNode(const Finding& finding, const Resolver& resolver, std::string id) {
  ExplanationNode node;
  node.id = std::move(id);
  node.kind = NodeKind::kGround;
  node.label = finding.text;
  node.code = finding.code;
  if (finding.person) node.value = resolver.Who(*finding.person);
  node.inputs = resolver.ResolveAll(finding.inputs);
  return node;
}

void AddFindings(const std::vector<Finding>& findings,
                 const Resolver& resolver,
                 ExplanationNode* node) {
  for (std::size_t i = 0; i < findings.size(); ++i) {
    node->children.push_back(FindingNode(findings[i], resolver, fmt::format("{}/{}", node->id, i)));
  }
}

template <typename Policy>
std::string TitleOf(const std::vector<Policy>& list, const std::string& code) {
  const auto found = std::find_if(
      list.begin(), list.end(), [&code](const Policy& one) { return one.code == code; });
  return found == list.end() ? code : found->title;
}

std::string FactWords(const std::optional<FactValue>& fact, const std::string& unit) {
  if (!fact) return "inte känt";
  if (const auto* flag = std::get_if<bool>(&*fact)) return *flag ? "ja" : "nej";
  if (const auto* text = std::get_if<std::string>(&*fact)) {
    if (*text == "none") return "inget";
    return *text == "several" ? "flera" : *text;
  }
  const std::int64_t number = std::get<std::int64_t>(*fact);
  if (unit == "kr") return Money::FromOre(number).ToSwedish();
  if (unit == "date") return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(number)).ToString();
  return fmt::format("{}", number);
}

// Without the codes that the title explains to those who write rules.
std::string TitleForReaders(const std::string& title) {
  return title.substr(0, title.find(" (none:"));
}

bool Has(const std::vector<std::string>& list, const std::string& code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

ExplanationNode CriterionNode(const Criterion& criterion,
                              const TypfallMatch& match,
                              const Facts& facts,
                              const Resolver& resolver) {
  const Described named = resolver.policy().Describe(criterion.fact);
  ExplanationNode node;
  node.id = "typfall/" + match.typfall + "/" + criterion.id;
  node.kind = NodeKind::kCheck;
  node.label = criterion.text;
  node.code = criterion.id;
  node.value = FactWords(facts.Get(criterion.fact), named.unit);
  node.verdict = Has(match.unmet, criterion.id)         ? Verdict::kFail
                 : Has(match.unmet, criterion.id + "?") ? Verdict::kUnknown
                                                        : Verdict::kPass;
  node.inputs = {{.path = "fact:" + criterion.fact,
                  .label = named.title.empty() ? criterion.fact : TitleForReaders(named.title),
                  .value = node.value}};
  return node;
}

}  // namespace

std::vector<ExplanationNode> GateNodes(const Assessment& assessment, const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  for (const GateResult& gate : assessment.gates) {
    ExplanationNode node;
    node.id = "gate/" + gate.gate;
    node.kind = NodeKind::kCheck;
    node.label = TitleOf(resolver.policy().gates(), gate.gate);
    node.code = gate.gate;
    node.verdict = gate.verdict;
    node.value = VerdictWords(gate.verdict);
    AddFindings(gate.findings, resolver, &node);
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<ExplanationNode> TriggerNodes(const Assessment& assessment, const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  for (const TriggerResult& trigger : assessment.triggers) {
    ExplanationNode node;
    node.id = "trigger/" + trigger.trigger;
    node.kind = NodeKind::kCheck;
    node.label = TitleOf(resolver.policy().triggers(), trigger.trigger);
    node.code = trigger.trigger;
    node.rule = trigger.queue;
    node.value = fmt::format(
        "leder till {} {}", trigger.queue, TitleOf(resolver.policy().queues(), trigger.queue));
    AddFindings(trigger.findings, resolver, &node);
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<ExplanationNode> TypfallNodes(const Assessment& assessment,
                                          const Facts& facts,
                                          const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  for (const TypfallMatch& match : assessment.typfall) {
    ExplanationNode node;
    node.id = "typfall/" + match.typfall;
    node.kind = NodeKind::kCheck;
    node.label = TitleOf(resolver.policy().typfall(), match.typfall);
    node.code = match.typfall;
    node.verdict = match.verdict;
    node.value = match.matched                        ? "stämmer"
                 : match.verdict == Verdict::kUnknown ? "går inte att avgöra"
                                                      : "stämmer inte";
    for (const TypfallPolicy& policy : resolver.policy().typfall()) {
      if (policy.code != match.typfall) continue;
      node.sources = policy.sources;
      for (const Criterion& criterion : policy.criteria)
        node.children.push_back(CriterionNode(criterion, match, facts, resolver));
    }
    if (Has(match.unmet, match.typfall + ".valid")) node.why = "Typfallet gäller inte för månaden.";
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<ExplanationNode> InformationNodes(const Assessment& assessment,
                                              const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  for (std::size_t i = 0; i < assessment.information.size(); ++i) {
    nodes.push_back(
        FindingNode(assessment.information[i], resolver, fmt::format("information/{}", i)));
  }
  return nodes;
}

}  // namespace dm::explain
