// Moving one item to another queue: by a person with a reason, or in time for the payment run.
#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/make_escalation.h"
#include "worker/escalation/queue_service.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kRouted[] = "escalation_routed";
constexpr char kFellOver[] = "escalation_fell_over";
constexpr char kWorker[] = "medarbetare";
// An item that has been moved so often needs a talk, not another queue.
constexpr std::size_t kRoutingsMax = 20;
constexpr int kFallOverMax = 200;

const QueuePolicy* FindQueue(const std::string& code, const PolicySet& policy) {
  for (const QueuePolicy& queue : policy.queues())
    if (queue.code == code) return &queue;
  return nullptr;
}

// Never lower: who may see a case does not change with who is to work on it.
AccessClass Higher(AccessClass a, AccessClass b) {
  return std::max(a, b);
}

Escalation Moved(Escalation escalation, RoutingStep step, const QueuePolicy& to) {
  Escalation moved = Opened(std::move(escalation));
  moved.assigned_to.clear();
  moved.routing.queue = to.code;
  moved.routing.access = Higher(moved.routing.access, to.access);
  Reason reason;
  reason.code = step.reason_code;
  reason.text = step.text;
  reason.queue = to.code;
  moved.routing.reasons.push_back(std::move(reason));
  moved.routings.push_back(std::move(step));
  ++moved.version;
  return moved;
}

// The holder; where nobody holds it, who has the skill for it; a team lead always.
Status CheckMover(const Escalation& escalation,
                  const std::string& handler,
                  const StaffDirectory& staff,
                  const Desk& desk) {
  DM_RETURN_IF_ERROR(CheckInService(staff, handler, desk.Today()));
  const StaffMember* member = staff.Find(handler);
  if (member != nullptr && member->Has(StaffRole::kArbetsledare) &&
      member->MaySee(escalation.routing.access))
    return OkStatus();
  const bool held =
      escalation.state == EscalationState::kClaimed && !HasLapsed(escalation, desk.Now());
  if (held && escalation.handler != handler)
    return MakeStatus(StatusCode::kAborted,
                      "another caseworker holds the case",
                      {"CLAIMED_BY_OTHER",
                       "handler",
                       "let the holder or a team lead move it, or wait until the claim lapses"});
  return CheckMayTake(
      staff, handler, escalation.routing.queue, escalation.routing.access, desk.Today());
}

}  // namespace

StatusOr<Escalation> QueueService::Route(const CallContext& context, const RouteRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(desk_.store(), context, kRouted));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, request.escalation));
    return desk_.Shown(std::move(held.escalation));
  }
  DM_RETURN_IF_ERROR(CheckHandler(request.handler));
  DM_ASSIGN_OR_RETURN(HeldItem held,
                      desk_.FindOpen(context, request.escalation, request.expected_version));
  const std::shared_ptr<const PolicySet> policy = desk_.policy();
  const QueuePolicy* to = FindQueue(request.to_queue, *policy);
  if (to == nullptr)
    return InvalidArgument("to_queue: is no queue of the policies",
                           {"QUEUE_UNKNOWN", "to_queue", "use a code that ListQueues gives"});
  if (to->code == held.escalation.routing.queue)
    return InvalidArgument("to_queue: is where the item is",
                           {"QUEUE_SAME", "to_queue", "name another queue"});
  if (to->technical)
    return InvalidArgument(
        "to_queue: is for technical faults, which the worker finds itself",
        {"QUEUE_TECHNICAL", "to_queue", "tell operations, and leave the item where it is"});
  if (held.escalation.routings.size() >= kRoutingsMax)
    return FailedPrecondition(
        "the item has been moved 20 times",
        {"ROUTED_TOO_OFTEN", "to_queue", "let a team lead give it to somebody"});
  DM_RETURN_IF_ERROR(CheckMover(held.escalation, request.handler, *desk_.staff(), desk_));
  RoutingStep step;
  step.from_queue = held.escalation.routing.queue;
  step.to_queue = to->code;
  step.actor = request.handler;
  step.at = desk_.Now();
  step.reason_code = "ROUTE." + request.reason_code;
  step.text = request.text;
  AuditEvent audit = AuditOf(context, request.handler, kRouted);
  audit.detail = "from=" + step.from_queue + " to=" + to->code + " reason=" + step.reason_code;
  return desk_.Put(
      context, held.record, Moved(std::move(held.escalation), std::move(step), *to), audit);
}

StatusOr<bool> QueueService::FallOverOne(const EscalationId& id, const std::string& to_queue) {
  const std::shared_ptr<const PolicySet> policy = desk_.policy();
  const QueuePolicy* to = FindQueue(to_queue, *policy);
  if (to == nullptr) return false;
  CallContext context;
  context.caller = kWorker;
  context.cleared = true;
  DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, id));
  const Escalation& escalation = held.escalation;
  const bool being_worked_on =
      escalation.state == EscalationState::kClaimed && !HasLapsed(escalation, desk_.Now());
  if (IsEnded(escalation) || being_worked_on) return false;
  RoutingStep step;
  step.from_queue = escalation.routing.queue;
  step.to_queue = to->code;
  step.actor = kWorker;
  step.at = desk_.Now();
  step.reason_code = std::string(kFallReason);
  step.text = "Ärendet måste bli sett före månadens utbetalning.";
  AuditEvent audit = AuditOf(context, kWorker, kFellOver);
  audit.actor_kind = ActorKind::kWorker;
  audit.detail = "from=" + step.from_queue + " to=" + to->code;
  DM_RETURN_IF_ERROR(
      desk_
          .Put(context, held.record, Moved(std::move(held.escalation), std::move(step), *to), audit)
          .status());
  return true;
}

StatusOr<int> QueueService::FallOver() {
  const std::optional<Month> month = desk_.MustSeeMonth();
  if (!month) return 0;
  int moved = 0;
  const std::shared_ptr<const PolicySet> policy = desk_.policy();
  for (const QueuePolicy& queue : policy->queues()) {
    if (queue.falls_to.empty()) continue;
    DM_ASSIGN_OR_RETURN(const std::vector<EscalationId> items,
                        desk_.store().ItemsForMonth(queue.code, *month, kFallOverMax));
    for (const EscalationId& id : items) {
      const StatusOr<bool> one = FallOverOne(id, queue.falls_to);
      // Somebody was faster: the next look tells.
      if (!one.ok() && one.status().code() != StatusCode::kAborted) return one.status();
      if (one.ok() && *one) ++moved;
    }
  }
  return moved;
}

}  // namespace dm::escalation
