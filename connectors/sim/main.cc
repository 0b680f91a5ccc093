// ssbtek-sim: answers the SSBTEK contract from scenario files. For development, tests,
// demonstrations and rehearsals.
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "connectors/sim/behaviour.h"
#include "connectors/sim/console_command.h"
#include "connectors/sim/fault.h"
#include "connectors/sim/front/arguments.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/shorthands.h"
#include "connectors/sim/simulator.h"

namespace {

constexpr int kExitOk = 0;
constexpr int kExitUsage = 2;
constexpr int kExitStart = 3;

struct Arguments {
  std::vector<std::string> scenarios;
  std::string listen = "127.0.0.1:0";
  std::string console;
  std::string port_file;
  std::string console_port_file;
  std::string console_at;
  std::vector<std::string> console_words;
  bool check = false;
  bool list_faults = false;
  bool list_behaviours = false;
  bool list_benefits = false;
  std::string contract = "both";
  bool lenient = false;
  dm::sim::SimulatorOptions options;
};

int Fail(const dm::Status& status, int code) {
  std::cerr << "ssbtek-sim: " << dm::MessageOf(status) << "\n";
  return code;
}

void ListFaults() {
  for (const dm::sim::FaultSpec& spec : dm::sim::FaultSpecs()) {
    std::cout << spec.name;
    if (!spec.agencies.empty()) std::cout << "  agencies: " << spec.agencies;
    if (!spec.keys.empty()) std::cout << "  keys: " << spec.keys;
    std::cout << "\n";
  }
}

void ListBehaviours() {
  for (const dm::sim::Behaviour& one : dm::sim::Behaviours()) {
    std::cout << dm::sim::NameOf(one.effect) << "  "
              << (one.reach == dm::sim::Reach::kAgency ? "agency" : "answer") << "  " << one.name
              << "  " << one.what;
    if (!one.agencies.empty()) std::cout << "  (" << one.agencies << ")";
    std::cout << "\n";
  }
}

void ListBenefits() {
  for (const auto& one : dm::sim::FkBenefits()) {
    std::cout << "fk payment  " << one.name << "  " << one.group << "  " << one.family_id << "/"
              << one.benefit_id << "/" << one.amount_id << "\n";
  }
  for (const auto& one : dm::sim::FkCaseKinds()) {
    std::cout << "fk case     " << one.name << "  " << one.group << "  " << one.key << "\n";
  }
  for (const auto& one : dm::sim::PmBenefits()) {
    std::cout << "pm row      " << one.name << "  " << one.group << "  " << one.benefit_id << "/"
              << one.amount_id << "\n";
  }
}

// Where to listen, from the words of --listen and --console.
dm::Status SetAddresses(const std::string& listen,
                        const std::string& console,
                        dm::sim::SimulatorOptions& options) {
  DM_ASSIGN_OR_RETURN(const dm::sim::Address address, dm::sim::SplitAddress("--listen", listen));
  options.listen.host = address.host;
  options.listen.port = address.port;
  if (console.empty()) return dm::OkStatus();
  const bool only_port = console.find(':') == std::string::npos;
  DM_ASSIGN_OR_RETURN(
      const dm::sim::Address at,
      dm::sim::SplitAddress("--console", only_port ? "127.0.0.1:" + console : console));
  options.console = {.host = at.host, .port = at.port};
  return dm::OkStatus();
}

int Serve(const Arguments& arguments, dm::sim::Scenario scenario) {
  const dm::sim::StopSignals stop;
  const std::size_t persons = scenario.PersonCount();
  auto simulator = dm::sim::Simulator::Start(std::move(scenario), arguments.options);
  if (!simulator.ok()) return Fail(simulator.status(), kExitStart);
  dm::Status written =
      dm::sim::WritePortFile("--port-file", arguments.port_file, (*simulator)->port());
  const dm::sim::Console* console = (*simulator)->console();
  if (written.ok() && console != nullptr)
    written =
        dm::sim::WritePortFile("--console-port-file", arguments.console_port_file, console->port());
  if (!written.ok()) return Fail(written, kExitStart);
  std::cout << "listening on " << (*simulator)->url() << " with " << persons << " persons\n";
  if (console != nullptr) std::cout << "console on " << console->url() << "\n";
  std::cout << std::flush;
  stop.Wait();
  (*simulator)->Stop();
  std::cout << "stopped after " << (*simulator)->question_count() << " questions\n";
  return kExitOk;
}

int Run(Arguments& arguments) {
  if (arguments.list_faults) return ListFaults(), kExitOk;
  if (arguments.list_behaviours) return ListBehaviours(), kExitOk;
  if (arguments.list_benefits) return ListBenefits(), kExitOk;
  if (!arguments.console_words.empty()) {
    return dm::sim::RunConsoleCommand(arguments.console_at, arguments.console_words);
  }
  const dm::Status addresses = SetAddresses(arguments.listen, arguments.console, arguments.options);
  if (!addresses.ok()) return Fail(addresses, kExitUsage);
  arguments.options.contracts = {.v10 = arguments.contract != "11",
                                 .v11 = arguments.contract != "10",
                                 .strictness = arguments.lenient ? dm::sim::Strictness::kLenient
                                                                 : dm::sim::Strictness::kStrict};
  auto scenario = dm::sim::LoadScenarios(arguments.scenarios);
  if (!scenario.ok()) return Fail(scenario.status(), kExitUsage);
  if (arguments.check) {
    for (const auto& archive : scenario->archives) {
      if (const dm::Status status = archive->CheckAll(); !status.ok()) {
        return Fail(status, kExitUsage);
      }
    }
    std::cout << "the scenarios are in order: " << scenario->PersonCount() << " persons\n";
    return kExitOk;
  }
  return Serve(arguments, *std::move(scenario));
}

int Main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Simulates the SSBTEK service (contract v10 and v11) from scenario files.",
               "ssbtek-sim");
  app.footer(
      "Exit codes: 0 stopped in order, 2 wrong arguments or scenario, 3 could not start.\n"
      "The scenario format is described in connectors/sim/README.md.");
  app.add_option(
      "--scenario", arguments.scenarios, "Scenario file, or directory of *.yaml; repeatable");
  app.add_option("--listen", arguments.listen, "HOST:PORT; port 0 takes any free one")
      ->capture_default_str();
  app.add_option("--contract", arguments.contract, "Versions of the contract that are answered")
      ->check(CLI::IsMember({"10", "11", "both"}))
      ->capture_default_str();
  app.add_flag(
      "--lenient", arguments.lenient, "Refuse only what the schemas and the measured rules refuse");
  app.add_option("--console",
                 arguments.console,
                 "PORT or HOST:PORT (loopback) of a page that shows what was asked and switches "
                 "faults; 0 takes any free port");
  app.add_option("--console-port-file",
                 arguments.console_port_file,
                 "Write the console's port to this file when listening");
  app.add_option("--port-file", arguments.port_file, "Write the port to this file when listening");
  app.add_option(
      "--tls-cert", arguments.options.listen.tls_certificate_file, "Server certificate (PEM)");
  app.add_option("--tls-key", arguments.options.listen.tls_key_file, "Server key (PEM)");
  app.add_option("--client-ca",
                 arguments.options.listen.client_ca_file,
                 "Issuer of accepted client certificates (PEM)");
  app.add_option(
         "--latency-ms", arguments.options.latency_ms, "Added to every answer, milliseconds")
      ->check(CLI::Range(0, 600000))
      ->capture_default_str();
  app.add_option("--threads", arguments.options.threads, "Largest number of open connections")
      ->check(CLI::Range(64, 4096))
      ->capture_default_str();
  app.add_option("--record",
                 arguments.options.record_file,
                 "Append each question as a JSON line, persons masked");
  app.add_flag("--check", arguments.check, "Read the scenarios, report, and exit");
  app.add_flag("--list-faults", arguments.list_faults, "Show the faults that scenarios may script");
  app.add_flag("--list-behaviours",
               arguments.list_behaviours,
               "Show how agencies may behave: forty harmful ways, further and harmless ones");
  app.add_flag("--list-benefits", arguments.list_benefits, "Show the short names of benefits");
  CLI::App* console = app.add_subcommand("console", "Speak to the console of a running simulator");
  console->add_option("--at", arguments.console_at, "PORT or HOST:PORT of --console")->required();
  console
      ->add_option("words",
                   arguments.console_words,
                   "down AGENCY, up AGENCY, add do=NAME KEY=VALUE…, remove ID, clear, reset, "
                   "status, questions [LIMIT]")
      ->required();
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
    std::fprintf(stderr, "ssbtek-sim: stopped by a failure: %s\n", error.what());
    return kExitStart;
  }
}
