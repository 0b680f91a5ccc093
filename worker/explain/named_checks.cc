#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "worker/explain/parts.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

std::string StateWords(const CheckResult& result, const Resolver& resolver) {
  switch (result.state) {
    case CheckState::kDone:
      return fmt::format("gjord, {}", VerdictWords(result.verdict.value_or(Verdict::kUnknown)));
    case CheckState::kMissing:
      return "saknas";
    case CheckState::kNotApplicable:
    case CheckState::kSkipped:
      break;
  }
  return fmt::format("{}: {}",
                     result.state == CheckState::kSkipped ? "utelämnad" : "gäller inte",
                     resolver.policy().Text("CHECK." + result.reason));
}

bool IsOf(const NamedCheckPolicy& check, Source source) {
  return std::find(check.registers.begin(), check.registers.end(), source) != check.registers.end();
}

// Where what was compared stands: the registers' answers with their times, and the documents.
std::vector<ResolvedInput> Compared(const NamedCheckPolicy& check, const Resolver& resolver) {
  std::vector<std::string> paths;
  for (const PersonEvidence& person : resolver.input().evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      if (IsOf(check, answer.source))
        paths.push_back(
            fmt::format("evidence.{}.{}", person.person.value(), SourceCode(answer.source)));
    }
  }
  std::vector<ResolvedInput> inputs = resolver.ResolveAll(paths);
  const std::vector<Document>& documents = resolver.input().application.documents;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto& kinds = check.documents;
    if (std::find(kinds.begin(), kinds.end(), documents[i].kind) == kinds.end()) continue;
    inputs.push_back({.path = fmt::format("application.documents[{}]", i),
                      .label = resolver.policy().Text(documents[i].kind),
                      .value = documents[i].readable ? "läsbar" : "går inte att läsa"});
  }
  return inputs;
}

}  // namespace

std::vector<ExplanationNode> NamedCheckNodes(const Assessment& assessment,
                                             const Resolver& resolver) {
  std::vector<ExplanationNode> nodes;
  const std::vector<NamedCheckPolicy>& list = resolver.policy().checks();
  for (const CheckResult& result : assessment.checks) {
    ExplanationNode node;
    node.id = "check/" + result.check;
    node.kind = NodeKind::kCheck;
    node.label = result.check;
    node.code = result.check;
    node.value = StateWords(result, resolver);
    node.verdict = result.verdict;
    node.reason = result.reason;
    const auto policy =
        std::find_if(list.begin(), list.end(), [&result](const NamedCheckPolicy& one) {
          return one.code == result.check;
        });
    if (policy != list.end()) {
      node.label = policy->title;
      node.rule = "checks/" + policy->code;
      const bool made = result.state == CheckState::kDone || result.state == CheckState::kMissing;
      if (made) {
        node.why = policy->compares;
        node.inputs = Compared(*policy, resolver);
      }
      for (const std::string& id : policy->sources) {
        const StatusOr<SourceRef> source = resolver.policy().SourceOn(id, resolver.on());
        if (source.ok()) node.sources.push_back(*source);
      }
    }
    nodes.push_back(std::move(node));
  }
  return nodes;
}

}  // namespace dm::explain
