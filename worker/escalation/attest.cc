#include "worker/escalation/attest.h"

#include <algorithm>

namespace dm::escalation {
namespace {

constexpr char kAttestQueue[] = "Q-18";
constexpr char kAttestReason[] = "ATTEST.REQUIRED";

bool SameRows(const Decision& a, const Decision& b) {
  return std::equal(a.rows.begin(),
                    a.rows.end(),
                    b.rows.begin(),
                    b.rows.end(),
                    [](const DecisionRow& x, const DecisionRow& y) {
                      return x.code == y.code && x.person == y.person &&
                             x.effective() == y.effective();
                    });
}

bool IsSameDecision(const Decision& a, const Decision& b) {
  return a.outcome == b.outcome && a.granted == b.granted && SameRows(a, b);
}

}  // namespace

StatusOr<Attest> AttestOf(const Escalation& escalation,
                          const Decision& decision,
                          Month month,
                          const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const ParameterValue limit,
                      policy.Get("attest.amount_kr", month.first_day()));
  if (decision.granted <= limit.money()) return Attest::kNotNeeded;
  const std::optional<Decision>& first = escalation.suggested;
  if (!first || first->kind != DecisionKind::kHuman || !IsSameDecision(*first, decision))
    return Attest::kNeeded;
  if (first->decided_by == decision.decided_by)
    return FailedPrecondition(
        "the amount is above the limit for one person",
        {"ATTEST_BY_OTHER", "handler", "let another caseworker claim and approve it"});
  return Attest::kGiven;
}

Escalation AwaitAttest(Escalation escalation, const Decision& decision) {
  escalation.state = EscalationState::kOpen;
  escalation.handler.clear();
  escalation.claimed_until.reset();
  escalation.suggested = decision;
  ++escalation.version;
  if (escalation.routing.access == AccessClass::kOpen) escalation.routing.queue = kAttestQueue;
  auto& reasons = escalation.routing.reasons;
  const bool told = std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return reason.code == kAttestReason;
  });
  if (!told)
    reasons.push_back({kAttestReason,
                       "Beloppet är över gränsen för attest: en annan handläggare godkänner det.",
                       kAttestQueue,
                       std::nullopt});
  return escalation;
}

}  // namespace dm::escalation
