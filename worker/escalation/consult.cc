// Asking a specialist about an item that stays where it is (casework.md 12).
#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/queue_service.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kAsked[] = "specialist_consulted";
constexpr char kAnswered[] = "consultation_answered";
constexpr int kPerItemMax = 50;
constexpr int kOpenPerItemMax = 10;

bool IsQueue(const std::string& code, const PolicySet& policy) {
  const std::vector<QueuePolicy>& queues = policy.queues();
  return std::any_of(
      queues.begin(), queues.end(), [&code](const QueuePolicy& one) { return one.code == code; });
}

Status CheckAsked(const ConsultRequest& request,
                  const HeldItem& held,
                  const StaffDirectory& staff,
                  const Desk& desk) {
  if (request.queue.empty() == request.specialist.empty())
    return InvalidArgument("queue: or specialist, exactly one of them is set",
                           {"CONTRADICTION", "queue", "ask either a queue's people or one person"});
  if (!request.queue.empty()) {
    if (IsQueue(request.queue, *desk.policy())) return OkStatus();
    return InvalidArgument("queue: is no queue of the policies",
                           {"QUEUE_UNKNOWN", "queue", "use a code that ListQueues gives"});
  }
  if (request.specialist == request.handler)
    return InvalidArgument("specialist: is who asks",
                           {"CONTRADICTION", "specialist", "ask another person"});
  DM_RETURN_IF_ERROR(CheckInService(staff, request.specialist, desk.Today(), "specialist"));
  const StaffMember* member = staff.Find(request.specialist);
  if (member == nullptr || member->MaySee(held.escalation.routing.access)) return OkStatus();
  return FailedPrecondition(
      "specialist: may not see the item",
      {"ACCESS_MISSING", "specialist", "ask someone with the item's access class"});
}

Status CheckAsker(const ConsultRequest& request,
                  const Escalation& escalation,
                  const StaffDirectory& staff,
                  const Desk& desk) {
  const bool held =
      escalation.state == EscalationState::kClaimed && !HasLapsed(escalation, desk.Now());
  if (held && escalation.handler != request.handler)
    return MakeStatus(StatusCode::kAborted,
                      "another caseworker holds the case",
                      {"CLAIMED_BY_OTHER", "handler", "let the holder ask"});
  return CheckMayTake(
      staff, request.handler, escalation.routing.queue, escalation.routing.access, desk.Today());
}

StatusOr<std::vector<Consultation>> AllOf(Store& store, const EscalationId& id) {
  ConsultationFilter filter;
  filter.any_state = true;
  filter.escalation = id;
  filter.include_restricted = true;
  PageRequest page;
  page.limit = 200;
  DM_ASSIGN_OR_RETURN(Page<Consultation> found, store.ListConsultations(filter, page));
  return std::move(found.items);
}

ConsultationId NumberedId(const EscalationId& escalation, std::size_t number) {
  return ConsultationId::FromTrusted(escalation.value() + ".k" + std::to_string(number));
}

Consultation WithoutTexts(Consultation consultation) {
  consultation.question.clear();
  consultation.answer.clear();
  return consultation;
}

}  // namespace

StatusOr<Consultation> QueueService::Consult(const CallContext& context,
                                             const ConsultRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(desk_.store(), context, kAsked));
  DM_ASSIGN_OR_RETURN(const std::vector<Consultation> before,
                      AllOf(desk_.store(), request.escalation));
  if (earlier) {
    DM_RETURN_IF_ERROR(desk_.Find(context, request.escalation).status());
    const auto same =
        std::find_if(before.rbegin(), before.rend(), [&request](const Consultation& one) {
          return one.asked_by == request.handler && one.question == request.question;
        });
    if (same != before.rend()) return *same;
  }
  DM_RETURN_IF_ERROR(CheckHandler(request.handler));
  DM_ASSIGN_OR_RETURN(const HeldItem held, desk_.Find(context, request.escalation));
  DM_RETURN_IF_ERROR(desk_.FindOpen(context, request.escalation, held.escalation.version).status());
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  DM_RETURN_IF_ERROR(CheckAsker(request, held.escalation, *staff, desk_));
  DM_RETURN_IF_ERROR(CheckAsked(request, held, *staff, desk_));
  const auto open = std::count_if(before.begin(), before.end(), [](const Consultation& one) {
    return one.state == ConsultationState::kOpen;
  });
  if (open >= kOpenPerItemMax || std::ssize(before) >= kPerItemMax)
    return FailedPrecondition("10 questions are open about the item, or 50 have been asked",
                              {"CONSULTATIONS_FULL", "escalation_id", "wait for answers, or meet"});
  Consultation asked;
  asked.id = NumberedId(request.escalation, before.size() + 1);
  asked.escalation = request.escalation;
  asked.case_id = held.record.id;
  asked.access = held.escalation.routing.access;
  asked.queue = request.queue;
  asked.specialist = request.specialist;
  asked.asked_by = request.handler;
  asked.asked_at = desk_.Now();
  asked.answer_by = request.answer_by;
  asked.question = request.question;
  AuditEvent audit = AuditOf(context, request.handler, kAsked);
  CaseChange change = ChangeOf(context, held.record, audit);
  change.consultation = asked;
  change.audit.detail =
      "consultation=" + asked.id.value() +
      (request.queue.empty() ? " specialist=" + request.specialist : " queue=" + request.queue);
  DM_RETURN_IF_ERROR(desk_.Apply(context, change));
  return desk_.store().GetConsultation(asked.id);
}

StatusOr<Consultation> QueueService::Answer(const CallContext& context,
                                            const AnswerRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(desk_.store(), context, kAnswered));
  DM_ASSIGN_OR_RETURN(Consultation consultation,
                      desk_.store().GetConsultation(request.consultation));
  // What the caller may not see does not exist for it.
  const StatusOr<HeldItem> held = desk_.Find(context, consultation.escalation);
  if (!held.ok())
    return MakeStatus(StatusCode::kNotFound,
                      "there is no such question",
                      {"CONSULTATION_NOT_FOUND",
                       "consultation_id",
                       "use an id that the list of consultations gives"});
  if (earlier) return consultation;
  DM_RETURN_IF_ERROR(CheckHandler(request.handler));
  if (consultation.state != ConsultationState::kOpen)
    return FailedPrecondition("the question is answered or withdrawn",
                              {"CONSULTATION_ENDED", "consultation_id", "read the item again"});
  const std::shared_ptr<const StaffDirectory> staff = desk_.staff();
  const AccessClass access = held->escalation.routing.access;
  if (consultation.queue.empty()) {
    if (consultation.specialist != request.handler)
      return MakeStatus(StatusCode::kPermissionDenied,
                        "another person is asked",
                        {"CONSULTATION_OF_OTHER", "handler", "let the person who is asked answer"});
    DM_RETURN_IF_ERROR(CheckInService(*staff, request.handler, desk_.Today()));
  } else {
    DM_RETURN_IF_ERROR(
        CheckMayTake(*staff, request.handler, consultation.queue, access, desk_.Today()));
  }
  consultation.state = ConsultationState::kAnswered;
  consultation.specialist = request.handler;
  consultation.answer = request.answer;
  consultation.ended_at = desk_.Now();
  AuditEvent audit = AuditOf(context, request.handler, kAnswered);
  CaseChange change = ChangeOf(context, held->record, audit);
  change.consultation = consultation;
  change.audit.detail = "consultation=" + consultation.id.value();
  DM_RETURN_IF_ERROR(desk_.Apply(context, change));
  return desk_.store().GetConsultation(consultation.id);
}

StatusOr<Page<Consultation>> QueueService::ListConsultations(const CallContext& context,
                                                             const ConsultationFilter& filter,
                                                             const PageRequest& page) {
  ConsultationFilter asked = filter;
  asked.include_restricted = context.cleared;
  if (filter.escalation) DM_RETURN_IF_ERROR(desk_.Find(context, *filter.escalation).status());
  DM_ASSIGN_OR_RETURN(Page<Consultation> found, desk_.store().ListConsultations(asked, page));
  // As the item is now: it may have become more closed since the question was asked.
  std::vector<Consultation> shown;
  for (Consultation& one : found.items) {
    const Status visible = desk_.Find(context, one.escalation).status();
    if (visible.code() == StatusCode::kNotFound) continue;
    DM_RETURN_IF_ERROR(visible);
    shown.push_back(std::move(one));
  }
  found.items = std::move(shown);
  AuditEvent audit = AuditOf(context, context.caller, "consultations_listed");
  audit.subject = filter.escalation ? filter.escalation->value() : filter.queue;
  audit.detail = "count=" + std::to_string(found.items.size());
  DM_RETURN_IF_ERROR(desk_.store().AppendAudit(audit, desk_.Now()));
  if (filter.escalation) return found;
  for (Consultation& one : found.items) one = WithoutTexts(std::move(one));
  return found;
}

}  // namespace dm::escalation
