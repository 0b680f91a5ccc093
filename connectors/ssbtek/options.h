// Options of the SSBTEK connector: who asks, through which address, under which version of the
// contract. Checked whole when the source is made.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connectors/guard/breaker.h"
#include "connectors/guard/rate_limit.h"
#include "connectors/http/options.h"
#include "connectors/ssbtek/reading/answer_codes.h"
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

// What version 11 must be told to ask Skatteverket about (SKV/fraga); version 10 has no such block.
// The years are the `years` calendar years before the one in which the asked period ends.
struct TaxQuestion {
  int years = 2;                     // 1 to 6
  bool company_information = false;  // foretagsinformation
  bool individual_income = false;    // individuppgifter: employers' returns for each individual
  bool tax_account = false;          // skattekonto
  bool tax_information = false;      // skatteuppgifter
  bool tax_return_annexes = false;   // beskattningsbilagor
};

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
  std::string contract_version = "10";  // "10" or "11"
  TaxQuestion tax_question;             // 11: at least one part must be asked for
  // What agencies' codes mean: the rows of policies/tables/answer_codes.yaml. Check refuses null
  // and an empty table.
  std::shared_ptr<const AnswerCodes> codes;
  guard::BreakerOptions breaker;     // one breaker an agency; FK's stands for PM too
  guard::RateOptions rate;           // all calls together
  std::vector<std::string> windows;  // guard::Windows::Parse; empty: always open
  int in_flight_max = 64;            // calls of one Ask at once; 1 to 256
  // How long a question to several agencies may take before each of them is asked alone, so that
  // one that is slow does not hold the others' answers. 100 to 30 000, and never more than two
  // fifths of the question's time, so that enough is left to ask them.
  std::int64_t together_timeout_ms = 12'000;
  // The LEFI groups that the municipality's agreement grants. Data without right are left out of an
  // answer silently, so that only a granted group can be confirmed empty; others are not asked.
  std::vector<std::string> lefi_groups_granted;
  std::map<std::string, FundStatus> fund_statuses;
  EmptyFundList empty_fund_list = EmptyFundList::kUnknown;
};

// Invalid argument that names field, limit and remedy.
Status Check(const Options& options);

// "http://schema.forsakringskassan.se/integration/ssbt/10"; empty for a version that Check refuses.
std::string ContractNamespace(const Options& options);

// xsd: [\d]{4}[2-9]{1}[\d]{7}.
bool IsOrganisationNumber(const std::string& text);

}  // namespace dm::ssbtek
