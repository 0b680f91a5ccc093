// Store: everything durable. One write path: a CaseChange is applied whole or not at all, in one
// transaction with its audit record and outbox rows, and only if its guard holds. Thread-safe.
// Adapters: sqlite, postgres; the conformance suite is tests/integration/store.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/case/contact.h"
#include "worker/case/control.h"
#include "worker/case/effect.h"
#include "worker/case/queue_item.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/audit_store.h"
#include "worker/ports/conversation_store.h"
#include "worker/ports/delivery_store.h"
#include "worker/ports/key_store.h"
#include "worker/ports/page.h"
#include "worker/ports/quality_store.h"
#include "worker/ports/queue_store.h"
#include "worker/ports/shared_store.h"

namespace dm {

// ---- Intake
// ----------------------------------------------------------------------------------------------------------------

struct NewCase {
  std::string request_id;      // of the submit call; a repeat answers as the first time
  std::string content_sha256;  // of the canonical application and history
  Application application;
  History history;
  AuditEvent audit;
};

struct Accepted {
  CaseId case_id;
  bool repeated =
      false;  // the same request id or application id with the same content was accepted before
};

// ---- The queue
// -------------------------------------------------------------------------------------------------------------

// A lease on one case. Every write of the holder carries the fencing token; a newer claim makes it
// worthless (I15).
struct Claim {
  CaseId case_id;
  std::string worker;
  std::int64_t token = 0;
  std::int64_t version = 0;  // of the case when claimed
};

// ---- The one write path
// ------------------------------------------------------------------------------------------------------

struct CaseChange {
  CaseId case_id;

  // Guards. Exactly one of the first two; a guard that fails changes nothing.
  std::optional<Claim> claim;  // worker: token must be current → else Aborted, reason LEASE_LOST
  std::optional<std::int64_t>
      expected_version;  // person: case version must match → else Aborted, reason STALE_VERSION
  std::optional<std::int64_t> control_version;  // automatic decisions: not paused and this control
                                                // version → else Aborted, reason CONTROL_CHANGED

  CaseState to = CaseState::kReceived;  // must be the present state or an arrow of the table
  std::optional<EvidenceSet> evidence;
  std::optional<int> source_attempts;
  std::optional<Assessment> assessment;
  std::optional<std::string> assessed_input;  // the canonical bytes of what was assessed; goes with
                                              // `assessment`
  std::optional<int> frame_version;           // goes with `assessment`; 0: made without a frame
  std::optional<Decision> decision;  // a new version; unique per (household, month, version)
  std::optional<RequestCompletion> completion;
  std::optional<Escalation> escalation;      // new, or the present one changed
  std::optional<Consultation> consultation;  // new, or the open one answered
  std::optional<Application> application;    // only with documents added
  std::optional<Contact> contact;
  std::vector<Message> messages;
  std::optional<QualityNote> quality;           // what it leaves for the quality work
  std::optional<Communication> communication;   // new, or one with an answer added: by number
  std::optional<ChildAnalysis> child_analysis;  // new
  std::vector<Effect> effects;                  // an id that exists already is left as it is
  std::optional<std::string> parked_reason;
  std::optional<Instant> due_at;
  std::int64_t add_processing_ms = 0;
  bool release_claim = false;  // the worker is done with it for now; with expected_version: whoever
                               // holds the lease loses it, so that no step that began before a
                               // person's change is stored after it (I16)
  std::string request_id;  // gRPC changes: recorded with the change (method = audit.action, content
                           // = audit.request_sha256); used before → AlreadyExists REQUEST_ID_REUSED
  AuditEvent audit;
};

// ---- Lists
// -------------------------------------------------------------------------------------------------------------------

struct CaseFilter {
  std::optional<CaseState> state;
  std::optional<Month> month;
  std::optional<HouseholdId> household;
  std::optional<ApplicationId> application;
};

struct EscalationFilter {
  std::vector<EscalationState> states;  // empty: open and claimed
  std::string queue;                    // empty: all that the caller may see
  std::string handler;
  bool include_restricted = false;       // access classes above open are invisible otherwise
  std::vector<std::string> queues = {};  // any of them; empty: all
  std::string assigned_to = {};
  bool unassigned = false;  // nobody holds it (a lapsed claim is none) or is assigned
  std::string typfall = {};
  bool with_children = false;  // only those
  std::optional<Date> critical_by = {};
  std::string reason_code = {};
  // Only cases for months whose must-see day has come: this month and earlier ones.
  std::optional<Month> month_by = {};
  Instant now = {};                    // `unassigned` reads leases by it
  bool without_named_persons = false;  // not those, where `include_restricted` has the others
  // With `unassigned`: also what is assigned to somebody who is none of these. See NextItem.
  std::optional<std::vector<std::string>> at_work = {};
};

struct QueueCount {
  std::string queue;
  int open = 0;
  int claimed = 0;
  std::optional<Instant> oldest;
};

struct StateCount {
  CaseState state = CaseState::kReceived;
  int count = 0;
};

// What an earlier call with this request id did.
struct RequestRecord {
  std::string
      method;  // the action of the audit record that the change wrote, e.g. "escalation_claimed"
  std::string content_sha256;  // of the request (AuditEvent::request_sha256); another content under
                               // the same id is refused
  std::string result_id;  // case, escalation, frame or effect id; of a reload both sets' hashes
};

// A policy set as it is kept: its files in canonical form, by their hash.
struct KeptPolicySet {
  std::string sha256;
  std::string version;
  std::string content;
};

class Store : public AuditStore,
              public ConversationStore,
              public DeliveryStore,
              public KeyStore,
              public QualityStore,
              public QueueStore,
              public SharedStore {
 public:
  // AlreadyExists with reason APPLICATION_CHANGED or REQUEST_ID_REUSED when the id was used with
  // other content. Durable when it returns OK.
  virtual StatusOr<Accepted> Accept(const NewCase& new_case, Instant now) = 0;

  // The due case with the earliest due time (then received time) that nobody holds, leased until
  // `now` + `lease_ms`; nothing when none is due.
  virtual StatusOr<std::optional<Claim>> ClaimNext(const std::string& worker,
                                                   Instant now,
                                                   std::int64_t lease_ms) = 0;

  // Up to `limit` of them at once, in that order: one durable commit for all.
  virtual StatusOr<std::vector<Claim>> ClaimDue(const std::string& worker,
                                                Instant now,
                                                std::int64_t lease_ms,
                                                int limit) {
    std::vector<Claim> claims;
    while (std::ssize(claims) < limit) {
      DM_ASSIGN_OR_RETURN(const std::optional<Claim> claim, ClaimNext(worker, now, lease_ms));
      if (!claim) break;
      claims.push_back(*claim);
    }
    return claims;
  }

  virtual Status RenewClaim(const Claim& claim,
                            Instant now,
                            std::int64_t lease_ms) = 0;  // Aborted LEASE_LOST when it has gone
  virtual Status ReleaseClaim(const Claim& claim, Instant due_at, Instant now) = 0;
  // The earliest due time of a case that the worker has the next step of; nothing when there is
  // none.
  virtual StatusOr<std::optional<Instant>> NextDue() = 0;

  // Makes due at once what a clock that ran ahead has put off: cases stored, and effects put off,
  // further after `now` than workers' clocks may be apart. How many there were.
  virtual StatusOr<int> RecallMisdated(Instant now) = 0;

  // The new case version.
  virtual StatusOr<std::int64_t> Apply(const CaseChange& change, Instant now) = 0;

  virtual StatusOr<CaseRecord> GetCase(const CaseId& id) = 0;  // NotFound
  // The canonical bytes of the last assessment's input. FailedPrecondition INPUT_NOT_KEPT where
  // there is none: not assessed yet, or assessed by a version that did not keep it.
  virtual StatusOr<std::string> AssessedInput(const CaseId& id) = 0;
  virtual StatusOr<std::optional<CaseId>> FindCase(const ApplicationId& application) = 0;
  virtual StatusOr<Page<CaseSummary>> ListCases(const CaseFilter& filter,
                                                const PageRequest& page) = 0;
  // Cases of the same household and month, apart from `except`, that are not written off.
  virtual StatusOr<int> CountOthers(const HouseholdId& household,
                                    Month month,
                                    const CaseId& except) = 0;
  // Months of the household that this store has decided, newest first; at most 36 back from
  // `before`.
  virtual StatusOr<History> DecidedMonths(const HouseholdId& household, Month before) = 0;

  // Frames: append-only versions. SignFrame gives the next version number.
  virtual StatusOr<Frame> SignFrame(const Frame& frame,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) = 0;
  // With `ended` where a person has ended it.
  virtual StatusOr<std::optional<Frame>> LatestFrame(const HouseholdId& household) = 0;
  // Ends the household's frame `version`, which must be the latest (Aborted STALE_VERSION) and not
  // ended (FailedPrecondition FRAME_ENDED). NotFound FRAME_NOT_FOUND.
  virtual StatusOr<Frame> EndFrame(const HouseholdId& household,
                                   int version,
                                   const FrameEnd& end,
                                   const std::string& request_id,
                                   const AuditEvent& audit,
                                   Instant now) = 0;
  virtual StatusOr<Page<Frame>> ListFrames(const HouseholdId& household,
                                           const PageRequest& page) = 0;

  virtual StatusOr<Escalation> GetEscalation(const EscalationId& id) = 0;
  // By critical date, then children, then age (casework.md 11).
  virtual StatusOr<Page<Escalation>> ListEscalations(const EscalationFilter& filter,
                                                     const PageRequest& page) = 0;
  virtual StatusOr<std::vector<QueueCount>> CountQueues(Counted counted) = 0;

  // Outbox. Effects of one case become due in order: a later one only after the earlier ones are
  // delivered.
  StatusOr<std::vector<StoredEffect>> DueEffects(Instant now, int limit) {
    return DueEffectsOf({}, now, limit);
  }

  virtual StatusOr<StoredEffect> GetEffect(const EffectId& id) = 0;
  virtual StatusOr<Page<StoredEffect>> ListEffects(std::optional<EffectState> state,
                                                   const std::optional<CaseId>& case_id,
                                                   const PageRequest& page) = 0;
  // Effects that are neither delivered nor refused.
  virtual StatusOr<int> CountUndeliveredEffects() = 0;
  // Records an attempt's outcome; a repeat of the same outcome is OK. FailedPrecondition
  // EFFECT_SETTLED: a delivered effect never changes again, and one that was refused is not SENT
  // before a person has made it PENDING. EFFECT_UNDER_WAY: a person's word (kEffectResolved) about
  // one that is being handed over (kHandedOver, until its next attempt).
  virtual Status MarkEffect(const EffectId& id,
                            EffectState state,
                            const std::string& receiver_reference,
                            const std::string& error_code,
                            Instant next_attempt_at,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) = 0;

  virtual StatusOr<Control> GetControl() = 0;
  virtual StatusOr<Control> SetPause(bool paused,
                                     const std::string& reason,
                                     const std::string& request_id,
                                     const AuditEvent& audit,
                                     Instant now) = 0;
  virtual StatusOr<Control> SetMode(const ModeOverride& mode,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) = 0;

  virtual StatusOr<std::vector<StateCount>> CountStates() = 0;
  virtual StatusOr<std::optional<RequestRecord>> FindRequest(const std::string& request_id) = 0;

  // The policy set in force, kept so that old decisions can be explained: content by hash.
  // Idempotent.
  virtual Status KeepPolicySet(const std::string& sha256,
                               const std::string& version,
                               const std::string& content,
                               Instant now) = 0;

  // Takes a new set into force: kept as above, with the request and the audit record of who took
  // it, in one transaction. `replaced` is the hash of the set before it: the request's result_id is
  // "<replaced> <taken>", so that a repeat can be answered as the first time.
  virtual Status TakePolicySet(const KeptPolicySet& set,
                               const std::string& replaced,
                               const std::string& request_id,
                               const AuditEvent& audit,
                               Instant now) = 0;
  // A set that was kept; NotFound POLICY_SET_NOT_KEPT.
  virtual StatusOr<KeptPolicySet> FindPolicySet(const std::string& sha256) = 0;

  // A cheap read and write; fails when the disk is full, read-only or broken.
  virtual Status CheckHealth(Instant now) = 0;
};

}  // namespace dm
