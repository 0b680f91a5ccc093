// queue next, renew, route, assign, propose, consult, answer, consultations, watch, load, staff.
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "medarbetare/v1/staff_service.grpc.pb.h"
#include "worker/cli/call.h"
#include "worker/cli/queue_commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;
using Service = v1::EscalationService::Stub;

struct Options {
  std::string item;
  std::string handler;
  std::string actor;
  std::string queue;
  std::vector<std::string> queues;
  std::vector<std::string> items;
  std::string reason;
  std::string text;
  std::string specialist;
  std::string answer_by;
  bool include_restricted = false;
  std::int64_t version = 0;
};

// One call; false, with message and exit code, where it failed.
template <typename Method, typename Request, typename Response>
bool Ask(Session& session, Method method, const Request& request, Response& response) {
  if (!Call(session, method, request, response)) return false;
  if (session.json) session.PrintJson(response);
  return true;
}

bool VersionOf(Session& session,
               const std::string& item,
               std::int64_t given,
               std::int64_t& version) {
  version = given;
  if (version != 0) return true;
  const bool json = std::exchange(session.json, false);
  v1::GetEscalationRequest request;
  request.set_escalation_id(item);
  v1::GetEscalationResponse response;
  const bool ok = Ask(session, &Service::GetEscalation, request, response);
  session.json = json;
  version = response.escalation().version();
  return ok;
}

void PrintItem(const v1::Escalation& item) {
  std::cout << item.id() << " in " << item.routing().queue() << " is "
            << ShortName(v1::EscalationState_Name(item.state()), "ESCALATION_STATE_")
            << (item.handler().empty() ? "" : " by " + item.handler())
            << (item.assigned_to().empty() ? "" : ", assigned to " + item.assigned_to())
            << (item.act_by().empty() ? "" : ", to be handled by " + item.act_by()) << ", version "
            << item.version() << '\n';
}

void Next(Session& session, const Options& options) {
  v1::ClaimNextEscalationRequest request;
  request.set_request_id(NewRequestId());
  request.set_handler(options.handler);
  for (const std::string& queue : options.queues) request.add_queues(queue);
  request.set_include_restricted(options.include_restricted);
  v1::ClaimNextEscalationResponse response;
  if (!Ask(session, &Service::ClaimNextEscalation, request, response) || session.json) return;
  if (response.has_escalation()) return PrintItem(response.escalation());
  std::cout << "there is nothing to take\n";
}

void Renew(Session& session, const Options& options) {
  v1::RenewEscalationRequest request;
  request.set_escalation_id(options.item);
  request.set_handler(options.handler);
  v1::RenewEscalationResponse response;
  if (!Ask(session, &Service::RenewEscalation, request, response) || session.json) return;
  std::cout << options.item << " is held until " << Time(response.claimed_until()) << '\n';
}

void Route(Session& session, const Options& options) {
  std::int64_t version = 0;
  if (!VersionOf(session, options.item, options.version, version)) return;
  v1::RouteEscalationRequest request;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.item);
  request.set_expected_version(version);
  request.set_handler(options.handler);
  request.set_to_queue(options.queue);
  request.set_reason_code(options.reason);
  request.set_text(options.text);
  v1::RouteEscalationResponse response;
  if (!Ask(session, &Service::RouteEscalation, request, response) || session.json) return;
  PrintItem(response.escalation());
}

void Assign(Session& session, const Options& options) {
  v1::ReassignEscalationsRequest request;
  request.set_request_id(NewRequestId());
  request.set_actor(options.actor);
  request.set_to_handler(options.handler);
  request.set_reason_code(options.reason);
  for (const std::string& item : options.items) {
    std::int64_t version = 0;
    if (!VersionOf(session, item, 0, version)) return;
    auto* one = request.add_items();
    one->set_escalation_id(item);
    one->set_expected_version(version);
  }
  v1::ReassignEscalationsResponse response;
  if (!Ask(session, &Service::ReassignEscalations, request, response)) return;
  for (const auto& result : response.results()) {
    if (!result.moved()) session.exit_code = kExitRefused;
    if (session.json) continue;
    std::cout << result.escalation_id()
              << (result.moved()
                      ? " moved"
                      : " refused: " + result.refusal().reason() + ": " + result.refusal().remedy())
              << '\n';
  }
}

void Propose(Session& session, const Options& options) {
  v1::ProposeHandlerRequest request;
  request.set_escalation_id(options.item);
  v1::ProposeHandlerResponse response;
  if (!Ask(session, &Service::ProposeHandler, request, response) || session.json) return;
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : response.candidates())
    rows.push_back(
        {one.handler(), one.had_household_last() ? "yes" : "no", std::to_string(one.held())});
  PrintTable(std::cout, {{"HANDLER"}, {"HAD HOUSEHOLD"}, {"ITEMS", Align::kRight}}, rows);
}

void PrintQuestion(const v1::Consultation& one) {
  std::cout << one.id() << " is "
            << ShortName(v1::ConsultationState_Name(one.state()), "CONSULTATION_STATE_") << '\n';
}

void Consult(Session& session, const Options& options) {
  v1::ConsultSpecialistRequest request;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.item);
  request.set_handler(options.handler);
  request.set_queue(options.queue);
  request.set_specialist(options.specialist);
  request.set_question(options.text);
  request.set_answer_by(options.answer_by);
  v1::ConsultSpecialistResponse response;
  if (!Ask(session, &Service::ConsultSpecialist, request, response) || session.json) return;
  PrintQuestion(response.consultation());
}

void Answer(Session& session, const Options& options) {
  v1::AnswerConsultationRequest request;
  request.set_request_id(NewRequestId());
  request.set_consultation_id(options.item);
  request.set_handler(options.handler);
  request.set_answer(options.text);
  v1::AnswerConsultationResponse response;
  if (!Ask(session, &Service::AnswerConsultation, request, response) || session.json) return;
  PrintQuestion(response.consultation());
}

void Consultations(Session& session, const Options& options) {
  v1::ListConsultationsRequest request;
  request.set_page_size(200);
  request.set_queue(options.queue);
  request.set_specialist(options.specialist);
  std::vector<std::vector<std::string>> rows;
  do {
    v1::ListConsultationsResponse response;
    if (!Ask(session, &Service::ListConsultations, request, response)) return;
    for (const v1::Consultation& one : response.consultations())
      rows.push_back({one.id(),
                      one.queue().empty() ? one.specialist() : one.queue(),
                      one.asked_by(),
                      Time(one.asked_at()),
                      one.answer_by().empty() ? "-" : one.answer_by()});
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  PrintTable(std::cout, {{"QUESTION"}, {"ASKED"}, {"BY"}, {"AT"}, {"ANSWER BY"}}, rows);
}

// Until the deadline (--timeout), which ends it without fault.
void Watch(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::EscalationService::NewStub(session.channel);
  v1::WatchEscalationsRequest request;
  for (const std::string& queue : options.queues) request.add_queues(queue);
  request.set_include_restricted(options.include_restricted);
  grpc::ClientContext context;
  session.Prepare(context);
  const auto reader = stub->WatchEscalations(&context, request);
  v1::WatchEscalationsResponse message;
  while (reader->Read(&message)) {
    const v1::EscalationHint& hint = message.hint();
    if (session.json) {
      session.PrintJson(hint);
    } else {
      std::cout << ShortName(v1::EscalationHintKind_Name(hint.kind()), "ESCALATION_HINT_KIND_")
                << ' ' << hint.queue() << ' ' << hint.escalation_id() << ' ' << hint.version()
                << '\n';
    }
    std::cout.flush();
  }
  const grpc::Status status = reader->Finish();
  if (status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) session.Check(status);
}

void ShowLoad(Session& session, const Options& options) {
  v1::GetLoadRequest request;
  request.set_include_restricted(options.include_restricted);
  v1::GetLoadResponse response;
  if (!Ask(session, &Service::GetLoad, request, response) || session.json) return;
  const v1::Load& load = response.load();
  std::vector<std::vector<std::string>> rows;
  for (const v1::HandlerLoad& one : load.handlers())
    rows.push_back({one.handler(),
                    std::to_string(one.held()),
                    one.has_oldest() ? Time(one.oldest()) : "-",
                    one.alarm() ? "ALARM" : "",
                    one.absent() ? "on leave" : ""});
  PrintTable(
      std::cout, {{"HANDLER"}, {"ITEMS", Align::kRight}, {"OLDEST"}, {"LOAD"}, {"LEAVE"}}, rows);
  std::cout << "unassigned: " << load.unassigned() << " of " << load.items() << ", oldest "
            << (load.has_oldest_unassigned() ? Time(load.oldest_unassigned()) : "-")
            << "; alarm from " << load.alarm_at() << " items a handler\n";
}

void ListStaff(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::StaffService::NewStub(session.channel);
  v1::ListStaffRequest request;
  request.set_page_size(200);
  request.set_queue(options.queue);
  std::vector<std::vector<std::string>> rows;
  bool configured = false;
  do {
    v1::ListStaffResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListStaff(&context, request, &response))) return;
    if (session.json) session.PrintJson(response);
    configured = response.configured();
    for (const v1::StaffMember& one : response.staff()) {
      std::string queues = one.all_queues() ? "all" : "";
      for (const std::string& queue : one.queues()) queues += (queues.empty() ? "" : " ") + queue;
      rows.push_back({one.user_id(), one.absent() ? "on leave" : "", queues});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  if (!configured) std::cout << "there is no staff list: the case system answers for its users\n";
  if (configured) PrintTable(std::cout, {{"USER"}, {"LEAVE"}, {"QUEUES"}}, rows);
}

}  // namespace

void AddQueueWork(CLI::App& queue, Session& session) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* help, void (*run)(Session&, const Options&)) {
    CLI::App* command = queue.add_subcommand(name, help);
    session.AddOptions(*command);
    command->callback([&session, options, run] { run(session, *options); });
    return command;
  };
  const auto item = [&](CLI::App* command, const char* help = "item id, <case>.<n>") {
    command->add_option("item", options->item, help)->required();
  };
  const auto handler = [&](CLI::App* command) {
    command->add_option("--handler", options->handler, "user id of the caseworker")->required();
  };
  const auto restricted = [&](CLI::App* command) {
    command->add_flag("--include-restricted",
                      options->include_restricted,
                      "also restricted items, where you have the right to them");
  };
  CLI::App* next = add("next", "Take the next item that you may take", Next);
  handler(next);
  next->add_option("--queue", options->queues, "only from these queues");
  restricted(next);
  CLI::App* renew = add("renew", "Keep an item that you hold", Renew);
  item(renew);
  handler(renew);
  CLI::App* route = add("route", "Move an item to another queue", Route);
  item(route);
  handler(route);
  route->add_option("--to", options->queue, "the queue, e.g. Q-08")->required();
  route->add_option("--reason", options->reason, "code of the reason, e.g. WRONG_SKILL")
      ->required();
  route->add_option("--text", options->text, "the reason in words")->required();
  route->add_option("--version", options->version, "version that was seen; default: the present");
  CLI::App* assign = add("assign", "Give items to a caseworker, or to nobody: team leads", Assign);
  assign->add_option("items", options->items, "item ids")->required();
  assign->add_option("--actor", options->actor, "user id of the team lead")->required();
  assign->add_option("--to", options->handler, "user id of who gets them; nobody without it");
  assign->add_option("--reason", options->reason, "code, e.g. SICK_LEAVE")->required();
  item(add("propose", "Who could be given an item, best first", Propose));
  CLI::App* consult = add("consult", "Ask a specialist; the item stays", Consult);
  item(consult);
  handler(consult);
  consult->add_option("--queue", options->queue, "the queue whose people are asked");
  consult->add_option("--specialist", options->specialist, "or the person who is asked");
  consult->add_option("--text", options->text, "the question")->required();
  consult->add_option("--answer-by", options->answer_by, "last day, YYYY-MM-DD");
  CLI::App* answer = add("answer", "Answer such a question", Answer);
  item(answer, "id of the question, <item>.k<n>");
  handler(answer);
  answer->add_option("--text", options->text, "the answer")->required();
  CLI::App* consultations = add("consultations", "Open questions to specialists", Consultations);
  consultations->add_option("--queue", options->queue, "only what this queue is asked");
  consultations->add_option("--specialist", options->specialist, "only what this person is asked");
  CLI::App* watch = add("watch", "Hints of changes, until --timeout", Watch);
  watch->add_option("--queue", options->queues, "only these queues");
  restricted(watch);
  restricted(add("load", "How much each caseworker has, and what nobody has", ShowLoad));
  add("staff", "The staff list", ListStaff)
      ->add_option("--queue", options->queue, "only who has the skill for this queue");
}

}  // namespace dm::cli
