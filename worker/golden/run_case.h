// Small verbs of the runner and of tests: decide on an assessment, and ask what it found.
#pragma once

#include <string>
#include <string_view>

#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/decision/decide.h"

namespace dm::golden {

DecisionInput DecisionInputFor(const CaseInput& input, const Assessment& assessment);
DecisionOutcome DecideOn(const CaseInput& input,
                         const Assessment& assessment,
                         const PolicySet& policy);

// True when a gate or trigger holds a finding with this code.
bool HasFinding(const Assessment& assessment, std::string_view code);
// True when a finding's code begins so: "GATE.G07.FAIL", "GATE.G06".
bool HasFindingLike(const Assessment& assessment, std::string_view prefix);

// The part of `outcome` that tells where the case went; null when it went another way.
const Escalate* AsEscalate(const DecisionOutcome& outcome);
const FullApproval* AsApproval(const DecisionOutcome& outcome);
bool HasReason(const Escalate& escalate, std::string_view code);

}  // namespace dm::golden
