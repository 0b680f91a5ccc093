// Sweep: a rule was found to be wrong. Lists the decisions that were made under it, recomputes each
// under the mended rules, and puts those first who got too little (casework.md 14, incident). It
// decides nothing, recovers nothing and tells nobody: each row is for a person.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"

namespace dm::sweep {

// A case that was decided, with exactly what it was assessed on.
struct DecidedCase {
  CaseId id;
  CaseInput input;
  Assessment assessment;
  Decision decision;  // the last one
};

// What was wrong. A field that is left empty is not asked for; all that are given must fit.
struct WrongRule {
  std::vector<std::string> policy_sha256;  // the policy sets that held it, or their beginnings
  std::string rule;     // of a row of the calculation: "cap.housing", "cap.housing/BO26-1"
  std::string typfall;  // "TF-02"
};

struct SweepRow {
  CaseId case_id;
  ApplicationId application;
  Month month;
  std::string typfall;
  DecisionKind decided_by = DecisionKind::kHuman;
  Money granted;                    // by the last decision
  Money assessed;                   // what the calculation came to then
  std::optional<Money> recomputed;  // nothing where the mended rules give no result

  // Positive: the household got too little. Nothing where it cannot be said.
  std::optional<Money> underpaid() const;
};

// Too little first, the largest sum first; then those that cannot be computed; then those that are
// as they were; then too much.
struct SweepResult {
  std::vector<SweepRow> rows;
  int underpaid = 0;
  int overpaid = 0;
  int unchanged = 0;
  int not_computable = 0;
  Money underpaid_sum;
  Money overpaid_sum;  // positive
};

// True when the calculation behind the decision rests on what was wrong.
bool WasDecidedUnder(const DecidedCase& decided, const WrongRule& wrong);

// A case at a time, so that a whole history need not be held; only rows are kept.
class Sweep {
 public:
  Sweep(WrongRule wrong, const PolicySet& mended) : wrong_(std::move(wrong)), mended_(mended) {}

  // False where it was not decided under the wrong rule.
  bool Add(const DecidedCase& decided);
  SweepResult Take();

 private:
  const WrongRule wrong_;
  const PolicySet& mended_;
  SweepResult result_;
};

}  // namespace dm::sweep
