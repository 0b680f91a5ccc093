#include "worker/golden/run_case.h"

#include <algorithm>

namespace dm::golden {

DecisionInput DecisionInputFor(const CaseInput& input, const Assessment& assessment) {
  DecisionInput decision;
  decision.case_id = CaseId::FromTrusted("C-1");
  decision.application = input.application;
  decision.assessment = assessment;
  decision.history = input.history;
  decision.now = input.assessed_at;
  decision.today = input.assessed_on;
  return decision;
}

DecisionOutcome DecideOn(const CaseInput& input,
                         const Assessment& assessment,
                         const PolicySet& policy) {
  return Decide(DecisionInputFor(input, assessment), policy);
}

bool HasFindingLike(const Assessment& assessment, std::string_view prefix) {
  const auto fits = [prefix](const Finding& finding) { return finding.code.starts_with(prefix); };
  return std::any_of(assessment.gates.begin(),
                     assessment.gates.end(),
                     [&](const GateResult& gate) {
                       return std::any_of(gate.findings.begin(), gate.findings.end(), fits);
                     }) ||
         std::any_of(assessment.triggers.begin(),
                     assessment.triggers.end(),
                     [&](const TriggerResult& trigger) {
                       return std::any_of(trigger.findings.begin(), trigger.findings.end(), fits);
                     });
}

bool HasFinding(const Assessment& assessment, std::string_view code) {
  const auto same = [code](const Finding& finding) { return finding.code == code; };
  return std::any_of(assessment.gates.begin(),
                     assessment.gates.end(),
                     [&](const GateResult& gate) {
                       return std::any_of(gate.findings.begin(), gate.findings.end(), same);
                     }) ||
         std::any_of(assessment.triggers.begin(),
                     assessment.triggers.end(),
                     [&](const TriggerResult& trigger) {
                       return std::any_of(trigger.findings.begin(), trigger.findings.end(), same);
                     });
}

const Escalate* AsEscalate(const DecisionOutcome& outcome) {
  return std::get_if<Escalate>(&outcome);
}

const FullApproval* AsApproval(const DecisionOutcome& outcome) {
  return std::get_if<FullApproval>(&outcome);
}

bool HasReason(const Escalate& escalate, std::string_view code) {
  return std::any_of(escalate.routing.reasons.begin(),
                     escalate.routing.reasons.end(),
                     [code](const Reason& reason) { return reason.code == code; });
}

}  // namespace dm::golden
