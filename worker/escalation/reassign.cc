// Team leads: giving many items to one caseworker or to nobody, and who could be given one.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/core/digest.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/queue_service.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kAssigned[] = "escalation_assigned";
constexpr std::size_t kItemsMax = 100;
constexpr std::size_t kCandidatesMax = 10;
constexpr std::size_t kDerivedIdLength = 40;

// Each item is a change of its own, with a request id of its own that a repeat finds again.
CallContext ForItem(const CallContext& context, const EscalationId& id) {
  CallContext one = context;
  one.request_id =
      "as-" + Sha256Hex(context.request_id + "/" + id.value()).substr(0, kDerivedIdLength);
  return one;
}

Escalation Assigned(Escalation escalation, const std::string& handler, Instant now) {
  const bool theirs = escalation.state == EscalationState::kClaimed &&
                      escalation.handler == handler && !HasLapsed(escalation, now);
  if (!theirs) escalation = Opened(std::move(escalation));
  escalation.assigned_to = handler;
  ++escalation.version;
  return escalation;
}

}  // namespace

Status QueueService::CheckReceiver(const std::string& handler, const HeldItem& held) const {
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  const Routing& routing = held.escalation.routing;
  const Date today = desk_.Today();
  if (!staff->configured()) return OkStatus();
  const StaffMember* member = staff->Find(handler);
  // The lead sees the item: that the receiver may not is no secret to them.
  if (member != nullptr && !member->MaySee(routing.access))
    return FailedPrecondition(
        "to_handler: may not see the item",
        {"ACCESS_MISSING", "to_handler", "choose someone with the item's access class"});
  DM_RETURN_IF_ERROR(
      CheckMayTake(*staff, handler, routing.queue, routing.access, today, "to_handler"));
  if (member->IsAbsent(today))
    return FailedPrecondition("to_handler: is on leave today",
                              {"STAFF_ABSENT", "to_handler", "choose someone at work"});
  const std::optional<Decision>& suggested = held.escalation.suggested;
  const bool covered =
      suggested
          ? FindMandate(*staff, handler, suggested->outcome, suggested->granted, today) != nullptr
          : std::any_of(member->mandates.begin(),
                        member->mandates.end(),
                        [today](const Mandate& one) { return one.valid.Contains(today); });
  if (covered) return OkStatus();
  return FailedPrecondition(
      "to_handler: has no mandate that covers the item",
      {"MANDATE_MISSING", "to_handler", "choose someone whose mandate covers it"});
}

StatusOr<std::int64_t> QueueService::AssignOne(const CallContext& context,
                                               const ReassignRequest& request,
                                               const ReassignRequest::Item& item) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(desk_.store(), context, kAssigned));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(const HeldItem held, desk_.Find(context, item.escalation));
    return held.escalation.version;
  }
  DM_ASSIGN_OR_RETURN(
      HeldItem held,
      desk_.FindOpen(context, item.escalation, item.expected_version, request.actor));
  if (!request.to_handler.empty()) DM_RETURN_IF_ERROR(CheckReceiver(request.to_handler, held));
  AuditEvent audit = AuditOf(context, request.actor, kAssigned);
  audit.detail = "from=" + held.escalation.assigned_to + " to=" + request.to_handler +
                 " reason=" + request.reason_code;
  DM_ASSIGN_OR_RETURN(
      const Escalation changed,
      desk_.Put(context,
                held.record,
                Assigned(std::move(held.escalation), request.to_handler, desk_.Now()),
                audit));
  return changed.version;
}

StatusOr<std::vector<ReassignResult>> QueueService::Reassign(const CallContext& context,
                                                             const ReassignRequest& request) {
  DM_RETURN_IF_ERROR(CheckHandler(request.actor));
  if (!request.to_handler.empty()) DM_RETURN_IF_ERROR(CheckHandler(request.to_handler));
  DM_RETURN_IF_ERROR(CheckStaffRole(
      *desk_.staff(), request.actor, {StaffRole::kArbetsledare}, desk_.Today(), "actor"));
  if (request.items.empty() || request.items.size() > kItemsMax)
    return InvalidArgument("items: are 1 to 100",
                           {"TOO_MANY_ITEMS", "items", "send 1 to 100 items a call"});
  std::vector<ReassignResult> results;
  results.reserve(request.items.size());
  for (const ReassignRequest::Item& item : request.items) {
    ReassignResult result;
    result.escalation = item.escalation;
    const StatusOr<std::int64_t> version =
        AssignOne(ForItem(context, item.escalation), request, item);
    result.status = version.status();
    if (version.ok()) result.version = *version;
    // A store that fails does not get better by the next item.
    const StatusCode code = result.status.code();
    if (code == StatusCode::kDataLoss || code == StatusCode::kInternal ||
        code == StatusCode::kUnavailable)
      return result.status;
    results.push_back(std::move(result));
  }
  return results;
}

// Who decided for the household last; a person.
StatusOr<std::string> QueueService::LastHandlerOf(const HeldItem& held) const {
  CaseFilter filter;
  filter.household = held.record.application.household;
  PageRequest page;
  page.limit = 200;
  std::string last;
  Instant at;
  DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, desk_.store().ListCases(filter, page));
  for (const CaseSummary& summary : cases.items) {
    if (summary.decided_by != DecisionKind::kHuman) continue;
    DM_ASSIGN_OR_RETURN(const CaseRecord record, desk_.store().GetCase(summary.id));
    for (const Decision& decision : record.decisions) {
      if (decision.kind != DecisionKind::kHuman || decision.decided_at < at) continue;
      at = decision.decided_at;
      last = decision.decided_by;
    }
  }
  return last;
}

StatusOr<std::vector<HandlerCandidate>> QueueService::ProposeHandler(const CallContext& context,
                                                                     const EscalationId& id) {
  DM_ASSIGN_OR_RETURN(const HeldItem held, desk_.Find(context, id));
  DM_ASSIGN_OR_RETURN(const std::string last, LastHandlerOf(held));
  DM_ASSIGN_OR_RETURN(const std::vector<LoadCount> counts,
                      desk_.store().CountLoad(CountedFor(context), desk_.Now()));
  std::map<std::string, int> load;
  for (const LoadCount& count : counts) load[count.handler] += count.items;
  const Date today = desk_.Today();
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  std::vector<HandlerCandidate> candidates;
  const Routing& routing = held.escalation.routing;
  for (const StaffMember* member : staff->WithSkill(routing.queue, routing.access, today))
    if (!member->IsAbsent(today))
      candidates.push_back({member->user_id, member->user_id == last, load[member->user_id]});
  std::sort(candidates.begin(),
            candidates.end(),
            [](const HandlerCandidate& a, const HandlerCandidate& b) {
              return std::make_tuple(!a.had_household_last, a.held, a.handler) <
                     std::make_tuple(!b.had_household_last, b.held, b.handler);
            });
  if (candidates.size() > kCandidatesMax) candidates.resize(kCandidatesMax);
  return candidates;
}

}  // namespace dm::escalation
