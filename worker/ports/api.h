// The worker's inbound ports: what callers over gRPC and the command line may do. The steps
// implement them; the gRPC adapter only translates. Every change takes a request id and answers a
// repeat as the first time (reliability I2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/control.h"
#include "worker/case/effect.h"
#include "worker/case/explanation.h"
#include "worker/core/status.h"
#include "worker/ports/evidence_source.h"
#include "worker/ports/store.h"

namespace dm {

// Which classes above open access a person may see, as the staff list says.
struct PersonAccess {
  bool restricted = false;
  bool named_persons = false;
};

struct CallContext {
  std::string caller;      // identity from the certificate (URI SAN), or "development" on loopback
                           // without TLS; through a gateway "HL000001 via <identity>"
  std::string request_id;  // changes: 8–64 characters of IsIdText; empty for reads
  std::string content_sha256;  // of the request's canonical bytes without request_id
  bool cleared =
      false;  // may see access classes above open (protected identity, violence); unset is no
  bool operations = false;  // holds the role operations: may raise what others may only lower
  // For whom a caller that serves many people asks: their user id, where the caller says so. Then
  // `cleared` holds only where both may see.
  std::string person = {};
  std::optional<PersonAccess> person_access = {};  // nothing: no staff list, or nobody is named

  // Both the caller and, where one is named, the person may see it. To others it does not exist
  // (reliability I14).
  bool MaySee(AccessClass access) const {
    if (access == AccessClass::kOpen) return true;
    if (!cleared || !person_access) return cleared;
    return access == AccessClass::kRestricted ? person_access->restricted
                                              : person_access->named_persons;
  }
};

// A document, and what the case system knows of its file.
struct NewDocument {
  Document document;
  DocumentFile file = {};
  std::string head = {};                  // the file's first bytes; looked at, not kept
  std::vector<std::string> answers = {};  // codes of requested items that it answers
};

struct AddedDocument {
  CaseRecord record;             // the case that the call named
  bool joins_next = false;       // it came too late for that case
  std::optional<CaseId> joined;  // the later case that it has joined, where there is one already
};

// Step 1, implemented in worker/intake.
class IntakeApi {
 public:
  virtual ~IntakeApi() = default;
  // InvalidArgument names the field, the limit and the remedy. Durable when it returns OK (I1).
  virtual StatusOr<Accepted> Submit(const CallContext& context,
                                    const Application& application,
                                    const History& history) = 0;
  // Adds a document to a case that is not settled yet and re-opens its evaluation. Afterwards the
  // document joins the household's next application: nothing is refused for being late.
  virtual StatusOr<AddedDocument> AddDocument(const CallContext& context,
                                              const CaseId& case_id,
                                              const NewDocument& added) = 0;
};

// An assessment with what it takes to compute it again, and what came of it.
struct ReplayMaterial {
  std::string input;  // canonical bytes of the CaseInput
  Assessment assessment;
  std::vector<Decision> decisions;       // by version
  std::optional<Escalation> escalation;  // the last one
};

// The forms of an explanation that are wanted.
struct ExplanationViews {
  bool counterfactuals = false;  // the texts hold them whether wanted or not
  bool caseworker_text = false;
  bool applicant_text = false;
  bool html = false;
};

// A text that was not wanted is empty.
struct ExplainedAssessment {
  Explanation explanation;
  std::string caseworker_text;
  std::string applicant_text;
  std::string html;
};

// Reads; implemented in worker/runtime over the store.
class CaseApi {
 public:
  virtual ~CaseApi() = default;
  virtual StatusOr<CaseRecord> GetCase(const CallContext& context, const CaseId& case_id) = 0;
  virtual StatusOr<CaseRecord> GetByApplication(const CallContext& context,
                                                const ApplicationId& application) = 0;
  virtual StatusOr<Page<CaseSummary>> ListCases(const CallContext& context,
                                                const CaseFilter& filter,
                                                const PageRequest& page) = 0;
  // What a case would give under the policies in force. It is the caller's own: nothing is read
  // from the store and nothing written.
  virtual StatusOr<Assessment> Preview(const CallContext& context, const CaseInput& input) = 0;
  // What the case's last assessment was made of. FailedPrecondition NOT_ASSESSED, INPUT_NOT_KEPT.
  virtual StatusOr<ReplayMaterial> GetReplay(const CallContext& context, const CaseId& case_id) = 0;
  // The case's last assessment explained from what it was made of, under the set that it was made
  // with, whatever is in force now. Fails as GetReplay does; FailedPrecondition
  // POLICY_SET_UNREADABLE where the set does not load in this program.
  virtual StatusOr<ExplainedAssessment> Explain(const CallContext& context,
                                                const CaseId& case_id,
                                                const ExplanationViews& views) = 0;
  // What was done with the case, the newest first; a read of the case like any other.
  virtual StatusOr<Page<AuditRecord>> ListEvents(const CallContext& context,
                                                 const CaseId& case_id,
                                                 const PageRequest& page) = 0;
  // The content of a policy set that was in force; NotFound POLICY_SET_NOT_KEPT.
  virtual StatusOr<std::string> GetPolicySet(const CallContext& context,
                                             const std::string& sha256) = 0;
};

struct QueueInfo {
  std::string queue;
  std::string title;  // Swedish
  int order = 0;
  AccessClass access = AccessClass::kOpen;
  std::string target;  // Swedish
  int open = 0;
  int claimed = 0;
  std::optional<Instant> oldest;
};

// What a caseworker decides (casework.md 3; design.md 1.6).
struct HumanDecision {
  EscalationId escalation;
  std::int64_t expected_version = 0;  // of the escalation; a stale write is refused (I16)
  std::string handler;                // the caseworker's user id; must hold the claim
  std::string mandate;                // delegation reference of the handler
  Outcome outcome = Outcome::kNone;   // bifall, delavslag, avslag, avvisning, avskrivning

  struct EditedRow {
    std::string code;  // of the worker's row
    std::optional<PersonKey> person;
    Money amount;
    std::string reason;  // reason code
    std::string note;
  };

  std::vector<EditedRow> edited_rows;
  std::string motivation;               // required unless bifall in full
  std::string reason;                   // avvisning, avskrivning: a reason code
  std::string communication_exception;  // FL 25: a reason code, where nothing was communicated
  std::string expected_content_sha256;  // as a preview gave it; empty: not checked
  std::optional<DecisionBasis> expected_basis;  // the preview's, to name what has moved
};

struct HandledCase {
  Escalation escalation;
  CaseRecord record;
};

// Step 6, implemented in worker/escalation.
class EscalationApi {
 public:
  virtual ~EscalationApi() = default;
  virtual StatusOr<std::vector<QueueInfo>> ListQueues(const CallContext& context) = 0;
  virtual StatusOr<Page<Escalation>> List(const CallContext& context,
                                          const EscalationFilter& filter,
                                          const PageRequest& page) = 0;
  virtual StatusOr<HandledCase> Get(const CallContext& context, const EscalationId& id) = 0;
  // Leases the item to `handler` for escalation.claim_minutes; Aborted CLAIMED_BY_OTHER while
  // another holds it.
  virtual StatusOr<Escalation> Claim(const CallContext& context,
                                     const EscalationId& id,
                                     const std::string& handler,
                                     std::int64_t expected_version) = 0;
  virtual StatusOr<Escalation> Release(const CallContext& context,
                                       const EscalationId& id,
                                       const std::string& handler,
                                       std::int64_t expected_version) = 0;
  virtual StatusOr<CaseRecord> Decide(const CallContext& context,
                                      const HumanDecision& decision) = 0;
};

// Implemented in worker/escalation: frames are what caseworkers sign.
class FrameApi {
 public:
  virtual ~FrameApi() = default;
  // Checks the frame against policy (validity, child records), gives version, id and content hash,
  // signs as `signed_by`.
  virtual StatusOr<Frame> Sign(const CallContext& context, const Frame& frame) = 0;
  virtual StatusOr<Frame> Get(const CallContext& context, const HouseholdId& household) = 0;
  virtual StatusOr<Page<Frame>> List(const CallContext& context,
                                     const HouseholdId& household,
                                     const PageRequest& page) = 0;
};

// Step 5, implemented in worker/effects.

struct TypfallStatus {
  std::string typfall;
  std::string title;
  Mode policy_mode = Mode::kShadow;  // the municipality's policy
  Mode mode = Mode::kShadow;         // in effect
  Mode max_mode = Mode::kShadow;
  bool demoted = false;       // a serious error holds it at propose at most
  bool switched_off = false;  // a person has switched it off
};

// A certificate that the worker shows to a register. Holds nothing secret.
struct CertificateStatus {
  std::string name;     // the part of the configuration: "ssbtek.tls"
  Instant not_after;    // the last second at which it holds
  int days_left = 0;    // whole days; negative when it has ended
  ErrorDetail problem;  // why the files as they lie there are not in use; empty when they are
};

// What came of computing a sample of decided cases again.
struct ReplaySummary {
  Instant at;
  int same = 0;
  int different = 0;
  int not_replayed = 0;
};

struct WorkerStatus {
  std::string version;
  std::string policy_version;
  std::string policy_sha256;
  std::string municipality;
  bool paused = false;
  std::string pause_reason;
  bool deciding = false;  // false: it does not decide; `not_deciding_reason` says why
  std::string not_deciding_reason;
  std::vector<StateCount> states;
  std::vector<QueueInfo> queues;
  std::vector<TypfallStatus> typfall;
  int effects_pending = 0;
  std::vector<SourceCondition> sources;
  std::vector<CertificateStatus> certificates;
  std::vector<Switch> switched_off;
  std::optional<ReplaySummary> replay = {};  // the last one
};

// A register that would not be asked: its answer is known, or nothing can be asked.
struct SettledSource {
  Source source = Source::kAf;
  AnswerState state = AnswerState::kNotAsked;
  std::string code;
  Instant fetched_at;
};

struct QuestionPreview {
  PersonKey person;
  std::vector<SourceQuestion> asked;
  std::vector<SettledSource> settled;
  std::vector<std::string> messages;  // one a connector; the person's number is masked
};

struct RetriedCases {
  std::vector<CaseId> cases;
  bool more = false;  // others wait still: a call takes a limited number
};

struct StuckCase {
  CaseSummary summary;
  Instant due_at;
  std::string reason;            // "WORK_DELAYED", "SOURCE_SILENT", "EFFECTS_NOT_DELIVERED",
                                 // "EFFECT_REFUSED", "EFFECT_UNKNOWN"
  std::vector<Source> sources;   // that it waits for
  EffectId effect = {};          // that holds the case
  std::string code = {};         // what was said of the effect
  std::string responsible = {};  // "worker", "register", "receiver", "operations" or a queue
};

// What is wrong with a file of the policies folder.
struct PolicyProblem {
  std::string file;  // relative to the folder; empty when no file is at fault
  int line = 0;      // 0 where no line is at fault
  std::string message;
  std::string remedy;
};

struct PolicyVersion {
  std::string version;
  std::string sha256;
};

enum class ReloadOutcome {
  kTaken,         // a new set is in force
  kUnchanged,     // the folder holds the set that is in force
  kRefused,       // the folder does not hold, or may not be served: the set before is in force
  kWouldBeTaken,  // of a dry run: nothing was done
};

enum class DryRun { kNo, kYes };

struct ReloadRequest {
  std::string actor = {};
  std::string reason = {};           // may be empty for a dry run
  std::string expected_sha256 = {};  // refused when the folder holds another set; empty: any
  DryRun dry_run = DryRun::kNo;
};

// What came of looking at the policies folder again.
struct PolicyReload {
  ReloadOutcome outcome = ReloadOutcome::kRefused;
  PolicyVersion before;
  PolicyVersion after;  // in force now; of a dry run: what would be
  std::vector<PolicyProblem> problems;
  int problem_count = 0;  // all of them: `problems` has at most 2000
};

// What the municipality has approved: a version of a parameter.
struct PolicyApproval {
  std::string parameter;
  Date version;  // its first day
  std::string approved_by;
  Date approved_on;
  std::string reference;
};

struct RefusedReload {
  Instant at;
  std::string actor;
  int problem_count = 0;
};

struct PoliciesInForce {
  PolicyVersion policy;
  std::string municipality;
  Period effective;
  std::optional<Date> released_on;
  Instant since;         // taken into force by this worker
  std::string taken_by;  // user id; "start", or "signal"
  std::vector<PolicyApproval> approvals;
  std::optional<RefusedReload> refused;  // the last one since the worker started
};

// Implemented in worker/runtime.
class OperationsApi {
 public:
  virtual ~OperationsApi() = default;
  virtual StatusOr<WorkerStatus> GetStatus(const CallContext& context) = 0;
  virtual StatusOr<WorkerStatus> SetPause(const CallContext& context,
                                          bool paused,
                                          const std::string& actor,
                                          const std::string& reason) = 0;
  // Lowering is always allowed. Raising goes one step at a time, for operations, on the evidence of
  // QualityApi::GetPromotion: FailedPrecondition PROMOTION_EVIDENCE says what is missing. It needs
  // a reason, and kDecide a delegation in force; never above the typfall's max mode.
  virtual StatusOr<TypfallStatus> SetMode(const CallContext& context,
                                          const std::string& typfall,
                                          Mode mode,
                                          const std::string& actor,
                                          const std::string& reason,
                                          const std::string& delegation) = 0;
  // Off, or on again; what is switched off now. FailedPrecondition SWITCH_UNKNOWN for a gate or
  // typfall that the policies do not have. On is for operations.
  virtual StatusOr<std::vector<Switch>> SetSwitch(const CallContext& context,
                                                  const Switch& changed,
                                                  bool on) = 0;
  // For operations. FailedPrecondition NOT_DEMOTED; NEW_PROMOTION_NEEDED never: a typfall that has
  // been demoted twice is released to propose.
  virtual StatusOr<TypfallStatus> ReleaseDemotion(const CallContext& context,
                                                  const std::string& typfall,
                                                  const std::string& actor,
                                                  const std::string& reason) = 0;
  // What would be asked if the case were worked now; asks nothing, records the read. Failed
  // precondition when nothing may be asked, with the reason.
  virtual StatusOr<std::vector<QuestionPreview>> PreviewQuestion(const CallContext& context,
                                                                 const CaseId& case_id) = 0;
  // Makes a case that waits for a register, or all of them, due at once. Failed precondition
  // CASE_NOT_WAITING for one that does not wait.
  virtual StatusOr<RetriedCases> RetryNow(const CallContext& context,
                                          const std::optional<CaseId>& case_id,
                                          const std::string& actor) = 0;
  // Loads and checks the policies folder. A set that holds and may be served is in force for each
  // case that is claimed from then on; a case under way is worked to its end under the set that it
  // began with. One that does not changes nothing. A repeat of a call that took a set is answered
  // as the first time; any other is a new look at the folder.
  virtual StatusOr<PolicyReload> ReloadPolicies(const CallContext& context,
                                                const ReloadRequest& request) = 0;
  virtual StatusOr<PoliciesInForce> GetPoliciesInForce(const CallContext& context) = 0;
  // A page may be shorter than its limit with more to come.
  virtual StatusOr<Page<StuckCase>> ListStuck(const CallContext& context,
                                              const PageRequest& page) = 0;
};

}  // namespace dm
