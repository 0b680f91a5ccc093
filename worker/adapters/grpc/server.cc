#include "worker/adapters/grpc/server.h"

#include <array>
#include <utility>
#include <vector>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include "worker/adapters/grpc/credentials.h"
#include "worker/adapters/grpc/dispatcher.h"
#include "worker/adapters/grpc/flood_guard.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

constexpr int kMessageBytesMax = 1024 * 1024;
constexpr int kStreamsMax = 100;

constexpr std::array kServiceNames = {
    "medarbetare.v1.ApplicationService",
    "medarbetare.v1.AuditService",
    "medarbetare.v1.CaseService",
    "medarbetare.v1.EscalationService",
    "medarbetare.v1.DecisionService",
    "medarbetare.v1.ContactService",
    "medarbetare.v1.FrameService",
    "medarbetare.v1.EffectService",
    "medarbetare.v1.OperationsService",
    "medarbetare.v1.QualityService",
    "medarbetare.v1.ReportService",
    "medarbetare.v1.StaffService",
};

// The reflection library puts its plugin into every server of the process; outside development it
// is taken out.
class Reflection final : public grpc::ServerBuilderOption {
 public:
  explicit Reflection(bool wanted) : wanted_(wanted) {}

  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}

  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins,
                  [](const auto& plugin) { return plugin->name() == "proto_server_reflection"; });
    if (wanted_)
      plugins->push_back(std::make_unique<grpc::reflection::ProtoServerReflectionPlugin>());
  }

 private:
  bool wanted_;
};

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(kMetadataBytesMax));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax);
  // No limit: where it is passed the library keeps 3 KiB for each ping that it has read until its
  // farewell is written, 140 MiB in a flood. Without it a flood waits for itself: the library stops
  // reading where its answers to pings are not taken.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
  // A second daemon on the port must be told, not share the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

class Server final : public GrpcServer {
 public:
  Server(const ServerOptions& options, const Api& api, Dispatcher::Callers callers)
      : drain_(options.drain),
        flood_guard_(api.log),
        dispatcher_(Access(options.callers),
                    callers,
                    {.threads = options.threads,
                     .queue_max = static_cast<std::size_t>(options.queue_max),
                     .per_second = options.calls_per_second_beside_others},
                    api.log,
                    api.admit_person,
                    &flood_guard_) {
    services_.push_back(MakeApplicationService(dispatcher_, api.intake, api.cases));
    services_.push_back(MakeCaseService(dispatcher_, api.cases));
    services_.push_back(MakeEscalationService(dispatcher_, api.escalations, api.queues));
    services_.push_back(MakeFrameService(dispatcher_, api.frames, api.frame_desk));
    if (api.decisions != nullptr)
      services_.push_back(MakeDecisionService(dispatcher_, *api.decisions));
    if (api.contact != nullptr) {
      services_.push_back(MakeContactService(dispatcher_, *api.contact));
    }
    if (api.audit != nullptr) services_.push_back(MakeAuditService(dispatcher_, *api.audit));
    services_.push_back(MakeEffectService(dispatcher_, api.effects));
    services_.push_back(MakeOperationsService(dispatcher_, api.operations, api.restores));
    if (api.quality != nullptr) {
      services_.push_back(MakeQualityService(dispatcher_, *api.quality));
    }
    if (api.reports != nullptr) services_.push_back(MakeReportService(dispatcher_, *api.reports));
    if (api.retention != nullptr)
      services_.push_back(MakeRetentionService(dispatcher_, *api.retention));
    services_.push_back(MakeStaffService(dispatcher_, api.staff));
  }

  ~Server() override { Shutdown(); }

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  Status Listen(const ServerOptions& options, Credentials credentials) {
    files_ = std::move(credentials.files);
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.SetOption(std::make_unique<Reflection>(options.development));
    SetLimits(builder);
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> counters;
    counters.push_back(MakeFloodCounter(flood_guard_));
    builder.experimental().SetInterceptorCreators(std::move(counters));
    if (files_ != nullptr) credentials.server->SetAuthMetadataProcessor(MakeCallGate(flood_guard_));
    builder.AddListeningPort(options.listen, credentials.server, &port_);
    for (const auto& service : services_) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0)
      return FailedPrecondition("grpc.listen: the address cannot be listened on",
                                {.reason = "PORT_UNAVAILABLE",
                                 .field = "grpc.listen",
                                 .remedy = "Stop whatever listens there, or choose another port."});
    SetServing(false);
    return OkStatus();
  }

  int port() const override { return port_; }

  std::optional<ServedCertificate> Certificate() override {
    if (files_ == nullptr) return std::nullopt;
    return files_->Look();
  }

  void SetServing(bool serving) override {
    SetServing("", serving);
    for (const char* service : kServiceNames) SetServing(service, serving);
  }

  void SetServing(const std::string& service, bool serving) override {
    server_->GetHealthCheckService()->SetServingStatus(service, serving);
  }

  void Shutdown() override {
    if (server_ == nullptr) return;
    dispatcher_.Drain();
    server_->Shutdown(std::chrono::system_clock::now() + drain_);
    server_->Wait();
    dispatcher_.Stop();
    server_.reset();
  }

 private:
  const std::chrono::milliseconds drain_;
  FloodGuard flood_guard_;
  Dispatcher dispatcher_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  int port_ = 0;
  std::unique_ptr<IdentityFiles> files_;  // read by the server as long as it lives
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const ServerOptions& options,
                                                        const Api& api) {
  const ListenOptions listen = {.listen = options.listen,
                                .certificate_file = options.certificate_file,
                                .key_file = options.key_file,
                                .client_ca_file = options.client_ca_file,
                                .development = options.development,
                                .check = options.check};
  DM_ASSIGN_OR_RETURN(Credentials credentials, MakeCredentials(listen));
  const auto callers =
      HasTls(listen) ? Dispatcher::Callers::kCertificates : Dispatcher::Callers::kDevelopment;
  auto server = std::make_unique<Server>(options, api, callers);
  DM_RETURN_IF_ERROR(server->Listen(options, std::move(credentials)));
  return server;
}

}  // namespace dm::grpc_adapter
