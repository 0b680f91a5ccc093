#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include "tests/fuzz/input.h"
#include "tests/fuzz/invariants.h"
#include "tests/fuzz/refusing_ports.h"
#include "tests/integration/grpc/fakes.h"
#include "tests/integration/grpc/harness.h"
#include "worker/adapters/codec/message_filler.h"
#include "worker/adapters/grpc/error.h"
#include "worker/adapters/grpc/server.h"
#include "worker/core/instant.h"

namespace {

using dm::fuzz::Input;
using dm::fuzz::Must;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;

constexpr int kChangesMax = 16;
constexpr int kDepthMax = 6;

// The services as a worker in development serves them. The fakes note every call: after some
// thousand, new ones take their place.
struct Served {
  Served() {
    auto started = dm::grpc_adapter::GrpcServer::Start(
        {.listen = "127.0.0.1:0", .development = true, .threads = 1},
        {.intake = intake,
         .cases = cases,
         .escalations = escalations,
         .frames = frames,
         .effects = effects,
         .operations = operations,
         .queues = queues,
         .staff = queues,
         .decisions = &decisions,
         .frame_desk = &frame_desk,
         .quality = &quality,
         .contact = &contact,
         .audit = &audit,
         .reports = &reports,
         .restores = &restores,
         .retention = &retention});
    Must(started.ok(), "the services can be served");
    server = *std::move(started);
    channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()),
                                  grpc::InsecureChannelCredentials());
  }

  dm::grpc_adapter::Journal journal;
  dm::grpc_adapter::FakeIntake intake{journal};
  dm::grpc_adapter::FakeCases cases{journal};
  dm::grpc_adapter::FakeEscalations escalations{journal};
  dm::grpc_adapter::FakeFrames frames{journal};
  dm::grpc_adapter::FakeQueues queues{journal};
  dm::grpc_adapter::FakeEffects effects{journal};
  dm::grpc_adapter::FakeOperations operations{journal};
  dm::grpc_adapter::FakeContact contact{journal};
  dm::fuzz::RefusingDecisions decisions;
  dm::fuzz::RefusingFrameDesk frame_desk;
  dm::fuzz::RefusingQuality quality;
  dm::fuzz::RefusingAudit audit;
  dm::fuzz::RefusingReports reports;
  dm::fuzz::RefusingRestores restores;
  dm::fuzz::RefusingRetention retention;
  std::unique_ptr<dm::grpc_adapter::GrpcServer> server;
  std::shared_ptr<grpc::Channel> channel;
};

Served& Server() {
  constexpr int kCallsEach = 5'000;
  static std::unique_ptr<Served> served;
  static int calls = 0;
  if (served == nullptr || ++calls % kCallsEach == 0) {
    served.reset();
    served = std::make_unique<Served>();
  }
  return *served;
}

// Every call with one request and one answer, in the order of the contract.
const std::vector<const MethodDescriptor*>& Methods() {
  static const std::vector<const MethodDescriptor*> kMethods = [] {
    std::vector<const MethodDescriptor*> methods;
    for (const char* name : {"Application",
                             "Audit",
                             "Case",
                             "Contact",
                             "Decision",
                             "Effect",
                             "Frame",
                             "Escalation",
                             "Quality",
                             "Operations",
                             "Report",
                             "Retention",
                             "Staff"}) {
      const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "medarbetare.v1." + std::string(name) + "Service");
      Must(service != nullptr, "the contract has the service");
      for (int i = 0; i < service->method_count(); ++i)
        if (!service->method(i)->server_streaming()) methods.push_back(service->method(i));
    }
    Must(methods.size() >= 80, "the contract's calls are there");
    return methods;
  }();
  return kMethods;
}

std::string Text(Input& input) {
  constexpr std::array<std::string_view, 12> kTexts = {"",
                                                       "199001012385",
                                                       "2026-02-30",
                                                       "0000-00-00",
                                                       "2026-13",
                                                       "x\ny",
                                                       "\xe2\x80\xae"
                                                       "abc",
                                                       "request-0001",
                                                       "p1",
                                                       "../../etc",
                                                       "\x7f",
                                                       "9999-12-31"};
  const std::size_t which = input.Choice(kTexts.size() + 2);
  if (which < kTexts.size()) return std::string(kTexts.at(which));
  const std::size_t size = input.Choice(which == kTexts.size() ? 24 : 8'192);
  if (which > kTexts.size()) return std::string(size, static_cast<char>(input.Byte() % 128));
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(input.Byte());
  return text;
}

std::int64_t Number(Input& input) {
  constexpr std::array<std::int64_t, 9> kNumbers = {
      0, -1, 1, INT64_MAX, INT64_MIN, INT32_MAX, INT32_MIN, 1'000'000'000'000'000, 366};
  const std::size_t which = input.Choice(kNumbers.size() + 1);
  return which < kNumbers.size() ? kNumbers.at(which) : static_cast<std::int64_t>(input.Number(8));
}

void PutScalar(Input& input, Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.AddString(&message, &field, Text(input))
                  : reflection.SetString(&message, &field, Text(input));
    case FieldDescriptor::CPPTYPE_INT64:
      return many ? reflection.AddInt64(&message, &field, Number(input))
                  : reflection.SetInt64(&message, &field, Number(input));
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto number = static_cast<std::int32_t>(Number(input));
      return many ? reflection.AddInt32(&message, &field, number)
                  : reflection.SetInt32(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int value = static_cast<int>(input.Choice(64)) - 2;
      return many ? reflection.AddEnumValue(&message, &field, value)
                  : reflection.SetEnumValue(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!many) reflection.SetBool(&message, &field, input.Choice(2) == 1);
      return;
    default:
      return;
  }
}

// Somewhere in `message` something else, something more, or nothing.
void Change(Input& input, Message& message, int depth) {
  const Descriptor& type = *message.GetDescriptor();
  const Reflection& reflection = *message.GetReflection();
  if (type.field_count() == 0) return;
  const FieldDescriptor& field =
      *type.field(static_cast<int>(input.Choice(static_cast<std::size_t>(type.field_count()))));
  const std::uint8_t how = input.Byte();
  if (how % 16 == 15) return reflection.ClearField(&message, &field);
  if (how % 16 == 14) {
    reflection.MutableUnknownFields(&message)->AddVarint(1'000, 1);
    return;
  }
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return PutScalar(input, message, field);
  if (field.is_map()) return;
  if (!field.is_repeated()) {
    Message* inner = reflection.MutableMessage(&message, &field);
    if (depth < kDepthMax) Change(input, *inner, depth + 1);
    return;
  }
  const int count = reflection.FieldSize(message, &field);
  if (count == 0 || how % 16 == 13) {
    for (int more = how % 16 == 13 ? static_cast<int>(input.Choice(300)) : 1; more > 0; --more) {
      Message* added = reflection.AddMessage(&message, &field);
      if (count > 0) added->CopyFrom(reflection.GetRepeatedMessage(message, &field, 0));
    }
    return;
  }
  const auto which = static_cast<int>(input.Choice(static_cast<std::size_t>(count)));
  Message* inner = reflection.MutableRepeatedMessage(&message, &field, which);
  if (depth < kDepthMax) Change(input, *inner, depth + 1);
}

// A request with every field filled, changed as the input says.
std::string Filled(Input& input, Message& message) {
  const std::uint8_t seed = input.Byte();
  dm::codec::MessageFiller(seed).Fill(message, seed % 3);
  if (const auto* id = message.GetDescriptor()->FindFieldByName("request_id"))
    message.GetReflection()->SetString(&message, id, "request-" + std::to_string(1'000 + seed));
  for (int i = 0; i < kChangesMax && !input.at_end(); ++i) Change(input, message, 0);
  return message.SerializePartialAsString();
}

// Runs of ten digits and more: somebody's number, or an account's.
std::vector<std::string> NumbersIn(std::string_view bytes) {
  std::vector<std::string> numbers;
  std::string digits;
  for (const char c : std::string(bytes) + " ") {
    if (c >= '0' && c <= '9') {
      digits += c;
      continue;
    }
    if (digits.size() >= 10) numbers.push_back(digits.substr(0, 10));
    digits.clear();
  }
  return numbers;
}

void CheckRefusal(const grpc::Status& answer, std::string_view request) {
  const dm::Status status = dm::FromGrpcStatus(answer);
  const dm::ErrorDetail detail = dm::DetailOf(status);
  Must(!status.message().empty() && status.message().size() < 2'000,
       "a refusal says what, shortly");
  Must(!detail.reason.empty(), "a refusal has a reason");
  Must(!detail.remedy.empty(), "a refusal has a remedy");
  const std::string told = std::string(status.message()) + " " + detail.field + " " + detail.remedy;
  for (const char c : told)
    Must(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a refusal is one line");
  for (const std::string& number : NumbersIn(request))
    Must(told.find(number) == std::string::npos, "no number of the request is repeated");
}

// `parsed`: whether the bytes are a message of the call's type.
void CheckAnswer(const grpc::Status& answer, bool parsed, std::string_view request) {
  if (!parsed) return Must(!answer.ok(), "bytes that are no request are refused");
  switch (answer.error_code()) {
    case grpc::StatusCode::OK:
      return;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::PERMISSION_DENIED:
      return CheckRefusal(answer, request);
    default:
      std::fprintf(
          stderr, "%d: %s\n", answer.error_code(), std::string(answer.error_message()).c_str());
      Must(false, "no request makes the worker fail");
  }
}

grpc::Status Send(const std::string& method, const std::string& bytes) {
  grpc::GenericStub stub(Server().channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  stub.UnaryCall(
      &context, method, grpc::StubOptions(), &request, &response, [&done](grpc::Status status) {
        done.set_value(std::move(status));
      });
  return done.get_future().get();
}

}  // namespace

// What OpenSSL keeps for each thread of gRPC goes after the leaks are counted.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the sanitizer asks for this name.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcrypto.so\n";
}

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Must(dm::LoadSwedishTime().ok(), "the time zone is there");
  google::protobuf::SetLogHandler(nullptr);  // text that is no UTF-8 is meant
  Server();
  return 0;
}

// A request of any call, over a connection as a caller has it. The first byte tells the call, the
// second whether the rest are its bytes or what is changed in a request that is filled.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const MethodDescriptor& method = *Methods()[input.Byte() % Methods().size()];
  const std::unique_ptr<Message> request(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  const bool raw = input.Byte() % 4 == 0;
  const std::string bytes = raw ? std::string(input.Rest()) : Filled(input, *request);
  const bool parsed = request->ParseFromString(bytes);
  const std::string path = "/" + method.service()->full_name() + "/" + method.name();
  CheckAnswer(Send(path, bytes), parsed, bytes);
  return 0;
}
