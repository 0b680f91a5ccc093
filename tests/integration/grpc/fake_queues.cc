#include <algorithm>
#include <utility>

#include "tests/integration/grpc/fakes.h"

namespace dm::grpc_adapter {
namespace {

Consultation MakeConsultation() {
  Consultation consultation;
  consultation.id = ConsultationId::FromTrusted("e-1.k1");
  consultation.escalation = EscalationId::FromTrusted("e-1");
  consultation.case_id = CaseId::FromTrusted("c-1");
  consultation.queue = "Q-08";
  consultation.asked_by = "anna";
  consultation.question = "Ryms kostnaden?";
  return consultation;
}

}  // namespace

StatusOr<std::optional<Escalation>> FakeQueues::ClaimNext(const CallContext& context,
                                                          const NextRequest& request) {
  DM_RETURN_IF_ERROR(journal_.Note("ClaimNext", context, request.handler));
  if (request.queues == std::vector<std::string>{"Q-99"}) return std::optional<Escalation>();
  return std::optional<Escalation>(MakeEscalation("e-1", Mode::kShadow));
}

StatusOr<Escalation> FakeQueues::Renew(const CallContext& context,
                                       const EscalationId& id,
                                       const std::string& handler) {
  DM_RETURN_IF_ERROR(journal_.Note("Renew", context, id.value() + " " + handler));
  Escalation renewed = MakeEscalation(id.value(), Mode::kShadow);
  renewed.claimed_until = Instant::FromUnixMs(60'000);
  return renewed;
}

StatusOr<Escalation> FakeQueues::Route(const CallContext& context, const RouteRequest& request) {
  DM_RETURN_IF_ERROR(journal_.Note("Route", context, request.to_queue));
  routed = request;
  return MakeEscalation(request.escalation.value(), Mode::kShadow);
}

StatusOr<std::vector<ReassignResult>> FakeQueues::Reassign(const CallContext& context,
                                                           const ReassignRequest& request) {
  DM_RETURN_IF_ERROR(journal_.Note("Reassign", context, request.to_handler));
  reassigned = request;
  std::vector<ReassignResult> results;
  for (const ReassignRequest::Item& item : request.items) {
    ReassignResult result;
    result.escalation = item.escalation;
    result.version = item.expected_version + 1;
    results.push_back(result);
  }
  results.back().status =
      FailedPrecondition("lacks the skill", {"SKILL_MISSING", "to_handler", "choose bo"});
  results.back().version = 0;
  return results;
}

StatusOr<std::vector<HandlerCandidate>> FakeQueues::ProposeHandler(const CallContext& context,
                                                                   const EscalationId& id) {
  DM_RETURN_IF_ERROR(journal_.Note("ProposeHandler", context, id.value()));
  return std::vector<HandlerCandidate>{{"anna", true, 3}};
}

StatusOr<Consultation> FakeQueues::Consult(const CallContext& context,
                                           const ConsultRequest& request) {
  DM_RETURN_IF_ERROR(journal_.Note("Consult", context, request.queue + request.specialist));
  consulted = request;
  return MakeConsultation();
}

StatusOr<Consultation> FakeQueues::Answer(const CallContext& context,
                                          const AnswerRequest& request) {
  DM_RETURN_IF_ERROR(journal_.Note("Answer", context, request.consultation.value()));
  Consultation consultation = MakeConsultation();
  consultation.state = ConsultationState::kAnswered;
  consultation.answer = request.answer;
  return consultation;
}

StatusOr<Page<Consultation>> FakeQueues::ListConsultations(const CallContext& context,
                                                           const ConsultationFilter& filter,
                                                           const PageRequest& /*page*/) {
  // Part of GetEscalation too, which is noted there.
  if (!filter.escalation) DM_RETURN_IF_ERROR(journal_.Note("ListConsultations", context, ""));
  Page<Consultation> page;
  page.items = {MakeConsultation()};
  return page;
}

StatusOr<Load> FakeQueues::GetLoad(const CallContext& context, bool /*include_restricted*/) {
  DM_RETURN_IF_ERROR(journal_.Note("GetLoad", context, ""));
  Load load;
  HandlerLoad anna;
  anna.handler = "anna";
  anna.held = 51;
  anna.alarm = true;
  load.handlers = {anna};
  load.alarm_at = 50;
  return load;
}

Status FakeQueues::Watch(const CallContext& context,
                         const WatchRequest& /*request*/,
                         std::shared_ptr<HintListener> listener) {
  DM_RETURN_IF_ERROR(journal_.Note("Watch", context, ""));
  EscalationHint begun;
  begun.kind = HintKind::kBegun;
  listener->Hear(begun);
  const MutexLock lock(mutex_);
  listeners_.push_back(std::move(listener));
  return OkStatus();
}

void FakeQueues::Unwatch(const HintListener* listener) {
  const MutexLock lock(mutex_);
  std::erase_if(listeners_, [listener](const auto& one) { return one.get() == listener; });
}

std::size_t FakeQueues::Tell(const EscalationHint& hint) {
  const MutexLock lock(mutex_);
  for (const auto& listener : listeners_) listener->Hear(hint);
  return listeners_.size();
}

StatusOr<StaffPage> FakeQueues::ListStaff(const CallContext& context,
                                          const StaffFilter& filter,
                                          const PageRequest& /*page*/) {
  DM_RETURN_IF_ERROR(journal_.Note("ListStaff", context, filter.queue));
  StaffPage page;
  page.configured = true;
  StaffMember anna;
  anna.user_id = "anna";
  anna.restricted = true;
  anna.identities = {{"spiffe://exempel/anna", "", ""}};
  page.page.items = {anna};
  return page;
}

StatusOr<IdentifiedStaff> FakeQueues::Identify(const CallContext& context,
                                               const std::string& identity) {
  DM_RETURN_IF_ERROR(journal_.Note("Identify", context, identity));
  StaffMember anna;
  anna.user_id = "anna";
  return IdentifiedStaff{anna, Date()};
}

}  // namespace dm::grpc_adapter
