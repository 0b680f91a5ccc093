#include "connectors/ssbtek/envelope/agency_reply.h"

#include <string>
#include <string_view>

#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek {
namespace {

using soap::XmlNode;

// error = kalla (the composite service itself, or the agency), felkod, felmeddelande. A kalla that
// the table of codes does not list is noted. A felkod is the agencies' own: the table lists those
// that refuse the question itself, which the same question gets again; any other may pass.
void ReadError(const AnswerCodes& codes, const XmlNode& error, SourceAnswer& answer) {
  const std::string_view origin = error.ChildText("kalla").value_or("");
  const std::string_view code = error.ChildText("felkod").value_or("");
  const auto who = MeaningOf(codes, answer, "SSBTEK", "kalla", origin);
  const std::string prefix = who == "composite" ? "SSBT." : who == "agency" ? "BT." : "UNKNOWN.";
  Fail(answer, AnswerState::kError, prefix + SafeCode(code));
  answer.lasting = who == "agency" && codes.Means("SSBTEK", "felkod", code, "refused_question");
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
  const bool failed = content != nullptr && content->local() == "error";
  if (content == nullptr || (content->local() != "data" && !failed)) {
    return Fail(answer, AnswerState::kSchemaMismatch, "DATA_OR_ERROR");
  }
  const Part part{
      .data = *content, .asked = asked, .options = reading.options, .lefi = reading.lefi};
  if (failed) return ReadError(part.codes(), *content, answer);
  entry.read(part, answer);
  // A reader that settled nothing has read nothing.
  if (!Settled(answer)) Fail(answer, AnswerState::kSchemaMismatch, "UNREAD");
  Settle(answer, Content::kNothing);
}

}  // namespace dm::ssbtek
