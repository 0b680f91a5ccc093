#include "connectors/soap/xml_schema.h"

#include <cstddef>
#include <cstdint>

#include "connectors/ssbtek/schema/schemas.h"
#include "tests/fuzz/invariants.h"

namespace {

void Check(const std::vector<dm::soap::SchemaFinding>& findings) {
  using dm::fuzz::Must;
  Must(findings.size() <= 100, "findings have a limit");
  for (const auto& finding : findings) {
    Must(!finding.path.empty() && !finding.problem.empty(), "a finding says where and what");
    for (const char c : finding.path) Must(c < '0' || c > '9', "no digit of the document shows");
  }
}

}  // namespace

// The envelope's schemas and CSN's, and the same findings when asked again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using dm::soap::XmlSchema;
  const std::string_view bytes = dm::fuzz::Bytes(data, size);
  const auto document = dm::soap::XmlDocument::Parse(std::string(bytes));
  if (!document.ok()) return 0;
  const auto& root = document->root();
  const auto findings = dm::ssbtek::CsnSchema().Validate(root, 100, dm::ssbtek::CsnSpaces());
  Check(findings);
  const auto& envelope = dm::ssbtek::EnvelopeSchema(size % 2 == 0 ? "10" : "11");
  const auto first = envelope.Validate(bytes, XmlSchema::Where::kSoapBody);
  if (!first.ok()) return 0;
  Check(*first);
  const auto second = envelope.Validate(bytes, XmlSchema::Where::kSoapBody);
  dm::fuzz::Must(second.ok() && second->size() == first->size(),
                 "the same document breaks as much");
  return 0;
}
