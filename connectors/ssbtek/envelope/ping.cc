#include "connectors/ssbtek/envelope/ping.h"

#include <array>
#include <utility>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek {
namespace {

constexpr std::array kAgencies = {"AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"};

Status NoAnswer(const std::string& reason) {
  return FailedPrecondition("the connection test's answer cannot be read: " + reason,
                            {.reason = "SSBTEK_PING",
                             .field = "ssbtek.url",
                             .remedy = "check the address and the contract version"});
}

AgencyReadiness ReadAgency(const std::string& agency, const soap::XmlNode* node) {
  AgencyReadiness found{.agency = agency, .readiness = Readiness::kNotTested, .code = {}};
  if (node == nullptr) return found;
  if (const soap::XmlNode* error = node->Child("error"); error != nullptr) {
    found.readiness = Readiness::kFailed;
    found.code = SafeCode(error->ChildText("kalla").value_or("")) + "." +
                 SafeCode(error->ChildText("felkod").value_or(""));
    return found;
  }
  if (ReadBoolean(node->ChildText("anropad").value_or("")) == true) {
    found.readiness = Readiness::kReady;
  }
  return found;
}

}  // namespace

StatusOr<std::vector<AgencyReadiness>> ReadPing(const Options& options, std::string bytes) {
  const StatusOr<soap::XmlDocument> document = soap::XmlDocument::Parse(std::move(bytes));
  if (!document.ok()) return NoAnswer(DetailOf(document.status()).reason);
  const StatusOr<soap::Body> body = soap::ReadEnvelope(*document);
  if (!body.ok()) return NoAnswer(DetailOf(body.status()).reason);
  if (body->payload == nullptr) {
    const soap::Fault& fault = body->fault;
    return Unavailable("the connection test was answered with a fault: " +
                       SafeCode(fault.detail_code.empty() ? fault.code : fault.detail_code));
  }
  if (body->payload->local() != "testaBastjanstInformationResponse" ||
      body->payload->space() != ContractNamespace(options)) {
    return NoAnswer("RESPONSE_NAME");
  }
  std::vector<AgencyReadiness> all;
  all.reserve(kAgencies.size());
  for (const char* agency : kAgencies) {
    all.push_back(ReadAgency(agency, body->payload->Child(agency)));
  }
  return all;
}

}  // namespace dm::ssbtek
