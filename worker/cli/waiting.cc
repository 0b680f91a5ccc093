#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string case_id;
  std::string actor;
};

void Retry(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::RetryNowRequest request;
  request.set_request_id(NewRequestId());
  request.set_case_id(options.case_id);
  request.set_actor(options.actor);
  v1::RetryNowResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->RetryNow(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  if (response.case_ids().empty()) std::cout << "no case waits for a register\n";
  for (const std::string& id : response.case_ids()) std::cout << id << " is asked for again now\n";
  if (response.more()) std::cout << "more cases wait: give the command again\n";
}

std::string SourcesOf(const v1::StuckCase& stuck) {
  std::string text;
  for (const int source : stuck.sources()) {
    text += (text.empty() ? "" : ", ") + SourceName(static_cast<v1::Source>(source));
  }
  return text.empty() ? "-" : text;
}

std::vector<std::string> RowOf(const v1::StuckCase& stuck) {
  return {stuck.case_().id(),
          ShortName(v1::CaseState_Name(stuck.case_().state()), "CASE_STATE_"),
          stuck.reason() + (stuck.code().empty() ? "" : " " + stuck.code()),
          stuck.effect_id().empty() ? SourcesOf(stuck) : stuck.effect_id(),
          stuck.responsible(),
          Time(stuck.case_().received_at()),
          Moment(stuck.due_at())};
}

void Stuck(Session& session) {
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::ListStuckRequest request;
  request.set_page_size(200);
  std::vector<std::vector<std::string>> rows;
  do {
    v1::ListStuckResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListStuck(&context, request, &response))) return;
    if (session.json) session.PrintJson(response);
    for (const v1::StuckCase& one : response.cases()) rows.push_back(RowOf(one));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  if (rows.empty()) {
    std::cout << "no case waits longer than it should\n";
    return;
  }
  PrintTable(
      std::cout,
      {{"CASE"}, {"STATE"}, {"REASON"}, {"WAITS FOR"}, {"NEXT STEP"}, {"RECEIVED"}, {"NEXT LOOK"}},
      rows);
}

}  // namespace

void AddWaiting(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* retry = app.add_subcommand(
      "retry", "Ask the registers again now for a case that waits, or for all that do");
  session.AddOptions(*retry);
  retry->add_option("case", options->case_id, "case id; all that wait where it is left out");
  retry->add_option("--actor", options->actor, "user id of the person who does it")->required();
  retry->callback([&session, options] { Retry(session, *options); });
  CLI::App* stuck = app.add_subcommand("stuck", "Cases that wait longer than they should, and why");
  session.AddOptions(*stuck);
  stuck->callback([&session] { Stuck(session); });
}

}  // namespace dm::cli
