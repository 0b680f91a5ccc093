#include "medarbetare/v1/contact_service.grpc.pb.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/fill_applicant.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/services.h"
#include "worker/adapters/grpc/show.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

constexpr int kItemsMax = 20;
// In bytes, far above what the port takes: how long a text may be is the port's matter.
constexpr std::size_t kTextBytesMax = 32'768;

// The port says what may stand in a text; here only its size is bounded.
std::string ReadText(FieldReader& reader, const char* field, const std::string& text) {
  if (text.size() > kTextBytesMax)
    reader.Fail(field, "FIELD_TOO_LONG", "has at most 4000 characters", "Shorten it.");
  return text;
}

StatusOr<CompletionCall> ReadCompletion(const pb::RequestCompletionRequest& request) {
  FieldReader reader(Origin::kCaller);
  CompletionCall call;
  call.escalation =
      reader.ReadId<EscalationId>("escalation_id", request.escalation_id(), Need::kRequired);
  call.expected_version = request.expected_version();
  call.handler = reader.Code("handler", request.handler(), Need::kRequired);
  if (reader.Count("items", request.items_size(), kItemsMax)) {
    for (int i = 0; i < request.items_size(); ++i) {
      const FieldReader::Scope scope = reader.In("items", i);
      const pb::RequestCompletionRequest::Item& item = request.items(i);
      call.items.push_back({.code = reader.Code("code", item.code(), Need::kRequired),
                            .person = reader.OptionalPerson("person", item.person()),
                            .why = ReadText(reader, "why", item.why()),
                            .how = ReadText(reader, "how", item.how())});
    }
  }
  call.due = reader.OptionalDate("due", request.due());
  DM_RETURN_IF_ERROR(reader.status());
  return call;
}

StatusOr<MessageFilter> ReadFilter(const pb::ListMessagesRequest& request) {
  FieldReader reader(Origin::kCaller);
  MessageFilter filter;
  if (!request.case_id().empty())
    filter.case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
  if (!request.household().empty())
    filter.household =
        reader.ReadId<HouseholdId>("household", request.household(), Need::kRequired);
  if (request.direction() != pb::MESSAGE_DIRECTION_UNSPECIFIED)
    filter.direction = reader.Enum<MessageDirection>("direction", request.direction());
  filter.unread_only = request.unread_only();
  DM_RETURN_IF_ERROR(reader.status());
  return filter;
}

class ContactService final : public pb::ContactService::CallbackService {
 public:
  ContactService(Dispatcher& dispatcher, ContactApi& contact)
      : dispatcher_(dispatcher), contact_(contact) {}

  grpc::ServerUnaryReactor* SendMessage(grpc::CallbackServerContext* context,
                                        const pb::SendMessageRequest* request,
                                        pb::SendMessageResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Send(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReceiveMessage(grpc::CallbackServerContext* context,
                                           const pb::ReceiveMessageRequest* request,
                                           pb::ReceiveMessageResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Receive(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListMessages(grpc::CallbackServerContext* context,
                                         const pb::ListMessagesRequest* request,
                                         pb::ListMessagesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return List(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* MarkMessageRead(grpc::CallbackServerContext* context,
                                            const pb::MarkMessageReadRequest* request,
                                            pb::MarkMessageReadResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Mark(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* RequestCompletion(grpc::CallbackServerContext* context,
                                              const pb::RequestCompletionRequest* request,
                                              pb::RequestCompletionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Complete(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* RequestPerson(grpc::CallbackServerContext* context,
                                          const pb::RequestPersonRequest* request,
                                          pb::RequestPersonResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Wish(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* WithdrawApplication(
      grpc::CallbackServerContext* context,
      const pb::WithdrawApplicationRequest* request,
      pb::WithdrawApplicationResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Withdraw(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetApplicantStatus(grpc::CallbackServerContext* context,
                                               const pb::GetApplicantStatusRequest* request,
                                               pb::GetApplicantStatusResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return GetStatus(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListApplicantCases(grpc::CallbackServerContext* context,
                                               const pb::ListApplicantCasesRequest* request,
                                               pb::ListApplicantCasesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return ListCases(call, *request, *response);
    });
  }

 private:
  Status Send(const CallContext& call,
              const pb::SendMessageRequest& request,
              pb::SendMessageResponse& response) {
    FieldReader reader(Origin::kCaller);
    const OutboundMessage said = {
        .case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired),
        .handler = reader.Code("handler", request.handler(), Need::kRequired),
        .text = ReadText(reader, "text", request.text())};
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Message message, contact_.SendMessage(call, said));
    *response.mutable_message() = codec::ToProto(message);
    return OkStatus();
  }

  Status Receive(const CallContext& call,
                 const pb::ReceiveMessageRequest& request,
                 pb::ReceiveMessageResponse& response) {
    FieldReader reader(Origin::kCaller);
    const InboundMessage said = {
        .case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired),
        .person = reader.ReadId<PersonKey>("person", request.person(), Need::kRequired),
        .channel = reader.Enum<Channel>("channel", request.channel()),
        .text = ReadText(reader, "text", request.text()),
        .registered_by = reader.Code("registered_by", request.registered_by(), Need::kOptional)};
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Message message, contact_.ReceiveMessage(call, said));
    *response.mutable_message() = codec::ToProto(message);
    return OkStatus();
  }

  Status List(const CallContext& call,
              const pb::ListMessagesRequest& request,
              pb::ListMessagesResponse& response) {
    DM_ASSIGN_OR_RETURN(const MessageFilter filter, ReadFilter(request));
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<Message> found, contact_.ListMessages(call, filter, page));
    for (const Message& message : found.items) *response.add_messages() = codec::ToProto(message);
    response.set_next_page_token(PageToken(request, found.next));
    return OkStatus();
  }

  Status Mark(const CallContext& call,
              const pb::MarkMessageReadRequest& request,
              pb::MarkMessageReadResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id = reader.ReadId<MessageId>("message_id", request.message_id(), Need::kRequired);
    const ReadBy by = {.handler = reader.Code("handler", request.handler(), Need::kOptional),
                       .person = reader.OptionalPerson("person", request.person())};
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Message message, contact_.MarkMessageRead(call, id, by));
    *response.mutable_message() = codec::ToProto(message);
    return OkStatus();
  }

  Status Complete(const CallContext& call,
                  const pb::RequestCompletionRequest& request,
                  pb::RequestCompletionResponse& response) {
    DM_ASSIGN_OR_RETURN(const CompletionCall said, ReadCompletion(request));
    DM_ASSIGN_OR_RETURN(const CaseRecord record, contact_.RequestCompletion(call, said));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Wish(const CallContext& call,
              const pb::RequestPersonRequest& request,
              pb::RequestPersonResponse& response) {
    FieldReader reader(Origin::kCaller);
    const PersonWish wish = {
        .case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired),
        .person = reader.OptionalPerson("person", request.person()),
        .channel = reader.Enum<Channel>("channel", request.channel()),
        .registered_by = reader.Code("registered_by", request.registered_by(), Need::kOptional)};
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, contact_.RequestPerson(call, wish));
    if (record.id.empty()) return OkStatus();  // not for the caller to see
    response.set_state(codec::EnumToProto(record.state));
    response.set_version(record.version);
    return OkStatus();
  }

  Status Withdraw(const CallContext& call,
                  const pb::WithdrawApplicationRequest& request,
                  pb::WithdrawApplicationResponse& response) {
    FieldReader reader(Origin::kCaller);
    const WithdrawalCall said = {
        .case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired),
        .signature = codec::ReadMessage(reader, "signature", request.signature()),
        .pressure = reader.Enum<Answer>("pressure", request.pressure()),
        .registered_by = reader.Code("registered_by", request.registered_by(), Need::kOptional)};
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const WithdrawalState state, contact_.Withdraw(call, said));
    if (state.record.id.empty()) return OkStatus();
    response.set_state(codec::EnumToProto(state.record.state));
    response.set_version(state.record.version);
    for (const PersonKey& person : state.missing) response.add_missing(person.value());
    return OkStatus();
  }

  Status GetStatus(const CallContext& call,
                   const pb::GetApplicantStatusRequest& request,
                   pb::GetApplicantStatusResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    const auto person = reader.ReadId<PersonKey>("person", request.person(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const ApplicantStatus status,
                        contact_.GetApplicantStatus(call, id, person, request.html()));
    *response.mutable_status() = FillApplicantStatus(status);
    return OkStatus();
  }

  Status ListCases(const CallContext& call,
                   const pb::ListApplicantCasesRequest& request,
                   pb::ListApplicantCasesResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto household =
        reader.ReadId<HouseholdId>("household", request.household(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<ApplicantCase> found,
                        contact_.ListApplicantCases(call, household, page));
    for (const ApplicantCase& one : found.items) FillApplicantCase(one, *response.add_cases());
    response.set_next_page_token(PageToken(request, found.next));
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  ContactApi& contact_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeContactService(Dispatcher& dispatcher, ContactApi& contact) {
  return std::make_unique<ContactService>(dispatcher, contact);
}

}  // namespace dm::grpc_adapter
