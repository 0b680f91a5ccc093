#include "worker/cli/daemon.h"

#include <csignal>
#include <ctime>
#include <iostream>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>

#include "worker/cli/load_config.h"
#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/log.h"
#include "worker/runtime/quiet_log.h"
#include "worker/wiring/ssbtek.h"
#include "worker/wiring/store.h"
#include "worker/wiring/worker.h"

namespace dm::cli {
namespace {

LogLevel LevelOf(const std::string& name) {
  if (name == "debug") return LogLevel::kDebug;
  if (name == "warning") return LogLevel::kWarning;
  return name == "error" ? LogLevel::kError : LogLevel::kInfo;
}

// SIGTERM, SIGINT and SIGHUP are taken by the main thread alone; every thread made after this
// inherits the mask.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// A supervisor starts again what may pass, and not what only a person can mend.
int ExitOf(const Status& status) {
  const bool may_pass =
      status.code() == StatusCode::kUnavailable || status.code() == StatusCode::kResourceExhausted;
  return may_pass ? kExitNotNow : kExitBadConfig;
}

void Fail(Session& session, const Status& status) {
  session.Fail(ExitOf(status), MessageOf(status));
  PrintDetail(DetailOf(status));
}

enum class Run { kServe, kOnce };

// One round, which SIGTERM and SIGINT end early. SIGHUP is for a worker that goes on.
Status RunRound(Worker& worker, const sigset_t& signals) {
  std::stop_source stop;
  const std::jthread listener([&](const std::stop_token& done) {
    constexpr timespec kLook{.tv_sec = 0, .tv_nsec = 100'000'000};
    while (!done.stop_requested()) {
      const int signal = sigtimedwait(&signals, nullptr, &kLook);
      if (signal == SIGTERM || signal == SIGINT) stop.request_stop();
    }
  });
  return worker.RunOnce(stop.get_token());
}

void RunWorker(Session& session, const std::string& file, Run run) {
  Config config;
  if (!LoadOrPrint(session, file, config)) return;
  const sigset_t signals = BlockSignals();
  const std::unique_ptr<Log> log = MakeLog(
      LevelOf(config.log.level), config.log.format == "json" ? LogFormat::kJson : LogFormat::kText);
  const std::unique_ptr<Clock> clock = MakeClock(0);
  QuietLog quiet(*log, *clock);
  StatusOr<std::unique_ptr<Worker>> worker = MakeWorker(config, quiet);
  if (!worker.ok()) return Fail(session, worker.status());
  // SIGHUP: the policies folder has changed. Anything else: stop.
  const auto wait_for_stop = [&signals, &worker] {
    for (int signal = 0; sigwait(&signals, &signal) == 0 && signal == SIGHUP;) {
      (*worker)->ReloadPolicies();
    }
  };
  const Status status =
      run == Run::kOnce ? RunRound(**worker, signals) : (*worker)->Serve(wait_for_stop);
  if (!status.ok()) Fail(session, status);
}

void PrintCertificate(const CertificateStatus& one) {
  std::cout << "# certificate " << one.name << ": "
            << (one.days_left < 0 ? "ended " : "holds until ") << SwedishDateTime(one.not_after)
            << ", days left: " << one.days_left << '\n';
}

void Check(Session& session, const std::string& file) {
  Config config;
  std::shared_ptr<const PolicySet> policy;
  if (!LoadOrPrint(session, file, config, policy)) return;
  if (const auto keys = OpenKeys(config); !keys.ok()) return Fail(session, keys.status());
  const auto certificates = CheckConnections(config, *policy);
  if (!certificates.ok()) return Fail(session, certificates.status());
  std::cout << DescribeConfig(config) << "# policies: " << policy->version()
            << "\n# policies sha256: " << policy->sha256() << '\n';
  bool ended = false;
  for (const CertificateStatus& one : *certificates) {
    PrintCertificate(one);
    if (one.days_left >= 0) continue;
    ended = true;
    session.Fail(kExitBadConfig, "the certificate of " + one.name + " has ended: no peer takes it");
    std::cerr << "  remedy: renew it and put the new files in place\n";
  }
  if (config.signing.required == 0)
    std::cout << "# policies are taken unsigned: policies.required_signatures is 0\n";
  if (!ended) std::cout << "# the configuration and the policies hold\n";
}

void Add(CLI::App& app,
         const char* name,
         const char* help,
         const std::function<void(const std::string&)>& run) {
  CLI::App* command = app.add_subcommand(name, help);
  auto file = std::make_shared<std::string>("/etc/medarbetare/medarbetare.yaml");
  command->add_option("--config", *file, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  command->callback([file, run] { run(*file); });
}

}  // namespace

// For a municipality that leaves one machine for several.
void AddStoreCopy(CLI::App& store, Session& session) {
  CLI::App* copy = store.add_subcommand(
      "copy",
      "Copy the store from its file into an empty PostgreSQL database, whole or not at all");
  auto file = std::make_shared<std::string>("/etc/medarbetare/medarbetare.yaml");
  auto to = std::make_shared<std::string>();
  copy->add_option("--config", *file, "configuration file that names the store's file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  copy->add_option("--to", *to, "configuration file that names the database")->required();
  copy->callback([&session, file, to] {
    Config from;
    Config target;
    if (!LoadOrPrint(session, *file, from) || !LoadOrPrint(session, *to, target)) return;
    const StatusOr<CopiedStore> copied = CopyStore(from, target);
    if (!copied.ok()) return Fail(session, copied.status());
    std::cout << copied->rows << " rows of " << copied->tables
              << " tables were copied and counted: start the worker with " << *to
              << ", and keep the file away from any worker\n";
  });
}

// For who goes back to the program of before an upgrade.
void AddStoreBack(CLI::App& store, Session& session) {
  CLI::App* back = store.add_subcommand(
      "back", "Bring the store to an earlier version, for the program of before an upgrade");
  auto file = std::make_shared<std::string>("/etc/medarbetare/medarbetare.yaml");
  auto to = std::make_shared<int>(0);
  back->add_option("--config", *file, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  back->add_option(
          "--to", *to, "version that the earlier program knows; it names it when it refuses")
      ->required();
  back->callback([&session, file, to] {
    Config config;
    if (!LoadOrPrint(session, *file, config)) return;
    const Instant now = MakeClock(config.clock_offset_ms)->Now();
    const Status status = StepStoreBack(config, *to, now);
    if (!status.ok()) return Fail(session, status);
    std::cout << "the store has version " << *to
              << ": start the earlier program, not this one, which would bring it forward again\n";
  });
}

void AddDaemon(CLI::App& app, Session& session) {
  CLI::App* store = app.add_subcommand("store", "The store itself, while no worker has it open");
  store->require_subcommand(1);
  AddStoreBack(*store, session);
  AddStoreCopy(*store, session);
  Add(app,
      "serve",
      "Run as a daemon: workers and gRPC, until SIGTERM",
      [&session](const std::string& file) { RunWorker(session, file, Run::kServe); });
  Add(app,
      "run-once",
      "Work what is due, then exit: for a timer",
      [&session](const std::string& file) { RunWorker(session, file, Run::kOnce); });
  Add(app,
      "check-config",
      "Check configuration, certificates and policies, print what holds with secrets hidden",
      [&session](const std::string& file) { Check(session, file); });
}

}  // namespace dm::cli
