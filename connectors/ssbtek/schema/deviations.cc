#include "connectors/ssbtek/schema/deviations.h"

#include <string>

#include "connectors/ssbtek/reading/verdict.h"
#include "connectors/ssbtek/schema/schemas.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

constexpr std::string_view kReplies = "svarsdata/";

// The element under svarsdata that a source answers in.
std::string_view ElementOf(Source source) {
  for (const SourceEntry& entry : Sources()) {
    if (entry.source == source) return entry.element;
  }
  return {};
}

// Nothing was read of it, or it is about another person: its form is of no interest.
bool IsForeign(const SourceAnswer& answer) {
  return answer.raw_sha256.empty() || answer.code.starts_with("ECHO.");
}

bool IsWithin(std::string_view path, std::string_view element) {
  return path.starts_with(element) &&
         (path.size() == element.size() || path[element.size()] == '/');
}

}  // namespace

void NoteDeviations(const soap::XmlNode& response,
                    std::string_view contract_version,
                    std::vector<SourceAnswer>& answers) {
  for (const auto& finding : EnvelopeSchema(contract_version).Validate(response)) {
    std::string_view path = finding.path;
    if (!path.starts_with(kReplies)) continue;
    path.remove_prefix(kReplies.size());
    for (SourceAnswer& answer : answers) {
      const std::string_view element = ElementOf(answer.source);
      if (element.empty() || IsForeign(answer) || !IsWithin(path, element)) continue;
      Deviate(answer, path, finding.problem);
    }
  }
}

void NoteCsnDeviations(const soap::XmlNode& root, SourceAnswer& answer) {
  if (IsForeign(answer)) return;
  for (const auto& finding : CsnSchema().Validate(root, 100, CsnSpaces())) {
    const std::string below = finding.path == "." ? "" : "/" + finding.path;
    Deviate(answer, "CSN/CSNSvar" + below, finding.problem);
  }
}

}  // namespace dm::ssbtek
