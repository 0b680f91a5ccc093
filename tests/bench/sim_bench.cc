// sim_bench: how many full seven-agency answers a second one thread of the simulator gives, alone
// and over HTTP on loopback, and what the same bytes cost plain programs: reading question and
// answer with expat, copying the answer. Prints one JSON line for tests/bench/run.
#include <expat.h>
#include <httplib.h>

#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/sim/test_questions.h"
#include "tests/bench/rich_person.h"

namespace dm::sim {
namespace {

using bench::kRichPerson;
using bench::PerSecond;

void ReadPlainly(const std::string& xml) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreateNS(nullptr, ' '), XML_ParserFree);
  const auto size = static_cast<int>(xml.size());
  if (XML_Parse(parser.get(), xml.data(), size, XML_TRUE) != XML_STATUS_OK) std::abort();
}

double OverHttp(double seconds, const std::string& question, std::size_t bytes) {
  auto scenario = ParseScenario(kRichPerson, "bench");
  auto simulator = Simulator::Start(*std::move(scenario), {});
  if (!simulator.ok()) std::abort();
  httplib::Client client("127.0.0.1", (*simulator)->port());
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  return PerSecond(seconds, [&] {
    const auto answer = client.Post("/", question, "text/xml; charset=utf-8");
    if (!answer || answer->body.size() != bytes) std::abort();
  });
}

int Run(double seconds) {
  const std::string question = test::QuestionText().Xml();
  auto scenario = ParseScenario(kRichPerson, "bench");
  if (!scenario.ok()) return std::cerr << scenario.status() << '\n', 1;
  Responder responder(*std::move(scenario));
  const std::string answer = responder.Respond(question).body;
  const double alone = PerSecond(seconds, [&] {
    if (responder.Respond(question).body.size() != answer.size()) std::abort();
  });
  const double read = PerSecond(seconds, [&] {
    ReadPlainly(question);
    ReadPlainly(answer);
  });
  const double copy = PerSecond(seconds, [&] {
    if (std::string(answer).size() != answer.size()) std::abort();
  });
  const double http = OverHttp(seconds, question, answer.size());
  std::cout << nlohmann::json{{"answers", alone},
                              {"over_http", http},
                              {"read_plainly", read},
                              {"copy", copy},
                              {"bytes", answer.size()}}
            << '\n';
  return 0;
}

}  // namespace
}  // namespace dm::sim

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  double seconds = 1.0;
  CLI::App app{"Measures the simulator of SSBTEK"};
  app.add_option("--seconds", seconds, "length of each measurement")
      ->check(CLI::Range(0.01, 60.0))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return dm::sim::Run(seconds);
}
