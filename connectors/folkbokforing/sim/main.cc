// folkbokforing-sim: answers the population-register contract from scenario files. For development,
// tests, demonstrations and rehearsals.
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "connectors/folkbokforing/sim/simulator.h"
#include "connectors/sim/front/arguments.h"

namespace {

namespace sim = dm::folk::sim;

constexpr int kExitOk = 0;
constexpr int kExitUsage = 2;
constexpr int kExitStart = 3;
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

int Serve(const Arguments& arguments, sim::Scenario scenario) {
  const dm::sim::StopSignals stop;
  const std::size_t persons = scenario.persons.size();
  auto simulator = sim::Simulator::Start(std::move(scenario), arguments.options);
  if (!simulator.ok()) return Fail(simulator.status(), kExitStart);
  const dm::Status written =
      dm::sim::WritePortFile("--port-file", arguments.port_file, (*simulator)->port());
  if (!written.ok()) return Fail(written, kExitStart);
  std::cout << "listening on " << (*simulator)->url() << " with " << persons << " persons\n"
            << std::flush;
  stop.Wait();
  (*simulator)->Stop();
  std::cout << "stopped after " << (*simulator)->question_count() << " questions\n";
  return kExitOk;
}

int Run(Arguments& arguments) {
  const auto address = dm::sim::SplitAddress("--listen", arguments.listen);
  if (!address.ok()) return Fail(address.status(), kExitUsage);
  arguments.options.listen.host = address->host;
  arguments.options.listen.port = address->port;
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
  app.add_option(
      "--tls-cert", arguments.options.listen.tls_certificate_file, "Server certificate (PEM)");
  app.add_option("--tls-key", arguments.options.listen.tls_key_file, "Server key (PEM)");
  app.add_option("--client-ca",
                 arguments.options.listen.client_ca_file,
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
