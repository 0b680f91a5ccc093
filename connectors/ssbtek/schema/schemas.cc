#include "connectors/ssbtek/schema/schemas.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "connectors/ssbtek/schema/embedded.h"
#include "worker/core/check.h"

namespace dm::ssbtek {
namespace {

using Texts = std::map<std::string, std::string>;

std::string Fill(std::string text, std::string_view mark, std::string_view value) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
  return text;
}

std::unique_ptr<const soap::XmlSchema> Compile(const Texts& texts, const std::string& root) {
  auto schema = soap::XmlSchema::Compile(texts, root);
  // The texts are part of the program: a test compiles each of them.
  DM_CHECK(schema.ok());
  return *std::move(schema);
}

std::unique_ptr<const soap::XmlSchema> CompileEnvelope(const std::string& version) {
  Texts texts = EmbeddedTexts();
  std::string& envelope = texts.at("envelope.xsd");
  envelope = Fill(std::move(envelope),
                  "@NAMESPACE@",
                  "http://schema.forsakringskassan.se/integration/ssbt/" + version);
  // Version 11 tells Skatteverket what to answer; before it there is nothing to tell.
  envelope = Fill(std::move(envelope),
                  "@SKV_QUESTION@",
                  version == "11" ? texts.at("skv_question.xml") : std::string());
  return Compile(texts, "envelope.xsd");
}

std::unique_ptr<const soap::XmlSchema> CompileCsn() {
  Texts texts = EmbeddedTexts();
  for (const char* section : {"studiemedel", "studiehjalp", "studiestartsstod"}) {
    texts[std::string(section) + ".xsd"] = Fill(texts.at("csn_section.xsd"), "@SECTION@", section);
  }
  return Compile(texts, "csn.xsd");
}

}  // namespace

const soap::XmlSchema& EnvelopeSchema(std::string_view contract_version) {
  if (contract_version == "11") {
    static const auto schema = CompileEnvelope("11");
    return *schema;
  }
  static const auto schema = CompileEnvelope("10");
  return *schema;
}

const soap::XmlSchema& CsnSchema() {
  static const auto schema = CompileCsn();
  return *schema;
}

const soap::XmlSchema::SpaceMap& CsnSpaces() {
  static const auto spaces = [] {
    soap::XmlSchema::SpaceMap map;
    for (const char* part : {"kommunfraga",
                             "person",
                             "csntyper",
                             "studiemedel",
                             "studiehjalp",
                             "hemutrustningslan",
                             "studiestartsstod"}) {
      map["http://schema.csn.se/v3.0/" + std::string(part)] =
          "http://schema.csn.se/v4.0/" + std::string(part);
    }
    return map;
  }();
  return spaces;
}

}  // namespace dm::ssbtek
