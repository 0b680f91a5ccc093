#include "connectors/casesystem/client.h"

#include <chrono>
#include <fstream>
#include <sstream>
#include <utility>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "connectors/casesystem/outcome.h"
#include "medarbetare/v1/case_system_service.grpc.pb.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/core/loopback.h"
#include "worker/core/secret_file.h"

namespace dm::casesystem {
namespace {

namespace pb = medarbetare::v1;

constexpr std::int64_t kTimeoutMsMax = 30'000;
constexpr int kMessageBytesMax = 1024 * 1024;

Status Refuse(const std::string& field, const std::string& what, const std::string& remedy) {
  return FailedPrecondition(field + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
}

StatusOr<std::string> ReadPem(const std::string& field, const std::string& path) {
  if (path.empty()) return Refuse(field, "is required", "Name certificate, key and CA, all three.");
  std::ifstream file(path);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.str().empty())
    return Refuse(field, "the file cannot be read", "Check the path and the file's mode.");
  return text.str();
}

StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const ClientOptions& options) {
  const bool tls =
      !options.certificate_file.empty() || !options.key_file.empty() || !options.ca_file.empty();
  if (!tls) {
    if (IsLoopbackAddress(options.target)) return grpc::InsecureChannelCredentials();
    return Refuse("case_system.tls",
                  "is required for a target that is not on loopback",
                  "Set certificate, key and CA.");
  }
  grpc::SslCredentialsOptions pem;
  DM_ASSIGN_OR_RETURN(pem.pem_cert_chain,
                      ReadPem("case_system.tls.certificate", options.certificate_file));
  DM_RETURN_IF_ERROR(CheckSecretFile("case_system.tls.key", options.key_file));
  DM_ASSIGN_OR_RETURN(pem.pem_private_key, ReadPem("case_system.tls.key", options.key_file));
  DM_ASSIGN_OR_RETURN(pem.pem_root_certs, ReadPem("case_system.tls.ca", options.ca_file));
  return grpc::SslCredentials(pem);
}

class Client final : public CaseSystem {
 public:
  Client(const std::shared_ptr<grpc::Channel>& channel, std::chrono::milliseconds timeout)
      : stub_(pb::CaseSystemService::NewStub(channel)), timeout_(timeout) {}

  Delivery Deliver(const Effect& effect) override {
    pb::DeliverEffectRequest request;
    *request.mutable_effect() = codec::ToProto(effect);
    pb::DeliverEffectResponse response;
    grpc::ClientContext context;
    SetDeadline(context);
    const grpc::Status status = stub_->DeliverEffect(&context, request, &response);
    return OutcomeOfDelivery(status, response.delivery());
  }

  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override {
    pb::GetEffectRequest request;
    request.set_effect_id(id.value());
    pb::GetEffectResponse response;
    grpc::ClientContext context;
    SetDeadline(context);
    const grpc::Status status = stub_->GetEffect(&context, request, &response);
    return OutcomeOfQuestion(status, response.delivery());
  }

 private:
  void SetDeadline(grpc::ClientContext& context) const {
    context.set_deadline(std::chrono::system_clock::now() + timeout_);
  }

  const std::unique_ptr<pb::CaseSystemService::Stub> stub_;
  const std::chrono::milliseconds timeout_;
};

}  // namespace

StatusOr<std::unique_ptr<CaseSystem>> CaseSystemClient::Create(const ClientOptions& options) {
  if (options.target.empty())
    return Refuse("case_system.target", "is required", "Set host:port of the case system.");
  if (options.timeout_ms < 1 || options.timeout_ms > kTimeoutMsMax)
    return Refuse("case_system.timeout_ms",
                  "lies between 1 and " + std::to_string(kTimeoutMsMax) + " ms",
                  "Set a time within the limits.");
  DM_ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(options));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  // What is about people goes where it is configured to go, whatever the environment says.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // A retry of gRPC's own would be a second delivery that the outbox does not know of.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return std::make_unique<Client>(grpc::CreateCustomChannel(options.target, credentials, arguments),
                                  std::chrono::milliseconds(options.timeout_ms));
}

}  // namespace dm::casesystem
