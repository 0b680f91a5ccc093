// `restore`: what operations says of a store that was put back from an older backup.
#include "worker/wiring/restore.h"

#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "worker/cli/commands.h"
#include "worker/cli/load_config.h"
#include "worker/cli/restore_running.h"
#include "worker/cli/returned_file.h"
#include "worker/cli/text.h"
#include "worker/core/instant.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/log.h"

namespace dm::cli {
namespace {

struct Options {
  std::string config = "/etc/medarbetare/medarbetare.yaml";
  RestoreCall call;
  std::string returned;
  bool running = false;  // through the worker that runs
};

void Fail(Session& session, const Status& status) {
  const bool input = status.code() == StatusCode::kInvalidArgument;
  session.Fail(input ? kExitBadInput : kExitRefused, MessageOf(status));
  PrintDetail(DetailOf(status));
}

std::unique_ptr<Log> WarningLog() {
  return MakeLog(LogLevel::kWarning, LogFormat::kText);
}

Instant NowOf(const Config& config) {
  return MakeClock(config.clock_offset_ms)->Now();
}

void Declare(Session& session, const Options& options, const Config& config) {
  const auto log = WarningLog();
  const StatusOr<std::string> aside = DeclareRestore(config, options.call, *log, NowOf(config));
  if (!aside.ok()) return Fail(session, aside.status());
  std::cout << "a restore is declared: nothing is sent, and nothing decided by the worker itself, "
               "until it is ended\n";
  if (!aside->empty())
    std::cout << "the noted ends of the audit chain are now in " << *aside << '\n';
  std::cout << "next: start the worker, which asks the receiver about every effect; submit again "
               "what came after the backup;\n      then restore status and restore end\n";
}

void ShowState(Session& session, const Options& /*options*/, const Config& config) {
  const auto log = WarningLog();
  const StatusOr<RestoreState> state = ReadRestoreState(config, *log, NowOf(config));
  if (!state.ok()) return Fail(session, state.status());
  if (!state->restore) {
    std::cout << "no restore is under way\n";
    return;
  }
  std::cout << "declared " << SwedishDateTime(state->restore->declared_at) << " by "
            << state->restore->declared_by << ": " << state->restore->reason << '\n'
            << "effects not delivered: " << state->undelivered
            << ", the receiver not asked about: " << state->unasked << '\n'
            << (state->unasked == 0 ? "it may be ended: restore end\n"
                                    : "it cannot be ended yet\n");
  if (state->unasked > 0) session.exit_code = kExitRefused;
}

StatusOr<std::map<EffectId, Delivery>> ReadList(const std::string& path) {
  DM_ASSIGN_OR_RETURN(const auto list, ReadReturnedFile(path));
  std::map<EffectId, Delivery> returned;
  for (const auto& [id, one] : list) {
    Delivery& said = returned[id];
    const bool refused = one.says == ReceiverSays::kRefused;
    said.outcome = refused ? DeliveryOutcome::kRefused : DeliveryOutcome::kOk;
    if (refused) said.error_code = "RETURNED_LIST";
    said.amount = one.amount;
  }
  return returned;
}

void FailList(Session& session, const Status& status) {
  session.Fail(kExitBadInput, MessageOf(status));
  PrintDetail(DetailOf(status));
}

void Reconcile(Session& session, const Options& options, const Config& config) {
  const auto returned = ReadList(options.returned);
  if (!returned.ok()) return FailList(session, returned.status());
  const auto log = WarningLog();
  const auto pass = ReconcileRestore(config, options.call, *returned, *log, NowOf(config));
  if (!pass.ok()) return Fail(session, pass.status());
  PrintPass(*pass, returned->size());
}

void End(Session& session, const Options& options, const Config& config) {
  const auto log = WarningLog();
  const Status ended = EndRestore(config, options.call, *log, NowOf(config));
  if (!ended.ok()) return Fail(session, ended);
  std::cout << "the restore is over: what the receiver has never seen is sent from now on\n";
}

void ReconcileRunning(Session& session, const Options& options) {
  const auto returned = ReadList(options.returned);
  if (!returned.ok()) return FailList(session, returned.status());
  ReconcileThrough(session, options.call, *returned);
}

using Act = void (*)(Session&, const Options&, const Config&);
using ActThrough = void (*)(Session&, const Options&);

CLI::App* Add(CLI::App& restore,
              Session& session,
              const std::shared_ptr<Options>& options,
              const char* name,
              const char* help,
              Act act,
              ActThrough through) {
  CLI::App* command = restore.add_subcommand(name, help);
  command->add_option("--config", options->config, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  session.AddOptions(*command);
  command->add_flag("--running", options->running, "through the worker that runs, by --target");
  command->callback([&session, options, act, through] {
    if (options->running) return through(session, *options);
    Config config;
    if (LoadOrPrint(session, options->config, config)) act(session, *options, config);
  });
  return command;
}

}  // namespace

void AddRestore(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* restore = app.add_subcommand(
      "restore",
      "A store that was put back from an older backup (SQLite: while no worker has it, or with "
      "--running)");
  restore->require_subcommand(1);
  const auto acts = [&options](CLI::App* command) {
    command->add_option("--actor", options->call.actor, "user id of who does it")->required();
    return command;
  };
  acts(Add(*restore,
           session,
           options,
           "declare",
           "Say that the store was put back: nothing is sent until it is ended",
           Declare,
           [](Session& through, const Options& said) { DeclareThrough(through, said.call); }))
      ->add_option("--reason", options->call.reason, "why, without anything about persons")
      ->required();
  Add(*restore,
      session,
      options,
      "status",
      "How far the receiver was asked",
      ShowState,
      [](Session& through, const Options& /*said*/) { ShowThrough(through); });
  acts(Add(*restore,
           session,
           options,
           "reconcile",
           "Take the list that a receiver returns which cannot be asked",
           Reconcile,
           ReconcileRunning))
      ->add_option("--returned", options->returned, "effect_id;outcome;amount, as CSV")
      ->required();
  acts(Add(*restore,
           session,
           options,
           "end",
           "Send what the receiver has never seen",
           End,
           [](Session& through, const Options& said) { EndThrough(through, said.call); }));
}

}  // namespace dm::cli
