#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "medarbetare/v1/quality_service.grpc.pb.h"
#include "worker/cli/commands.h"
#include "worker/cli/restore_running.h"
#include "worker/cli/source_view.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string actor;
  std::string reason;
  std::string typfall;
  std::string mode;
  std::string delegation;
};

std::string ModeName(v1::Mode mode) {
  return ShortName(v1::Mode_Name(mode), "MODE_");
}

void PrintModes(const v1::WorkerStatus& status) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::TypfallStatus& one : status.typfall()) {
    rows.push_back({one.typfall(),
                    ModeName(one.mode()),
                    ModeName(one.policy_mode()),
                    ModeName(one.max_mode()),
                    one.demoted()        ? "held by an error"
                    : one.switched_off() ? "switched off"
                                         : "",
                    one.title()});
  }
  PrintTable(std::cout, {{"TYPFALL"}, {"MODE"}, {"POLICY"}, {"MAX"}, {"HELD"}, {"TITLE"}}, rows);
  for (const v1::Switch& one : status.switched_off()) {
    std::cout << "switched off: " << one.name() << " by " << one.actor() << ": " << one.reason()
              << '\n';
  }
}

void PrintStatus(const v1::WorkerStatus& status) {
  std::cout << "medarbetare " << status.version() << " for " << status.municipality()
            << "\npolicies " << status.policy_version() << "\n  " << status.policy_sha256()
            << "\ndeciding: " << (status.deciding() ? "yes" : "no, " + status.not_deciding_reason())
            << (status.pause_reason().empty() ? "" : " (" + status.pause_reason() + ")")
            << "\neffects not delivered: " << status.effects_pending();
  if (status.has_replay()) {
    const v1::ReplaySummary& replay = status.replay();
    std::cout << "\nreplayed " << Time(replay.time()) << ": " << replay.same() << " same, "
              << replay.different() << " different, " << replay.not_replayed() << " not replayed";
  }
  std::cout << "\n\n";
  std::vector<std::vector<std::string>> states;
  for (const v1::StateCount& one : status.states()) {
    states.push_back(
        {ShortName(v1::CaseState_Name(one.state()), "CASE_STATE_"), std::to_string(one.count())});
  }
  PrintTable(std::cout, {{"STATE"}, {"CASES", Align::kRight}}, states);
  std::vector<std::vector<std::string>> queues;
  for (const v1::Queue& one : status.queues()) {
    if (one.open() + one.claimed() == 0) continue;
    queues.push_back({one.queue(),
                      std::to_string(one.open()),
                      std::to_string(one.claimed()),
                      Time(one.oldest()),
                      one.title()});
  }
  std::cout << '\n';
  PrintTable(
      std::cout,
      {{"QUEUE"}, {"OPEN", Align::kRight}, {"CLAIMED", Align::kRight}, {"OLDEST"}, {"TITLE"}},
      queues);
  std::cout << '\n';
  PrintSources(std::cout, status);
  std::cout << '\n';
  PrintModes(status);
}

bool Fetch(Session& session, v1::WorkerStatus& status) {
  if (!session.Connect()) return false;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::GetStatusResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->GetStatus(&context, v1::GetStatusRequest(), &response))) return false;
  status = response.status();
  return true;
}

void ShowStatus(Session& session) {
  v1::WorkerStatus status;
  if (!Fetch(session, status)) return;
  if (session.json) return session.PrintJson(status);
  PrintStatus(status);
  if (status.not_deciding_reason() != "RESTORE_UNDER_WAY") return;
  std::cout << '\n';
  PrintRestoreUnderWay(session);
}

void ShowModes(Session& session) {
  v1::WorkerStatus status;
  if (!Fetch(session, status)) return;
  if (session.json) return session.PrintJson(status);
  PrintModes(status);
}

void SetPause(Session& session, const Options& options, bool paused) {
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  grpc::ClientContext context;
  session.Prepare(context);
  v1::WorkerStatus status;
  if (paused) {
    v1::PauseRequest request;
    request.set_request_id(NewRequestId());
    request.set_actor(options.actor);
    request.set_reason(options.reason);
    v1::PauseResponse response;
    if (!session.Check(stub->Pause(&context, request, &response))) return;
    status = response.status();
  } else {
    v1::ResumeRequest request;
    request.set_request_id(NewRequestId());
    request.set_actor(options.actor);
    request.set_reason(options.reason);
    v1::ResumeResponse response;
    if (!session.Check(stub->Resume(&context, request, &response))) return;
    status = response.status();
  }
  if (session.json) return session.PrintJson(status);
  std::cout << (status.paused() ? "paused: cases are received and computed, none is decided\n"
                                : "resumed\n");
}

void SetMode(Session& session, const Options& options) {
  v1::SetModeRequest request;
  v1::Mode mode = v1::MODE_UNSPECIFIED;
  if (options.mode == "off") mode = v1::MODE_OFF;
  if (options.mode == "shadow") mode = v1::MODE_SHADOW;
  if (options.mode == "prepare") mode = v1::MODE_PREPARE;
  if (options.mode == "propose") mode = v1::MODE_PROPOSE;
  if (options.mode == "decide") mode = v1::MODE_DECIDE;
  if (!session.Connect()) return;
  request.set_request_id(NewRequestId());
  request.set_typfall(options.typfall);
  request.set_mode(mode);
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  request.set_delegation(options.delegation);
  v1::SetModeResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const auto stub = v1::OperationsService::NewStub(session.channel);
  if (!session.Check(stub->SetMode(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  std::cout << response.typfall().typfall() << " is now in " << ModeName(response.typfall().mode())
            << '\n';
}

void ShowEvidence(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::QualityService::NewStub(session.channel);
  v1::GetPromotionRequest request;
  request.set_typfall(options.typfall);
  v1::GetPromotionResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->GetPromotion(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  const v1::Promotion& promotion = response.promotion();
  std::cout << promotion.typfall() << " is in " << ModeName(promotion.mode());
  if (promotion.next() != promotion.mode()) {
    std::cout << "; raising it to " << ModeName(promotion.next()) << " is "
              << (promotion.possible() ? "possible" : "not possible yet");
  }
  std::cout << '\n';
  std::vector<std::vector<std::string>> rows;
  for (const v1::PromotionItem& item : promotion.items()) {
    rows.push_back({item.met()        ? "yes"
                    : item.required() ? "NO"
                                      : "note",
                    item.code(),
                    item.text()});
  }
  PrintTable(std::cout, {{"MET"}, {"WHAT"}, {"WHY"}}, rows);
}

void ReleaseTypfall(Session& session, const Options& options) {
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::ReleaseDemotionRequest request;
  request.set_request_id(NewRequestId());
  request.set_typfall(options.typfall);
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  v1::ReleaseDemotionResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->ReleaseDemotion(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  std::cout << response.typfall().typfall() << " is now in " << ModeName(response.typfall().mode())
            << '\n';
}

void AddPause(CLI::App& app,
              Session& session,
              const std::shared_ptr<Options>& options,
              bool paused) {
  CLI::App* command = paused ? app.add_subcommand("pause", "Stop deciding at once; nothing is lost")
                             : app.add_subcommand("resume", "Decide again");
  session.AddOptions(*command);
  command->add_option("--actor", options->actor, "user id of the person who answers for it")
      ->required();
  command->add_option("--reason", options->reason, "why")->required();
  command->callback([&session, options, paused] { SetPause(session, *options, paused); });
}

}  // namespace

void AddOperations(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* status = app.add_subcommand(
      "status", "What the worker does: states, queues, registers, certificates, modes");
  session.AddOptions(*status);
  status->callback([&session] { ShowStatus(session); });
  AddPause(app, session, options, true);
  AddPause(app, session, options, false);

  CLI::App* mode = app.add_subcommand(
      "mode", "How far the worker may go in each typfall: off, shadow, prepare, propose, decide");
  mode->require_subcommand(1);
  CLI::App* show = mode->add_subcommand("show", "Show the modes in effect");
  session.AddOptions(*show);
  show->callback([&session] { ShowModes(session); });
  CLI::App* set = mode->add_subcommand(
      "set", "Set a mode; raising it needs a reason, decide also a delegation");
  session.AddOptions(*set);
  set->add_option("typfall", options->typfall, "e.g. TF-02")->required();
  set->add_option("mode", options->mode, "off, shadow, prepare, propose or decide")
      ->required()
      ->check(CLI::IsMember({"off", "shadow", "prepare", "propose", "decide"}));
  set->add_option("--actor", options->actor, "user id of the person who answers for it")
      ->required();
  set->add_option("--reason", options->reason, "why; for a raise, the evidence that it rests on")
      ->required();
  set->add_option("--delegation", options->delegation, "the board's decision, for decide");
  set->callback([&session, options] { SetMode(session, *options); });

  CLI::App* evidence =
      mode->add_subcommand("evidence", "What raising a typfall rests on, and what is missing");
  session.AddOptions(*evidence);
  evidence->add_option("typfall", options->typfall, "e.g. TF-02")->required();
  evidence->callback([&session, options] { ShowEvidence(session, *options); });
  CLI::App* release = mode->add_subcommand(
      "release", "Let a typfall that an error holds go back, once the error is analysed");
  session.AddOptions(*release);
  release->add_option("typfall", options->typfall, "e.g. TF-02")->required();
  release->add_option("--actor", options->actor, "user id of who analysed it")->required();
  release->add_option("--reason", options->reason, "what the analysis came to")->required();
  release->callback([&session, options] { ReleaseTypfall(session, *options); });
}

}  // namespace dm::cli
