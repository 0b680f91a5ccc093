// Step 4: the decision, the completion request, or the way to a human. Pure: time comes in as a
// value.
#pragma once

#include <optional>
#include <variant>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/control.h"
#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/decision/full_approval.h"
#include "worker/policy/policy_set.h"

namespace dm {

// Drawn for review before the payment (casework.md 14). Review must never delay money: the case is
// held while a decision tomorrow is paid on the same day, and decided then, reviewed or not.
struct SampleHold {
  bool drawn = false;
  bool reviewed = false;
};

// How much of a suggestion to a person is written down: all, or only that there is one, with
// outcome and amount, for those who count ways.
enum class Suggestion { kWhole, kBare };

struct DecisionInput {
  CaseId case_id;
  Application application;
  Assessment assessment;
  Control control;
  History history;
  Instant now;
  Date today;  // the Swedish calendar day of `now`: decision date, and the day a delegation must
               // cover
  bool has_earlier_decision =
      false;  // the case already has a decision: never a second automatic one
  SampleHold sample = {};
  // Why a person has the case whatever the assessment says: what the household and the caseworkers
  // have told each other since.
  std::vector<Reason> held = {};
  // A grant above is among the highest for the kind of household: a person looks before the payment
  // (casework.md 15). Nothing where too few are known.
  std::optional<Money> high_amount = std::nullopt;
  Suggestion suggestion = Suggestion::kWhole;
};

// FullApproval: the automatic decision, always bifall in full. Escalate: to a human with all
// reasons, never none. RequestCompletion: named items, once (TF-14).
using DecisionOutcome = std::variant<FullApproval, Escalate, RequestCompletion>;

DecisionOutcome Decide(const DecisionInput& input, const PolicySet& policy);

// The mode that is set for a typfall: the recorded human act if there is one, else the
// municipality's policy; never above what the typfall allows.
Mode SetModeOf(const TypfallPolicy& typfall, const Control& control);

// The mode in force: what is set, and propose at most while the typfall is switched off or a
// serious error holds it.
Mode EffectiveMode(const TypfallPolicy& typfall, const Control& control);

// The typfall that a case with this assessment is decided under where nothing stands in the way: of
// those that it matches the one whose mode is the highest, a procedural one last. Null: none.
const TypfallPolicy* DecidingTypfall(const Assessment& assessment,
                                     const PolicySet& policy,
                                     const Control& control);

// The day the money is paid for month `month` when decided on `decided_on`: the ordinary payment
// day of the month before, moved to the nearest earlier bank day; after its cut-off the decision
// day plus the same number of banking days. NotFound names a missing parameter or an unknown bank
// calendar.
StatusOr<Date> PayDateFor(Month month, Date decided_on, const PolicySet& policy);

// The last day on which a decision makes the ordinary payment run for month `month`.
StatusOr<Date> PaymentCutoffFor(Month month, const PolicySet& policy);

// The day from which every undecided case for the month must be seen by a person: two working days
// before the cut-off of the payment run.
StatusOr<Date> MustSeeDateFor(Month month, const PolicySet& policy);

}  // namespace dm
