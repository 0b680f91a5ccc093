#include "tests/support/fake_store.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "worker/case/audit_chain.h"
#include "worker/case/late_document.h"
#include "worker/core/check.h"
#include "worker/ports/ended_case.h"

namespace dm::testing {
namespace {

Status Reused() {
  return MakeStatus(StatusCode::kAlreadyExists,
                    "the request id was used before",
                    {"REQUEST_ID_REUSED", "request_id", "send a new id"});
}

Status LeaseLost() {
  return MakeStatus(
      StatusCode::kAborted, "the lease is lost", {"LEASE_LOST", "", "claim the case again"});
}

bool EndsWithoutMatter(Outcome outcome) {
  return outcome == Outcome::kAvskrivning || outcome == Outcome::kAvvisning;
}

template <typename Map, typename Key>
auto* Look(Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

StatusOr<Accepted> FakeStore::Accept(const NewCase& new_case, Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  const ApplicationId& application = new_case.application.id;
  const CaseId* known = Look(by_application_, application);
  if (const RequestRecord* earlier = Look(requests_, new_case.request_id)) {
    if (known == nullptr || earlier->content_sha256 != new_case.content_sha256) return Reused();
    return Accepted{*known, true};
  }
  if (known != nullptr) {
    if (cases_[*known].record.content_sha256 == new_case.content_sha256)
      return Accepted{*known, true};
    return MakeStatus(StatusCode::kAlreadyExists,
                      "the application was sent before with other content",
                      {"APPLICATION_CHANGED", "application.id", "send it under a new id"});
  }
  const Month month = new_case.application.month;
  char id[32];
  std::snprintf(id, sizeof id, "EKB-%04d%02d-%06d", month.year(), month.month(), ++numbers_[month]);
  Row row;
  row.record.id = CaseId::FromTrusted(id);
  row.record.municipality = municipality_;
  row.record.version = 1;
  row.record.application = new_case.application;
  row.record.content_sha256 = new_case.content_sha256;
  row.record.supplied_history = new_case.history;
  row.record.received_at = row.record.updated_at = row.record.due_at = now;
  const CaseId case_id = row.record.id;
  std::vector<LateDocument> late;
  for (LateDocument& one : late_documents_) {
    if (one.household != new_case.application.household || one.joined_case) continue;
    if (!JoinsApplication(one, new_case.application)) continue;
    if (late.size() == RoomForLate(new_case.application)) break;
    one.joined_case = case_id;
    late.push_back(one);
  }
  AddLate(late, row.record.application, row.record.contact);
  by_application_[application] = case_id;
  cases_[case_id] = std::move(row);
  RequestRecord request{new_case.audit.action, new_case.content_sha256, case_id.value()};
  requests_[new_case.request_id] = request;
  AuditEvent audit = new_case.audit;
  if (audit.subject.empty()) audit.subject = case_id.value();
  Append(audit, now);
  return Accepted{case_id, false};
}

bool FakeStore::IsHeld(const Row& row, Instant now) const {
  return !row.holder.empty() && row.lease_until > now;
}

bool FakeStore::IsClaimable(const Row& row) const {
  if (!IsWorkersTurn(row.record.state)) return false;
  if (row.record.state != CaseState::kDecided) return true;
  return std::all_of(effects_.begin(), effects_.end(), [&row](const StoredEffect& effect) {
    return effect.effect.case_id != row.record.id || effect.state == EffectState::kDelivered;
  });
}

StatusOr<std::optional<Claim>> FakeStore::ClaimNext(const std::string& worker,
                                                    Instant now,
                                                    std::int64_t lease_ms) {
  const MutexLock lock(mutex_);
  Row* next = nullptr;
  const auto rank = [](const Row& row) {
    return std::make_pair(row.record.due_at, row.record.received_at);
  };
  for (auto& [id, row] : cases_) {
    if (!IsClaimable(row) || IsHeld(row, now) || row.record.due_at > now) continue;
    if (next == nullptr || rank(row) < rank(*next)) next = &row;
  }
  if (next == nullptr) return std::optional<Claim>();
  next->holder = worker;
  next->token = ++last_token_;
  next->lease_until = now.PlusMs(lease_ms);
  return std::optional<Claim>(Claim{next->record.id, worker, next->token, next->record.version});
}

Status FakeStore::CheckToken(const Claim& claim) const {
  const Row* row = Look(cases_, claim.case_id);
  if (row == nullptr || row->holder.empty() || row->token != claim.token) return LeaseLost();
  return OkStatus();
}

Status FakeStore::RenewClaim(const Claim& claim, Instant now, std::int64_t lease_ms) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckToken(claim));
  cases_[claim.case_id].lease_until = now.PlusMs(lease_ms);
  return OkStatus();
}

Status FakeStore::ReleaseClaim(const Claim& claim, Instant due_at, Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckToken(claim));
  Row& row = cases_[claim.case_id];
  row.holder.clear();
  row.record.due_at = due_at;
  row.record.updated_at = std::max(row.record.updated_at, now);
  return OkStatus();
}

StatusOr<std::optional<Instant>> FakeStore::NextDue() {
  const MutexLock lock(mutex_);
  std::optional<Instant> next;
  for (const auto& [id, row] : cases_)
    if (IsClaimable(row) && (!next || row.record.due_at < *next)) next = row.record.due_at;
  return next;
}

StatusOr<int> FakeStore::RecallMisdated(Instant now) {
  constexpr std::int64_t kApartMs = std::int64_t{10} * 60'000;
  constexpr std::int64_t kSourceWaitMs = std::int64_t{7} * 24 * 3'600'000;
  constexpr std::int64_t kEffectWaitMs = std::int64_t{15} * 60'000 + kApartMs;
  const MutexLock lock(mutex_);
  int recalled = 0;
  for (auto& [id, row] : cases_) {
    if (!IsClaimable(row) || row.record.due_at <= now) continue;
    const Instant ahead = now.PlusMs(kApartMs);
    const bool waits = row.record.state == CaseState::kWaitingSource ||
                       row.record.state == CaseState::kAwaitingCompletion;
    const bool silent_too_long = row.record.state == CaseState::kWaitingSource &&
                                 row.record.due_at > now.PlusMs(kSourceWaitMs);
    const bool misdated =
        row.record.updated_at > ahead || (!waits && row.record.due_at > ahead) || silent_too_long;
    if (!misdated) continue;
    row.record.due_at = now;
    ++recalled;
  }
  for (StoredEffect& effect : effects_) {
    const bool sent = effect.state == EffectState::kSent;
    if ((!sent && effect.state != EffectState::kPending) || effect.next_attempt_at <= now) continue;
    const bool replies =
        effect.last_error == kReplyAwaited || effect.last_error == kReplyUnreadable;
    const std::int64_t wait_ms = kEffectWaitMs + (replies ? kReplyWaitMs : 0);
    const bool late = effect.attempts > 0 && effect.next_attempt_at > now.PlusMs(wait_ms);
    if (effect.created_at <= now.PlusMs(kApartMs) && !late) continue;
    effect.next_attempt_at = now;
    ++recalled;
  }
  return recalled;
}

Status FakeStore::CheckGuards(const CaseChange& change, const Row& row) const {
  DM_CHECK(change.claim.has_value() != change.expected_version.has_value());
  if (change.claim) DM_RETURN_IF_ERROR(CheckToken(*change.claim));
  if (change.expected_version && *change.expected_version != row.record.version)
    return MakeStatus(StatusCode::kAborted,
                      "the case has changed",
                      {"STALE_VERSION", "expected_version", "read it again"});
  if (change.control_version && (control_.paused || *change.control_version != control_.version))
    return MakeStatus(
        StatusCode::kAborted, "the control has changed", {"CONTROL_CHANGED", "", "decide again"});
  const CaseState from = row.record.state;
  if (IsAllowedWhenEnded(from, change)) return OkStatus();
  if (IsTerminal(from) && !IsTransition(from, change.to))
    return FailedPrecondition("the case has ended", {"CASE_ENDED", "state", "read it again"});
  if (from != change.to && !IsTransition(from, change.to))
    return FailedPrecondition("no such transition", {"TRANSITION_REFUSED", "", "read it again"});
  return OkStatus();
}

Status FakeStore::CheckDecision(const CaseChange& change, const Row& row) const {
  if (!change.decision) return OkStatus();
  for (const auto& [id, other] : cases_) {
    if (other.record.application.household != row.record.application.household ||
        other.record.application.month != row.record.application.month)
      continue;
    for (const Decision& decision : other.record.decisions) {
      // A written-off application leaves the month free.
      if (EndsWithoutMatter(decision.outcome)) continue;
      const bool both_automatic = decision.kind == DecisionKind::kAutomatic &&
                                  change.decision->kind == DecisionKind::kAutomatic;
      if (decision.version == change.decision->version || both_automatic)
        return MakeStatus(StatusCode::kAlreadyExists,
                          "the household has a decision for the month",
                          {"DECISION_EXISTS", "", "a person compares the two cases"});
    }
  }
  return OkStatus();
}

void FakeStore::Merge(const CaseChange& change, Row& row, Instant now) {
  CaseRecord& record = row.record;
  const CaseState from = record.state;
  record.state = change.to;
  ++record.version;
  record.updated_at = now;
  record.processing_ms += change.add_processing_ms;
  if (change.evidence) record.evidence = *change.evidence;
  if (change.source_attempts) record.source_attempts = *change.source_attempts;
  if (change.assessment) record.assessment = change.assessment;
  if (change.assessed_input) inputs_[change.case_id] = *change.assessed_input;
  if (change.frame_version)
    record.frame_version = change.frame_version > 0 ? change.frame_version : std::nullopt;
  if (change.decision) record.decisions.push_back(*change.decision);
  if (change.completion) record.completion = change.completion;
  if (change.application) record.application = *change.application;
  if (change.contact) record.contact = *change.contact;
  for (const Message& message : change.messages) PutMessage(message);
  if (change.parked_reason) record.parked_reason = *change.parked_reason;
  if (change.due_at) record.due_at = *change.due_at;
  if (change.release_claim) row.holder.clear();
  if (change.quality) Note(*change.quality);
  MergeDesk(change, record, from, now);
  if (change.child_analysis) record.child_analyses.push_back(*change.child_analysis);
  if (change.communication) {
    const auto number = static_cast<std::size_t>(change.communication->number);
    if (record.communications.size() < number) record.communications.resize(number);
    record.communications[number - 1] = *change.communication;
  }
  PutEffects(change.effects, now);
}

void FakeStore::PutEffects(const std::vector<Effect>& effects, Instant now) {
  for (const Effect& effect : effects) {
    const bool known = std::any_of(effects_.begin(), effects_.end(), [&](const StoredEffect& e) {
      return e.effect.id == effect.id;
    });
    if (known) continue;
    StoredEffect stored;
    stored.effect = effect;
    stored.created_at = stored.next_attempt_at = now;
    effects_.push_back(std::move(stored));
  }
}

StatusOr<std::int64_t> FakeStore::Apply(const CaseChange& change, Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  Row* row = Look(cases_, change.case_id);
  if (row == nullptr) return NotFound("no case has this id");
  DM_RETURN_IF_ERROR(CheckRequest(change.request_id));
  DM_RETURN_IF_ERROR(CheckGuards(change, *row));
  DM_RETURN_IF_ERROR(CheckDecision(change, *row));
  Merge(change, *row, now);
  Remember(change.request_id, change.audit, change.case_id.value());
  Append(change.audit, now);
  return row->record.version;
}

Status FakeStore::ApplySteps(std::span<const CaseChange> steps,
                             std::span<const AuditEvent> records,
                             Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  if (!steps.empty()) {
    const CaseChange& last = steps.back();
    Row* row = Look(cases_, last.case_id);
    if (row == nullptr) return NotFound("no case has this id");
    Row before = *row;
    for (const CaseChange& step : steps) {
      DM_CHECK(&step == &last || IsPlainStep(step));
      DM_RETURN_IF_ERROR(CheckGuards(step, before));
      before.record.state = step.to;
    }
    DM_RETURN_IF_ERROR(CheckDecision(last, *row));
    for (const CaseChange& step : steps) {
      Merge(step, *row, now);
      Append(step.audit, now);
    }
  }
  for (const AuditEvent& record : records) Append(record, now);
  return OkStatus();
}

StatusOr<CaseRecord> FakeStore::GetCase(const CaseId& id) {
  const MutexLock lock(mutex_);
  const Row* row = Look(cases_, id);
  if (row == nullptr) return NotFound("no case has this id");
  return row->record;
}

StatusOr<std::optional<CaseId>> FakeStore::FindCase(const ApplicationId& application) {
  const MutexLock lock(mutex_);
  const CaseId* id = Look(by_application_, application);
  return id == nullptr ? std::optional<CaseId>() : std::optional<CaseId>(*id);
}

StatusOr<Frame> FakeStore::SignFrame(const Frame& frame,
                                     const std::string& request_id,
                                     const AuditEvent& audit,
                                     Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  std::vector<Frame>& versions = frames_[frame.household];
  Frame stored = frame;
  stored.version = static_cast<int>(versions.size()) + 1;
  if (frame.version != 0 && frame.version != stored.version)
    return MakeStatus(StatusCode::kAborted, "another was signed", {"STALE_VERSION", "frame", ""});
  versions.push_back(stored);
  ++control_.version;
  Remember(request_id, audit, stored.id.value());
  Append(audit, now);
  return stored;
}

StatusOr<Frame> FakeStore::EndFrame(const HouseholdId& household,
                                    int version,
                                    const FrameEnd& end,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  const auto found = frames_.find(household);
  if (found == frames_.end())
    return MakeStatus(StatusCode::kNotFound,
                      "the household has no frame",
                      {"FRAME_NOT_FOUND", "household", "nothing"});
  Frame& latest = found->second.back();
  if (latest.version != version)
    return MakeStatus(StatusCode::kAborted,
                      "another version is the latest",
                      {"STALE_VERSION", "version", "read it again"});
  if (latest.ended)
    return FailedPrecondition("the frame has ended", {"FRAME_ENDED", "version", "sign a new one"});
  latest.ended = end;
  ++control_.version;
  Remember(request_id, audit, latest.id.value());
  Append(audit, now);
  return latest;
}

Status FakeStore::MarkEffect(const EffectId& id,
                             EffectState state,
                             const std::string& receiver_reference,
                             const std::string& error_code,
                             Instant next_attempt_at,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  const auto found = std::find_if(
      effects_.begin(), effects_.end(), [&id](const StoredEffect& e) { return e.effect.id == id; });
  if (found == effects_.end()) return NotFound("no effect has this id");
  if (found->state == EffectState::kDelivered) {
    if (state == EffectState::kDelivered) return OkStatus();
    return FailedPrecondition("the effect is delivered",
                              {"EFFECT_SETTLED", "", "leave it as it is"});
  }
  if (audit.action == kEffectResolved && found->state == EffectState::kSent &&
      found->last_error == kHandedOver && now < found->next_attempt_at)
    return FailedPrecondition("the effect is on its way", {"EFFECT_UNDER_WAY", "", "wait"});
  if (found->state == EffectState::kRefused && state == EffectState::kSent)
    return FailedPrecondition("the effect is refused", {"EFFECT_SETTLED", "", "resolve it"});
  found->tried =
      found->tried || found->state != EffectState::kPending || state != EffectState::kPending;
  found->state = state;
  ++found->attempts;
  found->receiver_reference = receiver_reference;
  found->last_error = error_code;
  found->next_attempt_at = next_attempt_at;
  Remember(request_id, audit, id.value());
  Append(audit, now);
  return OkStatus();
}

Status FakeStore::CheckRequest(const std::string& request_id) const {
  if (request_id.empty() || !requests_.contains(request_id)) return OkStatus();
  return Reused();
}

void FakeStore::Remember(const std::string& request_id,
                         const AuditEvent& audit,
                         const std::string& result) {
  if (!request_id.empty()) requests_[request_id] = {audit.action, audit.request_sha256, result};
}

void FakeStore::Append(const AuditEvent& event, Instant now) {
  AuditRecord record;
  record.sequence = static_cast<std::int64_t>(audit_.size()) + 1;
  record.at = now;
  record.event = event;
  record.previous_sha256 = audit_.empty() ? FirstPreviousSha256() : audit_.back().sha256;
  record.sha256 = AuditSha256(record);
  audit_.push_back(std::move(record));
}

Status FakeStore::TakeFailure() {
  return std::exchange(failure_, OkStatus());
}

void FakeStore::Overwrite(CaseRecord record) {
  const MutexLock lock(mutex_);
  if (record.escalation) escalations_[record.escalation->id] = *record.escalation;
  Row& row = cases_[record.id];
  row.record = std::move(record);
}

void FakeStore::FailNext(Status status) {
  const MutexLock lock(mutex_);
  failure_ = std::move(status);
}

std::vector<std::string> FakeStore::Actions() {
  const MutexLock lock(mutex_);
  std::vector<std::string> actions;
  for (const AuditRecord& record : audit_) actions.push_back(record.event.action);
  return actions;
}

}  // namespace dm::testing
