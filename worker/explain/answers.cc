#include <utility>

#include <fmt/format.h>

#include "worker/assessment/context.h"
#include "worker/case/agency_name.h"
#include "worker/explain/parts.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

std::string Held(const SourceAnswer& answer) {
  std::string words;
  const auto add = [&words](std::size_t count, const char* one, const char* many) {
    if (count == 0) return;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, count == 1 ? one : many);
  };
  add(answer.payments.size(), "utbetalning", "utbetalningar");
  add(answer.benefit_cases.size(), "ärende eller beslut", "ärenden eller beslut");
  add(answer.suspensions.size(), "avstängning", "avstängningar");
  add(answer.vehicles.size(), "fordon", "fordon");
  add(answer.permits.size(), "tillstånd", "tillstånd");
  add(answer.capital.size(), "kapitaluppgift", "kapitaluppgifter");
  return words;
}

// A failed group is why an answer that came is still not known.
std::string FailedGroups(const SourceAnswer& answer) {
  std::string words;
  for (const GroupState& group : answer.groups) {
    if (IsKnown(group.state)) continue;
    words +=
        fmt::format("{}{}: {}", words.empty() ? "" : "; ", group.group, StateWords(group.state));
  }
  return words;
}

ExplanationNode AnswerNode(const PersonKey& person,
                           const SourceAnswer& answer,
                           const Resolver& resolver) {
  ExplanationNode node;
  node.id = fmt::format("answer/{}/{}", person.value(), SourceCode(answer.source));
  node.kind = NodeKind::kAnswer;
  node.label = fmt::format("{}, {}", Capital(AgencyName(answer.source)), resolver.Who(person));
  node.value = StateWords(answer.state);
  node.code = answer.code.empty()
                  ? AnswerStateCode(answer.state)
                  : fmt::format("{} {}", AnswerStateCode(answer.state), answer.code);
  node.verdict = IsKnown(answer.state) ? Verdict::kPass : Verdict::kUnknown;
  if (answer.state != AnswerState::kNotAsked)
    node.why = "Svar " + SwedishDateTime(answer.fetched_at);
  const std::string period = PeriodWords(answer.asked);
  if (!period.empty()) node.why += (node.why.empty() ? "" : ", ") + ("fråga för " + period);
  const std::string held = Held(answer);
  if (!held.empty()) node.why += ": " + held;
  if (!node.why.empty()) node.why += ".";
  const std::string failed = FailedGroups(answer);
  if (!failed.empty()) {
    node.verdict = Verdict::kUnknown;
    node.why += " Utan svar: " + failed + ".";
  }
  node.inputs = {{.path = fmt::format("evidence.{}.{}", person.value(), SourceCode(answer.source)),
                  .label = node.label,
                  .value = node.value}};
  return node;
}

}  // namespace

std::vector<ExplanationNode> AnswerNodes(const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  for (const PersonEvidence& person : resolver.input().evidence.persons) {
    for (const SourceAnswer& answer : person.answers)
      nodes.push_back(AnswerNode(person.person, answer, resolver));
  }
  return nodes;
}

}  // namespace dm::explain
