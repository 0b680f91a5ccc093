#include "worker/assessment/result.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/previous.h"
#include "worker/assessment/rounding.h"

namespace dm::assessment {

namespace {

void Append(const std::vector<CalculationRow>& rows, Assessment* out) {
  out->rows.insert(out->rows.end(), rows.begin(), rows.end());
}

void Fail(Context* context, std::string_view detail, std::string text) {
  context->notes.Fail(
      "G-13", detail, {.text = std::move(text), .person = std::nullopt, .inputs = {"result"}});
}

void FireAmount(Context* context, std::string text) {
  context->notes.Fire("X-26",
                      {.text = std::move(text), .person = std::nullopt, .inputs = {"result"}});
}

void CheckChange(Money previous, Context* context, const Assessment& out) {
  const auto max_kr = context->policy.NeedMoney(parameter::kChangeMaxKr);
  const auto max_percent = context->policy.NeedNumber(parameter::kChangeMaxPercent);
  const auto attest_change = context->policy.NeedMoney(parameter::kAttestChange);
  const Money change = Abs(out.grant - previous);
  const bool small = max_kr && max_percent && change <= *max_kr &&
                     change.ore() * 100 <= *max_percent * previous.ore();
  const std::string text =
      fmt::format("Beloppet ändras från {} (förra månaden enligt dagens regler) till {}.",
                  previous.ToSwedish(),
                  out.grant.ToSwedish());
  if (!small) {
    Fail(context, "CHANGE", text);
    FireAmount(context, text);
  } else if (!attest_change || change > *attest_change) {
    FireAmount(context, text);
  }
}

}  // namespace

void ComputeResult(const Parts& parts, Context* context, Assessment* out) {
  Append(parts.norm.rows, out);
  Append(parts.costs.rows, out);
  Append(parts.costs.extra, out);
  Append(parts.incomes.rows, out);
  Append(parts.assets.rows, out);
  out->norm = parts.norm.sum;
  out->costs = parts.costs.sum;
  out->extra_costs = parts.costs.extra_sum;
  out->incomes = parts.incomes.sum;
  const auto unit = GrantUnit(&context->policy);
  out->computable = parts.norm.complete && parts.incomes.complete && unit.has_value();
  if (!out->computable) return;
  out->result = Rational(out->incomes - out->norm - out->costs - out->extra_costs);
  const Rational need = Rational(Money()) - out->result;
  out->grant = std::max(Money(), RoundHalfUp(need, *unit));
  if (parts.costs.awaits_human || parts.assets.awaits_human) return;
  if (!(need > Rational(Money()))) {
    out->outcome = Outcome::kAvslag;
  } else {
    out->outcome = parts.costs.all_approved ? Outcome::kBifall : Outcome::kDelavslag;
  }
}

void CheckResult(Context* context, Assessment* out) {
  context->notes.Evaluated("G-13");
  out->previous_recomputed = RecomputePrevious(context);
  const auto attest = context->policy.NeedMoney(parameter::kAttestAmount);
  const auto max_grant = context->policy.NeedMoney(parameter::kMaxGrant);
  if (out->outcome == Outcome::kNone) {
    context->notes.Unknown("G-13",
                           "NOT_COMPUTABLE",
                           {.text = "Resultatet kan inte räknas fram av uppgifterna.",
                            .person = std::nullopt,
                            .inputs = {"result"}});
    return;
  }
  if (out->outcome != Outcome::kBifall) {
    const std::string text = out->outcome == Outcome::kAvslag
                                 ? "Inkomsterna täcker behovet."
                                 : "Alla sökta kostnader är inte godkända.";
    Fail(context, "NOT_FULL_APPROVAL", text);
    if (context->has_children()) {
      context->notes.Fire("X-04", {.text = text, .person = std::nullopt, .inputs = {"result"}});
    }
  }
  if (!attest || !max_grant || out->grant > std::min(*attest, *max_grant)) {
    const std::string text = fmt::format(
        "Beloppet {} är över gränsen för att beslutas utan attest.", out->grant.ToSwedish());
    Fail(context, "ABOVE_CEILING", text);
    FireAmount(context, text);
  }
  if (out->outcome == Outcome::kAvslag) return;
  if (!out->previous_recomputed) {
    context->notes.Unknown("G-13",
                           "NO_PREVIOUS",
                           {.text = "Förra månaden kan inte räknas om: uppgifter saknas.",
                            .person = std::nullopt,
                            .inputs = {"history"}});
    return;
  }
  CheckChange(*out->previous_recomputed, context, *out);
}

}  // namespace dm::assessment
