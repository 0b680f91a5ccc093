// Sweep: a rule was found to be wrong. Lists the decisions that were made under it, recomputes each
// under the mended rules, and puts those first who got too little (casework.md 14, incident). It
// decides nothing, recovers nothing and tells nobody: each row is for a person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"

namespace dm::sweep {

// A case as the store keeps it, with what was on file when it was assessed.
struct StoredCase {
  CaseRecord record;
  std::optional<Frame> frame;  // the version that the assessment used
  History history;             // decided and supplied months before the case's own
};

// What was wrong. A field that is left empty is not asked for; all that are given must fit.
struct WrongRule {
  std::vector<std::string> policy_sha256;  // the policy sets that held it
  std::string rule;                        // "cap.housing/BO26-1", "IK-FK-SA": of a calculation row
  std::string typfall;                     // "TF-02"
};

struct SweepRow {
  CaseId case_id;
  ApplicationId application;
  Month month;
  std::string typfall;
  DecisionKind decided_by = DecisionKind::kHuman;
  Money granted;                    // by the last decision
  std::optional<Money> recomputed;  // nothing where the mended rules give no result

  // Positive: the household got too little. Nothing where it cannot be said.
  std::optional<Money> underpaid() const;
};

struct SweepResult {
  // Too little first, the largest sum first; then those that cannot be computed; then those that
  // are as they were; then too much.
  std::vector<SweepRow> rows;
  int underpaid = 0;
  int overpaid = 0;
  int unchanged = 0;
  int not_computable = 0;
  Money underpaid_sum;
  Money overpaid_sum;  // positive
};

// True when the case has a decision and its calculation rests on what was wrong.
bool WasDecidedUnder(const StoredCase& stored, const WrongRule& wrong);

SweepResult Sweep(const std::vector<StoredCase>& cases,
                  const WrongRule& wrong,
                  const PolicySet& mended);

}  // namespace dm::sweep
