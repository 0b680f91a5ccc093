#include "connectors/ssbtek/miv/miv_reader.h"

#include <string>
#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::miv {
namespace {

using soap::XmlNode;

std::optional<Date> DateOf(const XmlNode& parent, std::string_view name, SourceAnswer& answer) {
  const auto text = parent.ChildText(name);
  if (!text.has_value() || text->empty()) return std::nullopt;
  const std::optional<Date> date = ReadDate(*text);
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "MIV.DATE");
  return date;
}

void ReadPermit(const XmlNode& node, SourceAnswer& answer) {
  Permit permit;
  permit.kind = ShortText(node.ChildText("arendeTyp").value_or(""));
  permit.decision = ShortText(node.ChildText("beslutsKod").value_or(""));
  const std::string_view validity = node.ChildText("giltighetstid").value_or("");
  permit.permanent = validity == "PERMANENT";
  if (!validity.empty() && !permit.permanent && validity != "TIDBEGRANSAT") {
    Deviate(answer, "MIV/data/response/svarCollection/svar/giltighetstid", kValue);
  }
  permit.valid = {.from = DateOf(node, "fromDatum", answer),
                  .to = DateOf(node, "tomDatum", answer)};
  // There is no marker for an open application: it is an entry without a decision date.
  permit.open_application = !DateOf(node, "beslutsdatum", answer).has_value();
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
    if (part.data.children().empty()) return Settle(answer, Content::kNothing);
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
      if (!entry->IsNil()) ReadPermit(*entry, answer);
    }
  }
  Settle(answer, answer.permits.empty() ? Content::kNothing : Content::kSomething);
}

}  // namespace dm::ssbtek::miv
