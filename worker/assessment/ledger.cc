#include "worker/assessment/ledger.h"

#include <algorithm>
#include <utility>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

constexpr std::string_view kRowPrefix = "income.";

void Add(Money amount, std::optional<Money>* to) {
  *to = to->value_or(Money()) + amount;
}

}  // namespace

const std::string* WordOf(const Context& context,
                          std::string_view table,
                          std::string_view output,
                          FactId fact,
                          std::string_view word) {
  const StatusOr<TableResult>& result =
      context.policy.book().Evaluate(table, fact, word, context.policy.on()).answer;
  if (!result.ok() || result->hits.empty()) return nullptr;
  const auto& outputs = result->hits.front().outputs;
  const auto found = outputs.find(output);
  return found == outputs.end() ? nullptr : std::get_if<std::string>(&found->second);
}

std::string_view SingleWord(const std::vector<std::string_view>& words) {
  if (words.empty()) return "none";
  const bool same =
      std::all_of(words.begin(), words.end(), [&](const auto& word) { return word == words[0]; });
  return same ? words[0] : "several";
}

std::string_view KindOfRow(const CalculationRow& row) {
  return std::string_view(row.code).substr(kRowPrefix.size());
}

Ledger::Ledger(const Incomes& incomes, const Assessment& result, const Context& context) {
  const auto tolerance = context.policy.PeekNumber(parameter::kIncomeTolerance);
  if (tolerance) tolerance_ = Money::FromOre(*tolerance);
  if (context.frame()) {
    for (const FrameIncome& income : context.frame()->incomes)
      Add(income.expected_net, &At(income.person, income.kind, context).expected);
  }
  for (const DeclaredIncome& income : context.application().incomes) {
    if (income.pay_date && !incomes.window.Covers(*income.pay_date)) continue;
    Add(income.net, &At(income.person, income.kind, context).declared);
  }
  for (const KindTotal& total : incomes.shown)
    Add(total.net, &At(total.person, total.kind, context).shown);
  for (const CalculationRow& row : result.rows) {
    if (row.kind != RowKind::kIncome || !row.person || row.amount.is_zero()) continue;
    At(*row.person, KindOfRow(row), context).counted += row.amount;
  }
}

LedgerEntry& Ledger::At(const PersonKey& person, std::string_view kind, const Context& context) {
  for (LedgerEntry& entry : entries_) {
    if (entry.person == person && entry.kind == kind) return entry;
  }
  const std::string* group = WordOf(context, "income.groups", "group", "income.kind", kind);
  LedgerEntry entry;
  entry.person = person;
  entry.kind = kind;
  entry.group = group == nullptr ? "other" : *group;
  return entries_.emplace_back(std::move(entry));
}

bool Ledger::Agree(const std::optional<Money>& a, const std::optional<Money>& b) const {
  if (!a.has_value() || !b.has_value()) return a.has_value() == b.has_value();
  return tolerance_.has_value() && Abs(*a - *b) <= *tolerance_;
}

}  // namespace dm::assessment
