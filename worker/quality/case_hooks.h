// CaseHooks: what the quality work has to do with a case on its way: the draw and the hold before
// the decision, and the comparison when the case is done. Everything it finds goes into the same
// transaction as the step. Thread-safe; the store outlives it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "worker/case/case_record.h"
#include "worker/case/quality.h"
#include "worker/core/status.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/store.h"

namespace dm::quality {

struct HooksParts {
  std::function<std::string()> seed;  // 32 characters 0-9 a-f, by dice
  std::string worker;                 // for the audit
};

// What the decision must know.
struct BeforeDecision {
  SampleHold hold;
  std::optional<Money> high_amount;  // a grant above goes to a person first; nothing: not known yet
  std::optional<QualityNote> note;   // to be stored with the decision
};

class CaseHooks {
 public:
  CaseHooks(Store& store, HooksParts parts) : store_(store), parts_(std::move(parts)) {}

  // Draws the case, the first time that it is to be decided.
  StatusOr<BeforeDecision> Before(const CaseRecord& record,
                                  const Control& control,
                                  const PolicySet& policy,
                                  Instant now);

  // What a decided case leaves: its amount among the others, the worker's decision beside the
  // person's, a demotion where they are seriously apart.
  StatusOr<std::optional<QualityNote>> AtClosing(const CaseRecord& record,
                                                 const PolicySet& policy,
                                                 Instant now);

  // The month's seed, made now where it has none; nothing where the policies have no sample.
  StatusOr<std::optional<SampleMonth>> MonthOf(Month month,
                                               const Control& control,
                                               const PolicySet& policy,
                                               Instant now);

 private:
  StatusOr<std::optional<Money>> HighAmount(const CaseRecord& record, const PolicySet& policy);

  Store& store_;
  const HooksParts parts_;
};

// The list's row of a case, not drawn, under the typfall that it is decided under.
SampleCase ListedCase(const CaseRecord& record,
                      const PolicySet& policy,
                      const Control& control,
                      Instant now);

// The review of a drawn case.
Review ReviewOfDrawn(const SampleCase& drawn, Date due_on, Instant now);

// The last day on which a decision is paid as early as one today; nothing when that is today or the
// bank calendar does not say.
std::optional<Date> LastUnhurriedDay(Month month, Date today, const PolicySet& policy);

// The worker's decision beside the last one of a person; nothing where there is no such pair.
// `item` is the one in which the person decided (DecidingItem).
std::optional<Comparison> CompareWithWorker(const CaseRecord& record,
                                            const std::optional<Escalation>& item,
                                            const PolicySet& policy);

// Puts the comparison into `note`, and the demotion where it is a serious error of the worker's;
// false where it was noted before: an error lowers once.
StatusOr<bool> NoteComparison(Store& store, const Comparison& pair, Instant now, QualityNote& note);

}  // namespace dm::quality
