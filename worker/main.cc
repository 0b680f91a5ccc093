// medarbetare: the one program. `serve` and `run-once` are the worker, the other commands call it
// or work on files.
#include <string>

#include <CLI/CLI.hpp>

#include "worker/cli/commands.h"
#include "worker/cli/daemon.h"
#include "worker/cli/mistyped.h"
#include "worker/cli/reference.h"
#include "worker/core/instant.h"
#include "worker/core/version.h"

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  CLI::App app{
      "Medarbetare, a digital medarbetare for försörjningsstöd. Exit codes: 0 done, 1 refused, 2 "
      "bad input, 3 no connection, 4 bad configuration."};
  app.set_version_flag("--version", std::string("medarbetare ") + dm::Version());
  app.require_subcommand(1);
  dm::cli::Session session;
  if (const dm::Status zone = dm::LoadSwedishTime(); !zone.ok()) {
    session.Fail(dm::cli::kExitBadConfig, dm::MessageOf(zone));
    return session.exit_code;
  }
  dm::cli::AddDaemon(app, session);
  dm::cli::AddBackup(app, session);
  dm::cli::AddKeys(app, session);
  dm::cli::AddRestore(app, session);
  dm::cli::AddSubmit(app, session);
  dm::cli::AddCase(app, session);
  dm::cli::AddQueue(app, session);
  dm::cli::AddFrame(app, session);
  dm::cli::AddEffect(app, session);
  dm::cli::AddOperations(app, session);
  dm::cli::AddQuality(app, session);
  dm::cli::AddReport(app, session);
  dm::cli::AddRetention(app, session);
  dm::cli::AddWaiting(app, session);
  dm::cli::AddAudit(app, session);
  dm::cli::AddIncident(app, session);
  dm::cli::AddSsbtek(app, session);
  dm::cli::AddSummary(app, session);
  dm::cli::AddAssess(app, session);
  dm::cli::AddReplay(app, session);
  dm::cli::AddPolicy(app, session);
  dm::cli::AddReference(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked = error.get_exit_code() == 0;  // for --help or --version
    const std::string why = asked ? "" : dm::cli::Mistyped(app, {argv + 1, argv + argc});
    if (why.empty()) {
      app.exit(error);
    } else {
      session.Fail(dm::cli::kExitBadInput, why);
    }
    return asked ? 0 : dm::cli::kExitBadInput;
  }
  return session.exit_code;
}
