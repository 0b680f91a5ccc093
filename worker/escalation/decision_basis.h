// What a decision rests on and what it says, as hashes: an approval or a preview holds for exactly
// that and nothing else. Pure.
#pragma once

#include <optional>
#include <string>

#include "worker/case/case_record.h"
#include "worker/case/frame.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

DecisionBasis BasisOf(const CaseRecord& record,
                      const std::optional<Frame>& frame,
                      const PolicySet& policy,
                      int messages);  // from the household, about the case

// Over outcome, amounts, rows with both values, reasons, motivation and the basis. Not over who
// decides, when, or the day of payment: the same decision a day later is the same content.
std::string ContentSha256(const CaseRecord& record,
                          const Decision& decision,
                          const DecisionBasis& basis);

// "the calculation; the frame (version 3, was 2)": what differs, for a person. Empty when nothing
// does.
std::string DifferenceOf(const DecisionBasis& seen, const DecisionBasis& now);

// Aborted CONTENT_CHANGED unless `expected` is empty or the content's hash. `seen` names what has
// moved, where the caller sent it.
Status CheckContent(const std::string& expected,
                    const std::optional<DecisionBasis>& seen,
                    const DecisionBasis& basis,
                    const std::string& content_sha256);

}  // namespace dm::escalation
