#include "worker/runtime/pipeline.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include "worker/assessment/assess.h"
#include "worker/contact/pipeline_part.h"
#include "worker/core/digest.h"
#include "worker/decision/decide.h"
#include "worker/effects/contact_effects.h"
#include "worker/effects/make_effects.h"
#include "worker/escalation/effect_item.h"
#include "worker/escalation/make_escalation.h"
#include "worker/evidence/merge.h"
#include "worker/evidence/wanted.h"
#include "worker/intake/register_step.h"
#include "worker/runtime/assessment_holds.h"
#include "worker/runtime/before_approval.h"
#include "worker/runtime/carried_record.h"

namespace dm {
namespace {

// What waits for the store is looked at again so often, and is not counted.
constexpr std::int64_t kStoreWaitMs = 60'000;

// A control that changes under the same decision more often is someone else's problem for now.
constexpr int kDecideTriesMax = 5;

// The steps that ask and assess.
bool UsesFrame(CaseState state) {
  return state == CaseState::kRegistered || state == CaseState::kWaitingSource ||
         state == CaseState::kFetched;
}

constexpr char kLeaseLost[] = "LEASE_LOST";
constexpr char kControlChanged[] = "CONTROL_CHANGED";

}  // namespace

struct Pipeline::Context {
  const Claim& claim;
  KeptSteps& kept;
  CaseRecord record;
  std::shared_ptr<const PolicySet> policy;
  std::optional<Frame> frame;
  std::int64_t deadline_monotonic_ms = 0;
};

Pipeline::Pipeline(StepStore& store,
                   const Clock& clock,
                   Log& log,
                   const PolicyHolder& policies,
                   std::vector<EvidenceSource*> sources,
                   std::function<std::string(const CaseInput&)> fingerprint,
                   evidence::Random random,
                   PipelineOptions options)
    : store_(store),
      clock_(clock),
      log_(log),
      policies_(policies),
      sources_(std::move(sources)),
      fingerprint_(std::move(fingerprint)),
      random_(std::move(random)),
      options_(std::move(options)) {}

void Pipeline::Run(const Claim& claim, const std::stop_token& stop) {
  KeptSteps kept(store_, clock_, log_);
  Status status;
  try {
    status = RunSteps(claim, stop, kept);
  } catch (const std::exception&) {
    // An exception that got this far is a broken assumption; its text may hold data and is not
    // repeated.
    status = Internal("a step ended in an exception");
  }
  // What was done counts, whatever came after it.
  const Status stored = kept.Flush({});
  if (!stored.ok()) status = stored;
  if (kept.moved()) put_offs_.Forget(claim.case_id);
  if (!status.ok()) HandleFailure(claim, status);
}

Status Pipeline::RunSteps(const Claim& claim, const std::stop_token& stop, KeptSteps& kept) {
  const std::int64_t deadline_ms = clock_.MonotonicMs() + options_.case_time_limit_ms;
  int decide_tries = 0;
  std::optional<CaseRecord> carried;
  // One set for the whole run: the questions, the amounts and the decision follow the same rules.
  const std::shared_ptr<const PolicySet> policy = policies_.Get();
  while (!stop.stop_requested()) {
    Context context{.claim = claim,
                    .kept = kept,
                    .record = {},
                    .policy = policy,
                    .frame = std::nullopt,
                    .deadline_monotonic_ms = deadline_ms};
    if (carried) {
      context.record = *std::exchange(carried, std::nullopt);
    } else {
      DM_ASSIGN_OR_RETURN(context.record, store_.GetCase(claim.case_id));
    }
    if (UsesFrame(context.record.state)) {
      DM_ASSIGN_OR_RETURN(context.frame, FrameInForce(context.record.application.household));
    }
    const std::int64_t started_ms = clock_.MonotonicMs();
    const Instant began = clock_.Now();
    DM_ASSIGN_OR_RETURN(CaseChange change, NextStep(context));
    change.case_id = claim.case_id;
    change.claim = claim;
    change.add_processing_ms = clock_.MonotonicMs() - started_ms;
    // A clock that was set back during the step leaves a stamp that shows it: what the step put off
    // is recalled (RecallMisdated).
    const Instant stored = std::max(began, clock_.Now());
    if (IsPlainStep(change)) {
      const std::int64_t version = context.record.version + 1;
      carried = CarriedRecord(std::move(context.record), change, version, stored);
    }
    if (carried) {
      kept.Keep(std::move(change));
      continue;
    }
    const bool has_effects = !change.effects.empty();
    const bool is_last = change.release_claim;
    Status applied = kept.Commit(std::move(change), stored);
    if (!applied.ok()) {
      // A pause or a mode that changed under the decision: decide again, as things are now.
      const bool again = DetailOf(applied).reason == kControlChanged;
      if (!again || ++decide_tries >= kDecideTriesMax) return applied;
      DM_RETURN_IF_ERROR(kept.Flush({}));
      continue;
    }
    if (has_effects && wake_effects_) wake_effects_();
    if (is_last) return OkStatus();
  }
  DM_RETURN_IF_ERROR(kept.Flush({}));
  return store_.ReleaseClaim(claim, clock_.Now(), clock_.Now());
}

// The six steps. Intake has accepted the case (1); evidence (2), assessment (3) and decision (4)
// follow; the decision's change carries the effects (5) or the escalation (6).
StatusOr<CaseChange> Pipeline::NextStep(Context& context) {
  switch (context.record.state) {
    case CaseState::kReceived:
      return Register(context);
    case CaseState::kRegistered:
    case CaseState::kWaitingSource:
      return Gather(context);
    case CaseState::kFetched:
      return Assess(context);
    case CaseState::kEvaluated:
      return Decide(context);
    case CaseState::kAwaitingCompletion:
      return AwaitCompletion(context);
    case CaseState::kDecided:
      return Close(context);
    case CaseState::kProposed:
    case CaseState::kEscalated:
    case CaseState::kClosed:
    case CaseState::kWrittenOff:
      break;
  }
  return Internal("a case was claimed that is not the worker's");
}

StatusOr<CaseChange> Pipeline::Register(Context& context) {
  DM_ASSIGN_OR_RETURN(intake::Registered registered,
                      intake::RegisterStep(context.record, *context.policy, store_));
  if (registered.escalate.has_value()) return ToHuman(context, *registered.escalate);
  registered.change.audit.actor = options_.worker;
  return std::move(registered.change);
}

StatusOr<CaseChange> Pipeline::Gather(Context& context) {
  std::vector<evidence::Wanted> wanted;
  assessors_.Lend(context.policy, [&](Assessor& assessor) {
    const Application& application = context.record.application;
    const std::vector<EvidenceNeed> needs = assessor.Needs(application, context.frame);
    wanted = evidence::WantedOf(context.record, needs, assessor.IfConnected(application));
  });
  const evidence::GatherTools tools{
      .policy = *context.policy,
      .sources = sources_,
      .record =
          [&context](std::span<const AuditEvent> events) { return context.kept.Flush(events); },
      .clock = clock_,
      .log = log_,
      .random = random_,
      .worker = options_.worker,
      .questions = [&](ApplicationKind kind,
                       Date on) { return assessors_.Questions(kind, on, context.policy); }};
  DM_ASSIGN_OR_RETURN(
      const evidence::Gathered gathered,
      evidence::GatherEvidence(context.record, wanted, tools, context.deadline_monotonic_ms));
  CaseChange change = evidence::EvidenceChange(context.record, gathered);
  if (change.to == CaseState::kWaitingSource && contact::MustNotWait(context.record.contact)) {
    change.to = CaseState::kFetched;
    change.due_at.reset();
  }
  change.audit.actor = options_.worker;
  change.release_claim = change.to == CaseState::kWaitingSource;
  return change;
}

StatusOr<CaseChange> Pipeline::Assess(Context& context) {
  DM_ASSIGN_OR_RETURN(const CaseInput input, InputOf(context));
  CaseChange change;
  change.to = CaseState::kEvaluated;
  change.assessment = assessors_.Assess(input, context.policy);
  // The very bytes that the hash is taken over, so that the assessment can be computed again.
  change.assessed_input = fingerprint_(input);
  change.assessment->facts_sha256 = Sha256Hex(*change.assessed_input);
  change.frame_version = context.frame ? context.frame->version : 0;
  change.audit = Audit(context,
                       "case_assessed",
                       "policy=" + change.assessment->policy_sha256.substr(0, 16) +
                           " facts=" + change.assessment->facts_sha256.substr(0, 16));
  return change;
}

StatusOr<CaseChange> Pipeline::Decide(Context& context) {
  const Instant now = clock_.Now();
  const CaseRecord& record = context.record;
  if (!record.assessment.has_value()) return Internal("an evaluated case has no assessment");
  // Before the frame: one that is signed or ended after this changes the control, and the approval
  // under the version that was read here is refused.
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> frame, FrameInForce(record.application.household));
  if (!AssessmentHolds(record, frame, *context.policy, now))
    return AskAgain(context, "assessment_outdated");
  DM_ASSIGN_OR_RETURN(History history, HistoryOf(record));
  quality::BeforeDecision before;
  if (options_.quality != nullptr) {
    DM_ASSIGN_OR_RETURN(before, options_.quality->Before(record, control, *context.policy, now));
  }
  DecisionInput input{.case_id = record.id,
                      .application = record.application,
                      .assessment = *record.assessment,
                      .control = control,
                      .history = std::move(history),
                      .now = now,
                      .today = SwedishDate(now),
                      .has_earlier_decision = !record.decisions.empty(),
                      .sample = before.hold,
                      .held = contact::HoldReasons(record.contact),
                      .high_amount = before.high_amount};
  escalation::AddKeptMove(record, input.held);
  DecisionOutcome outcome = dm::Decide(input, *context.policy);
  if (std::holds_alternative<FullApproval>(outcome)) {
    DM_ASSIGN_OR_RETURN(
        std::optional<Reason> doubt,
        LookBeforeApproval({.store = store_,
                            .clock = clock_,
                            .log = log_,
                            .receiver = options_.receiver ? options_.receiver() : nullptr,
                            .worker = options_.worker},
                           record));
    if (doubt) {
      input.held.push_back(*std::move(doubt));
      outcome = dm::Decide(input, *context.policy);
    }
  }
  if (const auto* escalate = std::get_if<Escalate>(&outcome)) {
    DM_ASSIGN_OR_RETURN(CaseChange escalated, ToHuman(context, *escalate));
    // What protects the household is found on the way, too: such a case is in no list.
    if (escalated.escalation->routing.access == AccessClass::kOpen) escalated.quality = before.note;
    return escalated;
  }

  CaseChange change;
  change.control_version = control.version;
  change.release_claim = true;
  change.quality = before.note;
  if (const auto* completion = std::get_if<RequestCompletion>(&outcome)) {
    change.to = CaseState::kAwaitingCompletion;
    change.completion = *completion;
    DM_ASSIGN_OR_RETURN(CompletionRound round,
                        contact::WorkersRound(record.contact, *completion, now, *context.policy));
    change.due_at = contact::NextLook(round);
    change.contact = record.contact;
    change.contact->completions.push_back(std::move(round));
    DM_ASSIGN_OR_RETURN(change.effects,
                        effects::EffectsOfCompletion(record, *completion, *context.policy));
    change.audit = Audit(context, "completion_requested", "typfall=" + completion->typfall);
    return change;
  }
  const Decision& decision = std::get<FullApproval>(outcome).decision();
  change.to = CaseState::kDecided;
  change.decision = decision;
  DM_ASSIGN_OR_RETURN(change.effects,
                      effects::EffectsOfDecision(record, decision, *context.policy));
  change.audit = Audit(context, "case_decided", "typfall=" + decision.typfall);
  change.audit.mandate = decision.delegation;
  return change;
}

StatusOr<CaseChange> Pipeline::ToHuman(Context& context, const Escalate& found) {
  DM_ASSIGN_OR_RETURN(const Escalate escalate, escalation::Kept(store_, context.record, found));
  CaseChange change = escalation::EscalationChange(context.record, escalate, clock_.Now());
  change.audit.actor = options_.worker;
  DM_RETURN_IF_ERROR(contact::ReturnToHandler(
      context.record, options_.staff, *context.policy, clock_.Now(), &change));
  DM_ASSIGN_OR_RETURN(change.effects,
                      effects::EffectsOfEscalation(context.record, escalate, *context.policy));
  return change;
}

StatusOr<CaseChange> Pipeline::AwaitCompletion(const Context& context) const {
  contact::WaitingStep step = contact::StepOfWaiting(context.record, clock_.Now());
  const std::string detail = step.change.audit.detail;
  step.change.audit = Audit(context, step.change.audit.action, detail);
  if (step.what == contact::Waiting::kRemind) {
    DM_ASSIGN_OR_RETURN(step.change.effects,
                        effects::EffectsOfReminder(context.record, step.round, *context.policy));
  }
  return std::move(step.change);
}

CaseChange Pipeline::AskAgain(const Context& context, const std::string& action) const {
  CaseChange change;
  change.to = CaseState::kRegistered;
  change.due_at = clock_.Now();
  change.audit = Audit(context, action, "");
  return change;
}

StatusOr<CaseChange> Pipeline::Close(const Context& context) {
  CaseChange change;
  change.to = CaseState::kClosed;
  if (options_.quality != nullptr) {
    DM_ASSIGN_OR_RETURN(change.quality,
                        options_.quality->AtClosing(context.record, *context.policy, clock_.Now()));
  }
  change.escalation = escalation::EndEffectItem(context.record, clock_.Now());
  change.release_claim = true;
  change.audit = Audit(context, "case_closed", "");
  return change;
}

StatusOr<CaseInput> Pipeline::InputOf(const Context& context) {
  const CaseRecord& record = context.record;
  CaseInput input;
  DM_ASSIGN_OR_RETURN(const int unread, store_.CountUnread(record.application.household));
  input.application = contact::WithContact(record.application, record.contact, unread);
  input.frame = context.frame;
  input.evidence = record.evidence;
  DM_ASSIGN_OR_RETURN(input.history, HistoryOf(record));
  input.assessed_at = clock_.Now();
  input.assessed_on = SwedishDate(input.assessed_at);
  DM_ASSIGN_OR_RETURN(
      const int others,
      store_.CountOthers(record.application.household, record.application.month, record.id));
  input.other_application_same_month = others > 0;
  input.completion_requested_before = record.completion.has_value();
  return input;
}

StatusOr<History> Pipeline::HistoryOf(const CaseRecord& record) {
  DM_ASSIGN_OR_RETURN(History decided,
                      store_.DecidedMonths(record.application.household, record.application.month));
  return MergeHistory(std::move(decided), record.supplied_history);
}

// One that a person has ended is no ground for anything: the case is assessed without a frame.
StatusOr<std::optional<Frame>> Pipeline::FrameInForce(const HouseholdId& household) {
  DM_ASSIGN_OR_RETURN(std::optional<Frame> frame, store_.LatestFrame(household));
  if (frame && frame->ended) frame.reset();
  return frame;
}

AuditEvent Pipeline::Audit(const Context& context,
                           const std::string& action,
                           const std::string& detail) const {
  return {.actor_kind = ActorKind::kWorker,
          .actor = options_.worker,
          .mandate = "",
          .action = action,
          .subject = context.record.id.value(),
          .detail = detail,
          .request_sha256 = ""};
}

void Pipeline::HandleFailure(const Claim& claim, const Status& status) {
  const ErrorDetail detail = DetailOf(status);
  const auto code = static_cast<int>(status.code());
  if (detail.reason == kLeaseLost) {
    log_.Write(LogLevel::kWarning, "lease_lost", {{"case_id", claim.case_id}});
    return;
  }
  const bool passing = IsRetryable(status) || status.code() == StatusCode::kCancelled;
  const bool counts = passing && !WaitsForTheStore(status);
  const int times = counts ? put_offs_.Count(claim.case_id) : 0;
  const bool parks = !passing || times >= kPutOffMax;
  Status done = parks ? Park(claim, status) : OkStatus();
  // One that cannot even be parked is tried again as long as it takes.
  if (!parks || (passing && !done.ok())) {
    const std::int64_t wait_ms = counts ? PutOffMs(times) : kStoreWaitMs;
    done = store_.ReleaseClaim(claim, clock_.Now().PlusMs(wait_ms), clock_.Now());
  } else {
    put_offs_.Forget(claim.case_id);
  }
  log_.Write(parks ? LogLevel::kError : LogLevel::kWarning,
             parks ? "case_parked" : "step_put_off",
             {{"case_id", claim.case_id}, {"code", code}, {"reason", detail.reason}});
  if (!done.ok()) {
    log_.Write(LogLevel::kError,
               "claim_not_given_back",
               {{"case_id", claim.case_id}, {"reason", DetailOf(done).reason}});
  }
}

// A failure that will not pass by itself: a person gets the case, with no case facts in the
// technical queue's reason.
Status Pipeline::Park(const Claim& claim, const Status& status) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(claim.case_id));
  const std::string reason = DetailOf(status).reason;
  const std::string code = "STEP." + std::string(CaseStateCode(record.state)) + "." +
                           (reason.empty() ? "INTERNAL" : reason);
  DM_ASSIGN_OR_RETURN(const Escalate escalate,
                      escalation::Kept(store_, record, escalation::ParkedCase(record, code)));
  CaseChange change = escalation::EscalationChange(record, escalate, clock_.Now());
  change.claim = claim;
  change.parked_reason = code;
  change.release_claim = true;
  change.audit.actor = options_.worker;
  change.audit.action = "case_parked";
  change.audit.detail = "reason=" + code;
  return store_.Apply(change, clock_.Now()).status();
}

}  // namespace dm
