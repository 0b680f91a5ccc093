#include "connectors/desk/rpc.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "connectors/desk/message.h"
#include "connectors/desk/methods.h"
#include "connectors/desk/who_acts.h"
#include "worker/core/digest.h"

namespace dm::desk {
namespace {

using google::protobuf::MethodDescriptor;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStreamPatience{250};
constexpr std::chrono::seconds kSessionCheck{2};
constexpr std::size_t kLogNameLength = 12;
constexpr int kKeyBytes = 32;

Status NoSuchMethod() {
  return MakeStatus(
      StatusCode::kUnimplemented,
      "there is no such method",
      {.reason = "UNIMPLEMENTED", .field = "", .remedy = "Use page and gateway of one version."});
}

Status WrongKind() {
  return MakeStatus(StatusCode::kUnimplemented,
                    "Content-Type: is not that of the method's kind",
                    {.reason = "REQUEST_INVALID",
                     .field = "Content-Type",
                     .remedy = "Streams take application/connect+json, the others "
                               "application/json."});
}

Status NoWay() {
  return MakeStatus(
      StatusCode::kPermissionDenied,
      "the gateway has no certificate for this call",
      {.reason = "PERMISSION_DENIED",
       .field = "",
       .remedy = "Ask operations to set worker.operations, or use the command line."});
}

// What a page does by itself is no sign of a person at the desk: the stream of hints, the claim
// that is renewed while a case stands open, and what the page says nobody has asked for.
Sessions::Use UseOf(const httplib::Request& request) {
  const MethodDescriptor* method = FindMethod(request.path);
  const bool by_itself =
      method != nullptr && (method->server_streaming() || method->name() == "RenewEscalation");
  return by_itself || request.has_header("Desk-Unattended") ? Sessions::Use::kLook
                                                            : Sessions::Use::kWork;
}

std::string NameOf(const MethodDescriptor& method) {
  return method.service()->name() + "/" + method.name();
}

// The certificate that the call needs, and no more: permission denied where the gateway lacks it.
StatusOr<Way> WayOf(const WorkerLink& link, const Person& person, const MethodDescriptor& method) {
  const OperationsWay operations = WayFor(person, method);
  if (operations != OperationsWay::kNone && link.Has(Way::kOperations)) return Way::kOperations;
  if (operations == OperationsWay::kNeeded) return NoWay();
  return person.cleared && link.Has(Way::kCleared) ? Way::kCleared : Way::kOpen;
}

}  // namespace

std::string LogName(const std::string& user_id) {
  static const std::string kKey = RandomHex(kKeyBytes);
  return HmacSha256Hex(kKey, user_id).substr(0, kLogNameLength);
}

struct Rpc::Prepared {
  const MethodDescriptor* method;
  std::string path;
  std::string token;
  std::string user_id;
  Way way;
  std::string bytes;
  WorkerLink::Deadline deadline;
  SteadyClock::time_point began;
  std::shared_ptr<Sessions::Call> place;
};

void Rpc::Note(const std::string& method,
               const std::string& user_id,
               StatusCode code,
               SteadyClock::time_point began) {
  const auto spent =
      std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - began);
  log_.Write(LogLevel::kInfo,
             "desk_called",
             {{"method", method},
              {"person", user_id.empty() ? "-" : LogName(user_id)},
              {"code", ConnectCode(code)},
              {"duration_ms", static_cast<std::int64_t>(spent.count())}});
}

StatusOr<Rpc::Prepared> Rpc::Prepare(const httplib::Request& request, ContentType type) {
  Prepared call;
  call.began = SteadyClock::now();
  const std::string token = TokenOf(request, site_);
  call.token = token;
  DM_ASSIGN_OR_RETURN(const SessionView session, sessions_.Find(token, UseOf(request)));
  call.user_id = session.person.user_id;
  call.method = FindMethod(request.path);
  if (call.method == nullptr || call.method->client_streaming()) return NoSuchMethod();
  DM_RETURN_IF_ERROR(CheckMayCall(session.person, *call.method));
  const bool is_stream = call.method->server_streaming();
  if (is_stream != (type.kind == CallKind::kStream)) return WrongKind();
  call.path = request.path;
  DM_ASSIGN_OR_RETURN(call.way, WayOf(link_, session.person, *call.method));
  DM_ASSIGN_OR_RETURN(const auto asked,
                      ReadTimeout(request.get_header_value("Connect-Timeout-Ms")));
  const auto longest = is_stream ? times_.stream_max : times_.call_max;
  const auto usual = is_stream ? times_.stream_max : times_.call;
  call.deadline = std::chrono::system_clock::now() + std::min(asked.value_or(usual), longest);
  DM_ASSIGN_OR_RETURN(Sessions::Call place, sessions_.Begin(token));
  call.place = std::make_shared<Sessions::Call>(std::move(place));

  std::string unframed;
  if (is_stream) {
    DM_ASSIGN_OR_RETURN(unframed, OnlyMessage(request.body));
  }
  const auto message = NewMessage(*call.method->input_type());
  DM_RETURN_IF_ERROR(ReadMessage(is_stream ? unframed : request.body, type.encoding, *message));
  DM_RETURN_IF_ERROR(SetWhoActs(*message, session.person.user_id));
  if (!session.person.cleared) LimitToOpen(*message);
  call.bytes = message->SerializeAsString();
  return call;
}

void Rpc::Handle(const httplib::Request& request, httplib::Response& response) {
  const auto began = SteadyClock::now();
  const std::optional<ContentType> type = ReadContentType(request.get_header_value("Content-Type"));
  if (!type) return SendError(response, WrongKind());
  StatusOr<Prepared> call = Prepare(request, *type);
  if (call.ok()) {
    if (type->kind == CallKind::kUnary) return AnswerUnary(*call, *type, response);
    return AnswerStream(*std::move(call), *type, response);
  }
  const MethodDescriptor* method = FindMethod(request.path);
  Note(method == nullptr ? "-" : NameOf(*method), "", call.status().code(), began);
  if (type->kind == CallKind::kUnary || call.status().code() == StatusCode::kUnauthenticated) {
    return SendError(response, call.status());
  }
  response.status = 200;
  response.set_content(EndFrame(ForBrowser(call.status())), desk::NameOf(*type));
}

void Rpc::AnswerUnary(const Prepared& call, ContentType type, httplib::Response& response) {
  const auto answer = [&]() -> StatusOr<std::string> {
    DM_ASSIGN_OR_RETURN(std::string bytes,
                        link_.Call(call.way, call.path, call.user_id, call.bytes, call.deadline));
    if (type.encoding == Encoding::kBinary) return bytes;
    const auto message = NewMessage(*call.method->output_type());
    if (!message->ParseFromString(bytes)) return Unavailable("");
    return WriteMessage(*message, Encoding::kJson);
  }();
  Note(NameOf(*call.method), call.user_id, answer.status().code(), call.began);
  if (!answer.ok()) return SendError(response, answer.status());
  response.status = 200;
  response.set_content(*answer, desk::NameOf(type));
}

void Rpc::AnswerStream(Prepared call, ContentType type, httplib::Response& response) {
  struct Running {
    Prepared call;
    std::unique_ptr<WorkerStream> stream;
    SteadyClock::time_point checked;
  };

  auto running = std::make_shared<Running>();
  running->call = std::move(call);
  running->stream = link_.Stream(running->call.way,
                                 running->call.path,
                                 running->call.user_id,
                                 running->call.bytes,
                                 running->call.deadline);
  running->checked = running->call.began;
  const auto end = [this, running](const Status& status, httplib::DataSink& sink) {
    const std::string frame = EndFrame(ForBrowser(status));
    sink.write(frame.data(), frame.size());
    sink.done();
    Note(NameOf(*running->call.method), running->call.user_id, status.code(), running->call.began);
    return true;
  };
  const auto provide = [this, running, type, end](std::size_t, httplib::DataSink& sink) {
    std::string bytes;
    // Who signs out, or is taken from the staff list, hears no more.
    if (SteadyClock::now() - running->checked >= kSessionCheck) {
      running->checked = SteadyClock::now();
      const auto session = sessions_.Find(running->call.token, Sessions::Use::kLook);
      if (!session.ok()) return end(session.status(), sink);
    }
    switch (running->stream->Wait(kStreamPatience, bytes)) {
      case WorkerStream::Next::kNothingYet:
        return true;
      case WorkerStream::Next::kMessage: {
        if (type.encoding == Encoding::kJson) {
          const auto message = NewMessage(*running->call.method->output_type());
          auto json = message->ParseFromString(bytes) ? WriteMessage(*message, Encoding::kJson)
                                                      : StatusOr<std::string>(Unavailable(""));
          if (!json.ok()) return false;
          bytes = *std::move(json);
        }
        const std::string frame = Frame(kMessageFrame, bytes);
        return sink.write(frame.data(), frame.size());
      }
      case WorkerStream::Next::kEnd:
        break;
    }
    return end(running->stream->status(), sink);
  };
  response.status = 200;
  response.set_chunked_content_provider(desk::NameOf(type), provide);
}

}  // namespace dm::desk
