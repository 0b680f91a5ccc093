// What to ask the registers for a household: no more than the open decision needs (casework.md 4,
// data minimisation), no less than the typfall that it could match and the minimum list demand.
#pragma once

#include <optional>
#include <vector>

#include "worker/assessment/question_list.h"
#include "worker/case/application.h"
#include "worker/case/frame.h"
#include "worker/policy/policy_set.h"

namespace dm {

// One entry a source, in the order of Source; groups of FK and PM sorted, each once. Asked for
// every adult of the case, and for children where `children_too` says so.
std::vector<EvidenceNeed> EvidenceNeededFor(const Application& application,
                                            const std::optional<Frame>& frame,
                                            const PolicySet& policy);

// What may be asked besides, of registers that a municipality connects by its own choice (the
// population register, NC-04, NC-05). Nothing waits for a register that is not connected.
std::vector<EvidenceNeed> EvidenceIfConnected(const Application& application,
                                              const PolicySet& policy);

// The same of a list, where the case may match the typfall of `open`, by their place in the set.
std::vector<EvidenceNeed> NeedsWhereOpen(const QuestionList& list,
                                         const PolicySet& policy,
                                         const std::vector<bool>& open);
std::vector<EvidenceNeed> NeedsIfConnected(const QuestionList& list);

namespace assessment {

struct Context;

// The same for a case that is being assessed, from its rulebook.
const std::vector<EvidenceNeed>& NeedsOf(Context* context);

}  // namespace assessment

// The period that a need covers for the month applied for.
Period PeriodOf(const EvidenceNeed& need, Month month);

// True when `person` is asked about under `need` for `month`: adults of the case always, children
// and school youths where the need says so and from the age that it names, other adults in the home
// never.
bool IsAskedAbout(const EvidenceNeed& need, const Person& person, Month month);

// The groups to ask for about `person`: of a child only what a child can have.
const std::vector<std::string>& GroupsAbout(const EvidenceNeed& need, const Person& person);

}  // namespace dm
