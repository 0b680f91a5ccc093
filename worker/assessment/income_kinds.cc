#include "worker/assessment/income_kinds.h"

#include <memory>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

bool Flag(const TableHit& hit, std::string_view output) {
  const auto found = hit.outputs.find(output);
  if (found == hit.outputs.end()) return false;
  const auto* flag = std::get_if<bool>(&found->second);
  return flag != nullptr && *flag;
}

std::string Code(const TableHit& hit, std::string_view output) {
  const auto found = hit.outputs.find(output);
  if (found == hit.outputs.end()) return "";
  const auto* code = std::get_if<std::string>(&found->second);
  return code == nullptr ? "" : *code;
}

IncomeRule ParseRule(std::string_view code) {
  if (code == "small_grant") return IncomeRule::kSmallGrant;
  if (code == "habilitation") return IncomeRule::kHabilitation;
  return IncomeRule::kNone;
}

IncomeKind Read(std::string_view kind, const TableResult* table, const PolicyReader& policy) {
  IncomeKind result;
  result.label = policy.Label(kind);
  if (table == nullptr || table->hits.empty() || table->otherwise) return result;
  const TableHit& hit = table->hits.front();
  result.known = true;
  result.in_register = Flag(hit, "in_register");
  result.employment = Flag(hit, "employment");
  result.for_child = Flag(hit, "for_child");
  result.treatment = ParseTreatment(Code(hit, "treatment"));
  result.rule = ParseRule(Code(hit, "rule"));
  return result;
}

}  // namespace

Treatment ParseTreatment(std::string_view code) {
  if (code == "count") return Treatment::kCount;
  if (code == "zero") return Treatment::kZero;
  return Treatment::kRoute;
}

const IncomeKind& KindOf(std::string_view kind, PolicyReader* policy) {
  // Asked each time: that the table is missing, and what it cites, is noted in each case.
  const TableResult* table = policy->Evaluate(parameter::kIncomeKinds, "income.kind", kind);
  std::unique_ptr<IncomeKind>& kept = policy->book().KindOf(kind, policy->on());
  if (kept == nullptr) kept = std::make_unique<IncomeKind>(Read(kind, table, *policy));
  return *kept;
}

Treatment TreatmentOf(const IncomeKind& kind, Money amount, PolicyReader* policy) {
  switch (kind.rule) {
    case IncomeRule::kSmallGrant: {
      const std::optional<Money> limit = policy->NeedMoney(parameter::kSmallGrant);
      return limit && *limit > Money() && amount <= *limit ? Treatment::kZero : Treatment::kRoute;
    }
    case IncomeRule::kHabilitation: {
      const std::string* code = policy->NeedCode(parameter::kHabilitation);
      return code ? ParseTreatment(*code) : Treatment::kRoute;
    }
    case IncomeRule::kNone:
      return kind.treatment;
  }
  return Treatment::kRoute;
}

}  // namespace dm::assessment
