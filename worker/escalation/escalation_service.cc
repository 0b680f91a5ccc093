#include "worker/escalation/escalation_service.h"

#include <algorithm>
#include <utility>

#include "worker/escalation/calls.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kClaimed[] = "escalation_claimed";
constexpr char kReleased[] = "escalation_released";
constexpr std::int64_t kMinuteMs = 60'000;

Status NoSuchEscalation() {
  return MakeStatus(StatusCode::kNotFound,
                    "no escalation has this id",
                    {"ESCALATION_NOT_FOUND", "escalation", "list the escalations again"});
}

bool IsEnded(const Escalation& escalation) {
  return escalation.state == EscalationState::kDecided ||
         escalation.state == EscalationState::kWithdrawn;
}

Escalation Opened(Escalation escalation) {
  escalation.state = EscalationState::kOpen;
  escalation.handler.clear();
  escalation.claimed_until.reset();
  return escalation;
}

// A human's decision that waits for attest is always shown; the worker's own only from `propose`
// up.
bool ShowsSuggestion(const Escalation& escalation) {
  if (!escalation.suggested) return false;
  return escalation.suggested->kind == DecisionKind::kHuman || escalation.mode == Mode::kPropose ||
         escalation.mode == Mode::kDecide;
}

Escalation Shown(Escalation escalation, Instant now) {
  if (HasLapsed(escalation, now)) escalation = Opened(std::move(escalation));
  if (!ShowsSuggestion(escalation)) escalation.suggested.reset();
  return escalation;
}

bool Wants(const std::vector<EscalationState>& states, EscalationState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

StatusOr<std::vector<QueueInfo>> EscalationService::ListQueues(const CallContext& context) {
  DM_ASSIGN_OR_RETURN(const std::vector<QueueCount> counts, store_.CountQueues());
  std::vector<QueueInfo> queues;
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  for (const QueuePolicy& row : policy->queues()) {
    if (row.access != AccessClass::kOpen && !context.cleared) continue;
    QueueInfo info{row.code, row.title, row.order, row.access, row.target, 0, 0, std::nullopt};
    const auto count = std::find_if(counts.begin(), counts.end(), [&row](const QueueCount& entry) {
      return entry.queue == row.code;
    });
    if (count != counts.end()) {
      info.open = count->open;
      info.claimed = count->claimed;
      info.oldest = count->oldest;
    }
    queues.push_back(std::move(info));
  }
  return queues;
}

StatusOr<Page<Escalation>> EscalationService::List(const CallContext& context,
                                                   const EscalationFilter& filter,
                                                   const PageRequest& page) {
  EscalationFilter asked = filter;
  asked.include_restricted = filter.include_restricted && context.cleared;
  // A lapsed claim stands as claimed in the store and is open to everyone.
  const bool open_only = Wants(filter.states, EscalationState::kOpen) &&
                         !Wants(filter.states, EscalationState::kClaimed);
  if (open_only) asked.states.push_back(EscalationState::kClaimed);
  DM_ASSIGN_OR_RETURN(Page<Escalation> found, store_.ListEscalations(asked, page));
  const Instant now = clock_.Now();
  Page<Escalation> shown;
  shown.next = found.next;
  for (Escalation& item : found.items) {
    Escalation escalation = Shown(std::move(item), now);
    if (!filter.states.empty() && !Wants(filter.states, escalation.state)) continue;
    if (!filter.handler.empty() && escalation.handler != filter.handler) continue;
    shown.items.push_back(std::move(escalation));
  }
  AuditEvent audit = AuditOf(context, context.caller, "escalations_listed");
  audit.subject = filter.queue;
  audit.detail = "count=" + std::to_string(shown.items.size());
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, now));
  return shown;
}

StatusOr<HandledCase> EscalationService::Get(const CallContext& context, const EscalationId& id) {
  DM_ASSIGN_OR_RETURN(Held held, Find(context, id));
  AuditEvent audit = AuditOf(context, context.caller, "case_read");
  audit.subject = held.record.id.value();
  audit.detail = "escalation=" + id.value();
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, now));
  HandledCase handled{Shown(std::move(held.escalation), now), std::move(held.record)};
  if (handled.record.escalation)
    handled.record.escalation = Shown(*std::move(handled.record.escalation), now);
  return handled;
}

StatusOr<Escalation> EscalationService::Claim(const CallContext& context,
                                              const EscalationId& id,
                                              const std::string& handler,
                                              std::int64_t expected_version) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kClaimed));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(Held held, Find(context, id));
    return Shown(std::move(held.escalation), clock_.Now());
  }
  DM_RETURN_IF_ERROR(CheckHandler(handler));
  DM_ASSIGN_OR_RETURN(Held held, FindOpen(context, id, expected_version));
  const Instant now = clock_.Now();
  Escalation& escalation = held.escalation;
  const bool taken = escalation.state == EscalationState::kClaimed && !HasLapsed(escalation, now) &&
                     escalation.handler != handler;
  if (taken)
    return MakeStatus(
        StatusCode::kAborted,
        "another caseworker holds the case",
        {"CLAIMED_BY_OTHER", "handler", "choose another case, or wait until the claim lapses"});
  DM_ASSIGN_OR_RETURN(const ParameterValue minutes,
                      parts_.policy()->Get("escalation.claim_minutes", SwedishDate(now)));
  escalation.state = EscalationState::kClaimed;
  escalation.handler = handler;
  escalation.claimed_until = now.PlusMs(minutes.number() * kMinuteMs);
  ++escalation.version;
  return StoreEscalation(context, held.record, escalation, AuditOf(context, handler, kClaimed));
}

StatusOr<Escalation> EscalationService::Release(const CallContext& context,
                                                const EscalationId& id,
                                                const std::string& handler,
                                                std::int64_t expected_version) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kReleased));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(Held held, Find(context, id));
    return Shown(std::move(held.escalation), clock_.Now());
  }
  DM_RETURN_IF_ERROR(CheckHandler(handler));
  DM_ASSIGN_OR_RETURN(Held held, FindOpen(context, id, expected_version));
  if (held.escalation.state != EscalationState::kClaimed || held.escalation.handler != handler)
    return FailedPrecondition(
        "the caseworker does not hold the case",
        {"NOT_CLAIMED", "handler", "list the escalations again: the claim may have lapsed"});
  Escalation released = Opened(std::move(held.escalation));
  ++released.version;
  return StoreEscalation(context, held.record, released, AuditOf(context, handler, kReleased));
}

StatusOr<EscalationService::Held> EscalationService::Find(const CallContext& context,
                                                          const EscalationId& id) {
  const StatusOr<Escalation> escalation = store_.GetEscalation(id);
  if (!escalation.ok()) {
    if (escalation.status().code() == StatusCode::kNotFound) return NoSuchEscalation();
    return escalation.status();
  }
  if (escalation->routing.access != AccessClass::kOpen && !context.cleared)
    return NoSuchEscalation();
  DM_ASSIGN_OR_RETURN(CaseRecord record, store_.GetCase(escalation->case_id));
  // An earlier escalation may be older than the mark that made the case restricted.
  if (IsRestricted(record) && !context.cleared) return NoSuchEscalation();
  // What the case holds now: the two reads may stand on either side of a change.
  Held held{std::move(record), *escalation};
  if (held.record.escalation && held.record.escalation->id == id)
    held.escalation = *held.record.escalation;
  return held;
}

StatusOr<EscalationService::Held> EscalationService::FindOpen(const CallContext& context,
                                                              const EscalationId& id,
                                                              std::int64_t expected_version) {
  DM_ASSIGN_OR_RETURN(Held held, Find(context, id));
  if (IsEnded(held.escalation) || !IsPersonsTurn(held.record.state))
    return FailedPrecondition(
        "the escalation has ended",
        {"ESCALATION_ENDED", "escalation", "read the case: it was decided or worked on anew"});
  if (held.escalation.version != expected_version)
    return MakeStatus(StatusCode::kAborted,
                      "the escalation has changed since it was read",
                      {"STALE_VERSION", "expected_version", "read it again and repeat"});
  return held;
}

Status EscalationService::Apply(const CallContext& context, const CaseChange& change) {
  const StatusOr<std::int64_t> version = store_.Apply(change, clock_.Now());
  if (version.ok()) return OkStatus();
  const auto repeated = FindRepeat(store_, context, change.audit.action);
  return repeated.ok() && repeated->has_value() ? OkStatus() : version.status();
}

StatusOr<Escalation> EscalationService::StoreEscalation(const CallContext& context,
                                                        const CaseRecord& record,
                                                        const Escalation& changed,
                                                        const AuditEvent& audit) {
  CaseChange change = ChangeOf(context, record, audit);
  change.escalation = changed;
  change.audit.detail = "escalation=" + changed.id.value();
  DM_RETURN_IF_ERROR(Apply(context, change));
  DM_ASSIGN_OR_RETURN(Escalation stored, store_.GetEscalation(changed.id));
  return Shown(std::move(stored), clock_.Now());
}

}  // namespace dm::escalation
