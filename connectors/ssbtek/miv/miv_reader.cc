#include "connectors/ssbtek/miv/miv_reader.h"

#include <string>
#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::miv {
namespace {

using soap::XmlNode;

constexpr std::string_view kEntryPath = "MIV/data/response/svarCollection/svar";
constexpr char kDate[] = "MIV.DATE";

std::string TextOf(const XmlNode& node, std::string_view name) {
  return ShortText(node.ChildText(name).value_or(""));
}

// There is no code list for the kinds and decisions: they are shown and not weighed. How long a
// permit holds is, so that a word that is not listed makes the answer unknown.
void ReadValidity(const Part& part, Permit& permit, SourceAnswer& answer) {
  if (permit.validity.empty()) return;
  const auto meaning = MeaningOf(part.codes(), answer, "MIV", "giltighetstid", permit.validity);
  permit.permanent = meaning == "permanent";
  if (meaning.has_value()) return;
  DeviateBelow(answer, kEntryPath, "giltighetstid", kValue);
  Fail(answer, AnswerState::kDeviation, "MIV.GILTIGHETSTID");
}

void ReadPermit(const Part& part, const XmlNode& node, SourceAnswer& answer) {
  Permit permit;
  permit.kind = TextOf(node, "arendeTyp");
  permit.kind_text = TextOf(node, "arendeTypNamn");
  permit.decision = TextOf(node, "beslutsKod");
  permit.decision_text = TextOf(node, "beslutsKodNamn");
  permit.decision_type = TextOf(node, "beslutsTyp");
  permit.decision_type_text = TextOf(node, "beslutsTypNamn");
  permit.reason = TextOf(node, "anledning");
  permit.reason_text = TextOf(node, "anledningNamn");
  permit.validity = TextOf(node, "giltighetstid");
  ReadValidity(part, permit, answer);
  permit.valid = {.from = DateOf(node, "fromDatum", kDate, answer),
                  .to = DateOf(node, "tomDatum", kDate, answer)};
  CheckOrder(permit.valid, "MIV.PERIOD", answer);
  permit.applied_on = DateOf(node, "ansokningsdatum", kDate, answer);
  permit.decided_on = DateOf(node, "beslutsdatum", kDate, answer);
  // There is no marker for an open application: it is an entry without a decision date.
  permit.open_application = !permit.decided_on.has_value();
  // A decision without its day is neither open nor known.
  if (permit.open_application && !permit.decision.empty()) {
    DeviateBelow(answer, kEntryPath, "beslutsdatum", kMissing);
  }
  answer.permits.push_back(std::move(permit));
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const auto replies = part.data.Children("response");
  if (replies.size() > 1) return Fail(answer, AnswerState::kSchemaMismatch, "MIV.RESPONSE_TWICE");
  if (const auto fault = part.data.ChildText("faultCode"); fault.has_value()) {
    return Fail(answer, AnswerState::kError, "MIV.FAULT." + SafeCode(*fault));
  }
  if (replies.empty()) {
    // No response at all is the normal answer about most citizens; something unknown is not.
    const bool empty = part.data.children().empty() && part.data.trimmed().empty();
    if (empty) return Settle(answer, Content::kNothing);
    return Fail(answer, AnswerState::kSchemaMismatch, "MIV.SHAPE");
  }
  const XmlNode& reply = *replies.front();
  const auto number = reply.ChildText("personnummer");
  if (number.has_value() && !CheckPerson(answer, part.asked, number, Missing::kCounts)) return;
  if (reply.Child("correlationid") == nullptr) {
    Deviate(answer, "MIV/data/response/correlationid", kMissing);
  }
  for (const XmlNode* collection : reply.Children("svarCollection")) {
    for (const XmlNode* entry : collection->Children("svar")) {
      if (!entry->IsNil()) ReadPermit(part, *entry, answer);
    }
  }
  Settle(answer, answer.permits.empty() ? Content::kNothing : Content::kSomething);
}

}  // namespace dm::ssbtek::miv
