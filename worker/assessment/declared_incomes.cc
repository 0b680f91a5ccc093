#include "worker/assessment/declared_incomes.h"

#include <algorithm>

#include "worker/assessment/income_kinds.h"

namespace dm::assessment {

namespace {

void NoteEntry(const DeclaredIncome& income,
               std::size_t index,
               const IncomeWindows& windows,
               Context* context) {
  const std::string& kind = context->policy.Label(income.kind);
  // What a creditor took was not at hand: what was paid out is counted, and a human looks.
  if (income.attached && *income.attached > Money()) {
    context->notes.Observe(
        "INCOME.ATTACHED", {{"kind", kind}}, income.person, {Ref("incomes", index)});
  }
  if (income.period.to && *income.period.to < windows.comparison.from) {
    context->notes.Observe("INCOME.DECLARED_OLD_PERIOD",
                           {{"kind", kind}, {"until", *income.period.to}},
                           income.person,
                           {Ref("incomes", index)});
  }
}

void Add(const DeclaredIncome& income, Declared* declared) {
  const bool first = declared->entries == 0;
  if (!income.gross) {
    declared->gross.reset();
  } else if (first) {
    declared->gross = income.gross;
  } else if (declared->gross) {
    *declared->gross += *income.gross;
  }
  if (income.pay_date && (!declared->last_day || *declared->last_day < *income.pay_date))
    declared->last_day = income.pay_date;
  declared->net += income.net;
  declared->proven = declared->proven && income.proven;
  ++declared->entries;
  if (!income.employer.empty()) declared->employers.insert(income.employer);
}

// Asked for where there is a wage: no register shows what an employer has to withhold.
void NoteAttachment(const DeclaredIncomes& declared, Context* context) {
  const Answer answer = context->application().circumstances.attachment_of_earnings;
  if (answer == Answer::kNo) return;
  const std::vector<std::string> inputs = {"application.circumstances.attachment_of_earnings"};
  if (answer == Answer::kYes) {
    context->notes.Observe("INCOME.ATTACHMENT", {}, std::nullopt, inputs);
    return;
  }
  for (const auto& [key, entry] : declared) {
    if (!KindOf(key.second, &context->policy).employment) continue;
    context->notes.Observe("INCOME.ATTACHMENT.UNANSWERED", {}, key.first, inputs);
  }
}

}  // namespace

DeclaredIncomes CollectDeclared(const IncomeWindows& windows, Context* context) {
  DeclaredIncomes declared;
  const std::vector<DeclaredIncome>& list = context->application().incomes;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const DeclaredIncome& income = list[i];
    if (income.pay_date && !windows.income.Covers(*income.pay_date)) {
      context->notes.Observe("INCOME.OUTSIDE_PERIOD",
                             {{"kind", context->policy.Label(income.kind)},
                              {"date", *income.pay_date},
                              {"month", windows.income.Told()}},
                             income.person,
                             {Ref("incomes", i)});
      continue;
    }
    NoteEntry(income, i, windows, context);
    Declared& entry = declared.At(income.person, income.kind);
    Add(income, &entry);
    if (context->policy.places()) entry.refs.push_back(Ref("incomes", i));
  }
  for (const auto& [key, entry] : declared) {
    // A wage from each of several employers is no wage that came twice.
    const auto distinct = std::max<std::size_t>(1, entry.employers.size());
    if (static_cast<std::size_t>(entry.entries) <= distinct) continue;
    context->notes.Observe("INCOME.DECLARED_TWICE",
                           {{"kind", context->policy.Label(key.second)}},
                           key.first,
                           entry.refs);
  }
  NoteAttachment(declared, context);
  return declared;
}

}  // namespace dm::assessment
