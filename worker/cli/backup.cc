// `backup` and `restore-drill`: copies of the store, taken and tried on the machine where it is.
#include "worker/wiring/backup.h"

#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "worker/case/case_state.h"
#include "worker/cli/commands.h"
#include "worker/cli/load_config.h"
#include "worker/cli/text.h"
#include "worker/runtime/clocks.h"

namespace dm::cli {
namespace {

struct Options {
  std::string config = "/etc/medarbetare/medarbetare.yaml";
  std::string file;
};

void Fail(Session& session, const Status& status) {
  session.Fail(status.code() == StatusCode::kDataLoss ? kExitRefused : kExitBadConfig,
               MessageOf(status));
  PrintDetail(DetailOf(status));
}

void Rehearse(Session& session, const Options& options) {
  Config config;
  if (!LoadOrPrint(session, options.config, config)) return;
  const auto rehearsal =
      RehearseRestore(config, options.file, MakeClock(config.clock_offset_ms)->Now());
  if (!rehearsal.ok()) return Fail(session, rehearsal.status());
  for (const StateCount& one : rehearsal->states)
    if (one.count > 0) std::cout << CaseStateCode(one.state) << ' ' << one.count << '\n';
  std::cout << "audit chain: holds, " << rehearsal->head.sequence << " records, "
            << rehearsal->head.sha256 << '\n';
  if (!rehearsal->later_records)
    std::cout << "no end was noted (audit.checkpoints): what came after the copy is not known\n";
  else if (*rehearsal->later_records > 0)
    std::cout << "records noted after the copy: " << *rehearsal->later_records
              << "; what they tell of would be lost, and payments among them must be reconciled "
                 "before anything is sent\n";
  std::cout << "the copy can be restored\n";
}

CLI::App* Add(CLI::App& app, const char* name, const char* help, Options& options) {
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option("--config", options.config, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  return command;
}

}  // namespace

void AddBackup(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* backup =
      Add(app, "backup", "Copy the store while the worker goes on (SQLite)", *options);
  backup->add_option("--to", options->file, "the copy; an earlier one there is replaced")
      ->required();
  backup->callback([&session, options] {
    Config config;
    if (!LoadOrPrint(session, options->config, config)) return;
    const Status status = BackUpStore(config, options->file);
    if (!status.ok()) return Fail(session, status);
    std::cout << options->file << '\n';
  });
  CLI::App* drill =
      Add(app,
          "restore-drill",
          "Restore a copy beside it, check it whole, remove it; with PostgreSQL check the restored "
          "database that --config names",
          *options);
  drill->add_option("file", options->file, "a copy that `backup` made; none with PostgreSQL");
  drill->callback([&session, options] { Rehearse(session, *options); });
}

}  // namespace dm::cli
