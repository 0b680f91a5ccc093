// Step 3: what the household is entitled to and what speaks against letting a machine decide it.
// Pure: no clock, I/O, randomness or floating point; the same input gives the same bytes.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "worker/assessment/question_list.h"
#include "worker/assessment/wording.h"
#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"

namespace dm {

namespace assessment {

class Rulebook;

}  // namespace assessment

// Assesses cases one after another under one policy set, and keeps what the set has answered: the
// second case of a month costs a fraction of the first. For one thread.
class Assessor {
 public:
  // `policy` outlives this.
  explicit Assessor(const PolicySet& policy, Wording wording = Wording::kFull);
  Assessor(const Assessor&) = delete;
  Assessor& operator=(const Assessor&) = delete;
  Assessor(Assessor&&) = delete;
  Assessor& operator=(Assessor&&) = delete;
  ~Assessor();

  // As the function below. `used` is an assessment that is no longer wanted: it lends its room.
  Assessment Assess(const CaseInput& input, Assessment used = {});

  // As EvidenceNeededFor and EvidenceIfConnected (evidence_needs.h). Good until the next call.
  const std::vector<EvidenceNeed>& Needs(const Application& application,
                                         const std::optional<Frame>& frame);
  const std::vector<EvidenceNeed>& IfConnected(const Application& application);
  // QuestionList(policy, kind, on). Good until the next call.
  const QuestionList& Questions(ApplicationKind kind, Date on);

 private:
  std::unique_ptr<assessment::Rulebook> book_;
};

// Computes norm, costs, incomes and grant for the month applied for under the rules in force on its
// first day, evaluates every gate and trigger, and matches every typfall. Never fails: what cannot
// be computed is named in `undetermined`, and the outcome is then kNone.
//
// `facts_sha256` is left empty: the caller that has the canonical bytes of the input fills it.
// G-15 judges only the rule version and its approval; mode and mandate belong to Decide.
Assessment Assess(const CaseInput& input, const PolicySet& policy);

// The facts that the typfall were matched against, for explanations: known or not, as they stood.
Facts FactsOf(const CaseInput& input, const PolicySet& policy);

}  // namespace dm
