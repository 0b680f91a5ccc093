#include "worker/assessment/result.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/previous.h"
#include "worker/assessment/rounding.h"

namespace dm::assessment {

namespace {

void MoveRows(std::vector<CalculationRow>* from, Assessment* out) {
  out->rows.insert(out->rows.end(),
                   std::make_move_iterator(from->begin()),
                   std::make_move_iterator(from->end()));
  from->clear();
}

void Observe(ObservationCode code, Context* context, Arguments arguments = {}) {
  context->notes.Observe(code, arguments, std::nullopt, {"result"});
}

void CheckChange(Money previous, Context* context, const Assessment& out) {
  const auto max_kr = context->policy.NeedMoney(parameter::kChangeMaxKr);
  // Casework and the law's list of reasons each give a limit: the stricter stands.
  const auto gate_percent = context->policy.NeedNumber(parameter::kChangeMaxPercent);
  const auto route_percent = context->policy.NeedNumber(parameter::kGrantChange);
  const auto attest_change = context->policy.NeedMoney(parameter::kAttestChange);
  const Money change = Abs(out.grant - previous);
  const bool small = max_kr && gate_percent && route_percent && change <= *max_kr &&
                     change.ore() * 100 <= std::min(*gate_percent, *route_percent) * previous.ore();
  const Arguments amounts = {{"before", previous}, {"amount", out.grant}};
  if (!small) {
    Observe("RESULT.CHANGE", context, amounts);
  } else if (!attest_change || change > *attest_change) {
    Observe("RESULT.ATTEST_CHANGE", context, amounts);
  }
}

// What a person did not grant in full last month is not granted in full this month before one has
// seen whether the reason is still there.
void CheckDecisionBefore(Context* context) {
  const HistoryMonth* before = FindMonth(context->input.history, context->income_month());
  if (before == nullptr) return;
  if (before->outcome == Outcome::kBifall && before->forsorjningsstod) return;
  context->notes.Observe(
      "RESULT.PREVIOUS_NOT_FULL", {{"month", before->month}}, std::nullopt, {"history"});
}

// A refusal and a part refusal are a human's; where there are children, those who know families'.
void NoteNotFull(Outcome outcome, Context* context) {
  const bool surplus = outcome == Outcome::kAvslag;
  Observe(surplus ? ObservationCode("RESULT.SURPLUS") : ObservationCode("RESULT.PARTIAL"), context);
  if (!context->has_children()) return;
  Observe(surplus ? ObservationCode("RESULT.SURPLUS.CHILDREN")
                  : ObservationCode("RESULT.PARTIAL.CHILDREN"),
          context);
}

}  // namespace

void ComputeResult(const Parts& parts, Context* context, Assessment* out) {
  out->rows.reserve(parts.norm->rows.size() + parts.costs->rows.size() + parts.costs->extra.size() +
                    parts.incomes->rows.size() + parts.assets->rows.size());
  MoveRows(&parts.norm->rows, out);
  MoveRows(&parts.costs->rows, out);
  MoveRows(&parts.costs->extra, out);
  MoveRows(&parts.incomes->rows, out);
  MoveRows(&parts.assets->rows, out);
  out->norm = parts.norm->sum;
  out->costs = parts.costs->sum;
  out->extra_costs = parts.costs->extra_sum;
  out->incomes = parts.incomes->sum + parts.assets->sum;
  const auto unit = GrantUnit(&context->policy);
  out->computable = parts.norm->complete && parts.incomes->complete && unit.has_value();
  if (!out->computable) return;
  out->result = Rational(out->incomes - out->norm - out->costs - out->extra_costs);
  const Rational need = Rational(Money()) - out->result;
  out->grant = std::max(Money(), RoundHalfUp(need, *unit));
  if (parts.costs->awaits_human || parts.assets->awaits_human) return;
  if (!(need > Rational(Money()))) {
    out->outcome = Outcome::kAvslag;
  } else {
    // Carrying a surplus lowers the grant below what was applied for: in part a refusal (rules.md
    // 14, 15.1).
    const bool in_full = parts.costs->all_approved && parts.incomes->carried.is_zero();
    out->outcome = in_full ? Outcome::kBifall : Outcome::kDelavslag;
  }
}

void CheckResult(Context* context, Assessment* out) {
  context->notes.Looked(Part::kResult);
  out->previous_recomputed = RecomputePrevious(context);
  CheckDecisionBefore(context);
  const auto attest = context->policy.NeedMoney(parameter::kAttestAmount);
  const auto max_grant = context->policy.NeedMoney(parameter::kMaxGrant);
  if (out->outcome == Outcome::kNone) {
    return Observe("RESULT.NOT_COMPUTABLE", context);
  }
  if (out->outcome != Outcome::kBifall) NoteNotFull(out->outcome, context);
  if (!attest || !max_grant || out->grant > std::min(*attest, *max_grant)) {
    Observe("RESULT.ABOVE_CEILING", context, {{"amount", out->grant}});
  }
  if (out->outcome == Outcome::kAvslag) return;
  // The law has no smallest grant: a small one is not dropped, and a person decides it.
  const auto least = context->policy.NeedMoney(parameter::kGrantMinimum);
  if (!least || out->grant < *least) {
    Observe("RESULT.BELOW_MINIMUM", context, {{"amount", out->grant}});
  }
  if (!out->previous_recomputed) {
    context->notes.Observe("RESULT.NO_PREVIOUS", {}, std::nullopt, {"history"});
    return;
  }
  CheckChange(*out->previous_recomputed, context, *out);
}

}  // namespace dm::assessment
