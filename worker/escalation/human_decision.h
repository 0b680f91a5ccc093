// What a caseworker decides, checked and made into the board's decision: the same kind of record as
// an automatic one, with both values of every changed row. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/frame.h"
#include "worker/case/staff.h"
#include "worker/core/date.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"

namespace dm::escalation {

// The day the money is paid for a month decided on a day; step 4 has the rule.
using PayDay = std::function<StatusOr<Date>(Month month, Date decided_on, const PolicySet& policy)>;

struct HumanDecisionInput {
  const CaseRecord& record;
  const HumanDecision& said;
  const std::optional<Frame>& frame;
  const PolicySet& policy;
  const PayDay& pay_day;
  Instant now;
  // Of the household's decisions for the month, whichever case they stand in: versions are counted
  // over all of them.
  int last_version = 0;
  // Another case of the household has a grant for the month: a second one would pay twice.
  bool granted_elsewhere = false;
  Money elsewhere = Money();  // what those grants come to
  // Granted the month before; nothing where none is known.
  std::optional<Money> previous = std::nullopt;
  const StaffDirectory* staff = nullptr;
  const Decision* corrects = nullptr;  // the decision that this one replaces
  std::string ground = {};             // why: a reason code
  int messages = 0;                    // from the household, about the case
  // A message from the household that has come after a communication, and that nobody has read.
  bool unread_answer = false;
  // The letters of the case's communications, by number, and the household's days to answer.
  std::vector<StoredEffect> letters = {};
  int answer_days = 0;
};

// The decision as far as it can be made, with everything that stands against it.
struct HumanDecisionDraft {
  Decision decision;
  DecisionBasis basis;
  bool outcome_fits = false;
  std::optional<Outcome> outcome_of_amounts;
  Money month_total;
  std::vector<std::string> attest;  // why a second person is needed; empty: none is
  std::vector<CommunicatedFact> unseen;
  std::optional<Date> waits_until;  // for the household's answer: the first day without
  std::vector<Status> problems;     // in the order in which DecideCase would refuse
};

HumanDecisionDraft DraftHumanDecision(const HumanDecisionInput& input);

// Invalid argument names the field and the remedy: an outcome that the amounts contradict (bifall
// with a reduced row, delavslag without one), a changed or reduced row without a reason, a refusal
// without a motivation, a missing mandate. FailedPrecondition CHILD_RECORD_MISSING, DECISION_EXISTS
// for a second grant, COMMUNICATION_REQUIRED and COMMUNICATION_WAITING for an adverse decision, and
// what the staff list says of the mandate. Amounts are recomputed from the rows in force, exactly.
StatusOr<Decision> MakeHumanDecision(const HumanDecisionInput& input);

}  // namespace dm::escalation
