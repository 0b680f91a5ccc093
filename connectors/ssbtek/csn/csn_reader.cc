#include "connectors/ssbtek/csn/csn_reader.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/soap/base64.h"
#include "connectors/ssbtek/csn/csn_cases.h"
#include "connectors/ssbtek/csn/csn_payments.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"
#include "connectors/ssbtek/schema/deviations.h"

namespace dm::ssbtek::csn {
namespace {

using soap::XmlNode;

constexpr std::size_t kPayloadMax = 1U << 20U;

enum class Since { kV3, kV4 };

struct Section {
  std::string_view element;
  std::string_view counter;
  Since since;  // what is younger than v3 may be missing in an answer of that form
};

constexpr auto kSections =
    std::to_array<Section>({{"Studiemedel", "studiemedel", Since::kV3},
                            {"Studiehjalp", "studiehjalp", Since::kV3},
                            {"HemutrustningsLan", "hemutrustningslan", Since::kV3},
                            {"Studiestartsstod", "studiestartsstod", Since::kV3},
                            {"Omstallningsstudiestod", "omstallningsstudiestod", Since::kV4}});

std::string PathOf(const Section& section) {
  return "CSN/CSNSvar/Personer/Person/" + std::string(section.element);
}

bool CheckResult(const Part& part, const XmlNode& root, SourceAnswer& answer) {
  const XmlNode* result = root.Descend({"GemensamtSvarEkbistand", "Resultat"});
  const auto code = result == nullptr ? std::nullopt : result->ChildText("ResultatKod");
  if (!code.has_value()) {
    Fail(answer, AnswerState::kSchemaMismatch, "CSN.RESULT_MISSING");
    return false;
  }
  if (MeaningOf(part.codes(), answer, "CSN", "ResultatKod", *code) == "ok") return true;
  Fail(answer, AnswerState::kError, "CSN.RESULT." + SafeCode(*code));
  return false;
}

// personnummer is ten digits; `sekel`, where it stands, gives the century.
bool CheckPersonOf(const XmlNode& person, const Asked& asked, SourceAnswer& answer) {
  const std::string_view number = person.Attribute("personnummer").value_or("");
  const std::string_view century = Trim(person.Attribute("sekel").value_or(""));
  const bool ten = Trim(number).size() == 10;
  return CheckPerson(answer,
                     asked,
                     ten ? std::string(century) + std::string(Trim(number)) : std::string(number),
                     Missing::kFails);
}

int ReadSection(const Part& part,
                const XmlNode& person,
                const Section& section,
                SourceAnswer& answer) {
  const XmlNode* node = OnlyChild(person, section.element, "CSN.SECTION_TWICE", answer);
  if (node == nullptr) return 0;
  int index = 0;
  for (const XmlNode* cases : node->Children("Arenden")) {
    for (const XmlNode* entry : cases->Children("Arende")) {
      const Case in{.codes = part.codes(),
                    .form = ShortText(entry->ChildText("stodform").value_or("")),
                    .text = ShortText(entry->ChildText("klartext").value_or("")),
                    .locator = "CSN/" + std::string(section.element) + "/Arende[" +
                               std::to_string(index++) + "]",
                    .path = PathOf(section) + "/Arenden/Arende"};
      ReadCase(*entry, in, answer);
      ReadPayments(*entry, section.element, in, answer);
    }
  }
  return index;
}

std::optional<int> CounterOf(const XmlNode& person, const Section& section) {
  const XmlNode* counters = person.Child("Studiestodstypforteckning");
  if (counters == nullptr) return std::nullopt;
  return ReadInt(counters->ChildText(section.counter).value_or(""));
}

enum class Hit { kYes, kNo };

// Nothing counts as verified only where the section stands with its counter, or where CSN says that
// it has no such person.
void CheckSection(
    const XmlNode& person, const Section& section, Hit hit, int cases, SourceAnswer& answer) {
  const std::optional<int> count = CounterOf(person, section);
  const std::string counter =
      "CSN/CSNSvar/Personer/Person/Studiestodstypforteckning/" + std::string(section.counter);
  const bool absent = person.Child(section.element) == nullptr;
  if (!count.has_value()) Deviate(answer, counter, kMissing);
  if (absent) Deviate(answer, PathOf(section), kMissing);
  if (!count.has_value() || absent) {
    if (hit == Hit::kYes && section.since == Since::kV3) {
      Fail(answer, AnswerState::kSchemaMismatch, "CSN.SECTION_MISSING");
    }
  }
  // A counter that says more than the section holds means that something was left out.
  if (count.value_or(0) > cases) {
    Fail(answer, AnswerState::kSchemaMismatch, "CSN.COUNTER");
  }
  if (count == 0 && cases > 0) Deviate(answer, counter, kValue);
}

// Blank for a person whom CSN knows.
Hit HitOf(const Part& part, const XmlNode& person, SourceAnswer& answer) {
  const std::string_view status = Trim(person.Attribute("Status").value_or(""));
  if (status.empty()) return Hit::kYes;
  if (MeaningOf(part.codes(), answer, "CSN", "Status", status) == "no_hit") return Hit::kNo;
  Fail(answer, AnswerState::kDeviation, "CSN.PERSON_STATUS");
  return Hit::kYes;
}

// The schema's form of a number holds no samordningsnummer: CSN can hardly answer about one.
void CheckNumberForm(const Asked& asked, SourceAnswer& answer) {
  if (!IsCoordinationNumber(asked.personal_number)) return;
  Deviate(answer, "CSN/CSNSvar/Personer/Person/personnummer", kValue);
}

void FailWithoutPerson(const Asked& asked, SourceAnswer& answer) {
  if (!IsCoordinationNumber(asked.personal_number)) {
    return Fail(answer, AnswerState::kSchemaMismatch, "CSN.PERSON_MISSING");
  }
  answer.lasting = true;
  Fail(answer, AnswerState::kError, "CSN.SAMORDNINGSNUMMER");
}

void ReadPerson(const Part& part, const XmlNode& person, SourceAnswer& answer) {
  CheckNumberForm(part.asked, answer);
  const Hit hit = HitOf(part, person, answer);
  int cases = 0;
  for (const Section& section : kSections) {
    const int in_section = ReadSection(part, person, section, answer);
    CheckSection(person, section, hit, in_section, answer);
    cases += in_section;
  }
  if (hit == Hit::kNo && cases > 0) Fail(answer, AnswerState::kSchemaMismatch, "CSN.NO_HIT");
  Settle(answer, cases > 0 ? Content::kSomething : Content::kNothing);
}

void ReadDocument(const Part& part, const XmlNode& root, SourceAnswer& answer) {
  if (root.local() != "CSNSvar") {
    return Fail(answer, AnswerState::kSchemaMismatch, "CSN.ROOT");
  }
  if (root.space() != "http://schema.csn.se/v4.0/kommunfraga") {
    Deviate(answer, "CSN/CSNSvar", kValue);
  }
  if (!CheckResult(part, root, answer)) return;
  const XmlNode* people = root.Child("Personer");
  const auto persons =
      people == nullptr ? std::vector<const XmlNode*>() : people->Children("Person");
  if (persons.empty()) return FailWithoutPerson(part.asked, answer);
  for (const XmlNode* person : persons) {
    if (!CheckPersonOf(*person, part.asked, answer)) return;
  }
  if (persons.size() > 1) return Fail(answer, AnswerState::kSchemaMismatch, "CSN.PERSON_TWICE");
  if (!Trim(persons.front()->Attribute("sekretess").value_or("")).empty()) {
    answer.protected_identity = true;
    answer.lasting = true;
    return Fail(answer, AnswerState::kError, "CSN.SEKRETESS");
  }
  ReadPerson(part, *persons.front(), answer);
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const auto text = part.data.ChildText("svar");
  if (!text.has_value() || text->empty()) {
    return Fail(answer, AnswerState::kSchemaMismatch, "CSN.SVAR_MISSING");
  }
  StatusOr<std::string> bytes = soap::Base64Decode(*text, kPayloadMax);
  if (!bytes.ok()) return Fail(answer, AnswerState::kSchemaMismatch, "BASE64");
  SetRaw(answer, *bytes);
  const StatusOr<soap::XmlDocument> document = soap::XmlDocument::Parse(*std::move(bytes));
  if (!document.ok()) {
    return Fail(answer, AnswerState::kSchemaMismatch, DetailOf(document.status()).reason);
  }
  ReadDocument(part, document->root(), answer);
  NoteCsnDeviations(document->root(), answer);
}

}  // namespace dm::ssbtek::csn
