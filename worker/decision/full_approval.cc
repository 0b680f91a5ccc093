#include "worker/decision/full_approval.h"

#include <algorithm>
#include <utility>

#include "worker/core/version.h"

namespace dm {

namespace {

bool AllGatesPass(const Assessment& assessment, const PolicySet& policy) {
  // Each gate of the policy set by name: a gate that is missing from the assessment did not pass.
  return !policy.gates().empty() &&
         std::all_of(
             policy.gates().begin(),
             policy.gates().end(),
             [&](const GatePolicy& gate) {
               return std::any_of(
                   assessment.gates.begin(), assessment.gates.end(), [&](const GateResult& result) {
                     return result.gate == gate.code && result.verdict == Verdict::kPass;
                   });
             }) &&
         std::all_of(assessment.gates.begin(),
                     assessment.gates.end(),
                     [](const GateResult& result) { return result.verdict == Verdict::kPass; });
}

bool IsMatched(const Assessment& assessment, const std::string& typfall) {
  return std::any_of(
      assessment.typfall.begin(), assessment.typfall.end(), [&](const TypfallMatch& match) {
        return match.typfall == typfall && match.matched && match.verdict == Verdict::kPass;
      });
}

}  // namespace

std::string WorkerName() {
  return std::string("Medarbetare ") + Version();
}

std::string CheckFullApproval(const Assessment& assessment) {
  if (!assessment.computable || assessment.outcome != Outcome::kBifall) return "outcome";
  if (!assessment.undetermined.empty()) return "undetermined";
  Money norm;
  Money costs;
  Money extra;
  Money incomes;
  for (const CalculationRow& row : assessment.rows) {
    switch (row.kind) {
      case RowKind::kNormPersonal:
      case RowKind::kNormCommon:
        norm += row.amount;
        break;
      case RowKind::kCost:
        costs += row.amount;
        break;
      case RowKind::kExtraCost:
        extra += row.amount;
        break;
      case RowKind::kIncome:
        incomes += row.amount;
        break;
      case RowKind::kAsset:
        return "asset";
    }
    if (row.applied && row.amount != *row.applied) return row.code;
  }
  if (norm != assessment.norm || costs != assessment.costs || extra != assessment.extra_costs ||
      incomes != assessment.incomes) {
    return "sums";
  }
  const Money need = norm + costs + extra - incomes;
  if (!(Rational(Money() - need) == assessment.result)) return "result";
  if (need.is_negative() || need.is_zero() || assessment.grant.is_negative()) return "need";
  // Whatever unit the municipality rounds to, rounding moves the need by less than a krona.
  if (Abs(assessment.grant - need) >= Money::FromKronor(1)) return "grant";
  return "";
}

bool Covers(const Delegation& delegation, const std::string& typfall, Money amount, Date day) {
  return delegation.typfall == typfall && !delegation.reference.empty() &&
         std::find(delegation.outcomes.begin(), delegation.outcomes.end(), Outcome::kBifall) !=
             delegation.outcomes.end() &&
         amount <= delegation.max_amount && delegation.valid.Contains(day);
}

std::vector<DecisionRow> DecisionRows(const Assessment& assessment) {
  std::vector<DecisionRow> rows;
  for (const CalculationRow& row : assessment.rows) {
    rows.push_back({.code = row.code,
                    .label = row.label,
                    .kind = row.kind,
                    .person = row.person,
                    .applied = row.applied,
                    .worker_amount = row.amount,
                    .human_amount = std::nullopt,
                    .reason = row.reason,
                    .note = ""});
  }
  return rows;
}

std::optional<FullApproval> FullApproval::From(const Ground& ground) {
  const Assessment& assessment = ground.assessment;
  if (!CheckFullApproval(assessment).empty()) return std::nullopt;
  if (!assessment.policy_approved || !assessment.unapproved.empty()) return std::nullopt;
  if (assessment.policy_sha256 != ground.policy.sha256()) return std::nullopt;
  if (!AllGatesPass(assessment, ground.policy) || !assessment.triggers.empty()) {
    return std::nullopt;
  }
  if (ground.typfall.procedural || !IsMatched(assessment, ground.typfall.code)) {
    return std::nullopt;
  }
  if (!Covers(ground.delegation, ground.typfall.code, assessment.grant, ground.today)) {
    return std::nullopt;
  }
  Decision decision;
  decision.version = 1;
  decision.kind = DecisionKind::kAutomatic;
  decision.outcome = Outcome::kBifall;
  decision.granted = assessment.grant;
  decision.rows = DecisionRows(assessment);
  decision.typfall = ground.typfall.code;
  decision.delegation = ground.delegation.reference;
  decision.decided_by = WorkerName();
  decision.decided_at = ground.now;
  decision.decided_on = ground.today;
  decision.pay_date = ground.pay_date;
  decision.policy_sha256 = assessment.policy_sha256;
  decision.policy_version = assessment.policy_version;
  decision.sources = assessment.sources;
  return FullApproval(std::move(decision));
}

}  // namespace dm
