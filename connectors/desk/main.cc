// medarbetare-desk: the gateway of the caseworkers' page. Serves the page and carries its calls to
// the worker.
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "connectors/desk/config.h"
#include "connectors/desk/desk.h"
#include "connectors/desk/tls.h"
#include "worker/adapters/grpc/library_log.h"
#include "worker/core/process_memory.h"
#include "worker/core/version.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/log.h"
#include "worker/runtime/service_manager.h"

namespace {

constexpr int kExitFailed = 1;
constexpr int kExitBadInput = 2;
constexpr int kExitBadConfig = 4;

dm::LogLevel LevelOf(const std::string& name) {
  if (name == "debug") return dm::LogLevel::kDebug;
  if (name == "warning") return dm::LogLevel::kWarning;
  return name == "error" ? dm::LogLevel::kError : dm::LogLevel::kInfo;
}

// Taken by the main thread alone; every thread made after this inherits the mask.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

int Fail(const dm::Status& status, int code) {
  std::cerr << "error: " << dm::MessageOf(status) << '\n'
            << "  remedy: " << dm::DetailOf(status).remedy << '\n';
  return code;
}

bool Load(const std::string& file, dm::desk::DeskConfig& config) {
  dm::desk::DeskConfigLoad load = dm::desk::LoadDeskConfig(file);
  for (const dm::ConfigError& error : load.errors) {
    std::cerr << "error: " << error.ToString(file) << '\n';
  }
  config = std::move(load.config);
  return load.errors.empty();
}

int Serve(const std::string& file) {
  dm::desk::DeskConfig config;
  if (!Load(file, config)) return kExitBadConfig;
  if (config.environment != dm::Environment::kDevelopment) dm::KeepMemoryInside();
  const sigset_t signals = BlockSignals();
  const auto log =
      dm::MakeLog(LevelOf(config.log.level),
                  config.log.format == "json" ? dm::LogFormat::kJson : dm::LogFormat::kText);
  dm::grpc_adapter::RouteLibraryLogs(log.get());
  const auto clock = dm::MakeClock(0);
  auto desk = dm::desk::Desk::Create(config, *clock, *log);
  if (!desk.ok()) return Fail(desk.status(), kExitBadConfig);
  if (const dm::Status started = (*desk)->Start(); !started.ok()) {
    return Fail(started, kExitFailed);
  }
  if (!config.port_file.empty()) std::ofstream(config.port_file) << (*desk)->port() << '\n';
  dm::service_manager::TellReady();
  int signal = 0;
  sigwait(&signals, &signal);
  dm::service_manager::TellStopping();
  log->Write(dm::LogLevel::kInfo, "desk_stopping", {});
  (*desk)->Stop();
  desk->reset();
  log->Write(dm::LogLevel::kInfo, "desk_stopped", {});
  dm::grpc_adapter::RouteLibraryLogs(nullptr);
  return 0;
}

int Check(const std::string& file) {
  dm::desk::DeskConfig config;
  if (!Load(file, config)) return kExitBadConfig;
  const auto log = dm::MakeLog(dm::LogLevel::kError, dm::LogFormat::kText);
  const auto clock = dm::MakeClock(0);
  const auto desk = dm::desk::Desk::Create(config, *clock, *log);
  if (!desk.ok()) return Fail(desk.status(), kExitBadConfig);
  if (!config.tls.empty()) {
    if (const dm::Status ended = dm::desk::CheckTlsLeft(config.tls); !ended.ok())
      return Fail(ended, kExitBadConfig);
  }
  std::cout << dm::desk::Describe(config) << "# the configuration, its files and the page hold\n";
  return 0;
}

}  // namespace

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  CLI::App app{
      "medarbetare-desk: serves the caseworkers' page and carries its calls to the worker. Runs "
      "until SIGTERM. Exit codes: 0 done, 1 cannot listen, 2 bad arguments, 4 bad configuration."};
  app.set_version_flag("--version", std::string("medarbetare-desk ") + dm::Version());
  std::string file = "/etc/medarbetare/desk.yaml";
  app.add_option("--config", file, "configuration file; docs/operating/desk.md describes it")
      ->envname("MEDARBETARE_DESK_CONFIG")
      ->capture_default_str();
  CLI::App* check = app.add_subcommand(
      "check-config", "Check configuration, certificates and page, print what holds");
  check->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitBadInput;
  }
  return check->parsed() ? Check(file) : Serve(file);
}
