#include "worker/escalation/escalation_service.h"

#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/calls.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kClaimed[] = "escalation_claimed";
constexpr char kReleased[] = "escalation_released";
constexpr std::int64_t kMinuteMs = 60'000;

bool Wants(const std::vector<EscalationState>& states, EscalationState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

StatusOr<std::vector<QueueInfo>> EscalationService::ListQueues(const CallContext& context) {
  DM_ASSIGN_OR_RETURN(const std::vector<QueueCount> counts,
                      store_.CountQueues(CountedFor(context)));
  std::vector<QueueInfo> queues;
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  for (const QueuePolicy& row : policy->queues()) {
    if (!context.MaySee(row.access)) continue;
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
  asked.without_named_persons = !context.MaySee(AccessClass::kNamedPersons);
  asked.at_work = desk_.staff()->AtWork(desk_.Today());
  asked.now = clock_.Now();
  // A lapsed claim stands as claimed in the store and is open to everyone.
  const bool open_only = Wants(filter.states, EscalationState::kOpen) &&
                         !Wants(filter.states, EscalationState::kClaimed);
  if (open_only) asked.states.push_back(EscalationState::kClaimed);
  DM_ASSIGN_OR_RETURN(Page<Escalation> found, store_.ListEscalations(asked, page));
  const Instant now = clock_.Now();
  Page<Escalation> shown;
  shown.next = found.next;
  for (Escalation& item : found.items) {
    Escalation escalation = desk_.Shown(std::move(item));
    if (!context.MaySee(escalation.routing.access)) continue;
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
  DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, id));
  AuditEvent audit = AuditOf(context, context.caller, "case_read");
  audit.subject = held.record.id.value();
  audit.detail = "escalation=" + id.value();
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, now));
  HandledCase handled{desk_.Shown(std::move(held.escalation)), std::move(held.record)};
  if (handled.record.escalation)
    handled.record.escalation = desk_.Shown(*std::move(handled.record.escalation));
  return handled;
}

// The queue's skill and the item's access class; and what a team lead has given to somebody at work
// is that person's, or a lead's.
Status EscalationService::CheckMayClaim(const Escalation& escalation,
                                        const std::string& handler) const {
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  const Routing& routing = escalation.routing;
  DM_RETURN_IF_ERROR(CheckMayTake(*staff, handler, routing.queue, routing.access, desk_.Today()));
  if (escalation.assigned_to.empty() || escalation.assigned_to == handler) return OkStatus();
  const StaffMember* member = staff->Find(handler);
  const StaffMember* assigned = staff->Find(escalation.assigned_to);
  const bool away =
      staff->configured() && (assigned == nullptr || !assigned->IsAtWork(desk_.Today()));
  if (away || (member != nullptr && member->Has(StaffRole::kArbetsledare))) return OkStatus();
  return FailedPrecondition(
      "the item is assigned to another caseworker",
      {"ASSIGNED_TO_OTHER", "handler", "take the next item, or ask a team lead to move it"});
}

StatusOr<Escalation> EscalationService::Claim(const CallContext& context,
                                              const EscalationId& id,
                                              const std::string& handler,
                                              std::int64_t expected_version) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kClaimed));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, id));
    return desk_.Shown(std::move(held.escalation));
  }
  DM_RETURN_IF_ERROR(CheckHandler(handler));
  DM_ASSIGN_OR_RETURN(HeldItem held, desk_.FindOpen(context, id, expected_version));
  const Instant now = clock_.Now();
  Escalation& escalation = held.escalation;
  DM_RETURN_IF_ERROR(CheckMayClaim(escalation, handler));
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
  return desk_.Put(context, held.record, escalation, AuditOf(context, handler, kClaimed));
}

StatusOr<Escalation> EscalationService::Release(const CallContext& context,
                                                const EscalationId& id,
                                                const std::string& handler,
                                                std::int64_t expected_version) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kReleased));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, id));
    return desk_.Shown(std::move(held.escalation));
  }
  DM_RETURN_IF_ERROR(CheckHandler(handler));
  DM_ASSIGN_OR_RETURN(HeldItem held, desk_.FindOpen(context, id, expected_version));
  DM_RETURN_IF_ERROR(CheckHolds(held.escalation, handler, clock_.Now()));
  Escalation released = Opened(std::move(held.escalation));
  // Who gives an item back does not keep it in the own list.
  if (released.assigned_to == handler) released.assigned_to.clear();
  ++released.version;
  return desk_.Put(context, held.record, released, AuditOf(context, handler, kReleased));
}

}  // namespace dm::escalation
