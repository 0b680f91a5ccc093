#include "connectors/casesystem/sim/sim_server.h"

#include <atomic>
#include <chrono>
#include <utility>

#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>

#include "medarbetare/v1/case_system_service.grpc.pb.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/core/digest.h"
#include "worker/core/loopback.h"

namespace dm::casesystem {
namespace {

namespace pb = medarbetare::v1;

std::string JsonOf(const pb::Effect& effect) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // The file is for tests and eyes; an effect that cannot be shown is still taken.
  if (!google::protobuf::util::MessageToJsonString(effect, &json, options).ok()) return "{}";
  return json;
}

RecordedEffect Describe(const pb::Effect& message, const Effect& effect) {
  return {.id = message.id(),
          .kind = pb::EffectKind_Name(message.kind()),
          .case_id = message.case_id(),
          .application = message.application(),
          .decision_version = message.decision_version(),
          .order = message.order(),
          .json = JsonOf(message),
          .sha256 = Sha256Hex(codec::Encode(effect))};
}

// Waits for the caller to give up; the pause bounds how long a stop takes.
class Silence final : public grpc::ServerUnaryReactor {
 public:
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }

  void OnDone() override { delete this; }
};

class Service final : public pb::CaseSystemService::CallbackService {
 public:
  Service(Recorder& recorder, const SimOptions& options)
      : recorder_(recorder), fault_(options.fault) {}

  grpc::ServerUnaryReactor* DeliverEffect(grpc::CallbackServerContext* context,
                                          const pb::DeliverEffectRequest* request,
                                          pb::DeliverEffectResponse* response) override {
    const Fault fault = FaultOf(request->effect());
    if (fault == Fault::kSilent) return new Silence();
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(Deliver(request->effect(), fault, *response->mutable_delivery()));
    return reactor;
  }

  grpc::ServerUnaryReactor* GetEffect(grpc::CallbackServerContext* context,
                                      const pb::GetEffectRequest* request,
                                      pb::GetEffectResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    if (recorder_.Knows(request->effect_id())) {
      Take(request->effect_id(), *response->mutable_delivery());
      reactor->Finish(grpc::Status::OK);
    } else {
      reactor->Finish({grpc::StatusCode::NOT_FOUND, "effect_id: has never been seen"});
    }
    return reactor;
  }

 private:
  Fault FaultOf(const pb::Effect& effect) const {
    return fault_ ? fault_(effect.id(), pb::EffectKind_Name(effect.kind())) : Fault::kNone;
  }

  static void Take(const std::string& id, pb::Delivery& delivery) {
    delivery.set_outcome(pb::DELIVERY_OUTCOME_OK);
    delivery.set_reference("SIM-" + Sha256Hex(id).substr(0, 12));
  }

  grpc::Status Deliver(const pb::Effect& message, Fault fault, pb::Delivery& delivery) {
    if (fault == Fault::kInvalid) return {grpc::StatusCode::INVALID_ARGUMENT, "effect: on request"};
    if (fault == Fault::kUnavailable) return {grpc::StatusCode::UNAVAILABLE, "on request"};
    if (fault == Fault::kRefuse) {
      delivery.set_outcome(pb::DELIVERY_OUTCOME_REFUSED);
      delivery.set_error_code("SIM_REFUSED");
      return grpc::Status::OK;
    }
    codec::FieldReader reader(codec::Origin::kCaller, "effect");
    const Effect effect = codec::FromProto(reader, message);
    if (!reader.ok()) return {grpc::StatusCode::INVALID_ARGUMENT, MessageOf(reader.status())};
    const StatusOr<Arrival> arrival = recorder_.Record(Describe(message, effect));
    if (!arrival.ok()) return {grpc::StatusCode::UNAVAILABLE, MessageOf(arrival.status())};
    if (*arrival == Arrival::kChanged)
      return {grpc::StatusCode::ALREADY_EXISTS, "effect.id: was used for other content"};
    if (fault == Fault::kAnswerLost) return {grpc::StatusCode::UNAVAILABLE, "on request"};
    if (fault != Fault::kNoOutcome) Take(message.id(), delivery);
    return grpc::Status::OK;
  }

  Recorder& recorder_;
  const std::function<Fault(const std::string&, const std::string&)> fault_;
};

class Sim final : public SimServer {
 public:
  Sim(std::unique_ptr<Recorder> recorder, const SimOptions& options)
      : recorder_(std::move(recorder)), service_(*recorder_, options) {}

  ~Sim() override { Stop(); }

  Sim(const Sim&) = delete;
  Sim& operator=(const Sim&) = delete;
  Sim(Sim&&) = delete;
  Sim& operator=(Sim&&) = delete;

  Status Listen(const std::string& listen) {
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    if (server_ != nullptr && port_ != 0) return OkStatus();
    return FailedPrecondition("--listen: the address cannot be listened on; choose another port");
  }

  int port() const override { return port_; }

  const Recorder& recorder() const override { return *recorder_; }

  void Stop() override {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_.reset();
  }

 private:
  const std::unique_ptr<Recorder> recorder_;
  Service service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

StatusOr<std::unique_ptr<SimServer>> SimServer::Start(const SimOptions& options) {
  if (!IsLoopbackAddress(options.listen))
    return FailedPrecondition("--listen: is for loopback only; use 127.0.0.1:<port>");
  DM_ASSIGN_OR_RETURN(auto recorder, Recorder::Open(options.record_file));
  auto server = std::make_unique<Sim>(std::move(recorder), options);
  DM_RETURN_IF_ERROR(server->Listen(options.listen));
  return server;
}

}  // namespace dm::casesystem
