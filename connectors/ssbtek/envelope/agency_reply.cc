#include "connectors/ssbtek/envelope/agency_reply.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek {
namespace {

using soap::XmlNode;

// An agency's word that the question itself is wrong or not allowed: the same question gets the
// same answer. -1005 is CSN's, the others are LEFI's.
bool IsRefusal(std::string_view code) {
  constexpr std::array<std::string_view, 5> kRefusals = {
      "-1005", "400", "403", "OBEHORIG", "LEFI-VERSION"};
  return std::ranges::find(kRefusals, code) != kRefusals.end();
}

// error = kalla (SSBT the composite service, BT the agency), felkod, felmeddelande.
void ReadError(const XmlNode& error, SourceAnswer& answer) {
  const std::string_view origin = error.ChildText("kalla").value_or("");
  const std::string who = origin == "SSBT" || origin == "BT" ? std::string(origin) : "UNKNOWN";
  const std::string code = SafeCode(error.ChildText("felkod").value_or(""));
  Fail(answer, AnswerState::kError, who + "." + code);
  answer.lasting = who == "BT" && IsRefusal(code);
}

// The only child, or nothing when there are more, or none: the contract's choice of data or error
// is exactly one of the two, and nothing beside it.
const XmlNode* OnlyChild(const XmlNode& element) {
  return element.children().size() == 1 ? element.children().front() : nullptr;
}

}  // namespace

SourceAnswer StartAnswer(Source source, const Asked& asked, const Plan& plan, Instant now) {
  SourceAnswer answer;
  answer.source = source;
  answer.fetched_at = now;
  answer.asked = asked.period;
  if (source != Source::kFk && source != Source::kPm) return answer;
  const std::string prefix = std::string(SourceCode(source)) + ":";
  for (const GroupState& group : plan.not_granted) {
    if (group.group.starts_with(prefix)) answer.groups.push_back(group);
  }
  return answer;
}

void ReadAgency(Reading& reading,
                const SourceEntry& entry,
                const Asked& asked,
                SourceAnswer& answer) {
  const auto elements = reading.replies.Children(entry.element);
  if (elements.empty()) return Fail(answer, AnswerState::kError, "ABSENT");
  if (elements.size() > 1) return Fail(answer, AnswerState::kSchemaMismatch, "TWICE");
  const XmlNode& element = *elements.front();
  SetRaw(answer, reading.document.Bytes(element));
  const XmlNode* content = OnlyChild(element);
  if (content != nullptr && content->local() == "error") return ReadError(*content, answer);
  if (content == nullptr || content->local() != "data") {
    return Fail(answer, AnswerState::kSchemaMismatch, "DATA_OR_ERROR");
  }
  entry.read({.data = *content, .asked = asked, .options = reading.options, .lefi = reading.lefi},
             answer);
  // A reader that settled nothing has read nothing.
  if (!Settled(answer)) Fail(answer, AnswerState::kSchemaMismatch, "UNREAD");
  Settle(answer, Content::kNothing);
}

}  // namespace dm::ssbtek
