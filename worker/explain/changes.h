// Changes: the single facts that could have been otherwise, each with how to say so. What a person
// declared or a register answered, never a rule.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/core/money.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

// An amount that can be moved from `from` as far as `to`.
struct AmountChange {
  std::string path;
  bool known = true;  // false: there is no amount yet
  Money from;
  Money to;
  bool to_the_ore = false;  // costs: the level may lie between two kronor
  bool whole = false;       // proof: a part of it is nothing that anyone would ask for
  std::function<void(CaseInput&, Money)> set;
  // A clause such as "Om boendekostnaden hade styrkts med 7 600 kr", of the amount reached.
  std::function<std::string(Money)> clause;
  // The same to the applicant: what would have counted. Empty: not for the applicant.
  std::function<std::string(Money)> applicant;
};

// A yes or no, a document, a period, an answer.
struct FlipChange {
  std::string path;
  std::string from;
  std::string to;
  std::function<void(CaseInput&)> apply;
  std::string clause;  // "Om läkarintyget hade täckt hela december 2026"
};

// Both in a fixed order that does not depend on the order of lists beyond their indices.
// `assessment` is of the same input: what cut a cost there says what may be told of it.
std::vector<AmountChange> AmountChanges(const CaseInput& input,
                                        const Assessment& assessment,
                                        const PolicySet& policy);
std::vector<FlipChange> FlipChanges(const CaseInput& input, const PolicySet& policy);

}  // namespace dm::explain
