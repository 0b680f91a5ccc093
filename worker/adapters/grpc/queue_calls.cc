#include "worker/adapters/grpc/queue_calls.h"

#include <algorithm>

#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/error.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/show.h"
#include "worker/core/utf8.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

constexpr int kReassignMax = 100;

// A person's words, which a request does not hold without.
std::string Words(FieldReader& reader,
                  const char* field,
                  const std::string& value,
                  std::size_t characters_max) {
  if (value.empty()) reader.Fail(field, "FIELD_REQUIRED", "is required", "Set the field.");
  if (HasTurnedDirection(value))
    reader.Fail(field,
                "FIELD_INVALID",
                "has marks that turn the reading direction",
                "Send the text without them.");
  return reader.Text(field, value, characters_max);
}

// Capitals, digits, dot and underscore: a code, never a sentence about somebody.
std::string ReasonCode(FieldReader& reader, const std::string& value) {
  constexpr std::size_t kBytesMax = 48;
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  if (value.empty()) {
    reader.Fail("reason_code", "FIELD_REQUIRED", "is required", "Set the field.");
  } else if (!plain || value.size() > kBytesMax) {
    reader.Fail("reason_code",
                "FIELD_INVALID",
                "is 1 to 48 characters of A-Z 0-9 _ .",
                "Send a code such as WRONG_SKILL.");
  }
  return value;
}

}  // namespace

std::vector<std::string> ReadQueues(FieldReader& reader,
                                    const google::protobuf::RepeatedPtrField<std::string>& queues) {
  std::vector<std::string> codes;
  if (!reader.Count("queues", queues.size(), kQueuesMax)) return codes;
  for (int i = 0; i < queues.size(); ++i) {
    const FieldReader::Scope scope = reader.In("queues", i);
    codes.push_back(reader.Code("queue", queues[i], Need::kRequired));
    if (!codes.back().empty() && !IsIdText(codes.back()))
      reader.Fail("queue", "FIELD_INVALID", "is a code such as Q-20", "Use ListQueues's codes.");
  }
  return codes;
}

std::int64_t ReadVersion(FieldReader& reader, std::int64_t version) {
  if (version < 0)
    reader.Fail("expected_version",
                "FIELD_OUT_OF_RANGE",
                "is 0 or above",
                "Send the item's version as last seen.");
  return version;
}

grpc::ServerUnaryReactor* QueueCalls::ClaimNextEscalation(
    grpc::CallbackServerContext* context,
    const pb::ClaimNextEscalationRequest* request,
    pb::ClaimNextEscalationResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    NextRequest next;
    next.handler = reader.Code("handler", request->handler(), Need::kRequired);
    next.queues = ReadQueues(reader, request->queues());
    next.include_restricted = request->include_restricted();
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::optional<Escalation> taken, queues_.ClaimNext(call, next));
    if (taken) *response->mutable_escalation() = ShowEscalation(*taken);
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::RenewEscalation(grpc::CallbackServerContext* context,
                                                      const pb::RenewEscalationRequest* request,
                                                      pb::RenewEscalationResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    const auto id =
        reader.ReadId<EscalationId>("escalation_id", request->escalation_id(), Need::kRequired);
    const std::string handler = reader.Code("handler", request->handler(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Escalation renewed, queues_.Renew(call, id, handler));
    if (renewed.claimed_until)
      *response->mutable_claimed_until() = codec::ToProto(*renewed.claimed_until);
    response->set_version(renewed.version);
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::RouteEscalation(grpc::CallbackServerContext* context,
                                                      const pb::RouteEscalationRequest* request,
                                                      pb::RouteEscalationResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    RouteRequest route;
    route.escalation =
        reader.ReadId<EscalationId>("escalation_id", request->escalation_id(), Need::kRequired);
    route.expected_version = ReadVersion(reader, request->expected_version());
    route.handler = reader.Code("handler", request->handler(), Need::kRequired);
    route.to_queue = reader.Code("to_queue", request->to_queue(), Need::kRequired);
    route.reason_code = ReasonCode(reader, request->reason_code());
    route.text = Words(reader, "text", request->text(), codec::kReasonCharactersMax);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Escalation moved, queues_.Route(call, route));
    *response->mutable_escalation() = ShowEscalation(moved);
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::ReassignEscalations(
    grpc::CallbackServerContext* context,
    const pb::ReassignEscalationsRequest* request,
    pb::ReassignEscalationsResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    ReassignRequest wanted;
    wanted.actor = reader.Code("actor", request->actor(), Need::kRequired);
    wanted.to_handler = reader.Code("to_handler", request->to_handler(), Need::kOptional);
    wanted.reason_code = ReasonCode(reader, request->reason_code());
    if (reader.Count("items", request->items_size(), kReassignMax)) {
      for (int i = 0; i < request->items_size(); ++i) {
        const FieldReader::Scope scope = reader.In("items", i);
        const auto& item = request->items(i);
        ReassignRequest::Item one;
        one.escalation =
            reader.ReadId<EscalationId>("escalation_id", item.escalation_id(), Need::kRequired);
        one.expected_version = ReadVersion(reader, item.expected_version());
        wanted.items.push_back(one);
      }
    }
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<ReassignResult> results, queues_.Reassign(call, wanted));
    for (const ReassignResult& result : results) {
      auto* shown = response->add_results();
      shown->set_escalation_id(result.escalation.value());
      shown->set_moved(result.status.ok());
      shown->set_version(result.version);
      if (result.status.ok()) continue;
      const ErrorDetail detail = DetailOf(result.status);
      shown->mutable_refusal()->set_reason(detail.reason);
      shown->mutable_refusal()->set_domain("medarbetare");
      shown->mutable_refusal()->set_field(detail.field);
      shown->mutable_refusal()->set_remedy(detail.remedy);
    }
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::ProposeHandler(grpc::CallbackServerContext* context,
                                                     const pb::ProposeHandlerRequest* request,
                                                     pb::ProposeHandlerResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    const auto id =
        reader.ReadId<EscalationId>("escalation_id", request->escalation_id(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<HandlerCandidate> found,
                        queues_.ProposeHandler(call, id));
    for (const HandlerCandidate& one : found) {
      auto* shown = response->add_candidates();
      shown->set_handler(one.handler);
      shown->set_had_household_last(one.had_household_last);
      shown->set_held(one.held);
    }
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::ConsultSpecialist(grpc::CallbackServerContext* context,
                                                        const pb::ConsultSpecialistRequest* request,
                                                        pb::ConsultSpecialistResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    ConsultRequest asked;
    asked.escalation =
        reader.ReadId<EscalationId>("escalation_id", request->escalation_id(), Need::kRequired);
    asked.handler = reader.Code("handler", request->handler(), Need::kRequired);
    asked.queue = reader.Code("queue", request->queue(), Need::kOptional);
    asked.specialist = reader.Code("specialist", request->specialist(), Need::kOptional);
    asked.question = Words(reader, "question", request->question(), codec::kFreeTextCharactersMax);
    asked.answer_by = reader.OptionalDate("answer_by", request->answer_by());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Consultation made, queues_.Consult(call, asked));
    *response->mutable_consultation() = codec::ToProto(made);
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::AnswerConsultation(
    grpc::CallbackServerContext* context,
    const pb::AnswerConsultationRequest* request,
    pb::AnswerConsultationResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    AnswerRequest said;
    said.consultation = reader.ReadId<ConsultationId>(
        "consultation_id", request->consultation_id(), Need::kRequired);
    said.handler = reader.Code("handler", request->handler(), Need::kRequired);
    said.answer = Words(reader, "answer", request->answer(), codec::kFreeTextCharactersMax);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Consultation answered, queues_.Answer(call, said));
    *response->mutable_consultation() = codec::ToProto(answered);
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::ListConsultations(grpc::CallbackServerContext* context,
                                                        const pb::ListConsultationsRequest* request,
                                                        pb::ListConsultationsResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    FieldReader reader(Origin::kCaller);
    ConsultationFilter filter;
    if (request->state() != pb::CONSULTATION_STATE_UNSPECIFIED)
      filter.state = reader.Enum<ConsultationState>("state", request->state());
    filter.queue = reader.Code("queue", request->queue(), Need::kOptional);
    filter.specialist = reader.Code("specialist", request->specialist(), Need::kOptional);
    filter.asked_by = reader.Code("asked_by", request->asked_by(), Need::kOptional);
    const auto item =
        reader.ReadId<EscalationId>("escalation_id", request->escalation_id(), Need::kOptional);
    if (!item.empty()) filter.escalation = item;
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(*request));
    DM_ASSIGN_OR_RETURN(const Page<Consultation> found,
                        queues_.ListConsultations(call, filter, page));
    for (const Consultation& one : found.items) {
      pb::Consultation shown = codec::ToProto(one);
      shown.clear_question();
      shown.clear_answer();
      *response->add_consultations() = std::move(shown);
    }
    response->set_next_page_token(PageToken(*request, found.next));
    return OkStatus();
  });
}

grpc::ServerUnaryReactor* QueueCalls::GetLoad(grpc::CallbackServerContext* context,
                                              const pb::GetLoadRequest* request,
                                              pb::GetLoadResponse* response) {
  return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
    DM_ASSIGN_OR_RETURN(const Load load, queues_.GetLoad(call, request->include_restricted()));
    *response->mutable_load() = codec::ToProto(load);
    return OkStatus();
  });
}

}  // namespace dm::grpc_adapter
