// The calls of EscalationService beside listing, claiming and deciding one item. The generated
// class is slow to compile: only this folder's services include it.
#pragma once

#include <string>
#include <vector>

#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/grpc/dispatcher.h"
#include "worker/adapters/grpc/escalation_watch.h"
#include "worker/ports/queue_api.h"

namespace dm::grpc_adapter {

inline constexpr int kQueuesMax = 20;

// Codes of queues, at most 20.
std::vector<std::string> ReadQueues(codec::FieldReader& reader,
                                    const google::protobuf::RepeatedPtrField<std::string>& queues);

// A version as last seen: 0 or above.
std::int64_t ReadVersion(codec::FieldReader& reader, std::int64_t version);

class QueueCalls : public medarbetare::v1::EscalationService::CallbackService {
 public:
  QueueCalls(Dispatcher& dispatcher, QueueApi& queues)
      : dispatcher_(dispatcher), queues_(queues), streams_(dispatcher, queues) {
    dispatcher.OnDrain([this] { streams_.EndAll(); });
  }

  grpc::ServerUnaryReactor* ClaimNextEscalation(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::ClaimNextEscalationRequest* request,
      medarbetare::v1::ClaimNextEscalationResponse* response) override;
  grpc::ServerUnaryReactor* RenewEscalation(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::RenewEscalationRequest* request,
      medarbetare::v1::RenewEscalationResponse* response) override;
  grpc::ServerUnaryReactor* RouteEscalation(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::RouteEscalationRequest* request,
      medarbetare::v1::RouteEscalationResponse* response) override;
  grpc::ServerUnaryReactor* ReassignEscalations(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::ReassignEscalationsRequest* request,
      medarbetare::v1::ReassignEscalationsResponse* response) override;
  grpc::ServerUnaryReactor* ProposeHandler(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::ProposeHandlerRequest* request,
      medarbetare::v1::ProposeHandlerResponse* response) override;
  grpc::ServerUnaryReactor* ConsultSpecialist(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::ConsultSpecialistRequest* request,
      medarbetare::v1::ConsultSpecialistResponse* response) override;
  grpc::ServerUnaryReactor* AnswerConsultation(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::AnswerConsultationRequest* request,
      medarbetare::v1::AnswerConsultationResponse* response) override;
  grpc::ServerUnaryReactor* ListConsultations(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::ListConsultationsRequest* request,
      medarbetare::v1::ListConsultationsResponse* response) override;
  grpc::ServerUnaryReactor* GetLoad(grpc::CallbackServerContext* context,
                                    const medarbetare::v1::GetLoadRequest* request,
                                    medarbetare::v1::GetLoadResponse* response) override;

  grpc::ServerWriteReactor<medarbetare::v1::WatchEscalationsResponse>* WatchEscalations(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::WatchEscalationsRequest* request) override {
    return streams_.Start(context, request);
  }

 protected:
  Dispatcher& dispatcher_;
  QueueApi& queues_;

 private:
  WatchStreams streams_;
};

}  // namespace dm::grpc_adapter
