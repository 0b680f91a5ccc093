#include "worker/assessment/income_compare.h"

#include <algorithm>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

// What the registers showed in the month of comparison.
struct Before {
  Money net;
  std::string_view label;
};

const KindTotal* Shown(const IncomeKey& key, const std::vector<KindTotal>& shown) {
  const auto found = std::find_if(shown.begin(), shown.end(), [&](const KindTotal& total) {
    return total.person == key.first && total.kind == key.second;
  });
  return found == shown.end() ? nullptr : &*found;
}

void CompareAmounts(const KindTotal& total,
                    Money before,
                    const IncomeWindows& windows,
                    Context* context) {
  const auto percent = context->policy.NeedNumber(parameter::kIncomeChangeWarn);
  if (!percent) return;
  const std::int64_t change = Abs(total.net - before).ore();
  if (change * 100 <= *percent * Abs(before).ore()) return;
  context->notes.Observe("INCOME.CHANGED",
                         {{"kind", total.label},
                          {"amount_before", before},
                          {"amount", total.net},
                          {"before", windows.comparison.Told()},
                          {"month", windows.income.Told()}},
                         total.person,
                         total.refs);
}

}  // namespace

bool CompareWithFrame(const Comparison& comparison, Context* context) {
  if (!context->frame()) return false;
  const auto tolerance = context->policy.NeedMoney(parameter::kIncomeTolerance);
  bool matches = true;
  ByIncome<Money> expected;
  for (const FrameIncome& income : context->frame()->incomes)
    expected.At(income.person, income.kind) += income.expected_net;
  for (const KindTotal& total : comparison.shown) {
    const Money* amount = expected.Find(total.person, total.kind);
    if (amount == nullptr) {
      matches = false;
      context->notes.Observe(
          "INCOME.NOT_IN_FRAME", {{"kind", total.label}}, total.person, total.refs);
      continue;
    }
    if (tolerance && Abs(*amount - total.net) <= *tolerance) continue;
    matches = false;
    context->notes.Observe("INFO.FRAME_AMOUNT",
                           {{"kind", total.label}, {"amount", total.net}, {"expected", *amount}},
                           total.person,
                           total.refs);
  }
  for (const auto& [key, declared] : comparison.declared) {
    if (expected.Find(key.first, key.second) == nullptr) matches = false;
  }
  for (const auto& [key, amount] : expected) {
    if (Shown(key, comparison.shown) != nullptr) continue;
    matches = false;
    if (comparison.silent.contains(key.first)) continue;
    context->notes.Observe(
        "INCOME.EXPECTED_MISSING",
        {{"kind", context->policy.Label(key.second)}, {"month", comparison.windows.income.Told()}},
        key.first,
        {"frame.incomes"});
  }
  return matches;
}

void CompareWithMonthBefore(const Comparison& comparison,
                            const std::vector<Received>& month_before,
                            Context* context) {
  ByIncome<Before> before;
  for (const Received& received : month_before) {
    if (received.repeated) continue;
    Before& entry = before.At(received.person, received.kind);
    entry.net += received.payment->net;
    entry.label = received.label;
  }
  for (const auto& [key, entry] : before) {
    if (const KindTotal* total = Shown(key, comparison.shown)) {
      CompareAmounts(*total, entry.net, comparison.windows, context);
      continue;
    }
    if (comparison.silent.contains(key.first)) continue;
    context->notes.Observe("INCOME.REGULAR_MISSING",
                           {{"kind", entry.label},
                            {"before", comparison.windows.comparison.Told()},
                            {"month", comparison.windows.income.Told()}},
                           key.first,
                           {});
  }
}

}  // namespace dm::assessment
