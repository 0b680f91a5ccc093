#include "connectors/ssbtek/envelope/reply.h"

#include <algorithm>
#include <utility>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/envelope/agency_reply.h"
#include "connectors/ssbtek/envelope/echo.h"
#include "connectors/ssbtek/lefi/twins.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"
#include "connectors/ssbtek/schema/deviations.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

using soap::XmlNode;

// What is wrong with a reply as a whole.
struct Breach {
  Whole whole = Whole::kNone;
  AnswerState state = AnswerState::kSchemaMismatch;
  std::string code;
};

// The response element, or what is wrong with the message.
struct Found {
  const XmlNode* reply = nullptr;
  Breach breach;
};

Found FindReply(const soap::XmlDocument& document, const Options& options) {
  const StatusOr<soap::Body> body = soap::ReadEnvelope(document);
  if (!body.ok()) {
    return {.breach = {.code = DetailOf(body.status()).reason}};
  }
  if (body->payload == nullptr) {
    const soap::Fault& fault = body->fault;
    const std::string& code = fault.detail_code.empty() ? fault.code : fault.detail_code;
    return {.breach = {.whole = Whole::kFault,
                       .state = AnswerState::kError,
                       .code = "FAULT." + SafeCode(code)}};
  }
  if (body->payload->local() != "hamtaBastjanstInformationResponse") {
    return {.breach = {.code = "RESPONSE_NAME"}};
  }
  // Another version of the contract may mean other things by the same words.
  if (body->payload->space() != ContractNamespace(options)) {
    return {.breach = {.code = "VERSION"}};
  }
  return {.reply = body->payload, .breach = {}};
}

SourceAnswer Withheld(Source source, const Asked& asked, const Plan& plan, Instant now) {
  SourceAnswer answer = StartAnswer(source, asked, plan, now);
  Fail(answer, AnswerState::kNotGranted, "AGREEMENT");
  return answer;
}

// One answer a source asked or withheld, in the order of Source; `settle` gets the asked ones.
template <typename Settle>
std::vector<SourceAnswer> AnswerEach(const Plan& plan, Instant now, Settle settle) {
  std::vector<SourceAnswer> answers;
  answers.reserve(plan.asked.size() + plan.withheld.size());
  for (const SourceEntry& entry : Sources()) {
    if (const auto withheld = plan.withheld.find(entry.source); withheld != plan.withheld.end()) {
      answers.push_back(Withheld(entry.source, withheld->second, plan, now));
    } else if (const Asked* asked = plan.Find(entry.source); asked != nullptr) {
      answers.push_back(StartAnswer(entry.source, *asked, plan, now));
      settle(entry, *asked, answers.back());
    }
  }
  return answers;
}

// An agency that answers though nobody asked it departs from the contract; its words are not read.
// It has no answer to note it in, so the first one does.
void NoteUnasked(const XmlNode& replies, const Plan& plan, std::vector<SourceAnswer>& answers) {
  if (answers.empty()) return;
  for (const SourceEntry& entry : Sources()) {
    const bool asked = std::ranges::any_of(Sources(), [&](const SourceEntry& other) {
      return std::string_view(other.element) == entry.element && plan.Find(other.source) != nullptr;
    });
    if (asked || entry.source == Source::kPm || replies.Child(entry.element) == nullptr) continue;
    Deviate(answers.front(), entry.element, kUnexpected);
  }
}

WholeReply Broken(const Plan& plan, Instant now, const Breach& breach) {
  return {.whole = breach.whole, .answers = AnswerAll(plan, now, breach.state, breach.code)};
}

}  // namespace

std::vector<SourceAnswer> AnswerAll(const Plan& plan,
                                    Instant now,
                                    AnswerState state,
                                    const std::string& code) {
  return AnswerEach(plan, now, [&](const SourceEntry&, const Asked&, SourceAnswer& answer) {
    Fail(answer, state, code);
  });
}

WholeReply ReadWholeReply(const Options& options,
                          const Plan& plan,
                          const std::string& correlation_id,
                          Instant now,
                          std::string bytes) {
  const StatusOr<soap::XmlDocument> document = soap::XmlDocument::Parse(std::move(bytes));
  if (!document.ok()) {
    return Broken(plan, now, {.code = DetailOf(document.status()).reason});
  }
  const Found found = FindReply(*document, options);
  if (found.reply == nullptr) return Broken(plan, now, found.breach);
  const XmlNode& reply = *found.reply;
  if (const auto echo = FindEchoBreach(reply, plan, correlation_id); echo.has_value()) {
    return Broken(plan, now, {.state = AnswerState::kError, .code = "ECHO." + *echo});
  }
  const auto replies = reply.Children("svarsdata");
  if (replies.size() != 1) return Broken(plan, now, {.code = "SVARSDATA"});
  Reading reading{
      .options = options, .document = *document, .replies = *replies.front(), .lefi = {}};
  WholeReply whole;
  whole.answers = AnswerEach(
      plan, now, [&](const SourceEntry& entry, const Asked& asked, SourceAnswer& answer) {
        if (EchoesAnotherQuestion(reply, plan, entry, asked)) return FailEcho(answer, "PERIOD");
        ReadAgency(reading, entry, asked, answer);
      });
  lefi::MarkTwins(whole.answers);
  NoteUnasked(*replies.front(), plan, whole.answers);
  NoteDeviations(reply, options.contract_version, whole.answers);
  return whole;
}

std::vector<SourceAnswer> ReadReply(const Options& options,
                                    const Plan& plan,
                                    const std::string& correlation_id,
                                    Instant now,
                                    std::string bytes) {
  return ReadWholeReply(options, plan, correlation_id, now, std::move(bytes)).answers;
}

}  // namespace dm::ssbtek
