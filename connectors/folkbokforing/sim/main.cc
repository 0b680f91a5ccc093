// folkbokforing-sim: answers the population-register contract from scenario files. For development,
// tests, demonstrations and rehearsals.
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "connectors/folkbokforing/sim/simulator.h"

namespace {

namespace sim = dm::folk::sim;

constexpr int kExitOk = 0;
constexpr int kExitUsage = 2;
constexpr int kExitStart = 3;
constexpr int kPortMax = 65'535;
constexpr int kLatencyMaxMs = 600'000;

struct Arguments {
  std::vector<std::string> scenarios;
  std::string listen = "127.0.0.1:0";
  std::string port_file;
  bool check = false;
  sim::SimulatorOptions options;
};

int Fail(const dm::Status& status, int code) {
  std::cerr << "folkbokforing-sim: " << dm::MessageOf(status) << "\n";
  return code;
}

// "host:port", with an IPv6 host in brackets.
dm::Status SplitListen(const std::string& listen, sim::SimulatorOptions& options) {
  const std::size_t colon = listen.rfind(':');
  const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoi(port) > kPortMax) {
    return dm::InvalidArgument("--listen: expected HOST:PORT with a port from 0 to 65535");
  }
  options.host = listen.substr(0, colon);
  if (options.host.starts_with('[') && options.host.ends_with(']')) {
    options.host = options.host.substr(1, options.host.size() - 2);
  }
  options.port = std::stoi(port);
  return dm::OkStatus();
}

// Written beside and renamed, so that a waiting reader never sees half a number.
bool WritePortFile(const std::string& file, int port) {
  const std::string beside = file + ".new";
  {
    std::ofstream stream(beside);
    if (!(stream << port << "\n")) return false;
  }
  return std::rename(beside.c_str(), file.c_str()) == 0;
}

int Serve(const Arguments& arguments, sim::Scenario scenario) {
  // Blocked before the first thread, so that only sigwait below receives them.
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  const std::size_t persons = scenario.persons.size();
  auto simulator = sim::Simulator::Start(std::move(scenario), arguments.options);
  if (!simulator.ok()) return Fail(simulator.status(), kExitStart);
  if (!arguments.port_file.empty() && !WritePortFile(arguments.port_file, (*simulator)->port())) {
    return Fail(dm::FailedPrecondition("--port-file: the file cannot be written"), kExitStart);
  }
  std::cout << "listening on " << (*simulator)->url() << " with " << persons << " persons\n"
            << std::flush;
  int signal = 0;
  sigwait(&stops, &signal);
  (*simulator)->Stop();
  std::cout << "stopped after " << (*simulator)->question_count() << " questions\n";
  return kExitOk;
}

int Run(Arguments& arguments) {
  if (const dm::Status status = SplitListen(arguments.listen, arguments.options); !status.ok()) {
    return Fail(status, kExitUsage);
  }
  auto scenario = sim::LoadScenarios(arguments.scenarios);
  if (!scenario.ok()) return Fail(scenario.status(), kExitUsage);
  if (arguments.check) {
    std::cout << "the scenarios are in order: " << scenario->persons.size() << " persons\n";
    return kExitOk;
  }
  return Serve(arguments, *std::move(scenario));
}

int Main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Simulates the municipality's population register from scenario files.",
               "folkbokforing-sim");
  app.footer(
      "Exit codes: 0 stopped in order, 2 wrong arguments or scenario, 3 could not start.\n"
      "The scenario format is described in connectors/folkbokforing/sim/README.md.");
  app.add_option(
      "--scenario", arguments.scenarios, "Scenario file, or directory of *.yaml; repeatable");
  app.add_option("--listen", arguments.listen, "HOST:PORT; port 0 takes any free one")
      ->capture_default_str();
  app.add_option("--port-file", arguments.port_file, "Write the port to this file when listening");
  app.add_option("--tls-cert", arguments.options.tls_certificate_file, "Server certificate (PEM)");
  app.add_option("--tls-key", arguments.options.tls_key_file, "Server key (PEM)");
  app.add_option("--client-ca",
                 arguments.options.client_ca_file,
                 "Issuer of accepted client certificates (PEM)");
  app.add_option(
         "--latency-ms", arguments.options.latency_ms, "Added to every answer, milliseconds")
      ->check(CLI::Range(0, kLatencyMaxMs))
      ->capture_default_str();
  app.add_flag("--check", arguments.check, "Read the scenarios, report, and exit");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return Run(arguments);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    // Out of memory, or a library that fails in a way of its own: nothing here throws.
    std::fprintf(stderr, "folkbokforing-sim: stopped by a failure: %s\n", error.what());
    return kExitStart;
  }
}
