#include "worker/assessment/unpaid_benefits.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "worker/assessment/adult_facts.h"
#include "worker/assessment/ledger.h"
#include "worker/assessment/payments.h"

namespace dm::assessment {

namespace {

constexpr std::string_view kHousingSupplement = "housing_supplement";
constexpr std::string_view kHousingBenefit = "bostadsbidrag";
constexpr std::string_view kFamily = "family";

// What the tables say of a decision's benefit.
struct Benefit {
  std::string kind;                    // "unknown" where no row names it
  const std::string* group = nullptr;  // of agencies' cases and kinds alike; null for most

  bool known() const { return group != nullptr || kind != kUnknownKind; }

  bool housing() const {
    return kind == kHousingBenefit || (group != nullptr && *group == kHousingSupplement);
  }
};

const std::string* GroupOf(std::string_view code, const Context& context) {
  return WordOf(context, "benefit.groups", "group", "benefit.code", code);
}

Benefit BenefitOf(const BenefitCase& decision, Source source, Context* context) {
  Payment payment;
  payment.family = decision.benefit;
  return {.kind = Classify(source, payment, nullptr, &context->policy).kind,
          .group = GroupOf(decision.benefit, *context)};
}

bool RunsIn(const BenefitCase& decision, const IncomeWindow& window) {
  const Period& period = decision.period;
  return !decision.pending && decision.unclear.empty() &&
         decision.outcome != CaseOutcome::kRefused && decision.active != false &&
         (!period.from || *period.from <= window.to) && (!period.to || *period.to >= window.from);
}

bool IsPaid(const Benefit& benefit,
            const PersonKey& person,
            const Incomes& incomes,
            const Context& context) {
  const std::string* income_group =
      WordOf(context, "income.groups", "group", "income.kind", benefit.kind);
  const bool to_any = income_group != nullptr && *income_group == kFamily;
  return std::any_of(incomes.shown.begin(), incomes.shown.end(), [&](const KindTotal& total) {
    if (!to_any && total.person != person) return false;
    if (total.kind == benefit.kind) return true;
    const std::string* group = GroupOf(total.kind, context);
    return group != nullptr && benefit.group != nullptr && *group == *benefit.group;
  });
}

}  // namespace

std::vector<UnpaidBenefit> NoteUnpaidBenefits(const RegisterView& view,
                                              const Incomes& incomes,
                                              Context* context) {
  std::vector<UnpaidBenefit> unpaid;
  for (const Reading& reading : view.readings()) {
    const bool pays = reading.source == Source::kFk || reading.source == Source::kPm;
    if (!pays || !reading.known()) continue;
    const std::vector<BenefitCase>& decisions = reading.answer->benefit_cases;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      // What a new decision pays comes later: it stops a typfall by itself.
      if (IsNewDecision(decisions[i], *context)) continue;
      if (!RunsIn(decisions[i], incomes.window)) continue;
      const Benefit benefit = BenefitOf(decisions[i], reading.source, context);
      if (!benefit.known() || IsPaid(benefit, reading.person(), incomes, *context)) continue;
      unpaid.push_back({.person = reading.person(), .housing = benefit.housing()});
      const std::string month = incomes.window.ToSwedish();
      context->notes.Observe(
          "BENEFIT.NOT_PAID",
          {{"benefit", decisions[i].text.empty() ? decisions[i].benefit : decisions[i].text},
           {"agency", reading.source},
           {"month", month}},
          reading.person(),
          {Ref("benefit_cases", i, reading.person(), reading.source)});
    }
  }
  return unpaid;
}

}  // namespace dm::assessment
