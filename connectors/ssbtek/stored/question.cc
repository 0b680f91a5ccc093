#include "connectors/ssbtek/stored/question.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "connectors/json/json.h"
#include "connectors/soap/base64.h"
#include "connectors/ssbtek/lefi/groups.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

using soap::XmlNode;

constexpr std::size_t kPayloadMax = 1U << 20U;
constexpr char kNobody[] = "000000000000";

// The first element with one of these names, the node itself included.
const XmlNode* FindElement(const XmlNode& node, const std::vector<std::string_view>& names) {
  if (std::ranges::find(names, node.local()) != names.end()) return &node;
  for (const XmlNode* child : node.children()) {
    if (const XmlNode* found = FindElement(*child, names); found != nullptr) return found;
  }
  return nullptr;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(
      text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits.size() == 10 || digits.size() == 12 ? digits : std::string();
}

std::string NumberIn(const XmlNode& node) {
  const XmlNode* found = FindElement(
      node, {"IdentitetsbeteckningFysiskPerson", "IdentificationNumber", "personnummer"});
  return found == nullptr ? std::string() : DigitsOf(found->text());
}

// CSN: an attribute of Person, ten digits beside the century.
std::string NumberInCsn(const XmlNode& data) {
  const StatusOr<std::string> bytes =
      soap::Base64Decode(data.ChildText("svar").value_or(""), kPayloadMax);
  if (!bytes.ok()) return {};
  const auto document = soap::XmlDocument::Parse(*bytes);
  if (!document.ok()) return {};
  const XmlNode* person = FindElement(document->root(), {"Person"});
  if (person == nullptr) return {};
  return DigitsOf(std::string(person->Attribute("sekel").value_or("")) +
                  std::string(person->Attribute("personnummer").value_or("")));
}

std::string NumberInSkv(const XmlNode& data) {
  const std::string text(data.ChildText("svar").value_or(""));
  const auto document = soap::XmlDocument::Parse(text, soap::XmlEncoding::kAlreadyUtf8);
  return document.ok() ? NumberIn(document->root()) : std::string();
}

std::string NumberInLefi(const XmlNode& data) {
  const StatusOr<std::string> bytes =
      soap::Base64Decode(data.ChildText("lefiJsonSvar").value_or(""), kPayloadMax);
  if (!bytes.ok()) return {};
  const StatusOr<JsonValue> json = ParseJson(*bytes);
  const JsonValue* information = json.ok() ? json->Find("formansinformation") : nullptr;
  const JsonValue* persons =
      information == nullptr ? nullptr : information->Find("generellPersoninformation");
  if (persons == nullptr || persons->items().empty()) return {};
  return DigitsOf(persons->items().front().TextOf("personnummer"));
}

std::string NumberInAgency(const XmlNode& agency) {
  const XmlNode* data = agency.Child("data");
  if (data == nullptr) return {};
  if (agency.local() == "CSN") return NumberInCsn(*data);
  if (agency.local() == "SKV") return NumberInSkv(*data);
  if (agency.local() == "FK") return NumberInLefi(*data);
  return NumberIn(*data);
}

// The first number with its century, else the first of ten digits: in comparing those the century
// is not looked at.
std::string PersonIn(const XmlNode& response) {
  std::vector<std::string> numbers;
  if (const XmlNode* echo =
          response.Descend({"fraga", "generellaFrageparametrar", "personidentitet"});
      echo != nullptr) {
    numbers.push_back(DigitsOf(echo->text()));
  }
  if (const XmlNode* replies = response.Child("svarsdata"); replies != nullptr) {
    for (const XmlNode* agency : replies->children()) numbers.push_back(NumberInAgency(*agency));
  }
  const auto with_size = [&](std::size_t size) {
    const auto found =
        std::ranges::find_if(numbers, [&](const std::string& n) { return n.size() == size; });
    return found == numbers.end() ? std::string() : *found;
  };
  if (std::string number = with_size(12); !number.empty()) return number;
  const std::string ten = with_size(10);
  return ten.empty() ? kNobody : "19" + ten;
}

std::string CaseIn(const XmlNode& response) {
  const XmlNode* found = FindElement(response, {"arendeidentitet"});
  if (found == nullptr) found = FindElement(response, {"Referensnummer"});
  return found == nullptr ? std::string() : std::string(found->trimmed());
}

// An end that the hints lack: what AF and SO echo as theirs, else so far off that every day lies
// within.
Period PeriodFor(const XmlNode* agency, const Period& hint) {
  Period period = hint;
  if (agency != nullptr && (agency->local() == "AF" || agency->local() == "SO")) {
    const auto echoed = [&](std::string_view name) -> std::optional<Date> {
      const XmlNode* element = FindElement(*agency, {name});
      return element == nullptr ? std::nullopt : ReadDate(element->text());
    };
    if (!period.from.has_value()) period.from = echoed("From");
    if (!period.to.has_value()) period.to = echoed("Tom");
  }
  if (!period.from.has_value()) period.from = Date::Make(1800, 1, 1).value();
  if (!period.to.has_value()) period.to = Date::Make(2199, 12, 31).value();
  return period;
}

std::vector<std::string> GroupsFor(Source source, const ReadStoredHints& hints) {
  if (source != Source::kFk && source != Source::kPm) return {};
  std::vector<std::string> groups = hints.groups.empty() ? lefi::AllGroups() : hints.groups;
  std::erase_if(groups, [&](const std::string& group) {
    return source == Source::kFk ? !lefi::IsFkGroup(group) : !lefi::IsPmGroup(group);
  });
  return groups;
}

// Of a bare part only its agency's sources; FK's block answers for two, of which a hint leaves one.
bool IsWanted(const SourceEntry& entry,
              const XmlNode* replies,
              const ReadStoredHints& hints,
              const std::string& agency) {
  if (!agency.empty()) {
    return entry.element == agency && hints.source.value_or(entry.source) == entry.source;
  }
  return replies == nullptr || replies->Child(entry.element) != nullptr;
}

std::vector<std::string> UncheckedFor(const ReadStoredHints& hints) {
  std::vector<std::string> unchecked;
  if (!hints.personnummer.has_value()) unchecked.emplace_back("PERSON");
  if (!hints.case_id.has_value()) unchecked.emplace_back("CASE");
  if (!hints.correlation_id.has_value()) unchecked.emplace_back("CORRELATION");
  if (!hints.period.from.has_value() || !hints.period.to.has_value()) {
    unchecked.emplace_back("PERIOD");
  }
  if (hints.groups.empty()) unchecked.emplace_back("GROUPS");
  return unchecked;
}

}  // namespace

StoredQuestion QuestionFor(const XmlNode* response,
                           const ReadStoredHints& hints,
                           const std::string& agency) {
  StoredQuestion question;
  question.unchecked = UncheckedFor(hints);
  if (hints.correlation_id.has_value()) {
    question.correlation_id = *hints.correlation_id;
  } else if (response != nullptr) {
    question.correlation_id = response->ChildText("korrelationsid").value_or("");
  }
  const std::string person = hints.personnummer.has_value() ? hints.personnummer->Reveal()
                             : response != nullptr          ? PersonIn(*response)
                                                            : kNobody;
  const std::string case_id = hints.case_id.has_value() ? *hints.case_id
                              : response != nullptr     ? CaseIn(*response)
                                                        : std::string();
  const XmlNode* replies = response == nullptr ? nullptr : response->Child("svarsdata");
  for (const SourceEntry& entry : Sources()) {
    if (!IsWanted(entry, replies, hints, agency)) continue;
    const XmlNode* element = replies == nullptr ? nullptr : replies->Child(entry.element);
    question.plan.asked.emplace(entry.source,
                                Asked{.personal_number = person,
                                      .case_id = case_id,
                                      .period = PeriodFor(element, hints.period),
                                      .groups = GroupsFor(entry.source, hints)});
  }
  // An echoed period is compared only with one that is known.
  question.plan.general = hints.period;
  return question;
}

}  // namespace dm::ssbtek
