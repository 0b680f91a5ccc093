#include "worker/adapters/sql/history_month.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace dm::sql {
namespace {

// A row of the calculation with the amount that stood in the end.
struct FinalRow {
  RowKind kind = RowKind::kCost;
  std::string code;
  std::optional<PersonKey> person;
  Money amount;
  std::vector<std::string> inputs;
  std::optional<Money> paid;  // incomes: before a rule left a part out
};

// What tells rows apart in both the assessment and the decision; rows alike are paired in order.
using RowKey = std::tuple<RowKind, std::string, std::string>;

RowKey KeyOf(RowKind kind, const std::string& code, const std::optional<PersonKey>& person) {
  return {kind, code, person ? person->value() : std::string()};
}

// The calculation's rows with the decision's amounts where it has them, then rows that only the
// decision has.
std::vector<FinalRow> FinalRows(const Decision& decision,
                                const std::optional<Assessment>& assessment) {
  std::multimap<RowKey, const DecisionRow*> decided;
  for (const DecisionRow& row : decision.rows) {
    decided.emplace(KeyOf(row.kind, row.code, row.person), &row);
  }
  std::vector<FinalRow> rows;
  if (assessment) {
    for (const CalculationRow& row : assessment->rows) {
      FinalRow final_row{row.kind, row.code, row.person, row.amount, row.inputs, row.paid};
      const auto found = decided.find(KeyOf(row.kind, row.code, row.person));
      if (found != decided.end()) {
        final_row.amount = found->second->effective();
        decided.erase(found);
      }
      rows.push_back(std::move(final_row));
    }
  }
  for (const auto& [key, row] : decided) {
    rows.push_back({row->kind, row->code, row->person, row->effective(), {}, std::nullopt});
  }
  return rows;
}

// "cost.boende" → "boende".
std::string AfterDot(const std::string& code) {
  const std::size_t dot = code.find('.');
  return dot == std::string::npos ? code : code.substr(dot + 1);
}

// The application's cost that a row came from: "application.costs[2]".
const Cost* CostBehind(const FinalRow& row, const Application& application) {
  constexpr std::string_view kPrefix = "application.costs[";
  for (const std::string& input : row.inputs) {
    if (!input.starts_with(kPrefix)) continue;
    std::size_t index = 0;
    const char* begin = input.data() + kPrefix.size();
    const auto parsed = std::from_chars(begin, input.data() + input.size(), index);
    if (parsed.ec == std::errc() && index < application.costs.size()) {
      return &application.costs[index];
    }
  }
  return nullptr;
}

ApprovedCost CostByCode(const std::string& code) {
  static const std::map<std::string, CostType, std::less<>> types = {
      {"boende", CostType::kBoende},
      {"hushallsel", CostType::kHushallsel},
      {"hemforsakring", CostType::kHemforsakring},
      {"arbetsresor", CostType::kArbetsresor},
      {"fackforening", CostType::kFackforening},
      {"arbetsloshetskassa", CostType::kArbetsloshetskassa},
      {"fee", CostType::kFackforening},
  };
  const auto found = types.find(AfterDot(code));
  if (found != types.end()) return {.type = found->second, .other_code = "", .approved = Money()};
  return {.type = CostType::kOtherLivingCost, .other_code = AfterDot(code), .approved = Money()};
}

ApprovedCost ToApprovedCost(const FinalRow& row, const Application& application) {
  ApprovedCost cost = CostByCode(row.code);
  if (const Cost* behind = CostBehind(row, application)) {
    cost.type = behind->type;
    cost.other_code = behind->other_code;
    cost.applied = behind->applied;
    cost.proven = behind->proven;
    cost.period = behind->period;
  }
  cost.approved = row.amount;
  return cost;
}

CountedIncome ToCountedIncome(const FinalRow& row) {
  return {.person = row.person.value_or(PersonKey()),
          .kind = AfterDot(row.code),
          .counted = row.amount,
          .net = row.paid};
}

bool IsCost(const FinalRow& row) {
  return row.kind == RowKind::kCost || row.kind == RowKind::kExtraCost;
}

bool WasTried(Outcome outcome) {
  return outcome != Outcome::kAvvisning && outcome != Outcome::kAvskrivning;
}

// Försörjningsstöd covers the norm and the costs of SoL 12:7; what was granted is only other living
// costs when incomes already covered both. Without a calculation the rows that were decided say it.
bool IsForsorjningsstod(const std::vector<FinalRow>& rows,
                        const std::optional<Assessment>& assessment) {
  Money need;
  bool only_extra = !rows.empty();
  for (const FinalRow& row : rows) {
    if (row.kind != RowKind::kExtraCost && row.amount > Money()) only_extra = false;
    if (row.kind == RowKind::kExtraCost) continue;
    const bool subtracted = row.kind == RowKind::kIncome || row.kind == RowKind::kAsset;
    need += subtracted ? -row.amount : row.amount;
  }
  if (!assessment || !assessment->computable) return !only_extra;
  return need > Money();
}

}  // namespace

HistoryMonth ToHistoryMonth(const Decision& decision,
                            const Application& application,
                            const std::optional<Assessment>& assessment) {
  HistoryMonth month;
  month.month = application.month;
  month.outcome = decision.outcome;
  month.granted = decision.granted;
  month.decided_by =
      decision.kind == DecisionKind::kAutomatic ? ActorKind::kWorker : ActorKind::kPerson;
  month.persons = application.persons;
  for (Person& person : month.persons) person.name.clear();
  month.persons_in_home = application.home.persons_in_home;
  month.rooms = application.home.rooms;
  const std::vector<FinalRow> rows = FinalRows(decision, assessment);
  month.forsorjningsstod = IsForsorjningsstod(rows, assessment);
  if (!WasTried(decision.outcome)) return month;
  for (const FinalRow& row : rows) {
    if (IsCost(row)) month.costs.push_back(ToApprovedCost(row, application));
    if (row.kind == RowKind::kIncome) month.incomes.push_back(ToCountedIncome(row));
  }
  return month;
}

}  // namespace dm::sql
