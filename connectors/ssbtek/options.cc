#include "connectors/ssbtek/options.h"

#include <algorithm>

#include "connectors/ssbtek/lefi/groups.h"

namespace dm::ssbtek {
namespace {

constexpr std::size_t kProcessorsMax = 32'767;  // ordningsnummer is an xsd:short

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument("ssbtek." + field + " " + problem,
                         {.reason = "SSBTEK_OPTION", .field = "ssbtek." + field, .remedy = remedy});
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

Status CheckVersions(const Options& options) {
  if (options.contract_version == "11") {
    return Refuse("contract_version",
                  "11 needs the Skatteverket question of that version, which this program does not "
                  "ask yet",
                  "set it to 10");
  }
  if (options.contract_version != "10") {
    return Refuse("contract_version", "is not a version this program speaks", "set it to 10");
  }
  if (options.lefi_version != "v9") {
    return Refuse("lefi_version", "is not a version this program reads", "set it to v9");
  }
  return OkStatus();
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

}  // namespace

bool IsOrganisationNumber(const std::string& text) {
  return text.size() == 12 && std::ranges::all_of(text, &IsDigit) && text[4] >= '2';
}

std::string ContractNamespace(const Options& options) {
  return "http://schema.forsakringskassan.se/integration/ssbt/" + options.contract_version;
}

Status Check(const Options& options) {
  DM_RETURN_IF_ERROR(CheckVersions(options));
  DM_RETURN_IF_ERROR(CheckCaller(options));
  DM_RETURN_IF_ERROR(CheckLefi(options));
  DM_RETURN_IF_ERROR(http::Check(options.http));
  return http::CheckUrl(options.http, options.url);
}

}  // namespace dm::ssbtek
