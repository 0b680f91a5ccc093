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

std::optional<std::string> WordOf(const Context& context,
                                  std::string_view table,
                                  std::string_view output,
                                  const Facts& facts) {
  const StatusOr<TableResult>& result =
      context.policy.book().Evaluate(table, facts, context.policy.on()).answer;
  if (!result.ok() || result->hits.empty()) return std::nullopt;
  const auto& outputs = result->hits.front().outputs;
  const auto found = outputs.find(output);
  if (found == outputs.end()) return std::nullopt;
  const auto* word = std::get_if<std::string>(&found->second);
  return word == nullptr ? std::nullopt : std::optional<std::string>(*word);
}

std::string SingleWord(const std::vector<std::string>& words) {
  if (words.empty()) return "none";
  const bool same =
      std::all_of(words.begin(), words.end(), [&](const auto& word) { return word == words[0]; });
  return same ? words[0] : "several";
}

Ledger::Ledger(const Incomes& incomes, const Context& context) {
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
  for (const CalculationRow& row : incomes.rows) {
    if (!row.person || row.amount.is_zero()) continue;
    At(*row.person, row.code.substr(kRowPrefix.size()), context).counted += row.amount;
  }
}

LedgerEntry& Ledger::At(const PersonKey& person, const std::string& kind, const Context& context) {
  for (LedgerEntry& entry : entries_) {
    if (entry.person == person && entry.kind == kind) return entry;
  }
  Facts facts;
  facts.Set("income.kind", kind);
  LedgerEntry entry;
  entry.person = person;
  entry.kind = kind;
  entry.group = WordOf(context, "income.groups", "group", facts).value_or("other");
  return entries_.emplace_back(std::move(entry));
}

bool Ledger::Agree(const std::optional<Money>& a, const std::optional<Money>& b) const {
  if (!a.has_value() || !b.has_value()) return a.has_value() == b.has_value();
  return tolerance_.has_value() && Abs(*a - *b) <= *tolerance_;
}

}  // namespace dm::assessment
