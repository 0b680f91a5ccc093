#include "worker/adapters/grpc/dispatcher.h"

#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

#include <google/protobuf/descriptor.h>

#include "worker/adapters/codec/unknown_fields.h"
#include "worker/adapters/grpc/canonical.h"
#include "worker/adapters/grpc/error.h"
#include "worker/core/digest.h"
#include "worker/core/id.h"

namespace dm::grpc_adapter {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using SystemClock = std::chrono::system_clock;

// A client that asks for 30 s may see them counted a little differently here.
constexpr std::chrono::seconds kDeadlineMax{30};
constexpr std::chrono::seconds kStreamDeadlineMax{3'600};
constexpr std::chrono::milliseconds kDeadlineSlack{500};
constexpr std::size_t kRequestIdLengthMin = 8;
// In whose name a gateway calls: the user id of who is signed in there.
constexpr char kPersonHeader[] = "medarbetare-person";

// "SubmitApplicationRequest" is the request of SubmitApplication, in every service.
std::string MethodOf(const Message& request) {
  constexpr std::string_view kSuffix = "Request";
  const std::string& name = request.GetDescriptor()->name();
  return name.substr(0, name.size() - kSuffix.size());
}

Status CheckDeadline(SystemClock::time_point deadline, std::chrono::seconds max) {
  if (deadline <= SystemClock::now() + max + kDeadlineSlack) return OkStatus();
  const std::string seconds = std::to_string(max.count());
  return InvalidArgument("deadline: is required, at most " + seconds + " s ahead",
                         {.reason = "DEADLINE_REQUIRED",
                          .field = "deadline",
                          .remedy = "Set a deadline of at most " + seconds + " s on the call."});
}

// As HTTP/2 counts: names, values and 32 bytes each. The library holds a caller to this only once
// the caller has confirmed it, which a first call comes before.
Status CheckMetadata(const grpc::CallbackServerContext& context) {
  constexpr std::size_t kEntryBytes = 32;
  std::size_t bytes = 0;
  for (const auto& [name, value] : context.client_metadata())
    bytes += name.size() + value.size() + kEntryBytes;
  if (bytes <= kMetadataBytesMax) return OkStatus();
  return InvalidArgument("metadata: has more than 8 KiB",
                         {.reason = "METADATA_TOO_LARGE",
                          .field = "metadata",
                          .remedy = "Send only the metadata that the worker reads."});
}

Status CheckRequestId(const std::string& request_id) {
  if (request_id.size() >= kRequestIdLengthMin && IsIdText(request_id)) return OkStatus();
  return InvalidArgument(
      std::string("request_id: ") + (request_id.empty() ? "is required" : "is no request id") +
          ": 8 to 64 characters of A-Z a-z 0-9 . _ : -",
      {.reason = request_id.empty() ? "FIELD_REQUIRED" : "FIELD_INVALID",
       .field = "request_id",
       .remedy = "Make a new id for each change, and send the same one when repeating it."});
}

std::string HashWithout(const Message& request, const FieldDescriptor& field) {
  const std::unique_ptr<Message> content(request.New());
  content->CopyFrom(request);
  content->GetReflection()->ClearField(content.get(), &field);
  return Sha256Hex(CanonicalBytes(*content));
}

// A request with a request id is a change.
Status ReadChange(const Message& request, CallContext& call) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return OkStatus();
  call.request_id = request.GetReflection()->GetString(request, field);
  DM_RETURN_IF_ERROR(CheckRequestId(call.request_id));
  call.content_sha256 = HashWithout(request, *field);
  return OkStatus();
}

bool IsOwnFault(StatusCode code) {
  return code == StatusCode::kInternal || code == StatusCode::kDataLoss ||
         code == StatusCode::kUnknown;
}

}  // namespace

std::string Dispatcher::CallerOf(const grpc::CallbackServerContext& context) const {
  if (callers_ == Callers::kDevelopment) return kDevelopmentCaller;
  const auto auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) return "";
  // The URI of the certificate names a system; its other names are not looked at.
  const auto uris = auth->FindPropertyValues("peer_uri");
  if (uris.size() != 1) return "";
  return {uris[0].data(), uris[0].size()};
}

// Who tries what is not theirs is looked for. A name that is no caller's is not repeated: it is
// whatever stands in a certificate.
void Dispatcher::TellDenied(const std::string& caller, const std::string& method) const {
  if (log_ == nullptr) return;
  log_->Write(LogLevel::kWarning,
              "call_denied",
              {{"method", method}, {"caller", access_.Knows(caller) ? caller : "unknown"}});
}

Status Dispatcher::ReadPerson(const grpc::CallbackServerContext& context, CallContext& call) const {
  DM_ASSIGN_OR_RETURN(call.person, PersonOf(context));
  if (call.person.empty() || !admit_person_) return OkStatus();
  DM_ASSIGN_OR_RETURN(call.person_access, admit_person_(call.person));
  if (call.person_access)
    call.cleared =
        call.cleared && (call.person_access->restricted || call.person_access->named_persons);
  return OkStatus();
}

StatusOr<CallContext> Dispatcher::Admit(const grpc::CallbackServerContext& context,
                                        const Message& request,
                                        std::chrono::seconds deadline_max) const {
  if (flood_guard_ != nullptr) flood_guard_->Read(ConnectionOf(context.auth_context().get()));
  DM_RETURN_IF_ERROR(CheckMetadata(context));
  DM_RETURN_IF_ERROR(CheckDeadline(context.deadline(), deadline_max));
  CallContext call;
  call.caller = CallerOf(context);
  if (const Status allowed = access_.Check(call.caller, MethodOf(request)); !allowed.ok()) {
    TellDenied(call.caller, MethodOf(request));
    return allowed;
  }
  call.cleared = access_.IsCleared(call.caller);
  call.operations = access_.IsOperations(call.caller);
  DM_RETURN_IF_ERROR(ReadPerson(context, call));
  DM_RETURN_IF_ERROR(codec::RefuseUnknownFields(request));
  DM_RETURN_IF_ERROR(ReadChange(request, call));
  // Last, after every question about the certificate. Reads have no field for who acts: the audit
  // names the person and the system together.
  if (!call.person.empty()) call.caller = call.person + " via " + call.caller;
  return call;
}

StatusOr<std::string> Dispatcher::PersonOf(const grpc::CallbackServerContext& context) {
  const auto [begin, end] = context.client_metadata().equal_range(kPersonHeader);
  if (begin == end) return std::string();
  std::string person(begin->second.data(), begin->second.size());
  if (std::next(begin) == end && IsIdText(person)) return person;
  return InvalidArgument(std::string(kPersonHeader) + ": is not one user id",
                         {.reason = "FIELD_INVALID",
                          .field = kPersonHeader,
                          .remedy = "Send the user id of who is signed in once, or nothing."});
}

grpc::Status Dispatcher::Answer(const std::string& method, const Status& status) const {
  if (!IsOwnFault(status.code())) return ToGrpcStatus(status);
  const std::string reference = RandomHex(8);
  if (log_ != nullptr)
    log_->Write(LogLevel::kError,
                "call_failed",
                {{"method", method},
                 {"code", static_cast<int>(status.code())},
                 {"reason", DetailOf(status).reason},
                 {"reference", reference}});
  return ToGrpcStatus(status, reference);
}

StatusOr<CallContext> Dispatcher::AdmitStream(const grpc::CallbackServerContext& context,
                                              const Message& request) const {
  return Admit(context, request, kStreamDeadlineMax);
}

grpc::Status Dispatcher::Answer(const Message& request, const Status& status) const {
  return Answer(MethodOf(request), status);
}

grpc::ServerUnaryReactor* Dispatcher::Start(grpc::CallbackServerContext* context,
                                            const Message& request,
                                            Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  StatusOr<CallContext> call = Admit(*context, request, kDeadlineMax);
  const std::string method = MethodOf(request);
  // Whom nobody knows is one system with all such.
  std::string system = CallerOf(*context);
  if (!access_.Knows(system)) system.clear();
  const SystemClock::time_point deadline = context->deadline();
  Call job = {.system = system,
              .caller = call.ok() ? call->caller : system,
              .deadline = CallPool::Clock::now() + (deadline - SystemClock::now()),
              .bytes = request.ByteSizeLong()};
  if (!call.ok()) {
    // What is refused also waits for its rate: who repeats it at once costs as much.
    const grpc::Status refused = Answer(method, call.status());
    job.run = [reactor, refused] { reactor->Finish(refused); };
    if (!pool_.Post(std::move(job))) reactor->Finish(refused);
    return reactor;
  }
  job.run = [this, reactor, deadline, method, call = *std::move(call), work = std::move(work)] {
    // Nobody waits for it any more: a change that was not begun is not made.
    const bool late = SystemClock::now() >= deadline;
    reactor->Finish(Answer(method, late ? DeadlineExceeded("late") : work(call)));
  };
  if (!pool_.Post(std::move(job)))
    reactor->Finish(Answer(method, absl::ResourceExhaustedError("calls")));
  return reactor;
}

}  // namespace dm::grpc_adapter
