#include "worker/adapters/codec/explain.h"

#include <fmt/format.h>

#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

using Row = medarbetare::v1::ExplanationRow;

struct Group {
  const char* id;
  const char* label;
  std::vector<RowKind> kinds;
  Money total;  // with sign: what is subtracted is negative
};

std::vector<Group> GroupsOf(const Assessment& a) {
  return {{"grant/norm", "Riksnorm", {RowKind::kNormPersonal, RowKind::kNormCommon}, a.norm},
          {"grant/costs", "Skäliga kostnader", {RowKind::kCost}, a.costs},
          {"grant/extra_costs", "Övriga levnadskostnader", {RowKind::kExtraCost}, a.extra_costs},
          {"grant/incomes",
           "Inkomster och tillgångar",
           {RowKind::kIncome, RowKind::kAsset},
           -a.incomes}};
}

bool IsSubtracted(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

Row MakeSum(const char* id, const char* parent, const std::string& label, Money amount) {
  Row row;
  row.set_id(id);
  row.set_parent_id(parent);
  row.set_label(label);
  *row.mutable_amount() = ToProto(amount);
  return row;
}

Row MakeLeaf(const CalculationRow& calculation, const char* parent, int index) {
  Row row = MakeSum("",
                    parent,
                    calculation.label,
                    IsSubtracted(calculation.kind) ? -calculation.amount : calculation.amount);
  row.set_id(fmt::format("{}/{}", parent, index));
  row.set_rule(calculation.rule);
  FillList(calculation.sources, row.mutable_sources());
  FillTexts(calculation.inputs, row.mutable_inputs());
  row.set_why(calculation.why);
  return row;
}

Status AddGroup(const Assessment& assessment, const Group& group, std::vector<Row>& rows) {
  rows.push_back(MakeSum(group.id, "grant", group.label, group.total));
  Money sum;
  int index = 0;
  for (const CalculationRow& calculation : assessment.rows) {
    bool mine = false;
    for (const RowKind kind : group.kinds) mine = mine || kind == calculation.kind;
    if (!mine) continue;
    rows.push_back(MakeLeaf(calculation, group.id, index++));
    sum += Money::FromOre(rows.back().amount().ore());
  }
  if (sum != group.total)
    return Internal(std::string(group.id) + ": the rows do not sum to the total");
  return OkStatus();
}

// What stands between the plain sum and the grant: a surplus that is not paid, or the rounding of
// the grant.
void AddAdjustment(Money plain, Money grant, std::vector<Row>& rows) {
  if (plain == grant) return;
  const char* label = plain.is_negative() ? "Överskott (ger inget bistånd)" : "Avrundning";
  rows.push_back(MakeSum("grant/adjustment", "grant", label, grant - plain));
}

void AppendRow(const Row& row, std::string& text) {
  const std::string amount = Money::FromOre(row.amount().ore()).ToSwedish();
  if (row.parent_id().empty()) {
    text += fmt::format("{}: {}\n", row.label(), amount);
    return;
  }
  const bool leaf = !row.rule().empty();
  text += fmt::format("{}{}: {}\n", leaf ? "    " : "  ", row.label(), amount);
  if (!leaf) return;
  if (!row.why().empty()) text += fmt::format("      {}\n", row.why());
  std::string sources;
  for (const auto& source : row.sources())
    sources += (sources.empty() ? "" : "; ") + source.citation();
  text +=
      fmt::format("      Regel {}{}\n", row.rule(), sources.empty() ? "" : ". Källa: " + sources);
}

void AppendFindings(const std::vector<Finding>& findings, std::string& text) {
  for (const Finding& finding : findings)
    text += fmt::format("    {}: {}\n", finding.code, finding.text);
}

void AppendTests(const Assessment& assessment, std::string& text) {
  text += "\nKontroller som inte är godkända:\n";
  const std::size_t before = text.size();
  for (const GateResult& gate : assessment.gates) {
    if (gate.verdict == Verdict::kPass) continue;
    text += fmt::format("  {} {}\n", gate.gate, VerdictCode(gate.verdict));
    AppendFindings(gate.findings, text);
  }
  for (const TriggerResult& trigger : assessment.triggers) {
    text += fmt::format("  {} → {}\n", trigger.trigger, trigger.queue);
    AppendFindings(trigger.findings, text);
  }
  if (text.size() == before) text += "  inga\n";
}

void AppendTypfall(const Assessment& assessment, std::string& text) {
  text += "\nTypfall:\n";
  for (const TypfallMatch& match : assessment.typfall) {
    std::string unmet;
    for (const std::string& criterion : match.unmet)
      unmet += (unmet.empty() ? "" : ", ") + criterion;
    text += fmt::format(
        "  {}: {}\n", match.typfall, match.matched ? "stämmer" : "stämmer inte (" + unmet + ")");
  }
}

void AppendCalculation(const Assessment& assessment,
                       const std::vector<Row>& rows,
                       std::string& text) {
  for (const Row& row : rows) AppendRow(row, text);
  if (assessment.computable) return;
  text += "Beloppet kan inte beräknas. Det som saknas:\n";
  for (const std::string& missing : assessment.undetermined) text += "  " + missing + "\n";
}

}  // namespace

StatusOr<std::vector<Row>> ExplainRows(const Assessment& assessment) {
  std::vector<Row> rows;
  if (!assessment.computable) return rows;
  rows.push_back(MakeSum("grant", "", "Försörjningsstöd enligt beräkningen", assessment.grant));
  Money plain;
  for (const Group& group : GroupsOf(assessment)) {
    DM_RETURN_IF_ERROR(AddGroup(assessment, group, rows));
    plain += group.total;
  }
  AddAdjustment(plain, assessment.grant, rows);
  return rows;
}

StatusOr<std::string> ExplainText(const Assessment& assessment) {
  DM_ASSIGN_OR_RETURN(const std::vector<Row> rows, ExplainRows(assessment));
  std::string text = fmt::format("Beräkning för {}, gjord {}\n",
                                 assessment.month.ToSwedish(),
                                 assessment.assessed_on.ToString());
  AppendCalculation(assessment, rows, text);
  AppendTests(assessment, text);
  AppendTypfall(assessment, text);
  text += fmt::format("\nRegelverk {} ({}), program {}\n",
                      assessment.policy_version,
                      assessment.policy_sha256.substr(0, 12),
                      assessment.engine_version);
  return text;
}

}  // namespace dm::codec
