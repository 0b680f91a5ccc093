// Desk: finding an item of the queues and storing a change of it, as every call of a caseworker
// does. Cases above open access look non-existent to who is not cleared (reliability I14, I17).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/effect.h"
#include "worker/case/staff.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm::escalation {

struct HeldItem {
  CaseRecord record;
  Escalation escalation;
};

// What the desk takes from others; all functions are thread-safe and outlive it.
struct DeskParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;           // in force; never null
  std::function<std::shared_ptr<const StaffDirectory>()> staff = {};  // empty: no list
  // The day from which an undecided case for the month is on the list of those that must be seen.
  std::function<StatusOr<Date>(Month month, const PolicySet& policy)> must_see = {};
};

// Thread-safe. Store and clock outlive it.
class Desk {
 public:
  Desk(Store& store, const Clock& clock, DeskParts parts)
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  // NotFound ESCALATION_NOT_FOUND, also for an item that the caller, the person whom the caller
  // asks for, or `actor` may not see. `actor`: who the call says acts; empty for a read.
  StatusOr<HeldItem> Find(const CallContext& context,
                          const EscalationId& id,
                          const std::string& actor = {}) const;
  // Find, for a change at `expected_version` of an item that has not ended. Otherwise
  // FailedPrecondition ESCALATION_ENDED or Aborted STALE_VERSION, which say what has happened.
  StatusOr<HeldItem> FindOpen(const CallContext& context,
                              const EscalationId& id,
                              std::int64_t expected_version,
                              const std::string& actor = {}) const;
  // As Find, of a case: NotFound CASE_NOT_FOUND.
  StatusOr<CaseRecord> FindCase(const CallContext& context,
                                const CaseId& id,
                                const std::string& actor = {}) const;

  // Applies. Where that fails because the same call came in twice at once, OK; where another change
  // came first, Aborted STALE_VERSION that says which.
  Status Apply(const CallContext& context, const CaseChange& change) const;
  // The item as it is shown after the change.
  StatusOr<Escalation> Put(const CallContext& context,
                           const CaseRecord& record,
                           const Escalation& changed,
                           const AuditEvent& audit) const;

  // As callers see it: a lapsed claim is open, with the day by which it is to be handled, without a
  // suggestion that is not to be shown.
  Escalation Shown(Escalation escalation) const;

  // The last month whose must-see day has come; nothing where the policies do not tell.
  std::optional<Month> MustSeeMonth() const;

  Instant Now() const { return clock_.Now(); }

  Date Today() const { return SwedishDate(clock_.Now()); }

  std::shared_ptr<const PolicySet> policy() const { return parts_.policy(); }

  std::shared_ptr<const StaffDirectory> staff() const {
    return parts_.staff ? parts_.staff() : std::make_shared<const StaffDirectory>();
  }

  Store& store() const { return store_; }

 private:
  Store& store_;
  const Clock& clock_;
  const DeskParts parts_;
};

// Nobody holds it any more.
Escalation Opened(Escalation escalation);

// Held by that person, under a claim that has not run out. FailedPrecondition NOT_CLAIMED, or
// CLAIM_EXPIRED where it was theirs.
Status CheckHolds(const Escalation& escalation, const std::string& handler, Instant now);

bool IsEnded(const Escalation& escalation);

// The item of a correction, of a case that is decided already: it waits for attest, or was sent
// back.
bool IsCorrection(const Escalation& escalation);

// "it is DECIDED, version 7, changed at …; decided DELAVSLAG (version 1) by HL000002 at …": where
// the case stands, for who comes second.
std::string StandingOf(const CaseRecord& record);

// Aborted STALE_VERSION with where the case stands.
Status Stale(const CaseRecord& record);

}  // namespace dm::escalation
