#include "connectors/ssbtek/skv/skv_reader.h"

#include <string>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::skv {
namespace {

using soap::XmlNode;

// The one StatusPersonuppgiftKod with a known reading. The inner schema is not published: any other
// code is unknown.
constexpr std::string_view kStatusKnown = "999";

constexpr std::string_view kPersonPath =
    "SKV/SvarBeskattningsuppgifterEnligtSFS2008-975/PersonuppgiftLista/Personuppgift";

// A fault type in place of an answer: MeddelandeKod 9071000–9071999.
bool IsFault(const XmlNode& node, SourceAnswer& answer) {
  const XmlNode* holder = node.Child("MeddelandeKod") != nullptr ? &node : node.Child("Exception");
  if (holder == nullptr) return false;
  const auto code = holder->ChildText("MeddelandeKod");
  if (!code.has_value()) return false;
  Fail(answer, AnswerState::kError, "SKV.MEDDELANDE." + SafeCode(*code));
  return true;
}

void ReadCapital(const XmlNode& figure, SourceAnswer& answer) {
  const auto year = ReadInt(figure.ChildText("Taxeringsar").value_or(""));
  const auto income = ReadAmount(figure.ChildText("SummaIntakterPaKapital").value_or(""));
  const auto surplus = ReadAmount(figure.ChildText("OverskottPaKapital").value_or(""));
  if (!year.has_value() || !income.has_value() || !surplus.has_value()) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SKV.CAPITAL");
  }
  answer.capital.push_back({.year = *year, .income = *income, .surplus = *surplus});
}

void ReadPerson(const XmlNode& person, SourceAnswer& answer) {
  const std::string_view status = person.ChildText("StatusPersonuppgiftKod").value_or("");
  if (status.empty()) {
    DeviateBelow(answer, kPersonPath, "StatusPersonuppgiftKod", kMissing);
  } else if (status != kStatusKnown) {
    Fail(answer, AnswerState::kDeviation, "SKV.STATUS." + SafeCode(status));
  }
  for (const XmlNode* figure : person.Children("Kapitaluppgift")) ReadCapital(*figure, answer);
}

void ReadDocument(const Part& part, const XmlNode& root, SourceAnswer& answer) {
  if (IsFault(root, answer)) return;
  const XmlNode* list = root.Child("PersonuppgiftLista");
  if (root.local() != "SvarBeskattningsuppgifterEnligtSFS2008-975" || list == nullptr) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SKV.ROOT");
  }
  for (const XmlNode* person : list->Children("Personuppgift")) {
    if (!CheckPerson(answer,
                     part.asked,
                     person->ChildText("IdentitetsbeteckningFysiskPerson"),
                     Missing::kFails)) {
      return;
    }
    ReadPerson(*person, answer);
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
