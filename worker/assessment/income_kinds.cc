#include "worker/assessment/income_kinds.h"

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

bool Flag(const TableHit& hit, std::string_view output) {
  const auto found = hit.outputs.find(output);
  if (found == hit.outputs.end()) return false;
  const auto* flag = std::get_if<bool>(&found->second);
  return flag != nullptr && *flag;
}

}  // namespace

IncomeKind KindOf(std::string_view kind, PolicyReader* policy) {
  IncomeKind result;
  result.label = policy->Text(kind);
  Facts facts;
  facts.Set("income.kind", kind);
  const std::optional<TableResult> table = policy->Evaluate(parameter::kIncomeKinds, facts);
  if (!table || table->hits.empty() || table->otherwise) return result;
  const TableHit& hit = table->hits.front();
  result.known = true;
  result.in_register = Flag(hit, "in_register");
  result.employment = Flag(hit, "employment");
  const auto treatment = hit.outputs.find("treatment");
  if (treatment != hit.outputs.end()) {
    const auto* code = std::get_if<std::string>(&treatment->second);
    result.route = code == nullptr || *code != "count";
  }
  return result;
}

}  // namespace dm::assessment
