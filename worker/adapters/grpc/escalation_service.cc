#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/queue_calls.h"
#include "worker/adapters/grpc/read_decision.h"
#include "worker/adapters/grpc/services.h"
#include "worker/adapters/grpc/show.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

StatusOr<EscalationFilter> ReadFilter(const pb::ListEscalationsRequest& request) {
  FieldReader reader(Origin::kCaller);
  EscalationFilter filter;
  if (reader.Count("states", request.states_size(), 4)) {
    for (const int state : request.states())
      filter.states.push_back(
          reader.Enum<EscalationState>("states", static_cast<pb::EscalationState>(state)));
  }
  filter.queue = reader.Code("queue", request.queue(), Need::kOptional);
  filter.handler = reader.Code("handler", request.handler(), Need::kOptional);
  filter.include_restricted = request.include_restricted();
  filter.queues = ReadQueues(reader, request.queues());
  filter.assigned_to = reader.Code("assigned_to", request.assigned_to(), Need::kOptional);
  filter.unassigned = request.unassigned();
  filter.typfall = reader.Code("typfall", request.typfall(), Need::kOptional);
  filter.with_children = request.with_children();
  filter.critical_by = reader.OptionalDate("critical_by", request.critical_by());
  filter.reason_code = reader.Code("reason_code", request.reason_code(), Need::kOptional);
  DM_RETURN_IF_ERROR(reader.status());
  return filter;
}

// What a claim and a release say.
struct Hold {
  EscalationId id;
  std::string handler;
  std::int64_t expected_version = 0;
};

template <typename Request>
StatusOr<Hold> ReadHold(const Request& request) {
  FieldReader reader(Origin::kCaller);
  const Hold hold = {
      .id = reader.ReadId<EscalationId>("escalation_id", request.escalation_id(), Need::kRequired),
      .handler = reader.Code("handler", request.handler(), Need::kRequired),
      .expected_version = ReadVersion(reader, request.expected_version())};
  DM_RETURN_IF_ERROR(reader.status());
  return hold;
}

class EscalationService final : public QueueCalls {
 public:
  EscalationService(Dispatcher& dispatcher, EscalationApi& escalations, QueueApi& queues)
      : QueueCalls(dispatcher, queues), escalations_(escalations) {}

  grpc::ServerUnaryReactor* ListQueues(grpc::CallbackServerContext* context,
                                       const pb::ListQueuesRequest* request,
                                       pb::ListQueuesResponse* response) override {
    return dispatcher_.Start(
        context, *request, [=, this](const CallContext& call) { return Queues(call, *response); });
  }

  grpc::ServerUnaryReactor* ListEscalations(grpc::CallbackServerContext* context,
                                            const pb::ListEscalationsRequest* request,
                                            pb::ListEscalationsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return List(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetEscalation(grpc::CallbackServerContext* context,
                                          const pb::GetEscalationRequest* request,
                                          pb::GetEscalationResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Get(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ClaimEscalation(grpc::CallbackServerContext* context,
                                            const pb::ClaimEscalationRequest* request,
                                            pb::ClaimEscalationResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Claim(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReleaseEscalation(grpc::CallbackServerContext* context,
                                              const pb::ReleaseEscalationRequest* request,
                                              pb::ReleaseEscalationResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Release(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* DecideCase(grpc::CallbackServerContext* context,
                                       const pb::DecideCaseRequest* request,
                                       pb::DecideCaseResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Decide(call, *request, *response);
    });
  }

 private:
  Status Queues(const CallContext& call, pb::ListQueuesResponse& response) {
    DM_ASSIGN_OR_RETURN(const std::vector<QueueInfo> queues, escalations_.ListQueues(call));
    for (const QueueInfo& queue : queues) *response.add_queues() = codec::ToProto(queue);
    return OkStatus();
  }

  Status List(const CallContext& call,
              const pb::ListEscalationsRequest& request,
              pb::ListEscalationsResponse& response) {
    DM_ASSIGN_OR_RETURN(EscalationFilter filter, ReadFilter(request));
    filter.include_restricted = filter.include_restricted && call.cleared;
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    if (request.must_see()) {
      filter.month_by = queues_.MustSeeMonth();
      if (!filter.month_by) return OkStatus();
    }
    DM_ASSIGN_OR_RETURN(const Page<Escalation> items, escalations_.List(call, filter, page));
    for (const Escalation& item : items.items)
      *response.add_escalations() = ShowEscalationInList(item);
    response.set_next_page_token(PageToken(request, items.next));
    return OkStatus();
  }

  Status Get(const CallContext& call,
             const pb::GetEscalationRequest& request,
             pb::GetEscalationResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id =
        reader.ReadId<EscalationId>("escalation_id", request.escalation_id(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const HandledCase handled, escalations_.Get(call, id));
    *response.mutable_escalation() = ShowEscalation(handled.escalation);
    *response.mutable_case_() = ShowCase(handled.record);
    ConsultationFilter filter;
    filter.any_state = true;
    filter.escalation = id;
    PageRequest page;
    page.limit = kPageSizeMax;
    DM_ASSIGN_OR_RETURN(const Page<Consultation> asked,
                        queues_.ListConsultations(call, filter, page));
    for (const Consultation& one : asked.items) *response.add_consultations() = codec::ToProto(one);
    return OkStatus();
  }

  Status Claim(const CallContext& call,
               const pb::ClaimEscalationRequest& request,
               pb::ClaimEscalationResponse& response) {
    DM_ASSIGN_OR_RETURN(const Hold hold, ReadHold(request));
    DM_ASSIGN_OR_RETURN(const Escalation escalation,
                        escalations_.Claim(call, hold.id, hold.handler, hold.expected_version));
    *response.mutable_escalation() = ShowEscalation(escalation);
    return OkStatus();
  }

  Status Release(const CallContext& call,
                 const pb::ReleaseEscalationRequest& request,
                 pb::ReleaseEscalationResponse& response) {
    DM_ASSIGN_OR_RETURN(const Hold hold, ReadHold(request));
    DM_ASSIGN_OR_RETURN(const Escalation escalation,
                        escalations_.Release(call, hold.id, hold.handler, hold.expected_version));
    *response.mutable_escalation() = ShowEscalation(escalation);
    return OkStatus();
  }

  Status Decide(const CallContext& call,
                const pb::DecideCaseRequest& request,
                pb::DecideCaseResponse& response) {
    FieldReader reader(Origin::kCaller);
    const HumanDecision decision = ReadDecision(reader, request);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, escalations_.Decide(call, decision));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  EscalationApi& escalations_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeEscalationService(Dispatcher& dispatcher,
                                                     EscalationApi& escalations,
                                                     QueueApi& queues) {
  return std::make_unique<EscalationService>(dispatcher, escalations, queues);
}

}  // namespace dm::grpc_adapter
