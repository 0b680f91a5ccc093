// case message, messages, read, request-completion, person, withdraw, status.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/application_service.grpc.pb.h"
#include "medarbetare/v1/contact_service.grpc.pb.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/cli/call.h"
#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"
#include "worker/core/instant.h"
#include "worker/runtime/clocks.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

using Contact = v1::ContactService::Stub;

struct Options {
  std::string id;  // case, item or message
  std::string handler;
  std::string person;
  std::string text;
  std::string channel = "e_application";
  std::string due;
  std::string level = "substantial";
  std::string text_sha256;
  std::string pressure;
  std::string registered_by;
  std::string html;
  std::string household;
  std::vector<std::string> items;
  std::string document;
  std::string at;  // when it came, or was signed
  std::string kind;
  std::string media_type;
  bool unread = false;
  bool unreadable = false;
};

// False, with a message, for a word that is no value.
template <typename Enum, typename Parse>
bool ReadEnum(Session& session,
              const char* option,
              const std::string& prefix,
              const std::string& word,
              const char* words,
              Parse parse,
              Enum* value) {
  if (parse(prefix + Capitals(word), value)) return true;
  session.Fail(kExitBadInput, std::string(option) + ": is one of " + words);
  return false;
}

bool ReadChannel(Session& session, const Options& options, v1::Channel* channel) {
  return ReadEnum(
      session,
      "--channel",
      "CHANNEL_",
      options.channel,
      "e_application, paper, oral",
      [](const std::string& name, v1::Channel* found) { return v1::Channel_Parse(name, found); },
      channel);
}

bool ReadText(Session& session, const std::string& option, std::string* text) {
  *text = option;
  if (option.empty() || option[0] != '@') return true;
  std::ifstream file(option.substr(1));
  if (!file) {
    session.Fail(kExitBadInput, "--text: the file cannot be read");
    return false;
  }
  text->assign(std::istreambuf_iterator<char>(file), {});
  return true;
}

// Now, by this machine's clock, where `text` is empty.
bool ReadTime(Session& session,
              const char* option,
              const std::string& text,
              google::protobuf::Timestamp* time) {
  const StatusOr<Instant> at =
      text.empty() ? StatusOr<Instant>(MakeClock(0)->Now()) : Instant::Parse(text);
  if (at.ok()) {
    *time = codec::ToProto(*at);
    return true;
  }
  session.Fail(kExitBadInput, std::string(option) + ": " + MessageOf(at.status()));
  return false;
}

void Message(Session& session, const Options& options) {
  std::string text;
  if (!ReadText(session, options.text, &text)) return;
  v1::CaseMessage message;
  if (options.person.empty()) {
    v1::SendMessageRequest request;
    request.set_request_id(NewRequestId());
    request.set_case_id(options.id);
    request.set_handler(options.handler);
    request.set_text(text);
    v1::SendMessageResponse response;
    if (!Call(session, &Contact::SendMessage, request, response)) return;
    message = response.message();
  } else {
    v1::ReceiveMessageRequest request;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    if (!ReadChannel(session, options, &channel)) return;
    request.set_request_id(NewRequestId());
    request.set_case_id(options.id);
    request.set_person(options.person);
    request.set_channel(channel);
    request.set_text(text);
    request.set_registered_by(options.handler);
    v1::ReceiveMessageResponse response;
    if (!Call(session, &Contact::ReceiveMessage, request, response)) return;
    message = response.message();
  }
  if (session.json) return session.PrintJson(message);
  std::cout << message.id() << " is stored, "
            << ShortName(v1::MessageDirection_Name(message.direction()), "MESSAGE_DIRECTION_")
            << '\n';
}

void Messages(Session& session, const Options& options) {
  v1::ListMessagesRequest request;
  request.set_page_size(200);
  request.set_case_id(options.id);
  request.set_household(options.household);
  if (options.unread) {
    request.set_unread_only(true);
    request.set_direction(v1::MESSAGE_DIRECTION_INBOUND);
  }
  bool any = false;
  do {
    v1::ListMessagesResponse response;
    if (!Call(session, &Contact::ListMessages, request, response)) return;
    if (session.json) session.PrintJson(response);
    for (const v1::CaseMessage& one : response.messages()) {
      any = true;
      if (session.json) continue;
      const bool inbound = one.direction() == v1::MESSAGE_DIRECTION_INBOUND;
      std::cout << one.id() << "  " << one.case_id() << "  " << Moment(one.sent_at()) << "  "
                << (inbound ? "from " + one.person() : "by " + one.author()) << "  "
                << (one.read_by().empty() ? "unread" : "read by " + one.read_by()) << "\n"
                << one.text() << "\n\n";
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (!any && !session.json) std::cout << "no messages\n";
}

void MarkRead(Session& session, const Options& options) {
  v1::MarkMessageReadRequest request;
  request.set_request_id(NewRequestId());
  request.set_message_id(options.id);
  request.set_handler(options.handler);
  request.set_person(options.person);
  v1::MarkMessageReadResponse response;
  if (!Call(session, &Contact::MarkMessageRead, request, response)) return;
  if (session.json) return session.PrintJson(response.message());
  std::cout << response.message().id() << " is read by " << response.message().read_by() << '\n';
}

// "CODE=why" or "CODE=why=how".
bool AddItem(Session& session, const std::string& word, v1::RequestCompletionRequest& request) {
  const std::size_t first = word.find('=');
  if (first == std::string::npos) {
    session.Fail(kExitBadInput, "--item: is CODE=WHY or CODE=WHY=HOW");
    return false;
  }
  const std::size_t second = word.find('=', first + 1);
  v1::RequestCompletionRequest::Item& item = *request.add_items();
  item.set_code(word.substr(0, first));
  item.set_why(word.substr(first + 1, second == std::string::npos ? second : second - first - 1));
  if (second != std::string::npos) item.set_how(word.substr(second + 1));
  return true;
}

void RequestCompletion(Session& session, const Options& options) {
  v1::RequestCompletionRequest request;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.id);
  request.set_handler(options.handler);
  request.set_due(options.due);
  for (const std::string& word : options.items)
    if (!AddItem(session, word, request)) return;
  v1::GetEscalationRequest look;
  look.set_escalation_id(options.id);
  v1::GetEscalationResponse item;
  if (!Call(session, &v1::EscalationService::Stub::GetEscalation, look, item)) return;
  request.set_expected_version(item.escalation().version());
  v1::RequestCompletionResponse response;
  if (!Call(session, &Contact::RequestCompletion, request, response)) return;
  if (session.json) return session.PrintJson(response.case_());
  const auto& rounds = response.case_().contact().completions();
  std::cout << response.case_().id() << " is "
            << ShortName(v1::CaseState_Name(response.case_().state()), "CASE_STATE_");
  if (!rounds.empty())
    std::cout << ", last day " << rounds.rbegin()->due() << ", reminder "
              << (rounds.rbegin()->remind_on().empty() ? "-" : rounds.rbegin()->remind_on())
              << ", request " << rounds.rbegin()->number();
  std::cout << '\n';
}

void AddDocument(Session& session, const Options& options) {
  v1::AddDocumentRequest request;
  request.set_request_id(NewRequestId());
  request.set_case_id(options.id);
  request.mutable_document()->set_id(options.document);
  request.mutable_document()->set_kind(options.kind);
  if (!ReadTime(
          session, "--received-at", options.at, request.mutable_document()->mutable_received_at()))
    return;
  request.mutable_document()->set_readable(!options.unreadable);
  request.mutable_file()->set_media_type(options.media_type);
  for (const std::string& code : options.items) request.add_answers(code);
  v1::AddDocumentResponse response;
  if (!Call(session, &v1::ApplicationService::Stub::AddDocument, request, response)) return;
  if (session.json) return session.PrintJson(response);
  std::cout << options.id << " is "
            << ShortName(v1::CaseState_Name(response.state()), "CASE_STATE_") << ", version "
            << response.version();
  if (response.joins_next_application())
    std::cout << "; the document joins "
              << (response.joined_case_id().empty() ? "the household's next application"
                                                    : response.joined_case_id());
  std::cout << '\n';
}

void Person(Session& session, const Options& options) {
  v1::RequestPersonRequest request;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  if (!ReadChannel(session, options, &channel)) return;
  request.set_request_id(NewRequestId());
  request.set_case_id(options.id);
  request.set_person(options.person);
  request.set_channel(channel);
  request.set_registered_by(options.registered_by);
  v1::RequestPersonResponse response;
  if (!Call(session, &Contact::RequestPerson, request, response)) return;
  if (session.json) return session.PrintJson(response);
  std::cout << options.id << " goes to a person; it is "
            << ShortName(v1::CaseState_Name(response.state()), "CASE_STATE_") << '\n';
}

void Withdraw(Session& session, const Options& options) {
  v1::WithdrawApplicationRequest request;
  v1::AssuranceLevel level = v1::ASSURANCE_LEVEL_UNSPECIFIED;
  v1::Answer pressure = v1::ANSWER_UNSPECIFIED;
  const bool read =
      ReadEnum(
          session,
          "--level",
          "ASSURANCE_LEVEL_",
          options.level,
          "low, substantial, high",
          [](const std::string& name, v1::AssuranceLevel* found) {
            return v1::AssuranceLevel_Parse(name, found);
          },
          &level) &&
      (options.pressure.empty() ||
       ReadEnum(
           session,
           "--pressure",
           "ANSWER_",
           options.pressure,
           "yes, no",
           [](const std::string& name, v1::Answer* found) { return v1::Answer_Parse(name, found); },
           &pressure)) &&
      ReadTime(
          session, "--signed-at", options.at, request.mutable_signature()->mutable_signed_at());
  if (!read) return;
  request.set_request_id(NewRequestId());
  request.set_case_id(options.id);
  request.mutable_signature()->set_person(options.person);
  request.mutable_signature()->set_level(level);
  request.mutable_signature()->set_text_sha256(options.text_sha256);
  request.set_pressure(pressure);
  request.set_registered_by(options.registered_by);
  v1::WithdrawApplicationResponse response;
  if (!Call(session, &Contact::WithdrawApplication, request, response)) return;
  if (session.json) return session.PrintJson(response);
  std::cout << options.id << " is "
            << ShortName(v1::CaseState_Name(response.state()), "CASE_STATE_");
  if (response.missing().empty()) std::cout << "; every adult has signed, a person ends it";
  for (const std::string& person : response.missing())
    std::cout << "; " << person << " has not signed";
  std::cout << '\n';
}

void PrintStatus(const v1::ApplicantStatus& status) {
  std::cout << status.title() << "\n" << status.message() << "\n";
  for (const std::string& line : status.waits_for()) std::cout << line << "\n";
  if (status.items_size() > 0)
    std::cout << "\nDet här behöver vi från dig, senast " << status.last_day() << "\n";
  for (const auto& item : status.items())
    std::cout << "- " << item.text() << (item.answered() ? " (har kommit in)" : "") << "\n  "
              << item.why() << "\n  " << item.how() << "\n";
  for (const auto& decision : status.decisions())
    std::cout << "\n"
              << decision.title() << "\nBeslutat " << decision.decided_on() << ". "
              << decision.decided_by() << "\n\n"
              << decision.letter() << "\n";
  if (!status.explanation().empty()) std::cout << "\n" << status.explanation() << "\n";
  if (status.messages_size() > 0) std::cout << "\nMeddelanden\n";
  for (const auto& message : status.messages())
    std::cout << "- " << (message.from_household() ? "Du, " : "Handläggaren, ")
              << Moment(message.sent_at()) << ": " << message.text() << "\n";
  if (status.documents_size() > 0) std::cout << "\nHandlingar\n";
  for (const auto& document : status.documents())
    std::cout << "- " << document.kind() << ", " << document.received_on()
              << (document.joins_next_application() ? ", följer med nästa ansökan" : "") << "\n";
  if (status.sources_size() > 0) std::cout << "\nDet här har vi hämtat om dig\n";
  for (const auto& source : status.sources()) {
    std::cout << "- " << source.agency() << ", " << Moment(source.asked_at()) << ". "
              << source.answer() << "\n";
    for (const std::string& detail : source.details()) std::cout << "  " << detail << "\n";
  }
  if (status.checks_size() > 0) std::cout << "\nKontroller som är gjorda\n";
  for (const std::string& check : status.checks()) std::cout << "- " << check << "\n";
  std::cout << "\n" << status.person() << "\n" << status.rights() << "\n";
}

void Status(Session& session, const Options& options) {
  v1::GetApplicantStatusRequest request;
  request.set_case_id(options.id);
  request.set_person(options.person);
  request.set_html(!options.html.empty());
  v1::GetApplicantStatusResponse response;
  if (!Call(session, &Contact::GetApplicantStatus, request, response)) return;
  if (!options.html.empty()) {
    std::ofstream file(options.html, std::ios::binary);
    file << response.status().html();
    if (!file.flush()) return session.Fail(kExitBadInput, "--html: the file cannot be written");
  }
  if (session.json) return session.PrintJson(response.status());
  PrintStatus(response.status());
}

}  // namespace

void AddContact(CLI::App& cases, Session& session) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name,
                       const char* help,
                       const char* id,
                       const char* id_help,
                       void (*run)(Session&, const Options&)) {
    CLI::App* command = cases.add_subcommand(name, help);
    session.AddOptions(*command);
    command->add_option(id, options->id, id_help)->required();
    command->callback([&session, options, run] { run(session, *options); });
    return command;
  };
  CLI::App* message = add(
      "message", "Write to the household, or take down what it says", "case", "case id", Message);
  message->add_option("--text", options->text, "the text, or @FILE")->required();
  message->add_option(
      "--handler", options->handler, "user id of the caseworker who writes, or took it down");
  message->add_option(
      "--from", options->person, "key of the adult who said it: the message is the household's");
  message->add_option("--channel", options->channel, "how it came: e_application, paper, oral");

  CLI::App* messages = cases.add_subcommand("messages", "Messages of a case, a household, or all");
  session.AddOptions(*messages);
  messages->add_option("case", options->id, "case id; left out: all");
  messages->add_option("--household", options->household, "only this household");
  messages->add_flag("--unread", options->unread, "only what the household wrote and nobody read");
  messages->callback([&session, options] { Messages(session, *options); });

  CLI::App* read =
      add("read", "Say that a message has been read", "message", "message id", MarkRead);
  read->add_option("--handler", options->handler, "user id of the caseworker who read it");
  read->add_option("--person", options->person, "key of the adult who read it");

  CLI::App* completion = add("request-completion",
                             "Ask the household for named things",
                             "item",
                             "item of the queue that you hold",
                             RequestCompletion);
  completion->add_option("--handler", options->handler, "user id of the caseworker")->required();
  completion
      ->add_option("--item",
                   options->items,
                   "CODE=WHY or CODE=WHY=HOW; codes of completion_items.yaml; may be repeated")
      ->required();
  completion->add_option("--due", options->due, "last day, YYYY-MM-DD; left out: the usual time");

  CLI::App* document = add("add-document",
                           "A document has come in, also after the decision",
                           "case",
                           "case id",
                           AddDocument);
  document->add_option("--id", options->document, "the case system's id of it")->required();
  document->add_option("--kind", options->kind, "a code of document_kinds.yaml, such as hyresavi")
      ->required();
  document->add_option("--answers", options->items, "code of a requested item; may be repeated");
  document->add_option("--media-type", options->media_type, "what the file is: application/pdf, …");
  document->add_option("--received-at",
                       options->at,
                       "when it came, such as 2026-11-24T08:00:00+01:00; left out: now");
  document->add_flag("--unreadable", options->unreadable, "it cannot be read");

  CLI::App* person =
      add("person", "The household wants to talk to a person", "case", "case id", Person);
  person->add_option("--person", options->person, "key of the adult who said so");
  person->add_option("--channel", options->channel, "how it was said: e_application, paper, oral");
  person->add_option("--by", options->registered_by, "user id of who took it down");

  CLI::App* withdraw = add(
      "withdraw", "An adult signs that the application is taken back", "case", "case id", Withdraw);
  withdraw->add_option("--person", options->person, "key of the adult who signs")->required();
  withdraw->add_option("--text-sha256", options->text_sha256, "hash of the text that was signed")
      ->required();
  withdraw->add_option(
      "--signed-at", options->at, "when, such as 2026-11-24T08:00:00+01:00; left out: now");
  withdraw->add_option("--level", options->level, "of the signature: low, substantial, high");
  withdraw->add_option(
      "--pressure", options->pressure, "a sign that somebody else wants it: yes, no");
  withdraw->add_option("--by", options->registered_by, "user id of who registered it");

  CLI::App* status = add(
      "status", "What the applicant may see of the case (Mina ärenden)", "case", "case id", Status);
  status->add_option("--person", options->person, "key of the adult who asks")->required();
  status->add_option("--html", options->html, "also write the page to this file");
}

}  // namespace dm::cli
