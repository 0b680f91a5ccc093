// FullApproval: the one kind of decision that a machine takes. It can only be made by its checked
// factory, so an automatic decision that refuses, reduces or lacks a delegation cannot be written
// down.
#pragma once

#include <optional>
#include <string>

#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_set.h"

namespace dm {

class FullApproval {
 public:
  struct Ground {
    const Assessment& assessment;
    const TypfallPolicy& typfall;
    const Delegation& delegation;
    const PolicySet& policy;
    Date pay_date;
    Instant now;
    Date today;
  };

  // Nothing unless the assessment is a computed bifall in full whose rows add up, every gate of the
  // policy set passed, no trigger fired, the typfall matched, and the delegation covers typfall,
  // outcome, amount and day. Mode and pause are the caller's.
  static std::optional<FullApproval> From(const Ground& ground);

  const Decision& decision() const { return decision_; }

 private:
  explicit FullApproval(Decision decision) : decision_(std::move(decision)) {}

  Decision decision_;
};

// What speaks against the calculation as it stands: "" when the rows add up to the sums and the
// result, every cost is approved as applied for and the grant is the rounded need. Names what does
// not fit.
std::string CheckFullApproval(const Assessment& assessment);

// The rows of a decision as the worker computed them.
std::vector<DecisionRow> DecisionRows(const Assessment& assessment);

// True when the delegation covers the typfall, bifall, the amount and the day.
bool Covers(const Delegation& delegation, const std::string& typfall, Money amount, Date day);

// "Medarbetare 0.1.0".
std::string WorkerName();

}  // namespace dm
