// ssbtek_read_bench: how many full seven-agency answers a second one thread of the connector gates,
// validates, parses and types, against plain expat and plain libxml2 with the same schemas over the
// same XML: the message and the documents of CSN and SKV inside it. And what memory it takes.
// Prints one JSON line for tests/bench/run.
#include <expat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <CLI/CLI.hpp>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <nlohmann/json.hpp>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/schema/embedded.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/bench/rich_person.h"

namespace dm::ssbtek {
namespace {

template <typename T, auto kFree>
struct Freer {
  void operator()(T* one) const { kFree(one); }
};

using ParserHandle = std::unique_ptr<std::remove_pointer_t<XML_Parser>,
                                     Freer<std::remove_pointer_t<XML_Parser>, XML_ParserFree>>;
using Document = std::unique_ptr<xmlDoc, Freer<xmlDoc, xmlFreeDoc>>;
using Schema = std::unique_ptr<xmlSchema, Freer<xmlSchema, xmlSchemaFree>>;
using SchemaParser =
    std::unique_ptr<xmlSchemaParserCtxt, Freer<xmlSchemaParserCtxt, xmlSchemaFreeParserCtxt>>;
using Validator =
    std::unique_ptr<xmlSchemaValidCtxt, Freer<xmlSchemaValidCtxt, xmlSchemaFreeValidCtxt>>;

// What an answer about eight sources is read against.
struct Asked {
  Options options = test::MakeOptions();
  EvidenceQuestion question = test::MakeQuestion({test::Question(Source::kAf),
                                                  test::Question(Source::kCsn),
                                                  test::FkQuestion(),
                                                  test::PmQuestion(),
                                                  test::Question(Source::kSkv),
                                                  test::Question(Source::kSo),
                                                  test::Question(Source::kTns),
                                                  test::Question(Source::kMiv)});
  Plan plan = *MakePlan(options, question);
};

std::string AnswerTo(const Asked& asked) {
  auto scenario = sim::ParseScenario(bench::kRichPerson, "bench");
  if (!scenario.ok()) std::abort();
  sim::Responder responder(*std::move(scenario));
  return responder.Respond(WriteQuestion(asked.options, asked.question, asked.plan, test::Now()))
      .body;
}

void Fill(std::string& text, const std::string& mark, const std::string& value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
    text.replace(at, mark.size(), value);
  }
}

// The same schemas, compiled by libxml2 from files.
Schema CompilePlainly(const std::string& root) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "ssbtek-read-bench";
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, std::string text, const std::string& section) {
    Fill(text, "@NAMESPACE@", ContractNamespace(test::MakeOptions()));
    Fill(text, "@SKV_QUESTION@", "");
    Fill(text, "@SECTION@", section);
    std::ofstream(folder / name) << text;
  };
  for (const auto& [name, text] : EmbeddedTexts()) write(name, text, "");
  for (const std::string section : {"studiemedel", "studiehjalp", "studiestartsstod"}) {
    write(section + ".xsd", EmbeddedTexts().at("csn_section.xsd"), section);
  }
  const SchemaParser parser(xmlSchemaNewParserCtxt((folder / root).c_str()));
  Schema schema(xmlSchemaParse(parser.get()));
  std::filesystem::remove_all(folder);
  if (schema == nullptr) std::abort();
  return schema;
}

void GatePlainly(const std::string& xml) {
  const ParserHandle parser(XML_ParserCreateNS(nullptr, ' '));
  const auto size = static_cast<int>(xml.size());
  if (XML_Parse(parser.get(), xml.data(), size, XML_TRUE) != XML_STATUS_OK) std::abort();
}

// The element that a schema is of: of a SOAP message what its body holds.
xmlNode* Validated(xmlDoc* document) {
  xmlNode* root = xmlDocGetRootElement(document);
  const std::string name = reinterpret_cast<const char*>(root->name);
  return name == "Envelope" ? xmlFirstElementChild(xmlFirstElementChild(root)) : root;
}

// Without a schema the document is only parsed: SKV's has no published form.
void ReadPlainly(const std::string& xml, xmlSchema* schema) {
  GatePlainly(xml);
  const auto size = static_cast<int>(xml.size());
  const Document document(xmlReadMemory(xml.data(), size, nullptr, nullptr, XML_PARSE_NONET));
  if (document == nullptr) std::abort();
  if (schema == nullptr) return;
  const Validator validator(xmlSchemaNewValidCtxt(schema));
  if (xmlSchemaValidateOneElement(validator.get(), Validated(document.get())) != 0) std::abort();
}

double ResidentMib() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

// Every source answered, or the figures would be of something else.
std::vector<SourceAnswer> Read(const Asked& asked, const std::string& answer) {
  auto answers =
      ReadReply(asked.options, asked.plan, asked.question.correlation_id, test::Now(), answer);
  if (answers.size() != 8) std::abort();
  for (const SourceAnswer& one : answers) {
    if (one.state != AnswerState::kData) std::abort();
  }
  return answers;
}

// The document that `source` sent inside the message.
std::string RawOf(const std::vector<SourceAnswer>& answers, Source source) {
  return std::ranges::find(answers, source, &SourceAnswer::source)->raw;
}

int Run(double seconds) {
  const Asked asked;
  const std::string answer = AnswerTo(asked);
  const std::vector<SourceAnswer> answers = Read(asked, answer);
  const std::string csn = RawOf(answers, Source::kCsn);
  const std::string skv = RawOf(answers, Source::kSkv);
  const Schema envelope_schema = CompilePlainly("envelope.xsd");
  const Schema csn_schema = CompilePlainly("csn.xsd");
  const double plain = bench::PerSecond(seconds, [&] {
    ReadPlainly(answer, envelope_schema.get());
    ReadPlainly(csn, csn_schema.get());
    ReadPlainly(skv, nullptr);
  });
  const double before_mib = ResidentMib();
  const double read = bench::PerSecond(seconds, [&] { Read(asked, answer); });
  const double half_mib = ResidentMib();
  bench::PerSecond(seconds, [&] { Read(asked, answer); });
  std::cout << nlohmann::json{{"answers", read},
                              {"plain", plain},
                              {"bytes", answer.size()},
                              {"before_mib", before_mib},
                              {"half_mib", half_mib},
                              {"end_mib", ResidentMib()}}
            << '\n';
  return 0;
}

}  // namespace
}  // namespace dm::ssbtek

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  double seconds = 1.0;
  CLI::App app{"Measures the reading of SSBTEK's answers"};
  app.add_option("--seconds", seconds, "length of each measurement")
      ->check(CLI::Range(0.01, 600.0))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return dm::ssbtek::Run(seconds);
}
