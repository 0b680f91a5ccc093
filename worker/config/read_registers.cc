#include "worker/config/read_registers.h"

#include <algorithm>
#include <utility>

#include "worker/config/config_reader.h"
#include "worker/core/loopback.h"

namespace dm {
namespace {

using Errors = std::vector<ConfigError>;

// Time for the agencies together, where the file says nothing.
constexpr std::int64_t kTogetherMs = 12'000;

void ReadProcessors(const YAML::Node& node, std::vector<Processor>& processors, Errors& errors) {
  if (!node.IsDefined()) return;
  if (!node.IsSequence()) {
    errors.push_back({0, "ssbtek.processors", "is not a list", "write one item a processor"});
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    ConfigReader reader(node[i], "ssbtek.processors[" + std::to_string(i) + "].", errors);
    Processor processor;
    reader.Required("organisation_number", processor.organisation_number);
    reader.Required("name", processor.name);
    processors.push_back(std::move(processor));
  }
}

void ReadGroups(ConfigReader& reader, std::vector<std::string>& groups) {
  reader.Words("lefi_groups_granted", groups);
  if (!groups.empty()) return;
  reader.Fail("lefi_groups_granted",
              "is missing",
              "list the LEFI groups that the agreement grants, such as FK:BOB");
}

// The block must be there under 11, which refuses a question without it, and cannot be sent under
// 10.
void ReadTaxQuestion(ConfigReader& ssbtek,
                     const std::string& contract,
                     TaxQuestionConfig& tax,
                     Errors& errors) {
  tax.given = ssbtek.Has("tax_question");
  {
    ConfigReader reader(ssbtek.Child("tax_question"), "ssbtek.tax_question.", errors);
    reader.Number("years", 1, 6, tax.years);
    reader.Flag("company_information", tax.company_information);
    reader.Flag("individual_income", tax.individual_income);
    reader.Flag("tax_account", tax.tax_account);
    reader.Flag("tax_information", tax.tax_information);
    reader.Flag("tax_return_annexes", tax.tax_return_annexes);
  }
  if (contract == "10" && tax.given) {
    return ssbtek.Fail(
        "tax_question", "cannot be asked under contract 10", "remove it, or set contract to 11");
  }
  if (contract != "11") return;
  if (!tax.given) {
    return ssbtek.Fail("tax_question",
                       "is missing, and contract 11 needs it",
                       "say what the municipality may ask of Skatteverket");
  }
  const bool asks = tax.company_information || tax.individual_income || tax.tax_account ||
                    tax.tax_information || tax.tax_return_annexes;
  if (!asks) ssbtek.Fail("tax_question", "asks for nothing", "set at least one part to true");
}

void ReadBreaker(const YAML::Node& node,
                 const std::string& prefix,
                 BreakerConfig& breaker,
                 Errors& errors) {
  ConfigReader reader(node, prefix + "breaker.", errors);
  reader.Number("failures", 1, 100, breaker.failures);
  reader.Number("first_break_ms", 1'000, 3'600'000, breaker.first_break_ms);
  reader.Number("break_max_ms", 1'000, 3'600'000, breaker.break_max_ms);
  if (breaker.break_max_ms < breaker.first_break_ms) {
    reader.Fail("break_max_ms",
                "is shorter than " + prefix + "breaker.first_break_ms",
                "raise it, or lower the first break");
  }
}

void ReadFlow(ConfigReader& reader, const std::string& prefix, FlowConfig& flow, Errors& errors) {
  reader.Number("connect_timeout_ms", 10, 60'000, flow.connect_timeout_ms);
  reader.Number("total_timeout_ms", 100, 30'000, flow.total_timeout_ms);
  reader.Number("in_flight_max", 1, 256, flow.in_flight_max);
  reader.Number("rate_per_minute", 0, 600'000, flow.rate_per_minute);
  reader.Number("rate_burst", 1, 1'000, flow.rate_burst);
  reader.Words("windows", flow.windows);
  ReadBreaker(reader.Child("breaker"), prefix, flow.breaker, errors);
}

void ReadTogether(ConfigReader& reader, SsbtekConfig& ssbtek) {
  if (!reader.Has("together_timeout_ms")) {
    ssbtek.together_timeout_ms = std::min(kTogetherMs, ssbtek.flow.total_timeout_ms);
  }
  reader.Number("together_timeout_ms", 100, 30'000, ssbtek.together_timeout_ms);
  if (ssbtek.together_timeout_ms > ssbtek.flow.total_timeout_ms) {
    reader.Fail("together_timeout_ms",
                "is longer than ssbtek.total_timeout_ms",
                "lower it: what the agencies leave of the total is for asking them one by one");
  }
}

struct Connection {
  std::string prefix;  // "ssbtek."
  std::string owner;   // who agrees to a rate
  const std::string& url;
  const TlsFiles& tls;
  const FlowConfig& flow;
};

// Plain http is for one machine in development. Nobody has published how much a register bears:
// what holds is what was agreed with its owner.
void CheckConnection(Environment environment, const Connection& connection, Errors& errors) {
  const bool development = environment == Environment::kDevelopment;
  const bool https = connection.url.rfind("https://", 0) == 0;
  if (!https && !(development && IsLoopbackHttp(connection.url))) {
    errors.push_back({0,
                      connection.prefix + "url",
                      "is not https",
                      "use https; plain http is for loopback with environment: development"});
  }
  if (https && connection.tls.empty()) {
    errors.push_back({0,
                      connection.prefix + "tls",
                      "is missing",
                      "set the client certificate that the service knows, and its ca"});
  }
  if (!development && connection.flow.rate_per_minute == 0) {
    errors.push_back({0,
                      connection.prefix + "rate_per_minute",
                      "is missing or 0",
                      "set the calls a minute, 1 to 600000, that " + connection.owner +
                          " has agreed to; no limit (0) is for environment: development"});
  }
}

}  // namespace

void ReadTls(const YAML::Node& node,
             const std::string& prefix,
             TlsKind kind,
             TlsFiles& tls,
             Errors& errors) {
  ConfigReader reader(node, prefix, errors);
  reader.Optional("certificate", tls.certificate);
  reader.Optional("key", tls.key);
  reader.Optional("ca", tls.ca);
  if (kind == TlsKind::kRegister) {
    reader.Optional("pkcs12", tls.pkcs12);
    reader.Optional("pkcs12_password_file", tls.pkcs12_password_file);
    reader.Optional("key_password_file", tls.key_password_file);
    reader.Optional("pinned_key", tls.pinned_key);
    reader.Optional("issuer", tls.issuer);
  }
  const bool pem = !tls.certificate.empty() && !tls.key.empty();
  if (!tls.empty() && (tls.ca.empty() || (!pem && tls.pkcs12.empty()))) {
    reader.Fail("certificate",
                "is half set",
                kind == TlsKind::kRegister ? "give certificate, key and ca together, or pkcs12 and "
                                             "ca"
                                           : "give certificate, key and ca together");
  }
  if (!tls.pkcs12.empty() && (!tls.certificate.empty() || !tls.key.empty())) {
    reader.Fail("pkcs12", "stands beside a PEM pair", "give one of them: pkcs12, or the pair");
  }
}

void ReadSsbtek(const YAML::Node& node, SsbtekConfig& ssbtek, Errors& errors) {
  ConfigReader reader(node, "ssbtek.", errors);
  reader.Required("url", ssbtek.url);
  reader.Choice("contract", {"10", "11"}, ssbtek.contract);
  reader.Optional("lefi_version", ssbtek.lefi_version);
  reader.Required("organisation_number", ssbtek.organisation_number);
  reader.Required("organisation_name", ssbtek.organisation_name);
  reader.Required("aktorsid", ssbtek.aktorsid);
  ReadFlow(reader, "ssbtek.", ssbtek.flow, errors);
  ReadTogether(reader, ssbtek);
  reader.Choice("so_empty_list", {"unknown", "nothing"}, ssbtek.so_empty_list);
  ReadTaxQuestion(reader, ssbtek.contract, ssbtek.tax_question, errors);
  ReadGroups(reader, ssbtek.lefi_groups_granted);
  ReadProcessors(reader.Child("processors"), ssbtek.processors, errors);
  ReadTls(reader.Child("tls"), "ssbtek.tls.", TlsKind::kRegister, ssbtek.tls, errors);
}

void ReadFolkbokforing(const YAML::Node& node, FolkbokforingConfig& folkbokforing, Errors& errors) {
  if (!node.IsDefined()) return;
  ConfigReader reader(node, "folkbokforing.", errors);
  reader.Required("url", folkbokforing.url);
  ReadFlow(reader, "folkbokforing.", folkbokforing.flow, errors);
  reader.Number("copy_age_max_h", 1, 168, folkbokforing.copy_age_max_h);
  ReadTls(reader.Child("tls"), "folkbokforing.tls.", TlsKind::kRegister, folkbokforing.tls, errors);
}

void CheckRegisters(const Config& config, Errors& errors) {
  const SsbtekConfig& ssbtek = config.ssbtek;
  CheckConnection(config.environment,
                  {"ssbtek.", "Försäkringskassan", ssbtek.url, ssbtek.tls, ssbtek.flow},
                  errors);
  const FolkbokforingConfig& folk = config.folkbokforing;
  if (folk.url.empty()) return;
  CheckConnection(config.environment,
                  {"folkbokforing.", "the platform's owner", folk.url, folk.tls, folk.flow},
                  errors);
}

}  // namespace dm
