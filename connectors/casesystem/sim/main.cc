// casesystem-sim: a case system for development, tests and the demo.
#include <csignal>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include <CLI/CLI.hpp>

#include "connectors/casesystem/sim/sim_server.h"

namespace {

using dm::casesystem::Fault;
using dm::casesystem::SimOptions;
using dm::casesystem::SimServer;

// Port files are renamed into place: whoever sees one can read it.
bool WritePortFile(const std::string& path, int port) {
  if (path.empty()) return true;
  const std::string temporary = path + ".new";
  std::ofstream(temporary) << port << '\n';
  return std::rename(temporary.c_str(), path.c_str()) == 0;
}

int Fail(const std::string& message) {
  std::cerr << "casesystem-sim: " << message << '\n';
  return 1;
}

int Serve(const SimOptions& options, const std::string& port_file) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);  // before gRPC starts its threads

  auto server = SimServer::Start(options);
  if (!server.ok()) return Fail(dm::MessageOf(server.status()));
  if (!WritePortFile(port_file, (*server)->port())) return Fail("--port-file: cannot be written");
  std::cout << "listening on port " << (*server)->port() << std::endl;
  int signal = 0;
  sigwait(&stop, &signal);
  (*server)->Stop();
  const auto& recorder = (*server)->recorder();
  std::cout << recorder.effects().size() << " effects, " << recorder.deliveries() << " deliveries"
            << std::endl;
  return 0;
}

}  // namespace

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  CLI::App app("A simulated case system: takes effects over gRPC and knows repeats by their id.");
  SimOptions options;
  std::string port_file;
  std::set<std::string> refused;
  app.add_option("--listen", options.listen, "address on loopback; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--port-file", port_file, "file that gets the port once it listens");
  app.add_option("--record", options.record_file, "file that gets a line for each new effect");
  app.add_option("--refuse", refused, "kinds that are refused, such as EFFECT_KIND_NOTICE");
  CLI11_PARSE(app, argc, argv);
  if (!refused.empty())
    options.fault = [refused](const std::string&, const std::string& kind) {
      return refused.contains(kind) ? Fault::kRefuse : Fault::kNone;
    };
  return Serve(options, port_file);
}
