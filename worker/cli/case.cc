#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "medarbetare/v1/effect_service.grpc.pb.h"
#include "worker/adapters/codec/codec.h"
#include "worker/cli/commands.h"
#include "worker/cli/explained.h"
#include "worker/cli/kept.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string case_id;
  std::string state;
  std::string month;
  std::string household;
  std::string format;
};

std::vector<std::string> RowOf(const v1::CaseSummary& one) {
  return {one.id(),
          one.month(),
          ShortName(v1::CaseState_Name(one.state()), "CASE_STATE_"),
          one.typfall().empty() ? "-" : one.typfall(),
          one.queue().empty() ? "-" : one.queue(),
          ShortName(v1::Outcome_Name(one.outcome()), "OUTCOME_"),
          ShortName(v1::DecisionKind_Name(one.decided_by()), "DECISION_KIND_"),
          std::to_string(one.processing_ms()),
          Time(one.updated_at())};
}

void List(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::CaseService::NewStub(session.channel);
  v1::ListCasesRequest request;
  request.set_page_size(200);
  request.set_month(options.month);
  request.set_household(options.household);
  v1::CaseState state = v1::CASE_STATE_UNSPECIFIED;
  if (!options.state.empty() &&
      !v1::CaseState_Parse("CASE_STATE_" + Capitals(options.state), &state)) {
    return session.Fail(kExitBadInput,
                        "--state is a state of docs/state-machine.md, such as escalated");
  }
  request.set_state(state);
  std::vector<std::vector<std::string>> rows;
  do {
    v1::ListCasesResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListCases(&context, request, &response))) return;
    if (session.json) session.PrintJson(response);
    for (const v1::CaseSummary& one : response.cases()) rows.push_back(RowOf(one));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  PrintTable(std::cout,
             {{"CASE"},
              {"MONTH"},
              {"STATE"},
              {"TYPFALL"},
              {"QUEUE"},
              {"OUTCOME"},
              {"BY"},
              {"MS", Align::kRight},
              {"UPDATED"}},
             rows);
}

bool Fetch(Session& session, const std::string& case_id, v1::Case& found) {
  if (!session.Connect()) return false;
  const auto stub = v1::CaseService::NewStub(session.channel);
  v1::GetCaseRequest request;
  request.set_case_id(case_id);
  v1::GetCaseResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->GetCase(&context, request, &response))) return false;
  found = response.case_();
  return true;
}

void PrintEvidence(const v1::Case& found) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& person : found.evidence().persons()) {
    for (const auto& answer : person.answers()) {
      rows.push_back({person.person(),
                      SourceName(answer.source()),
                      ShortName(v1::AnswerState_Name(answer.state()), "ANSWER_STATE_"),
                      answer.code().empty() ? "-" : answer.code(),
                      std::to_string(answer.payments_size()),
                      Time(answer.fetched_at())});
    }
  }
  if (rows.empty()) return;
  std::cout << "\nregister answers\n";
  PrintTable(
      std::cout,
      {{"PERSON"}, {"SOURCE"}, {"STATE"}, {"CODE"}, {"PAYMENTS", Align::kRight}, {"FETCHED"}},
      rows);
}

void Show(Session& session, const Options& options) {
  v1::Case found;
  if (!Fetch(session, options.case_id, found)) return;
  if (session.json) return session.PrintJson(found);
  std::cout << found.id() << "  " << ShortName(v1::CaseState_Name(found.state()), "CASE_STATE_")
            << "  version " << found.version() << "\n  household "
            << found.application().household() << ", month " << found.application().month()
            << ", received " << Time(found.received_at()) << '\n';
  if (found.state() == v1::CASE_STATE_WAITING_SOURCE) {
    std::cout << "  waits for registers, asked again " << Moment(found.due_at()) << ", asked "
              << found.source_attempts() << (found.source_attempts() == 1 ? " time\n" : " times\n");
  }
  for (const v1::Decision& decision : found.decisions()) {
    std::cout << "  decision " << decision.version() << ": "
              << ShortName(v1::Outcome_Name(decision.outcome()), "OUTCOME_") << " "
              << Amount(decision.granted()) << ", "
              << ShortName(v1::DecisionKind_Name(decision.kind()), "DECISION_KIND_") << " by "
              << decision.decided_by() << " under " << decision.delegation() << ", pay date "
              << (decision.pay_date().empty() ? "-" : decision.pay_date()) << '\n';
  }
  if (found.has_escalation() && found.escalation().routing().reasons_size() > 0) {
    std::cout << "  with a caseworker: " << found.escalation().id() << " in "
              << found.escalation().routing().queue() << '\n';
    for (const v1::Reason& reason : found.escalation().routing().reasons()) {
      std::cout << "    " << reason.code() << "  " << reason.text() << '\n';
    }
  }
  PrintEvidence(found);
  std::cout << "\nThe calculation: medarbetare case explain " << found.id() << '\n';
}

// Explained here, from what the worker has kept: the same words as `assess`.
void ExplainKept(Session& session, const Options& options, ExplainFormat format) {
  Kept kept(session);
  const auto found = kept.Fetch(options.case_id);
  if (!found.ok()) {
    if (found.status().code() != StatusCode::kCancelled)
      session.Fail(kExitRefused, MessageOf(found.status()));
    return;
  }
  const PolicySet* policy = kept.SetOf(found->assessment);
  if (policy == nullptr) return;
  const auto input = codec::DecodeCaseInput(found->input);
  if (!input.ok()) return session.Fail(kExitRefused, MessageOf(input.status()));
  v1::Case shown;
  if (!Fetch(session, options.case_id, shown)) return;
  const auto outcome = OutcomeOf(shown);
  if (!outcome.ok()) return session.Fail(kExitRefused, MessageOf(outcome.status()));
  const auto text = ExplainAssessed(*input, found->assessment, *outcome, *policy, format);
  if (!text.ok()) return session.Fail(kExitRefused, MessageOf(text.status()));
  std::cout << *text;
}

void Explain(Session& session, const Options& options) {
  const auto format = ExplainFormatOf(options.format);
  if (!options.format.empty() && !format)
    return session.Fail(kExitBadInput,
                        "--format: is none of text, json, tree-json, html, applicant");
  if (!session.Connect()) return;
  if (format) return ExplainKept(session, options, *format);
  const auto stub = v1::CaseService::NewStub(session.channel);
  v1::ExplainAssessmentRequest request;
  request.set_case_id(options.case_id);
  v1::ExplainAssessmentResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->ExplainAssessment(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  std::cout << response.text();
}

void Letters(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::EffectService::NewStub(session.channel);
  v1::ListEffectsRequest request;
  request.set_case_id(options.case_id);
  request.set_page_size(200);
  v1::ListEffectsResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->ListEffects(&context, request, &response))) return;
  bool any = false;
  for (const v1::StoredEffect& stored : response.effects()) {
    if (!stored.effect().has_letter()) continue;
    if (session.json) {
      session.PrintJson(stored);
    } else {
      std::cout << (any ? "\n" : "") << stored.effect().letter().subject() << "\n\n"
                << stored.effect().letter().body();
    }
    any = true;
  }
  if (!any) session.Fail(kExitRefused, "the case has no letter");
}

void Events(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::CaseService::NewStub(session.channel);
  v1::ListCaseEventsRequest request;
  request.set_case_id(options.case_id);
  request.set_page_size(200);
  std::vector<std::vector<std::string>> rows;
  do {
    v1::ListCaseEventsResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListCaseEvents(&context, request, &response))) return;
    if (session.json) session.PrintJson(response);
    for (const v1::CaseEvent& one : response.events()) {
      rows.push_back({Time(one.at()), one.action(), one.actor(), one.mandate(), one.detail()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  PrintTable(std::cout, {{"TIME"}, {"WHAT"}, {"WHO"}, {"MANDATE"}, {"DETAIL"}}, rows);
}

}  // namespace

void AddCase(CLI::App& app, Session& session) {
  CLI::App* one = app.add_subcommand(
      "case", "Cases: list them, open one, explain its amounts, read its letter");
  one->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* list = one->add_subcommand("list", "List cases");
  session.AddOptions(*list);
  list->add_option("--state", options->state, "only this state, e.g. escalated");
  list->add_option("--month", options->month, "only this month, YYYY-MM");
  list->add_option("--household", options->household, "only this household");
  list->callback([&session, options] { List(session, *options); });
  const auto add = [&](const char* name, const char* help, void (*run)(Session&, const Options&)) {
    CLI::App* command = one->add_subcommand(name, help);
    session.AddOptions(*command);
    command->add_option("case", options->case_id, "case id")->required();
    command->callback([&session, options, run] { run(session, *options); });
    return command;
  };
  add("show", "State, decisions, reasons and register answers of a case", Show);
  add("explain", "Every amount with its rule, legal source and input", Explain)
      ->add_option(
          "--format",
          options->format,
          "text, applicant, html, tree-json or json: the whole explanation, made from what "
          "the worker has kept");
  add("events", "Who did what with a case, and when: its audit records", Events);
  add("letter", "The letters to the household", Letters);
  AddDecisions(*one, session);
  AddContact(*one, session);
}

}  // namespace dm::cli
