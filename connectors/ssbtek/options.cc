#include "connectors/ssbtek/options.h"

#include <algorithm>

#include "connectors/guard/window.h"
#include "connectors/ssbtek/envelope/contract.h"
#include "connectors/ssbtek/lefi/groups.h"

namespace dm::ssbtek {
namespace {

constexpr std::size_t kProcessorsMax = 32'767;  // ordningsnummer is an xsd:short
constexpr int kTaxYearsMax = 6;
constexpr std::int64_t kTimeoutMsMin = 100;
constexpr std::int64_t kTimeoutMsMax = 30'000;
constexpr std::int64_t kInFlightMax = 256;

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument("ssbtek." + field + " " + problem,
                         {.reason = "SSBTEK_OPTION", .field = "ssbtek." + field, .remedy = remedy});
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

Status CheckVersions(const Options& options) {
  const Contract* contract = FindContract(options.contract_version);
  if (contract == nullptr) {
    return Refuse(
        "contract_version", "is not a version this program speaks", "set it to \"10\" or \"11\"");
  }
  const auto& lefi = contract->lefi_versions;
  if (std::ranges::find(lefi, options.lefi_version) == lefi.end()) {
    return Refuse("lefi_version",
                  "is not one that this contract version carries",
                  "set it to " + std::string(lefi.front()));
  }
  return OkStatus();
}

bool AsksAnything(const TaxQuestion& tax) {
  return tax.company_information || tax.individual_income || tax.tax_account ||
         tax.tax_information || tax.tax_return_annexes;
}

Status CheckTaxQuestion(const Options& options) {
  const TaxQuestion& tax = options.tax_question;
  if (tax.years < 1 || tax.years > kTaxYearsMax) {
    return Refuse("tax_question.years",
                  "is outside 1 to 6",
                  "set it to the number of calendar years that decisions need, such as 2");
  }
  if (FindContract(options.contract_version)->tax_block == TaxBlock::kRequired &&
      !AsksAnything(tax)) {
    return Refuse("tax_question",
                  "asks for no part, which contract version " + options.contract_version +
                      " answers with a fault for every agency",
                  "set at least one of its parts to true");
  }
  return OkStatus();
}

Status CheckRange(const std::string& field,
                  std::int64_t value,
                  std::int64_t min,
                  std::int64_t max) {
  if (value >= min && value <= max) return OkStatus();
  return Refuse(field,
                "is outside " + std::to_string(min) + " to " + std::to_string(max),
                "set it within the range");
}

Status CheckFlow(const Options& options) {
  DM_RETURN_IF_ERROR(
      CheckRange("total_timeout_ms", options.total_timeout_ms, kTimeoutMsMin, kTimeoutMsMax));
  DM_RETURN_IF_ERROR(
      CheckRange("together_timeout_ms", options.together_timeout_ms, kTimeoutMsMin, kTimeoutMsMax));
  DM_RETURN_IF_ERROR(CheckRange("in_flight_max", options.in_flight_max, 1, kInFlightMax));
  DM_RETURN_IF_ERROR(guard::Check(options.breaker));
  DM_RETURN_IF_ERROR(guard::Check(options.rate));
  return guard::Windows::Parse(options.windows).status();
}

Status CheckCaller(const Options& options) {
  const std::string digits = "give 12 digits: 16 and the ten of the organisation";
  if (!IsOrganisationNumber(options.organisation_number)) {
    return Refuse("organisation_number", "is not an organisation number", digits);
  }
  if (options.municipality_name.empty()) {
    return Refuse("municipality_name", "is missing", "give the municipality's name");
  }
  if (options.processors.size() > kProcessorsMax) {
    return Refuse("processors", "has over 32767 entries", "name those who act in this service");
  }
  for (const Processor& processor : options.processors) {
    if (!IsOrganisationNumber(processor.organisation_number)) {
      return Refuse("processors.organisation_number", "is not an organisation number", digits);
    }
    if (processor.name.empty()) {
      return Refuse("processors.name", "is missing", "give the processor's name");
    }
  }
  return OkStatus();
}

Status CheckLefi(const Options& options) {
  if (options.actor_id.empty()) {
    return Refuse("actor_id", "is missing", "give the aktorsid from Försäkringskassan");
  }
  if (options.lefi_groups_granted.empty()) {
    return Refuse("lefi_groups_granted",
                  "is empty",
                  "list the groups of the agreement, such as FK:BOB and PM:AP");
  }
  const bool known = std::ranges::all_of(options.lefi_groups_granted, [](const std::string& group) {
    return lefi::IsFkGroup(group) || lefi::IsPmGroup(group);
  });
  if (!known) {
    return Refuse("lefi_groups_granted",
                  "names a group outside the contract's lists",
                  "use codes such as FK:BOB and PM:AP");
  }
  return OkStatus();
}

// Without the table every code is unlisted, and every answer that holds one unknown.
Status CheckCodes(const Options& options) {
  if (options.codes != nullptr && !options.codes->empty()) return OkStatus();
  return Refuse("codes",
                "is empty, so that no answer could be read",
                "give the rows of policies/tables/answer_codes.yaml that hold today");
}

}  // namespace

bool IsOrganisationNumber(const std::string& text) {
  return text.size() == 12 && std::ranges::all_of(text, &IsDigit) && text[4] >= '2';
}

std::string ContractNamespace(const Options& options) {
  const Contract* contract = FindContract(options.contract_version);
  return contract == nullptr ? std::string() : std::string(contract->space);
}

Status Check(const Options& options) {
  DM_RETURN_IF_ERROR(CheckVersions(options));
  DM_RETURN_IF_ERROR(CheckCaller(options));
  DM_RETURN_IF_ERROR(CheckLefi(options));
  DM_RETURN_IF_ERROR(CheckTaxQuestion(options));
  DM_RETURN_IF_ERROR(CheckCodes(options));
  DM_RETURN_IF_ERROR(CheckFlow(options));
  DM_RETURN_IF_ERROR(http::Check(options.http));
  return http::CheckUrl(options.http, options.url);
}

}  // namespace dm::ssbtek
