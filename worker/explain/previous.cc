#include "worker/assessment/previous.h"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "worker/explain/parts.h"

namespace dm::explain {

std::optional<ExplanationNode> PreviousNode(const Resolver& resolver) {
  const auto month = assessment::ExplainPrevious(resolver.input(), resolver.policy());
  if (!month) return std::nullopt;
  ExplanationNode node;
  node.id = "previous";
  node.kind = NodeKind::kGround;
  node.label = fmt::format("{} enligt dagens regler", month->month.ToSwedish());
  node.amount = month->recomputed;
  node.value = fmt::format("beviljat då {}", month->granted.ToSwedish());
  node.why =
      "Med förra månadens uppgifter och den här månadens belopp och nivåer. Det är vad beloppet "
      "jämförs med.";
  for (std::size_t i = 0; i < month->rows.size(); ++i) {
    const assessment::PreviousRow& row = month->rows[i];
    ExplanationNode line;
    line.id = fmt::format("previous/{}", i);
    line.kind = NodeKind::kGround;
    line.label = row.label;
    if (row.person && row.code.starts_with("income."))
      line.label += ", " + resolver.Who(*row.person);
    line.code = row.code;
    line.amount = RoundHalfUp(row.now, RoundingUnit::kOre);
    if (row.decided && *row.decided != *line.amount)
      line.value = fmt::format("då {}", row.decided->ToSwedish());
    node.children.push_back(std::move(line));
  }
  return node;
}

}  // namespace dm::explain
