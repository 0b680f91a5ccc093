#include "connectors/ssbtek/tns/tns_reader.h"

#include <string>

#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::tns {
namespace {

using soap::XmlNode;

void ReadVehicle(const XmlNode& node, SourceAnswer& answer) {
  const std::string make(node.ChildText("fabrikat").value_or(""));
  const std::string model(node.ChildText("handelsbeteckning").value_or(""));
  const char* between = make.empty() || model.empty() ? "" : " ";
  answer.vehicles.push_back({.kind = ShortText(node.ChildText("fordonsslag").value_or("")),
                             .model = ShortText(make + between + model),
                             .year = ShortText(node.ChildText("fordonsar").value_or("")),
                             .registration = ShortText(node.ChildText("regnr").value_or(""))});
  if (answer.vehicles.back().registration.empty()) {
    Deviate(answer, "TNS/data/fordonsinnehav/fordon/regnr", kMissing);
  }
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const std::string_view result = part.data.ChildText("resultat").value_or("");
  const auto failures = part.data.Children("felresultat");
  const auto meaning = MeaningOf(part.codes(), answer, "TNS", "resultat", result);
  if (meaning == "failed") {
    const auto code = failures.empty() ? std::nullopt : failures.front()->ChildText("felkod");
    return Fail(answer, AnswerState::kError, "TNS.FEL." + SafeCode(code.value_or("")));
  }
  if (meaning != "ok") return Fail(answer, AnswerState::kSchemaMismatch, "TNS.RESULTAT");
  // OK and a failure at once: which of them holds cannot be told.
  if (!failures.empty()) return Fail(answer, AnswerState::kSchemaMismatch, "TNS.OK_AND_FEL");
  const XmlNode* holdings = OnlyChild(part.data, "fordonsinnehav", "TNS.HOLDINGS_TWICE", answer);
  if (holdings != nullptr) {
    for (const XmlNode* vehicle : holdings->Children("fordon")) ReadVehicle(*vehicle, answer);
  }
  Settle(answer, answer.vehicles.empty() ? Content::kNothing : Content::kSomething);
}

}  // namespace dm::ssbtek::tns
