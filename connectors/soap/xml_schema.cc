#include "connectors/soap/xml_schema.h"

#include <utility>

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include "connectors/soap/envelope.h"
#include "connectors/soap/schema_files.h"
#include "connectors/soap/schema_run.h"

namespace dm::soap {
namespace {

// A document that is wrong at many places is read anew after each repair: this often, and less
// where one reading is long.
constexpr int kRounds = 8;
constexpr int kRoundsOfLarge = 2;
constexpr std::size_t kLargeBytes = 256U << 10U;

}  // namespace

struct XmlSchema::Compiled {
  CompiledFiles files;
};

XmlSchema::XmlSchema(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}

XmlSchema::~XmlSchema() = default;

StatusOr<std::unique_ptr<const XmlSchema>> XmlSchema::Compile(
    const std::map<std::string, std::string>& files, const std::string& root) {
  StatusOr<CompiledFiles> compiled = CompileFiles(files, root);
  if (!compiled.ok()) return compiled.status();
  auto kept = std::make_unique<Compiled>();
  kept->files = *std::move(compiled);
  return std::unique_ptr<const XmlSchema>(new XmlSchema(std::move(kept)));
}

std::vector<SchemaFinding> XmlSchema::Validate(const XmlNode& element,
                                               std::size_t findings_max,
                                               const SpaceMap& spaces) const {
  const std::size_t bytes = element.end() - element.begin();
  const int rounds = bytes > kLargeBytes ? kRoundsOfLarge : kRounds;
  SchemaRun run(compiled_->files.schema.get(), spaces);
  for (int round = 0; round < rounds; ++round) {
    if (run.Round(element) == SchemaRun::Outcome::kDone) break;
  }
  return run.Findings(findings_max);
}

StatusOr<std::vector<SchemaFinding>> XmlSchema::Validate(std::string_view bytes,
                                                         Where where,
                                                         std::size_t findings_max) const {
  StatusOr<XmlDocument> document = XmlDocument::Parse(std::string(bytes));
  if (!document.ok()) return document.status();
  if (where == Where::kRoot) return Validate(document->root(), findings_max);
  const XmlNode& root = document->root();
  const std::vector<const XmlNode*> bodies = root.Children("Body");
  if (root.local() != "Envelope" || root.space() != kEnvelopeSpace || bodies.size() != 1 ||
      bodies.front()->children().size() != 1) {
    return InvalidArgument("the SOAP body does not hold exactly one element",
                           {.reason = "SOAP_ENVELOPE",
                            .field = "",
                            .remedy = "check that the address is the SOAP 1.1 service"});
  }
  return Validate(*bodies.front()->children().front(), findings_max);
}

}  // namespace dm::soap
