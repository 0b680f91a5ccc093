// CaseRecord: one application for one household and month as the store keeps it, with the result of
// each step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/case_state.h"
#include "worker/case/contact.h"
#include "worker/case/decision.h"
#include "worker/case/evidence.h"
#include "worker/case/frame.h"
#include "worker/case/history.h"
#include "worker/case/human_decision.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"

namespace dm {

// The facts of a case apart from the registers: what `medarbetare assess` and the golden cases take
// as input.
struct CaseInput {
  Application application;
  std::optional<Frame> frame;
  EvidenceSet evidence;
  History history;
  Date assessed_on;  // Swedish calendar day; freshness, age of frame and delegation are judged
                     // against it
  Instant assessed_at;
  bool other_application_same_month =
      false;  // G-17: the store knows another one for household and month
  bool completion_requested_before =
      false;  // TF-14: the household has been asked to complete this application
};

enum class EscalationState { kOpen, kClaimed, kDecided, kWithdrawn };
const char* EscalationStateCode(EscalationState state);

// One move of an item from a queue to another.
struct RoutingStep {
  std::string from_queue;
  std::string to_queue;
  std::string actor;  // user id; the worker's name where the item fell over for the payment run
  Instant at;
  std::string reason_code;  // "ROUTE.…"
  std::string text;
};

struct Escalation {
  EscalationId id;  // "<case id>.<n>"
  CaseId case_id;
  EscalationState state = EscalationState::kOpen;
  Routing routing;
  Mode mode = Mode::kShadow;
  std::string typfall;
  std::optional<Decision> suggested;
  std::optional<WaitingDecision> waiting;  // a person's, for a second person to approve
  std::string handler;                     // who holds it, while kClaimed
  std::optional<Instant> claimed_until;    // the lease; lapses by itself
  Instant created_at;
  std::optional<Instant> ended_at;
  std::int64_t version = 0;                // rises with every change; a stale write is refused
  std::string assigned_to = {};            // who is to handle it; stays when a claim lapses
  std::vector<RoutingStep> routings = {};  // oldest first
  std::optional<Month> month = {};         // of the case
  // The critical date, or the must-see day of the month's payment run where that is earlier; worked
  // out when it is shown, since policies may change it.
  std::optional<Date> act_by = {};
};

struct CaseRecord {
  CaseId id;
  std::string municipality;
  std::string effect_key = {};  // what the ids of its effects are derived with (EffectOrigin)
  CaseState state = CaseState::kReceived;
  std::int64_t version = 0;  // rises with every change
  Application application;
  std::string content_sha256;  // of the application as submitted
  History supplied_history;    // as the case system sent it
  EvidenceSet evidence;        // merged; empty before kFetched
  int source_attempts = 0;
  std::optional<Assessment> assessment;
  std::vector<Decision> decisions;  // by version
  std::optional<RequestCompletion> completion;
  Contact contact;
  std::optional<Escalation> escalation;       // the open or last one
  std::vector<Communication> communications;  // by number
  std::vector<ChildAnalysis> child_analyses;  // by number
  std::optional<int> frame_version;           // the frame that the assessment used
  std::string parked_reason;                  // why a technical failure stopped it; empty otherwise
  Instant received_at;
  Instant updated_at;
  Instant due_at;                  // when the worker looks at it next
  std::int64_t processing_ms = 0;  // time in steps so far, without waits
};

// What lists show: no person data.
struct CaseSummary {
  CaseId id;
  ApplicationId application;
  HouseholdId household;
  Month month;
  CaseState state = CaseState::kReceived;
  std::string typfall;
  std::string queue;
  Outcome outcome = Outcome::kNone;
  std::optional<DecisionKind> decided_by;
  std::int64_t version = 0;
  Instant received_at;
  Instant updated_at;
  std::int64_t processing_ms = 0;
};

// Somebody carries a protection marker, stated in the application or from a register; one answer
// with a marker is enough, whatever else is known of it.
bool HasProtectedPerson(const Application& application, const EvidenceSet& evidence);

// Of a case as it is stored.
bool HasProtectedPerson(const CaseRecord& record);

// Who may see it: by its last escalation, and at least restricted by a marker that has come in
// since. Above open access it looks non-existent to who may not see it (reliability I14).
AccessClass AccessOf(const CaseRecord& record);

// What the decisions before this version have ordered: each what it granted beyond those before it.
Money OrderedBefore(const CaseRecord& record, int version);

// Above open access.
bool IsRestricted(const CaseRecord& record);

}  // namespace dm
