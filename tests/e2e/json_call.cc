#include "tests/e2e/json_call.h"

#include <chrono>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include "medarbetare/v1/application_service.pb.h"
#include "medarbetare/v1/case_service.pb.h"
#include "medarbetare/v1/contact_service.pb.h"
#include "medarbetare/v1/decision_service.pb.h"
#include "medarbetare/v1/effect_service.pb.h"
#include "medarbetare/v1/escalation_service.pb.h"
#include "medarbetare/v1/frame_service.pb.h"
#include "medarbetare/v1/operations_service.pb.h"
#include "medarbetare/v1/quality_service.pb.h"
#include "medarbetare/v1/staff_service.pb.h"
#include "worker/adapters/grpc/error.h"

namespace dm::e2e {
namespace {

namespace pb = medarbetare::v1;
namespace protobuf = google::protobuf;

constexpr std::chrono::seconds kDeadline{20};

// Files of descriptors are there once something of them is linked.
void LinkDescriptors() {
  pb::SubmitApplicationRequest::descriptor();
  pb::GetCaseRequest::descriptor();
  pb::SendMessageRequest::descriptor();
  pb::PreviewDecisionRequest::descriptor();
  pb::ListEscalationsRequest::descriptor();
  pb::SignFrameRequest::descriptor();
  pb::GetStatusRequest::descriptor();
  pb::GetSampleRequest::descriptor();
  pb::ListStaffRequest::descriptor();
  pb::ListEffectsRequest::descriptor();
}

std::unique_ptr<protobuf::Message> New(const protobuf::Descriptor* type) {
  return std::unique_ptr<protobuf::Message>(
      protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

JsonAnswer Failed(const std::string& error) {
  return {.ok = false, .json = "", .error = "error: " + error};
}

JsonAnswer Refused(const grpc::Status& refused) {
  const Status status = FromGrpcStatus(refused);
  const ErrorDetail detail = DetailOf(status);
  JsonAnswer answer = Failed(MessageOf(status));
  if (!detail.reason.empty()) answer.error += "\n  reason: " + detail.reason;
  if (!detail.field.empty()) answer.error += "\n  field:  " + detail.field;
  if (!detail.remedy.empty()) answer.error += "\n  remedy: " + detail.remedy;
  return answer;
}

grpc::ByteBuffer Packed(const protobuf::Message& message) {
  const std::string bytes = message.SerializeAsString();
  const grpc::Slice slice(bytes.data(), bytes.size());
  return {&slice, 1};
}

bool Unpack(const grpc::ByteBuffer& buffer, protobuf::Message* message) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  std::string bytes;
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return message->ParseFromString(bytes);
}

}  // namespace

struct JsonCaller::Parts {
  explicit Parts(const std::string& target)
      : stub(grpc::CreateChannel(target, grpc::InsecureChannelCredentials())) {}

  bool Next() {
    void* tag = nullptr;
    bool good = false;
    return queue.Next(&tag, &good) && good;
  }

  grpc::Status Unary(const std::string& method, const grpc::ByteBuffer& in, grpc::ByteBuffer* out) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kDeadline);
    grpc::Status status;
    const auto call = stub.PrepareUnaryCall(&context, method, in, &queue);
    call->StartCall();
    call->Finish(out, &status, this);
    if (!Next()) return {grpc::StatusCode::INTERNAL, "the call did not finish"};
    return status;
  }

  grpc::Status First(const std::string& method, const grpc::ByteBuffer& in, grpc::ByteBuffer* out) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kDeadline);
    const auto call = stub.PrepareCall(&context, method, &queue);
    call->StartCall(this);
    Next();
    call->WriteLast(in, grpc::WriteOptions(), this);
    Next();
    call->Read(out, this);
    const bool read = Next();
    context.TryCancel();
    grpc::Status status;
    call->Finish(&status, this);
    Next();
    return read ? grpc::Status::OK : status;
  }

  grpc::GenericStub stub;
  grpc::CompletionQueue queue;
};

JsonCaller::JsonCaller(const std::string& target) : parts_(std::make_unique<Parts>(target)) {
  LinkDescriptors();
}

JsonCaller::~JsonCaller() = default;

JsonAnswer JsonCaller::Call(const std::string& method, const std::string& json) {
  std::string dotted = "medarbetare.v1." + method;
  const std::size_t slash = dotted.find('/');
  if (slash != std::string::npos) dotted[slash] = '.';
  const protobuf::MethodDescriptor* found =
      protobuf::DescriptorPool::generated_pool()->FindMethodByName(dotted);
  if (found == nullptr) return Failed("the contract has no " + method);
  const auto request = New(found->input_type());
  const auto read = protobuf::util::JsonStringToMessage(json, request.get());
  if (!read.ok()) return Failed("not the JSON of the request: " + std::string(read.message()));
  grpc::ByteBuffer bytes;
  const std::string path = "/medarbetare.v1." + method;
  const grpc::Status status = found->server_streaming()
                                  ? parts_->First(path, Packed(*request), &bytes)
                                  : parts_->Unary(path, Packed(*request), &bytes);
  if (!status.ok()) return Refused(status);
  const auto response = New(found->output_type());
  if (!Unpack(bytes, response.get())) return Failed("the answer cannot be read");
  JsonAnswer answer{.ok = true, .json = "", .error = ""};
  protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  if (!protobuf::util::MessageToJsonString(*response, &answer.json, options).ok())
    return Failed("the answer cannot be shown");
  return answer;
}

}  // namespace dm::e2e
