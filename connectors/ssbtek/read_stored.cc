#include "connectors/ssbtek/read_stored.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/envelope/contract.h"
#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/stored/part.h"
#include "connectors/ssbtek/stored/question.h"

namespace dm::ssbtek {
namespace {

// The response element of a message, and under which contract; null for anything else in it.
struct Found {
  const soap::XmlNode* response = nullptr;
  const Contract* contract = nullptr;
};

Found FindResponse(const StatusOr<soap::XmlDocument>& document) {
  if (!document.ok()) return {};
  const StatusOr<soap::Body> body = soap::ReadEnvelope(*document);
  if (!body.ok() || body->payload == nullptr) return {};
  if (body->payload->local() != "hamtaBastjanstInformationResponse") return {};
  return {.response = body->payload, .contract = FindContractOfSpace(body->payload->space())};
}

Options OptionsFor(const StoredOptions& tables, std::string_view version) {
  Options options;
  options.contract_version = version;
  options.codes = tables.codes == nullptr ? std::make_shared<const AnswerCodes>() : tables.codes;
  options.fund_statuses = tables.fund_statuses;
  options.empty_fund_list = tables.empty_fund_list;
  return options;
}

StoredReading Read(const StoredOptions& tables,
                   std::string message,
                   const ReadStoredHints& hints,
                   const std::string& agency) {
  StoredReading reading;
  StoredQuestion question;
  {
    const StatusOr<soap::XmlDocument> document = soap::XmlDocument::Parse(message);
    const Found found = FindResponse(document);
    if (found.contract != nullptr) reading.contract_version = found.contract->version;
    question = QuestionFor(found.response, hints, agency);
  }
  const std::string_view version =
      reading.contract_version.empty() ? Contracts().front().version : reading.contract_version;
  reading.answers = ReadReply(OptionsFor(tables, version),
                              question.plan,
                              question.correlation_id,
                              Instant(),
                              std::move(message));
  for (SourceAnswer& answer : reading.answers) answer.asked = hints.period;
  reading.unchecked = std::move(question.unchecked);
  return reading;
}

}  // namespace

StatusOr<StoredReading> ReadStored(const StoredOptions& options,
                                   std::string bytes,
                                   const ReadStoredHints& hints) {
  if (RootName(bytes) == "Envelope") return Read(options, std::move(bytes), hints, "");
  DM_ASSIGN_OR_RETURN(StoredPart part, WrapPart(bytes, hints.source));
  ReadStoredHints part_hints = hints;
  part_hints.correlation_id = kStoredCorrelation;
  StoredReading reading = Read(options, std::move(part.message), part_hints, part.agency);
  // The message around the part is ours: neither its version nor its correlation id says anything.
  reading.contract_version.clear();
  if (std::ranges::find(reading.unchecked, "CORRELATION") == reading.unchecked.end()) {
    reading.unchecked.emplace_back("CORRELATION");
  }
  return reading;
}

}  // namespace dm::ssbtek
