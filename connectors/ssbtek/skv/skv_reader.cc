#include "connectors/ssbtek/skv/skv_reader.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::skv {
namespace {

using soap::XmlNode;

constexpr std::string_view kRootPath = "SKV/SvarBeskattningsuppgifterEnligtSFS2008-975";
constexpr std::string_view kListPath =
    "SKV/SvarBeskattningsuppgifterEnligtSFS2008-975/PersonuppgiftLista";
constexpr std::string_view kPersonPath =
    "SKV/SvarBeskattningsuppgifterEnligtSFS2008-975/PersonuppgiftLista/Personuppgift";
constexpr std::string_view kCapitalPath =
    "SKV/SvarBeskattningsuppgifterEnligtSFS2008-975/PersonuppgiftLista/Personuppgift/"
    "Kapitaluppgift";

constexpr std::size_t kUnknownPartsMax = 50;

// No text anywhere inside: such a part says nothing, whatever it is called.
bool IsEmpty(const XmlNode& node) {
  return node.trimmed().empty() &&
         std::ranges::all_of(node.children(), [](const XmlNode* child) { return IsEmpty(*child); });
}

// The inner schema is not published, and version 11 adds parts that no schema describes. A part
// with content that is not known is named, never dropped, and makes the answer unknown.
void CheckParts(const XmlNode& parent,
                std::initializer_list<std::string_view> known,
                std::string_view path,
                SourceAnswer& answer) {
  for (const XmlNode* child : parent.children()) {
    if (std::ranges::find(known, child->local()) != known.end() || IsEmpty(*child)) continue;
    const std::string name = SafeName(child->local());
    DeviateBelow(answer, path, name, kUnexpected);
    Fail(answer, AnswerState::kDeviation, "SKV.UNKNOWN_PART");
    GroupState group{.group = "SKV:" + name, .state = AnswerState::kDeviation, .code = "UNKNOWN"};
    const bool named = std::ranges::any_of(
        answer.groups, [&](const GroupState& one) { return one.group == group.group; });
    if (!named && answer.groups.size() < kUnknownPartsMax) answer.groups.push_back(group);
  }
}

// A fault type in place of an answer: MeddelandeKod 9071000–9071999.
bool IsFault(const XmlNode& node, SourceAnswer& answer) {
  const XmlNode* holder = node.Child("MeddelandeKod") != nullptr ? &node : node.Child("Exception");
  if (holder == nullptr) return false;
  const auto code = holder->ChildText("MeddelandeKod");
  if (!code.has_value()) return false;
  Fail(answer, AnswerState::kError, "SKV.MEDDELANDE." + SafeCode(*code));
  return true;
}

// A figure that is missing is unknown, and unknown is not zero.
std::optional<Money> FigureOf(const XmlNode& figure, std::string_view name, SourceAnswer& answer) {
  const auto text = figure.ChildText(name);
  const std::optional<Money> amount = ReadAmount(text.value_or(""));
  if (!amount.has_value()) {
    DeviateBelow(answer, kCapitalPath, name, text.has_value() ? kValue : kMissing);
  }
  return amount;
}

void ReadCapital(const XmlNode& figure, SourceAnswer& answer) {
  const auto year = ReadInt(figure.ChildText("Taxeringsar").value_or(""));
  if (!year.has_value() || *year < 1900 || *year > 2199) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SKV.YEAR");
  }
  const auto income = FigureOf(figure, "SummaIntakterPaKapital", answer);
  const auto surplus = FigureOf(figure, "OverskottPaKapital", answer);
  CheckParts(figure,
             {"Taxeringsar", "SummaIntakterPaKapital", "OverskottPaKapital"},
             kCapitalPath,
             answer);
  if (!income.has_value() || !surplus.has_value()) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SKV.CAPITAL");
  }
  answer.capital.push_back({.year = *year, .income = *income, .surplus = *surplus});
}

void ReadPerson(const Part& part, const XmlNode& person, SourceAnswer& answer) {
  const std::string_view status = person.ChildText("StatusPersonuppgiftKod").value_or("");
  const bool figures = person.Child("Kapitaluppgift") != nullptr;
  if (status.empty()) {
    DeviateBelow(answer, kPersonPath, "StatusPersonuppgiftKod", kMissing);
    // Neither figures nor a word that there are none: that is no answer.
    if (!figures) Fail(answer, AnswerState::kDeviation, "SKV.STATUS_MISSING");
  } else if (MeaningOf(part.codes(), answer, "SKV", "StatusPersonuppgiftKod", status) != "ok") {
    Fail(answer, AnswerState::kDeviation, "SKV.STATUS." + SafeCode(status));
  }
  for (const XmlNode* figure : person.Children("Kapitaluppgift")) ReadCapital(*figure, answer);
  CheckParts(person,
             {"IdentitetsbeteckningFysiskPerson",
              "Fornamn",
              "Efternamn",
              "StatusPersonuppgiftKod",
              "Kapitaluppgift"},
             kPersonPath,
             answer);
}

void ReadDocument(const Part& part, const XmlNode& root, SourceAnswer& answer) {
  if (IsFault(root, answer)) return;
  const XmlNode* list = root.Child("PersonuppgiftLista");
  if (root.local() != "SvarBeskattningsuppgifterEnligtSFS2008-975" || list == nullptr) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SKV.ROOT");
  }
  CheckParts(root, {"PersonuppgiftLista"}, kRootPath, answer);
  CheckParts(*list, {"Personuppgift"}, kListPath, answer);
  for (const XmlNode* person : list->Children("Personuppgift")) {
    if (!CheckPerson(answer,
                     part.asked,
                     person->ChildText("IdentitetsbeteckningFysiskPerson"),
                     Missing::kFails)) {
      return;
    }
    ReadPerson(part, *person, answer);
  }
  Settle(answer, answer.capital.empty() ? Content::kNothing : Content::kSomething);
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  if (IsFault(part.data, answer)) return;
  const XmlNode* reply = part.data.Child("svar");
  if (reply == nullptr || reply->trimmed().empty()) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SKV.SVAR_MISSING");
  }
  // Beside the document: version 11 may carry more.
  CheckParts(part.data, {"svar"}, "SKV/data", answer);
  SetRaw(answer, reply->trimmed());
  // Already decoded with the envelope: what the inner declaration says of its encoding is history.
  const StatusOr<soap::XmlDocument> document =
      soap::XmlDocument::Parse(std::string(reply->trimmed()), soap::XmlEncoding::kAlreadyUtf8);
  if (!document.ok()) {
    return Fail(answer, AnswerState::kSchemaMismatch, DetailOf(document.status()).reason);
  }
  ReadDocument(part, document->root(), answer);
}

}  // namespace dm::ssbtek::skv
