// in_flight_bench: how many questions a second one thread keeps going through the SSBTEK connector
// when every answer takes a set time, and whether its memory stays as it was after the first round.
// The service is a thread a connection in this process. Prints one JSON line for tests/bench/run.
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/integration/ssbtek/scripted_server.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of the connector's tests

struct Shape {
  int in_flight = 64;
  int answer_ms = 2'000;
  int rounds = 8;  // measured, each of `in_flight` questions; one more warms up
};

// The whole answer that every question gets, but for its correlation id: about 10 KB.
std::string FullReply() {
  return Reply(Agency("AF", Sample("af/registered.xml")) + Agency("CSN", Sample("csn/aid.xml")) +
               Agency("FK", Sample("fk/payments.json")) + Agency("SKV", Sample("skv/capital.xml")) +
               Agency("SO", Sample("so/payments.xml")) + Agency("TNS", Sample("tns/vehicles.xml")) +
               Agency("MIV", Sample("miv/permits.xml")));
}

std::string CorrelationIn(const std::string& question) {
  const std::string open = "<ssbt:korrelationsid>";
  const std::size_t at = question.find(open);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + open.size();
  return question.substr(begin, question.find('<', begin) - begin);
}

ScriptedServer::Script SlowService(const Shape& shape) {
  return [reply = FullReply(), shape](Connection& connection) {
    for (std::string question = connection.ReadRequest(); !question.empty();
         question = connection.ReadRequest()) {
      if (!connection.StaysOpen(std::chrono::milliseconds(shape.answer_ms))) return;
      const std::string echo = std::string(">") + kCorrelation + "<";
      connection.Respond("200 OK",
                         "text/xml; charset=utf-8",
                         With(reply, echo, ">" + CorrelationIn(question) + "<"));
    }
  };
}

std::vector<EvidenceQuestion> Questions(int count) {
  std::vector<EvidenceQuestion> questions;
  for (int i = 0; i < count; ++i) {
    questions.push_back(MakeQuestion({Question(Source::kAf),
                                      Question(Source::kCsn),
                                      FkQuestion(),
                                      PmQuestion(),
                                      Question(Source::kSkv),
                                      Question(Source::kSo),
                                      Question(Source::kTns),
                                      Question(Source::kMiv)}));
    questions.back().correlation_id = "bench-" + std::to_string(i);
    questions.back().timeout_ms = 30'000;
  }
  return questions;
}

double ResidentMib() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

// True when every question has all its answers from the service.
bool AskAll(SsbtekSource& source, int count) {
  for (const auto& outcome : source.Ask(Questions(count), Now())) {
    if (!outcome.ok()) return false;
    for (const SourceAnswer& answer : *outcome) {
      if (answer.raw_sha256.empty()) return false;
    }
  }
  return true;
}

int Fail(const std::string& message) {
  std::cerr << "in_flight_bench: " << message << '\n';
  return 1;
}

int Run(const Shape& shape) {
  const ScriptedServer server(SlowService(shape));
  Options options = MakeOptions();
  options.url = server.url();
  options.in_flight_max = shape.in_flight;
  auto source = SsbtekSource::Create(options, RealClock());
  if (!source.ok()) return Fail(source.status().ToString());
  if (!AskAll(**source, shape.in_flight)) return Fail("a question of the first round failed");
  const double warm_mib = ResidentMib();
  const auto began = std::chrono::steady_clock::now();
  // One Ask: a place that becomes free is taken at once, not when the slowest of a round is in.
  const int count = shape.in_flight * shape.rounds;
  if (!AskAll(**source, count)) return Fail("a question failed");
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
  // The same load again: what it needs beside what the first one left is what it loses.
  const double loaded_mib = ResidentMib();
  if (!AskAll(**source, count)) return Fail("a question of the last load failed");
  std::cout << nlohmann::json{{"questions_per_second", count / passed.count()},
                              {"limit_per_second", 1000.0 * shape.in_flight / shape.answer_ms},
                              {"connections", server.connections()},
                              {"warm_mib", warm_mib},
                              {"loaded_mib", loaded_mib},
                              {"end_mib", ResidentMib()}}
                   .dump()
            << '\n';
  return 0;
}

}  // namespace
}  // namespace dm::ssbtek

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  dm::ssbtek::Shape shape;
  CLI::App app("Questions in flight through the SSBTEK connector on one thread.");
  app.add_option("--in-flight", shape.in_flight, "questions at once")->check(CLI::Range(1, 256));
  app.add_option("--answer-ms", shape.answer_ms, "time of each answer")
      ->check(CLI::Range(1, 10'000));
  app.add_option("--rounds", shape.rounds, "measured questions, in rounds of --in-flight")
      ->check(CLI::Range(1, 1'000));
  CLI11_PARSE(app, argc, argv);
  return dm::ssbtek::Run(shape);
}
