// sim_bench: how many full seven-agency answers a second one thread of the simulator gives, alone
// and over HTTP on loopback, and what the same bytes cost plain programs: reading question and
// answer with expat, copying the answer. Prints one JSON line for tests/bench/run.
#include <expat.h>
#include <httplib.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using Clock = std::chrono::steady_clock;

// Someone about whom every agency has something to tell; with the whole of FK's and CSN's
// lists the answer has about 15 KB.
constexpr const char* kScenario = R"(persons:
  "19900101-2385":
    name: {first: Test, last: Testsson}
    af:
      registered: true
      category: Öppet arbetslös
      since: 2025-11-18
      activity_report: {code: "200", date: 2026-09-08}
      decisions: [{type: Aktivitetsstöd, from: 2026-03-01, to: 2026-12-31}]
    fk:
      payments:
        - {benefit: bostadsbidrag, date: 2026-08-25, gross: "3400"}
        - {benefit: bostadsbidrag, date: 2026-09-25, gross: "3400"}
        - {benefit: bostadsbidrag, date: 2026-10-23, gross: "3400"}
        - {benefit: aktivitetsstod, date: 2026-09-18, gross: "5500", tax: "1100", deductions: [{type: INF, amount: "500"}], days: 22}
        - {benefit: barnbidrag, date: 2026-09-18, gross: "1250"}
      cases: [{benefit: underhallsstod, started: 2026-09-02}]
      programme_days: {used: 312}
    pm:
      payments: [{date: 2026-09-18, rows: [{benefit: bostadstillagg, amount: "1200"}]}]
    csn:
      cases:
        - form: GRUND
          payments:
            - {date: 2026-09-25, weeks: [{from: 2026-W36, to: 2026-W39, amounts: [{type: GRUNDB, weekly: "900", total: "3600"}, {type: GRUNDL, weekly: "1800", total: "7200"}]}]}
            - {date: 2026-10-23, weeks: [{from: 2026-W40, to: 2026-W43, amounts: [{type: GRUNDB, weekly: "900", total: "3600"}, {type: GRUNDL, weekly: "1800", total: "7200"}]}]}
    so:
      funds:
        - {name: Testkassan A, payments: [{date: 2026-09-25, net_after_tax: "1600", days: "4.5", from: 2026-09-02, to: 2026-09-08}]}
    skv: {capital: [{year: 2025, income: "120"}]}
    tns: {vehicles: [{registration: ABC001, make: Volvo, year: "2012", model: V70}]}
    miv: {permits: [{case_type: UAT, decision_code: BEV, decision_type: TUT, from: 2024-11-12, to: 2027-11-11}]}
)";

// Runs `work` for about `seconds`, after a tenth of that unmeasured.
double PerSecond(double seconds, const std::function<void()>& work) {
  const auto run = [&work](double wanted) {
    const auto began = Clock::now();
    std::int64_t count = 0;
    std::chrono::duration<double> passed{0};
    while (passed.count() < wanted) {
      work();
      ++count;
      passed = Clock::now() - began;
    }
    return static_cast<double>(count) / passed.count();
  };
  run(seconds / 10);
  return run(seconds);
}

void ReadPlainly(const std::string& xml) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreateNS(nullptr, ' '), XML_ParserFree);
  const auto size = static_cast<int>(xml.size());
  if (XML_Parse(parser.get(), xml.data(), size, XML_TRUE) != XML_STATUS_OK) std::abort();
}

double OverHttp(double seconds, const std::string& question, std::size_t bytes) {
  auto scenario = ParseScenario(kScenario, "bench");
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
  auto scenario = ParseScenario(kScenario, "bench");
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
