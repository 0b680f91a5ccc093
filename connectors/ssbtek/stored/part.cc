#include "connectors/ssbtek/stored/part.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "connectors/soap/base64.h"
#include "connectors/soap/envelope.h"
#include "connectors/soap/xml_writer.h"
#include "connectors/ssbtek/envelope/contract.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Status Refuse(const std::string& problem, const std::string& remedy) {
  return InvalidArgument("the stored answer " + problem,
                         {.reason = "SSBTEK_STORED", .field = "source", .remedy = remedy});
}

bool IsNameEnd(char c) {
  return c == '>' || c == '/' || c == '=' || Trim(std::string_view(&c, 1)).empty();
}

// The name at the beginning of `text`.
std::string_view NameAt(std::string_view text) {
  return text.substr(
      0, static_cast<std::size_t>(std::ranges::find_if(text, &IsNameEnd) - text.begin()));
}

std::string_view LocalOf(std::string_view name) {
  return name.substr(name.find(':') + 1);
}

// Behind the declaration, comments and white space that may stand before the first element.
std::string_view SkipProlog(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (true) {
    text = Trim(text);
    const std::string_view end = text.starts_with("<?") ? "?>" : "-->";
    if (!text.starts_with("<?") && !text.starts_with("<!--")) return text;
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + end.size());
  }
}

// The namespace in which the contract has an element of this name, inside this agency's element.
std::string SpaceOf(std::string_view agency, std::string_view local) {
  constexpr std::array<std::string_view, 7> kEnvelope = {
      "data", "error", "kalla", "felkod", "felmeddelande", "svar", "lefiJsonSvar"};
  constexpr std::array<std::string_view, 5> kVehicle = {
      "regnr", "fabrikat", "fordonsar", "fordonsslag", "handelsbeteckning"};
  if (local == agency || std::ranges::find(kEnvelope, local) != kEnvelope.end()) {
    return std::string(Contracts().front().space);
  }
  if (agency == "AF") return "http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2";
  if (agency == "SO") return "http://INT014.UBPService.Schemas";
  if (agency == "MIV") return "http://schema.migrationsverket.se/ssbtek/1/";
  const bool vehicle = std::ranges::find(kVehicle, local) != kVehicle.end();
  return vehicle ? "http://schema.transportstyrelsen.se/ssbtek/fordon/1"
                 : "http://schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1";
}

// Every prefix of an element's name, with the first element that has it. Finding one inside text
// does no harm: a declaration that nobody needs.
std::map<std::string, std::string_view> PrefixesIn(std::string_view xml) {
  std::map<std::string, std::string_view> prefixes;
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const std::string_view name = NameAt(xml.substr(at + 1));
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    const std::string_view prefix = name.substr(0, colon);
    const bool plain = std::ranges::all_of(prefix, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '_' || c == '.';
    });
    if (plain && prefix != "xml" && prefix != "xmlns") {
      prefixes.emplace(std::string(prefix), LocalOf(name));
    }
  }
  return prefixes;
}

std::string WrapElement(std::string_view agency, std::string_view element) {
  std::map<std::string, std::string> spaces = {
      {"xsi", "http://www.w3.org/2001/XMLSchema-instance"},
      {"response", std::string(Contracts().front().space)}};
  for (const auto& [prefix, local] : PrefixesIn(element)) {
    spaces.emplace(prefix, SpaceOf(agency, local));
  }
  std::string body;
  soap::XmlWriter xml(body);
  xml.Open("response:hamtaBastjanstInformationResponse");
  for (const auto& [prefix, space] : spaces) xml.Attribute("xmlns:" + prefix, space);
  xml.Element("response:korrelationsid", kStoredCorrelation).Open("response:svarsdata");
  // Without a prefix of its own it stood in the message's default namespace.
  const bool unprefixed = NameAt(element.substr(1)).find(':') == std::string_view::npos;
  if (unprefixed) xml.Attribute("xmlns", Contracts().front().space);
  xml.Raw(element).Close().Close();
  return soap::WrapInEnvelope(body);
}

// A payload as its agency's element carries it.
std::string WrapPayload(std::string_view agency, std::string_view payload) {
  std::string element;
  soap::XmlWriter xml(element);
  xml.Open("response:" + std::string(agency)).Open("response:data");
  if (agency == "CSN") {
    xml.Element("response:svar", soap::Base64Encode(payload));
  } else if (agency == "FK") {
    xml.Element("response:lefiJsonSvar", soap::Base64Encode(payload));
  } else if (agency == "SKV") {
    xml.Open("svar").Cdata(payload).Close();
  } else {
    xml.Raw(payload);
  }
  xml.Close().Close();
  return WrapElement(agency, element);
}

std::string_view ElementOf(Source source) {
  const auto all = Sources();
  const auto found = std::ranges::find(all, source, &SourceEntry::source);
  return found == all.end() ? std::string_view() : found->element;
}

// Whose payload it is, by what it begins with; empty when it could be anyone's.
std::string_view PayloadAgency(std::string_view text) {
  if (text.starts_with('{')) return "FK";
  const std::string_view root = RootName(text);
  if (root == "CSNSvar") return "CSN";
  if (root.starts_with("SvarBeskattningsuppgifter")) return "SKV";
  if (root == "SvarMeddelande") return "AF";
  return {};
}

bool IsAgency(std::string_view name) {
  return std::ranges::any_of(Sources(),
                             [&](const SourceEntry& entry) { return name == entry.element; });
}

}  // namespace

std::string_view RootName(std::string_view bytes) {
  const std::string_view text = SkipProlog(bytes);
  return text.starts_with('<') ? LocalOf(NameAt(text.substr(1))) : std::string_view();
}

StatusOr<StoredPart> WrapPart(std::string_view bytes, std::optional<Source> source) {
  const std::string_view named = source.has_value() ? ElementOf(*source) : std::string_view();
  if (source.has_value() && named.empty()) {
    return Refuse("is of a source that this service does not carry", "name one that it carries");
  }
  const std::string_view text = SkipProlog(bytes);
  const std::string_view root = RootName(text);
  const bool whole = IsAgency(root);
  const std::string_view found = whole ? root : PayloadAgency(text);
  if (!found.empty() && !named.empty() && found != named) {
    return Refuse("is another source's than the one named", "leave the source out, or mend it");
  }
  if (whole) return StoredPart{.message = WrapElement(root, text), .agency = std::string(root)};
  const std::string_view agency = found.empty() ? named : found;
  if (agency.empty()) {
    return Refuse("is neither a SOAP response nor a part that shows its source",
                  "name the source it came from");
  }
  // What is carried as text keeps every byte: its hash is over all of them.
  const bool as_text = agency == "CSN" || agency == "FK" || agency == "SKV";
  return StoredPart{.message = WrapPayload(agency, as_text ? bytes : text),
                    .agency = std::string(agency)};
}

}  // namespace dm::ssbtek
