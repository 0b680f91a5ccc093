#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/explain/parts.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

struct Group {
  const char* id;
  const char* label;
  std::vector<RowKind> kinds;
  const char* why;
};

ExplanationNode Sum(std::string id, std::string label, std::optional<Money> amount) {
  ExplanationNode node;
  node.id = std::move(id);
  node.kind = NodeKind::kSum;
  node.label = std::move(label);
  node.amount = amount;
  return node;
}

bool IsSubtracted(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

class Tree {
 public:
  Tree(const Assessment& assessment, const Resolver& resolver)
      : assessment_(assessment), resolver_(resolver) {}

  StatusOr<ExplanationNode> Build() {
    const Assessment& a = assessment_;
    ExplanationNode need = Sum("grant/need", "Behov", Money());
    need.why = "Riksnorm, skäliga kostnader och övriga levnadskostnader läggs ihop.";
    need.children = {
        GroupNode({.id = "grant/need/norm",
                   .label = "Riksnorm",
                   .kinds = {RowKind::kNormPersonal, RowKind::kNormCommon},
                   .why = "Personliga kostnader för var och en och gemensamma för hushållet."}),
        GroupNode({.id = "grant/need/costs",
                   .label = "Skäliga kostnader",
                   .kinds = {RowKind::kCost},
                   .why = "Kostnader utanför normen, för var och en det som är sökt, styrkt och "
                          "skäligt."}),
        GroupNode({.id = "grant/need/extra_costs",
                   .label = "Övriga levnadskostnader",
                   .kinds = {RowKind::kExtraCost},
                   .why = "Behov därutöver, prövade var för sig."})};
    const std::vector<Money> claimed = {a.norm, a.costs, a.extra_costs};
    for (std::size_t i = 0; i < claimed.size(); ++i) {
      if (need.children[i].amount != claimed[i])
        return Internal(need.children[i].id + ": the rows do not sum to the total");
      *need.amount += claimed[i];
    }
    ExplanationNode incomes =
        GroupNode({.id = "grant/incomes",
                   .label = "Inkomster",
                   .kinds = {RowKind::kIncome},
                   .why = "Det som hushållet fick efter skatt månaden före dras från behovet."});
    ExplanationNode assets =
        GroupNode({.id = "grant/assets",
                   .label = "Tillgångar",
                   .kinds = {RowKind::kAsset},
                   .why = "En tillgång räknas först när en handläggare har bedömt den."});
    if (*incomes.amount + *assets.amount != -a.incomes)
      return Internal("grant/incomes: the rows do not sum to the total");
    return Finish(std::move(need), std::move(incomes), std::move(assets));
  }

 private:
  ExplanationNode Finish(ExplanationNode need, ExplanationNode incomes, ExplanationNode assets) {
    const Assessment& a = assessment_;
    ExplanationNode root = Sum("grant", "Försörjningsstöd enligt beräkningen", std::nullopt);
    root.value = OutcomeWords(a.outcome);
    root.rule = "result";
    root.why = Why();
    const Money plain = *need.amount + *incomes.amount + *assets.amount;
    root.children.push_back(std::move(need));
    root.children.push_back(std::move(incomes));
    if (!assets.children.empty()) root.children.push_back(std::move(assets));
    if (!a.computable) return root;
    root.amount = a.grant;
    // What stands between the plain sum and the grant: a surplus that is not paid, or rounding.
    if (plain != a.grant)
      root.children.push_back(
          Sum("grant/adjustment",
              plain.is_negative() ? "Överskott (ger inget bistånd)" : "Avrundning",
              a.grant - plain));
    return root;
  }

  std::string Why() const {
    const Assessment& a = assessment_;
    if (!a.computable)
      return "Beloppet kan inte räknas fram: uppgifter saknas. Det som är känt visas ändå.";
    const Money need = a.norm + a.costs + a.extra_costs;
    // What the household has besides its incomes stands in the same sum.
    const bool assets = std::any_of(a.rows.begin(), a.rows.end(), [](const CalculationRow& row) {
      return row.kind == RowKind::kAsset && !row.amount.is_zero();
    });
    const char* const and_assets = assets ? " och tillgångarna" : "";
    if (a.incomes >= need)
      return fmt::format("Inkomsterna{} {} räcker till behovet {}; {} blir över.",
                         and_assets,
                         a.incomes.ToSwedish(),
                         need.ToSwedish(),
                         (a.incomes - need).ToSwedish());
    return fmt::format("Behovet är {} och inkomsterna{} {}. Det fattas {}.",
                       need.ToSwedish(),
                       and_assets,
                       a.incomes.ToSwedish(),
                       (need - a.incomes).ToSwedish());
  }

  ExplanationNode GroupNode(const Group& group) const {
    ExplanationNode node = Sum(group.id, group.label, Money());
    node.why = group.why;
    for (const CalculationRow& row : assessment_.rows) {
      bool mine = false;
      for (const RowKind kind : group.kinds) mine = mine || kind == row.kind;
      if (!mine) continue;
      ExplanationNode leaf = Leaf(row, fmt::format("{}/{}", group.id, node.children.size()));
      *node.amount += *leaf.amount;
      node.children.push_back(std::move(leaf));
    }
    return node;
  }

  ExplanationNode Leaf(const CalculationRow& row, std::string id) const {
    ExplanationNode node;
    node.id = std::move(id);
    node.kind = NodeKind::kRow;
    node.label = row.label;
    // The norm's labels already say whom they are for.
    if (row.person && IsSubtracted(row.kind)) node.label += ", " + resolver_.Who(*row.person);
    node.amount = IsSubtracted(row.kind) ? -row.amount : row.amount;
    node.code = row.code;
    node.rule = row.rule;
    node.sources = row.sources;
    node.inputs = resolver_.ResolveAll(row.inputs);
    node.why = row.why;
    node.applied = row.applied;
    if (row.applied && row.amount < *row.applied) node.reason = row.reason;
    AddGrounds(row, resolver_, &node);
    return node;
  }

  const Assessment& assessment_;
  const Resolver& resolver_;
};

}  // namespace

StatusOr<ExplanationNode> ResultTree(const Assessment& assessment, const Resolver& resolver) {
  return Tree(assessment, resolver).Build();
}

}  // namespace dm::explain
