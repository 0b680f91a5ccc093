#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "worker/cli/commands.h"
#include "worker/cli/escalation_view.h"
#include "worker/cli/queue_commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string escalation;
  std::string queue;
  std::string handler;
  std::string mandate;
  std::string outcome;
  std::string motivation;
  std::vector<std::string> rows;
  bool include_restricted = false;
  std::int64_t version = 0;
};

std::unique_ptr<v1::EscalationService::Stub> Stub(Session& session) {
  if (!session.Connect()) return nullptr;
  return v1::EscalationService::NewStub(session.channel);
}

void ListQueues(Session& session, const Options&) {
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  v1::ListQueuesResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->ListQueues(&context, v1::ListQueuesRequest(), &response))) return;
  if (session.json) return session.PrintJson(response);
  std::vector<std::vector<std::string>> rows;
  for (const v1::Queue& one : response.queues()) {
    rows.push_back({one.queue(),
                    std::to_string(one.open()),
                    std::to_string(one.claimed()),
                    Time(one.oldest()),
                    one.target(),
                    one.title()});
  }
  PrintTable(std::cout,
             {{"QUEUE"},
              {"OPEN", Align::kRight},
              {"CLAIMED", Align::kRight},
              {"OLDEST"},
              {"TARGET"},
              {"TITLE"}},
             rows);
}

void ListItems(Session& session, const Options& options) {
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  v1::ListEscalationsRequest request;
  request.set_page_size(200);
  request.set_queue(options.queue);
  request.set_handler(options.handler);
  request.set_include_restricted(options.include_restricted);
  std::vector<std::vector<std::string>> rows;
  do {
    v1::ListEscalationsResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListEscalations(&context, request, &response))) return;
    if (session.json) session.PrintJson(response);
    for (const v1::Escalation& one : response.escalations()) {
      rows.push_back({one.id(),
                      one.routing().queue(),
                      ShortName(v1::EscalationState_Name(one.state()), "ESCALATION_STATE_"),
                      one.routing().critical_date().empty() ? "-" : one.routing().critical_date(),
                      one.routing().has_children() ? "yes" : "no",
                      ShortName(v1::Mode_Name(one.mode()), "MODE_"),
                      one.typfall().empty() ? "-" : one.typfall(),
                      std::to_string(one.routing().reasons_size()),
                      one.handler().empty() ? "-" : one.handler()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  PrintTable(std::cout,
             {{"ITEM"},
              {"QUEUE"},
              {"STATE"},
              {"CRITICAL"},
              {"CHILDREN"},
              {"MODE"},
              {"TYPFALL"},
              {"REASONS", Align::kRight},
              {"HANDLER"}},
             rows);
}

bool Fetch(Session& session, const std::string& id, v1::GetEscalationResponse& response) {
  const auto stub = Stub(session);
  if (stub == nullptr) return false;
  v1::GetEscalationRequest request;
  request.set_escalation_id(id);
  grpc::ClientContext context;
  session.Prepare(context);
  return session.Check(stub->GetEscalation(&context, request, &response));
}

void Show(Session& session, const Options& options) {
  v1::GetEscalationResponse response;
  if (!Fetch(session, options.escalation, response)) return;
  if (session.json) return session.PrintJson(response);
  PrintEscalation(std::cout, response.escalation(), response.case_());
}

// The version that the person has seen; without --version the present one is read first.
bool VersionOf(Session& session, const Options& options, std::int64_t& version) {
  version = options.version;
  if (version != 0) return true;
  v1::GetEscalationResponse response;
  if (!Fetch(session, options.escalation, response)) return false;
  version = response.escalation().version();
  return true;
}

void PrintChanged(const Session& session, const v1::Escalation& escalation) {
  if (session.json) return session.PrintJson(escalation);
  std::cout << escalation.id() << " is "
            << ShortName(v1::EscalationState_Name(escalation.state()), "ESCALATION_STATE_")
            << (escalation.handler().empty() ? "" : " by " + escalation.handler()) << ", version "
            << escalation.version() << '\n';
}

void Claim(Session& session, const Options& options) {
  v1::ClaimEscalationRequest request;
  std::int64_t version = 0;
  if (!VersionOf(session, options, version)) return;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.escalation);
  request.set_handler(options.handler);
  request.set_expected_version(version);
  v1::ClaimEscalationResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (session.Check(Stub(session)->ClaimEscalation(&context, request, &response)))
    PrintChanged(session, response.escalation());
}

void Release(Session& session, const Options& options) {
  v1::ReleaseEscalationRequest request;
  std::int64_t version = 0;
  if (!VersionOf(session, options, version)) return;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.escalation);
  request.set_handler(options.handler);
  request.set_expected_version(version);
  v1::ReleaseEscalationResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (session.Check(Stub(session)->ReleaseEscalation(&context, request, &response)))
    PrintChanged(session, response.escalation());
}

void Decide(Session& session, const Options& options) {
  v1::DecideCaseRequest request;
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  if (!v1::Outcome_Parse("OUTCOME_" + Capitals(options.outcome), &outcome)) {
    return session.Fail(kExitBadInput,
                        "--outcome is BIFALL, DELAVSLAG, AVSLAG, AVVISNING or AVSKRIVNING");
  }
  for (const std::string& text : options.rows) {
    const auto row = ParseEditedRow(text);
    if (!row.ok()) return session.Fail(kExitBadInput, "--row: " + MessageOf(row.status()));
    *request.add_edited_rows() = *row;
  }
  std::int64_t version = 0;
  if (!VersionOf(session, options, version)) return;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.escalation);
  request.set_expected_version(version);
  request.set_handler(options.handler);
  request.set_mandate(options.mandate);
  request.set_outcome(outcome);
  request.set_motivation(options.motivation);
  v1::DecideCaseResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(Stub(session)->DecideCase(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  std::cout << response.case_().id() << " is "
            << ShortName(v1::CaseState_Name(response.case_().state()), "CASE_STATE_") << '\n';
}

}  // namespace

void AddQueue(CLI::App& app, Session& session) {
  CLI::App* queue =
      app.add_subcommand("queue", "The caseworkers' queues: list, open, claim, decide");
  queue->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* help, void (*run)(Session&, const Options&)) {
    CLI::App* command = queue->add_subcommand(name, help);
    session.AddOptions(*command);
    command->callback([&session, options, run] { run(session, *options); });
    return command;
  };
  const auto add_item =
      [&](const char* name, const char* help, void (*run)(Session&, const Options&)) {
        CLI::App* command = add(name, help, run);
        command->add_option("item", options->escalation, "item id, <case>.<n>")->required();
        return command;
      };
  const auto add_change =
      [&](const char* name, const char* help, void (*run)(Session&, const Options&)) {
        CLI::App* command = add_item(name, help, run);
        command->add_option("--handler", options->handler, "user id of the caseworker")->required();
        command->add_option(
            "--version", options->version, "version that was seen; default: the present one");
        return command;
      };
  add("list", "The queues with their counts", ListQueues);
  CLI::App* items = add("items", "Items by critical date, children and age", ListItems);
  items->add_option("--queue", options->queue, "only this queue, e.g. Q-20");
  items->add_option("--handler", options->handler, "only items that this caseworker holds");
  items->add_flag("--include-restricted",
                  options->include_restricted,
                  "also restricted items, where you have the right to them");
  add_item("show", "An item as the caseworker sees it", Show);
  add_change("claim", "Take an item", Claim);
  add_change("release", "Give an item back", Release);
  CLI::App* decide = add_change("decide", "Decide the case of an item that you hold", Decide);
  decide
      ->add_option(
          "--outcome", options->outcome, "BIFALL, DELAVSLAG, AVSLAG, AVVISNING or AVSKRIVNING")
      ->required();
  decide->add_option("--mandate", options->mandate, "your delegation")->required();
  decide->add_option(
      "--motivation", options->motivation, "the reasons (FL 32); required unless approved in full");
  decide->add_option(
      "--row", options->rows, "a changed row: code=amount[;person=p1][;reason=CODE][;note=text]");
  AddQueueWork(*queue, session);
}

}  // namespace dm::cli
