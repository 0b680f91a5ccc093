// Taking, keeping and watching; moving is in route.cc and reassign.cc, asking in consult.cc.
#include "worker/escalation/queue_service.h"

#include <algorithm>
#include <map>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/calls.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kClaimed[] = "next_escalation_claimed";
constexpr char kAlarmParameter[] = "load.alarm_cases_per_handler";
constexpr std::int64_t kMinuteMs = 60'000;

StatusOr<Instant> LeaseEnd(const Desk& desk) {
  DM_ASSIGN_OR_RETURN(const ParameterValue minutes,
                      desk.policy()->Get("escalation.claim_minutes", desk.Today()));
  return desk.Now().PlusMs(minutes.number() * kMinuteMs);
}

void Older(const std::optional<Instant>& one, std::optional<Instant>& oldest) {
  if (one && (!oldest || *one < *oldest)) oldest = one;
}

}  // namespace

QueueService::QueueService(Store& store, const Clock& clock, DeskParts parts)
    : desk_(store, clock, std::move(parts)) {
  store.OnHint([this](const EscalationHint& hint) { hub_.Tell(hint); });
}

StatusOr<std::optional<Escalation>> QueueService::ClaimNext(const CallContext& context,
                                                            const NextRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(desk_.store(), context, kClaimed));
  if (earlier) {
    const StatusOr<EscalationId> id = EscalationId::Parse(earlier->result_id);
    if (!id.ok()) return std::optional<Escalation>();
    DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, *id));
    return std::optional<Escalation>(desk_.Shown(std::move(held.escalation)));
  }
  DM_RETURN_IF_ERROR(CheckHandler(request.handler));
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  DM_RETURN_IF_ERROR(CheckInService(*staff, request.handler, desk_.Today()));
  const StaffMember* member = staff->Find(request.handler);
  NextItem wanted;
  wanted.handler = request.handler;
  const bool above = request.include_restricted && context.cleared;
  for (const QueuePolicy& queue : desk_.policy()->queues()) {
    const bool asked =
        request.queues.empty() ||
        std::find(request.queues.begin(), request.queues.end(), queue.code) != request.queues.end();
    const bool able = member == nullptr || member->HasSkill(queue.code);
    const bool visible =
        queue.access == AccessClass::kOpen || (above && context.MaySee(queue.access) &&
                                               (member == nullptr || member->MaySee(queue.access)));
    if (asked && able && visible) wanted.queues.push_back(queue.code);
  }
  if (wanted.queues.empty())
    return FailedPrecondition(
        "no queue is left to take from",
        {"SKILL_MISSING",
         "queues",
         "ask for queues that ListQueues shows and that the staff list gives the person"});
  wanted.restricted = above && context.MaySee(AccessClass::kRestricted) &&
                      (member == nullptr || member->restricted);
  wanted.named_persons = above && context.MaySee(AccessClass::kNamedPersons) &&
                         (member == nullptr || member->named_persons);
  wanted.at_work = staff->AtWork(desk_.Today());
  DM_ASSIGN_OR_RETURN(wanted.claimed_until, LeaseEnd(desk_));
  wanted.request_id = context.request_id;
  wanted.audit = AuditOf(context, request.handler, kClaimed);
  DM_ASSIGN_OR_RETURN(std::optional<Escalation> taken,
                      desk_.store().ClaimNextEscalation(wanted, desk_.Now()));
  if (!taken) return taken;
  return std::optional<Escalation>(desk_.Shown(*std::move(taken)));
}

StatusOr<Escalation> QueueService::Renew(const CallContext& context,
                                         const EscalationId& id,
                                         const std::string& handler) {
  DM_RETURN_IF_ERROR(CheckHandler(handler));
  // What the caller may not see does not exist for it.
  DM_RETURN_IF_ERROR(desk_.Find(context, id).status());
  DM_RETURN_IF_ERROR(CheckInService(*desk_.staff(), handler, desk_.Today()));
  DM_ASSIGN_OR_RETURN(const Instant until, LeaseEnd(desk_));
  DM_ASSIGN_OR_RETURN(Escalation renewed,
                      desk_.store().RenewEscalation(id, handler, until, desk_.Now()));
  return desk_.Shown(std::move(renewed));
}

StatusOr<Load> QueueService::GetLoad(const CallContext& context, bool include_restricted) {
  DM_ASSIGN_OR_RETURN(const ParameterValue alarm,
                      desk_.policy()->Get(kAlarmParameter, desk_.Today()));
  const Counted counted = include_restricted ? CountedFor(context) : Counted::kOpenAccess;
  DM_ASSIGN_OR_RETURN(const std::vector<LoadCount> counts,
                      desk_.store().CountLoad(counted, desk_.Now()));
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  std::map<std::string, HandlerLoad> handlers;
  for (const StaffMember& member : staff->members())
    if (member.in_service.Contains(desk_.Today()) && (member.all_queues || !member.queues.empty()))
      handlers[member.user_id].handler = member.user_id;
  Load load;
  load.alarm_at = static_cast<int>(alarm.number());
  for (const LoadCount& count : counts) {
    load.items += count.items;
    Older(count.oldest, load.oldest);
    if (count.handler.empty()) {
      load.unassigned += count.items;
      Older(count.oldest, load.oldest_unassigned);
      load.unassigned_queues.push_back({count.queue, count.items});
      continue;
    }
    HandlerLoad& handler = handlers[count.handler];
    handler.handler = count.handler;
    handler.held += count.items;
    Older(count.oldest, handler.oldest);
    handler.queues.push_back({count.queue, count.items});
  }
  for (auto& [id, handler] : handlers) {
    handler.alarm = handler.held >= load.alarm_at;
    const StaffMember* member = staff->Find(id);
    handler.in_service =
        !staff->configured() || (member != nullptr && member->in_service.Contains(desk_.Today()));
    handler.absent = member != nullptr && member->IsAbsent(desk_.Today());
    load.handlers.push_back(std::move(handler));
  }
  return load;
}

Status QueueService::Watch(const CallContext& context,
                           const WatchRequest& request,
                           std::shared_ptr<HintListener> listener) {
  WatchHub::Listening listening;
  listening.queues = request.queues;
  const bool above = request.include_restricted;
  listening.restricted = above && context.MaySee(AccessClass::kRestricted);
  listening.named_persons = above && context.MaySee(AccessClass::kNamedPersons);
  listening.listener = std::move(listener);
  return hub_.Add(std::move(listening));
}

void QueueService::Unwatch(const HintListener* listener) {
  hub_.Remove(listener);
}

StatusOr<StaffPage> QueueService::ListStaff(const CallContext& /*context*/,
                                            const StaffFilter& filter,
                                            const PageRequest& page) {
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  StaffPage answer;
  answer.configured = staff->configured();
  answer.today = desk_.Today();
  for (const StaffMember& member : staff->members()) {
    const bool fits = (filter.queue.empty() || member.HasSkill(filter.queue)) &&
                      (filter.include_out_of_service || member.in_service.Contains(answer.today));
    if (!fits || member.user_id <= page.after) continue;
    if (std::ssize(answer.page.items) == page.limit) {
      answer.page.next = answer.page.items.back().user_id;
      break;
    }
    answer.page.items.push_back(member);
  }
  return answer;
}

StatusOr<IdentifiedStaff> QueueService::Identify(const CallContext& /*context*/,
                                                 const std::string& identity) {
  constexpr std::string_view kOidc = "oidc:";
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  if (!staff->configured())
    return FailedPrecondition(
        "the worker has no staff list",
        {"STAFF_LIST_MISSING", "staff", "name a staff list in the configuration (key staff)"});
  SignInIdentity asked;
  const std::size_t hash = identity.rfind('#');
  if (identity.starts_with(kOidc) && hash != std::string::npos) {
    asked.issuer = identity.substr(kOidc.size(), hash - kOidc.size());
    asked.subject = identity.substr(hash + 1);
  } else {
    asked.certificate_uri = identity;
  }
  const StaffMember* member = staff->Identify(asked);
  if (member == nullptr || !member->in_service.Contains(desk_.Today()))
    return MakeStatus(
        StatusCode::kPermissionDenied,
        "nobody in service signs in with this identity",
        {"IDENTITY_UNKNOWN", "identity", "let the person who keeps the staff list enter it"});
  return IdentifiedStaff{*member, desk_.Today()};
}

}  // namespace dm::escalation
