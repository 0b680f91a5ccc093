// Options of the SSBTEK connector: who asks, through which address, under which version of the
// contract. Checked whole when the source is made.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "connectors/http/options.h"
#include "worker/core/status.h"

namespace dm::ssbtek {

// A processor acting for the caller (personuppgiftsbiträde).
struct Processor {
  std::string organisation_number;  // 12 digits, as the caller's own
  std::string name;
};

// What an a-kassa's StatusSvarandeOrganisation means. The contract enumerates no value: the table
// is policy, and a status that it does not list is unknown.
enum class FundStatus { kAnswered, kNotAnswered };

// What a list without any a-kassa means. The contract leaves it open: unknown until the
// municipality has it in writing that the service lists every a-kassa with a hit.
enum class EmptyFundList { kUnknown, kNothing };

struct Options {
  std::string url;  // issued for each connection
  http::ClientOptions http;
  std::string organisation_number;  // pattern \d{4}[2-9]\d{7}: "16" and the ten digits
  std::string municipality_name;
  std::vector<Processor> processors;  // at most 32 767
  std::string actor_id;               // LEFI aktorsid, given by Försäkringskassan
  // Longest time of one question, answer included; a question may ask for less. 100 to 30 000 ms.
  std::int64_t total_timeout_ms = 30'000;
  std::string lefi_version = "v9";
  std::string contract_version = "10";
  // The LEFI groups that the municipality's agreement grants. Data without right are left out of an
  // answer silently, so that only a granted group can be confirmed empty; others are not asked.
  std::vector<std::string> lefi_groups_granted;
  std::map<std::string, FundStatus> fund_statuses;
  EmptyFundList empty_fund_list = EmptyFundList::kUnknown;
};

// Invalid argument that names field, limit and remedy.
Status Check(const Options& options);

// "http://schema.forsakringskassan.se/integration/ssbt/10".
std::string ContractNamespace(const Options& options);

// xsd: [\d]{4}[2-9]{1}[\d]{7}.
bool IsOrganisationNumber(const std::string& text);

}  // namespace dm::ssbtek
