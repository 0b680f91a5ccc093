// What the conversation with a household means to the worker's steps: facts that the assessment
// sees, reasons for which a person has the case, and requests to complete that wait. Pure: time
// comes in as a value.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/contact.h"
#include "worker/case/staff.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/store.h"

namespace dm::contact {

// The application as it stands with what was said since: the wish for a person (G-12), the
// withdrawal (TF-13, X-40), an unread message (G-11). The stored application stays as submitted.
Application WithContact(Application application, const Contact& contact, int unread);

// Why a person has the case whatever the assessment says: a request that a caseworker made or that
// lapsed, a document of an earlier month.
std::vector<Reason> HoldReasons(const Contact& contact);

// True when the case waits for no register: a person is to have it as it stands.
bool MustNotWait(const Contact& contact);

// A request of the worker's own (TF-14) as the next round of the case.
StatusOr<CompletionRound> WorkersRound(const Contact& contact,
                                       const RequestCompletion& request,
                                       Instant now,
                                       const PolicySet& policy);
// The day of the one reminder; nothing where too few days are left for one.
StatusOr<std::optional<Date>> ReminderDay(Date today, Date due, const PolicySet& policy);
// When the worker looks at a case that waits for its open round: for the reminder, else the day
// after the last.
Instant NextLook(const CompletionRound& round);

enum class Waiting { kRemind, kLapse, kWait };

struct WaitingStep {
  Waiting what = Waiting::kLapse;
  CaseChange change;      // without effects, claim and actor
  CompletionRound round;  // that it is about, with what has become of it
};

// What is due in a case that awaits completion: its one reminder, or the end of its time.
WaitingStep StepOfWaiting(const CaseRecord& record, Instant now);

// The staff list in force; null where there is none.
using StaffInForce = std::function<std::shared_ptr<const StaffDirectory>()>;

// A case that comes back to a person goes to the caseworker who had it: claimed for as long as a
// claim lasts, and with a staff list theirs to handle after that. Not where its access class has
// risen (then whoever is cleared takes it), and not to who is away that day or may not take it.
Status ReturnToHandler(const CaseRecord& record,
                       const StaffInForce& staff,
                       const PolicySet& policy,
                       Instant now,
                       CaseChange* change);

}  // namespace dm::contact
