#include "connectors/ssbtek/envelope/reply.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

using soap::XmlNode;

// What is wrong with a reply as a whole.
struct Breach {
  AnswerState state = AnswerState::kError;
  std::string code;
};

SourceAnswer StartAnswer(Source source, const Asked& asked, const Plan& plan, Instant now) {
  SourceAnswer answer;
  answer.source = source;
  answer.fetched_at = now;
  answer.asked = asked.period;
  const std::string prefix = std::string(SourceCode(source)) + ":";
  for (const GroupState& group : plan.not_granted) {
    if (group.group.starts_with(prefix)) answer.groups.push_back(group);
  }
  return answer;
}

SourceAnswer Withheld(Source source, const Asked& asked, const Plan& plan, Instant now) {
  SourceAnswer answer = StartAnswer(source, asked, plan, now);
  Fail(answer, AnswerState::kNotGranted, "AGREEMENT");
  return answer;
}

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

// What the readers of one reply share.
struct Reading {
  const Options& options;
  const soap::XmlDocument& document;
  const XmlNode& replies;  // svarsdata
  lefi::ReplySlot lefi;
};

void ReadAgency(Reading& reading,
                const SourceEntry& entry,
                const Asked& asked,
                SourceAnswer& answer) {
  const auto elements = reading.replies.Children(entry.element);
  if (elements.empty()) return Fail(answer, AnswerState::kError, "ABSENT");
  if (elements.size() > 1) return Fail(answer, AnswerState::kSchemaMismatch, "TWICE");
  const XmlNode& element = *elements.front();
  SetRaw(answer, reading.document.Bytes(element));
  const auto data = element.Children("data");
  const auto errors = element.Children("error");
  if (data.size() + errors.size() != 1 || element.children().size() != 1) {
    // The contract's choice: exactly one of the two, and nothing beside it.
    return Fail(answer, AnswerState::kSchemaMismatch, "DATA_OR_ERROR");
  }
  if (!errors.empty()) return ReadError(*errors.front(), answer);
  entry.read(
      {.data = *data.front(), .asked = asked, .options = reading.options, .lefi = reading.lefi},
      answer);
  // A reader that settled nothing has read nothing.
  if (!Settled(answer)) Fail(answer, AnswerState::kSchemaMismatch, "UNREAD");
  Settle(answer, Content::kNothing);
}

// The echoes of the message itself.
std::optional<Breach> CheckEchoes(const XmlNode& reply,
                                  const Plan& plan,
                                  const std::string& correlation_id) {
  const auto echoed = reply.ChildText("korrelationsid");
  if (!echoed.has_value()) return Breach{.code = "ECHO.CORRELATION_MISSING"};
  if (*echoed != correlation_id) return Breach{.code = "ECHO.CORRELATION"};
  const XmlNode* question = reply.Descend({"fraga", "generellaFrageparametrar"});
  if (question == nullptr || plan.asked.empty()) return std::nullopt;
  const Asked& asked = plan.asked.begin()->second;
  if (const auto person = question->ChildText("personidentitet");
      person.has_value() && !IsSamePerson(*person, asked.personal_number)) {
    return Breach{.code = "ECHO.PERSON"};
  }
  if (const auto id = question->ChildText("arendeidentitet");
      id.has_value() && *id != asked.case_id) {
    return Breach{.code = "ECHO.CASE"};
  }
  return std::nullopt;
}

Breach Mismatch(const std::string& code) {
  return {.state = AnswerState::kSchemaMismatch, .code = code};
}

// The response element, or what is wrong with the message.
struct Found {
  const XmlNode* reply = nullptr;
  Breach breach;
};

Found FindReply(const soap::XmlDocument& document, const Options& options) {
  const StatusOr<soap::Body> body = soap::ReadEnvelope(document);
  if (!body.ok()) return {.breach = Mismatch(DetailOf(body.status()).reason)};
  if (body->payload == nullptr) {
    const soap::Fault& fault = body->fault;
    return {.breach = {.code = "FAULT." + SafeCode(fault.detail_code.empty() ? fault.code
                                                                             : fault.detail_code)}};
  }
  if (body->payload->local() != "hamtaBastjanstInformationResponse") {
    return {.breach = Mismatch("RESPONSE_NAME")};
  }
  // Another version of the contract may mean other things by the same words.
  if (body->payload->space() != ContractNamespace(options)) {
    return {.breach = Mismatch("VERSION")};
  }
  return {.reply = body->payload, .breach = {}};
}

}  // namespace

std::vector<SourceAnswer> AnswerAll(const Plan& plan,
                                    Instant now,
                                    AnswerState state,
                                    const std::string& code) {
  std::vector<SourceAnswer> answers;
  for (const SourceEntry& entry : Sources()) {
    if (const auto withheld = plan.withheld.find(entry.source); withheld != plan.withheld.end()) {
      answers.push_back(Withheld(entry.source, withheld->second, plan, now));
    } else if (const Asked* asked = plan.Find(entry.source); asked != nullptr) {
      answers.push_back(StartAnswer(entry.source, *asked, plan, now));
      Fail(answers.back(), state, code);
    }
  }
  return answers;
}

std::vector<SourceAnswer> ReadReply(const Options& options,
                                    const Plan& plan,
                                    const std::string& correlation_id,
                                    Instant now,
                                    std::string bytes) {
  const StatusOr<soap::XmlDocument> document = soap::XmlDocument::Parse(std::move(bytes));
  if (!document.ok()) {
    return AnswerAll(plan, now, AnswerState::kSchemaMismatch, DetailOf(document.status()).reason);
  }
  const Found found = FindReply(*document, options);
  if (found.reply == nullptr) return AnswerAll(plan, now, found.breach.state, found.breach.code);
  if (const auto breach = CheckEchoes(*found.reply, plan, correlation_id); breach.has_value()) {
    return AnswerAll(plan, now, breach->state, breach->code);
  }
  const auto replies = found.reply->Children("svarsdata");
  if (replies.size() != 1) {
    return AnswerAll(plan, now, AnswerState::kSchemaMismatch, "SVARSDATA");
  }
  Reading reading{
      .options = options, .document = *document, .replies = *replies.front(), .lefi = {}};
  std::vector<SourceAnswer> answers;
  for (const SourceEntry& entry : Sources()) {
    if (const auto withheld = plan.withheld.find(entry.source); withheld != plan.withheld.end()) {
      answers.push_back(Withheld(entry.source, withheld->second, plan, now));
    } else if (const Asked* asked = plan.Find(entry.source); asked != nullptr) {
      answers.push_back(StartAnswer(entry.source, *asked, plan, now));
      ReadAgency(reading, entry, *asked, answers.back());
    }
  }
  return answers;
}

}  // namespace dm::ssbtek
