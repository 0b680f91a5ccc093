#include "connectors/desk/worker_link.h"

#include <atomic>
#include <fstream>
#include <future>
#include <map>
#include <utility>
#include <vector>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include "connectors/desk/tls.h"
#include "worker/adapters/grpc/error.h"
#include "worker/core/secret_file.h"

namespace dm::desk {
namespace {

namespace tls = grpc::experimental;

constexpr unsigned kRefreshSeconds = 10;
constexpr int kAnswerBytesMax = 8 * 1024 * 1024;
constexpr int kReconnectMsMax = 5'000;
// The worker takes 100 calls a connection: streams, which stay, get connections of their own, so
// that 800 of them leave the short calls alone.
constexpr std::size_t kStreamChannels = 8;

Status Refuse(const std::string& field, const std::string& what, const std::string& remedy) {
  return FailedPrecondition(field + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
}

Status CheckReadable(const std::string& field, const std::string& path) {
  if (path.empty()) return Refuse(field, "is required", "Name the file.");
  if (std::ifstream(path).good()) return OkStatus();
  return Refuse(field, "the file cannot be read", "Check the path and the file's mode.");
}

// The files are looked at again every few seconds: certificates change without a restart.
StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const LinkOptions& options,
                                                                    const std::string& field,
                                                                    const WayFiles& files) {
  if (options.ca.empty()) return grpc::InsecureChannelCredentials();
  DM_RETURN_IF_ERROR(CheckReadable("worker.ca", options.ca));
  DM_RETURN_IF_ERROR(CheckReadable(field + ".certificate", files.certificate));
  DM_RETURN_IF_ERROR(CheckReadable(field + ".key", files.key));
  DM_RETURN_IF_ERROR(CheckSecretFile(field + ".key", files.key));
  DM_RETURN_IF_ERROR(CheckPair(field, files.certificate, files.key));
  tls::TlsChannelCredentialsOptions tls_options;
  tls_options.set_certificate_provider(std::make_shared<tls::FileWatcherCertificateProvider>(
      files.key, files.certificate, options.ca, kRefreshSeconds));
  tls_options.watch_root_certs();
  tls_options.watch_identity_key_cert_pairs();
  return tls::TlsCredentials(tls_options);
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string FromBuffer(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(static_cast<const char*>(static_cast<const void*>(slice.begin())), slice.size());
  }
  return bytes;
}

void Prepare(grpc::ClientContext& context, const std::string& person, WorkerLink::Deadline at) {
  context.set_deadline(at);
  if (!person.empty()) context.AddMetadata(kPersonHeader, person);
}

// One queue a stream, read by the thread that serves the browser: what comes is taken in order.
class GenericStream final : public WorkerStream {
 public:
  GenericStream(grpc::GenericStub& stub,
                const std::string& method,
                const std::string& person,
                const std::string& request,
                WorkerLink::Deadline deadline) {
    Prepare(context_, person, deadline);
    call_ = stub.PrepareCall(&context_, method, &queue_);
    call_->StartCall(Tag(kStart));
    if (!Take(kStart)) {
      Finish();
      return;
    }
    call_->WriteLast(ToBuffer(request), grpc::WriteOptions(), Tag(kWrite));
    if (!Take(kWrite)) {
      Finish();
      return;
    }
    call_->Read(&buffer_, Tag(kRead));
  }

  ~GenericStream() override {
    context_.TryCancel();
    if (!ended_) {
      Take(kRead);
      Finish();
    }
    queue_.Shutdown();
    void* tag = nullptr;
    for (bool ok = false; queue_.Next(&tag, &ok);) continue;
  }

  GenericStream(const GenericStream&) = delete;
  GenericStream& operator=(const GenericStream&) = delete;
  GenericStream(GenericStream&&) = delete;
  GenericStream& operator=(GenericStream&&) = delete;

  Next Wait(std::chrono::milliseconds patience, std::string& bytes) override {
    if (ended_) return Next::kEnd;
    void* tag = nullptr;
    bool ok = false;
    const auto until = std::chrono::system_clock::now() + patience;
    if (queue_.AsyncNext(&tag, &ok, until) != grpc::CompletionQueue::GOT_EVENT) {
      return Next::kNothingYet;
    }
    if (!ok) {
      Finish();
      return Next::kEnd;
    }
    bytes = FromBuffer(buffer_);
    buffer_.Clear();
    call_->Read(&buffer_, Tag(kRead));
    return Next::kMessage;
  }

  Status status() const override { return FromGrpcStatus(status_); }

 private:
  enum Step : std::uintptr_t { kStart = 1, kWrite, kRead, kFinish };

  static void* Tag(Step step) {
    // NOLINTNEXTLINE(*-reinterpret-cast, performance-no-int-to-ptr): gRPC's tags.
    return reinterpret_cast<void*>(static_cast<std::uintptr_t>(step));
  }

  // One operation is under way at a time, so that the next event is its.
  bool Take(Step step) {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok && tag == Tag(step);
  }

  void Finish() {
    ended_ = true;
    call_->Finish(&status_, Tag(kFinish));
    Take(kFinish);
  }

  grpc::CompletionQueue queue_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  grpc::ByteBuffer buffer_;
  grpc::Status status_;
  bool ended_ = false;
};

class GrpcLink final : public WorkerLink {
 public:
  void Add(Way way,
           const LinkOptions& options,
           const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // not through whom the environment names
    // Two ways to one target must not share a connection: each shows its own certificate.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    if (!options.server_name.empty()) arguments.SetSslTargetNameOverride(options.server_name);
    One& one = ways_[way];
    const auto connect = [&] {
      return grpc::CreateCustomChannel(options.target, credentials, arguments);
    };
    one.channel = connect();
    one.stub = std::make_unique<grpc::GenericStub>(one.channel);
    for (std::size_t i = 0; i < kStreamChannels; ++i) {
      one.stream_stubs.push_back(std::make_unique<grpc::GenericStub>(connect()));
    }
  }

  bool Has(Way way) const override { return ways_.contains(way); }

  StatusOr<std::string> Call(Way way,
                             const std::string& method,
                             const std::string& person,
                             const std::string& request,
                             Deadline deadline) override {
    grpc::ClientContext context;
    Prepare(context, person, deadline);
    const grpc::ByteBuffer sent = ToBuffer(request);
    grpc::ByteBuffer answer;
    std::promise<grpc::Status> done;
    ways_.at(way).stub->UnaryCall(
        &context, method, grpc::StubOptions(), &sent, &answer, [&done](grpc::Status status) {
          done.set_value(std::move(status));
        });
    const Status status = FromGrpcStatus(done.get_future().get());
    if (!status.ok()) return status;
    return FromBuffer(answer);
  }

  std::unique_ptr<WorkerStream> Stream(Way way,
                                       const std::string& method,
                                       const std::string& person,
                                       const std::string& request,
                                       Deadline deadline) override {
    const One& one = ways_.at(way);
    return std::make_unique<GenericStream>(
        *one.stream_stubs[next_++ % kStreamChannels], method, person, request, deadline);
  }

  bool IsUp(std::chrono::milliseconds patience) override {
    return ways_.at(Way::kOpen)
        .channel->WaitForConnected(std::chrono::system_clock::now() + patience);
  }

 private:
  struct One {
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<grpc::GenericStub> stub;
    std::vector<std::unique_ptr<grpc::GenericStub>> stream_stubs;
  };

  std::map<Way, One> ways_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace

StatusOr<std::unique_ptr<WorkerLink>> WorkerLink::Create(const LinkOptions& options) {
  struct Wanted {
    Way way;
    const char* field;
    const WayFiles& files;
  };

  auto link = std::make_unique<GrpcLink>();
  for (const Wanted& wanted : {Wanted{Way::kOpen, "worker.open", options.open},
                               Wanted{Way::kCleared, "worker.cleared", options.cleared},
                               Wanted{Way::kOperations, "worker.operations", options.operations}}) {
    const bool plain = options.ca.empty();
    if (wanted.files.empty() && wanted.way != Way::kOpen && !plain) continue;
    DM_ASSIGN_OR_RETURN(const auto credentials,
                        MakeCredentials(options, wanted.field, wanted.files));
    link->Add(wanted.way, options, credentials);
  }
  return link;
}

}  // namespace dm::desk
