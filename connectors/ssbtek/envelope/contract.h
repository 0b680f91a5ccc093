// Contract: what differs between the versions of the service contract, one profile a version. All
// else in this folder is the same in each.
#pragma once

#include <span>
#include <string_view>

namespace dm::ssbtek {

// Whether Skatteverket must be told what to answer about (SKV/fraga). A version that demands it
// answers a question to SKV without it with a fault for everything.
enum class TaxBlock { kNone, kRequired };

struct Contract {
  std::string_view version;  // "10"
  std::string_view space;    // the target namespace
  TaxBlock tax_block = TaxBlock::kNone;
  std::span<const std::string_view> lefi_versions;  // the LEFI questions that it carries: "v9"
};

// Every version that this program speaks, the oldest first.
std::span<const Contract> Contracts();

// Null for a version, or a namespace, of none of them.
const Contract* FindContract(std::string_view version);
const Contract* FindContractOfSpace(std::string_view space);

}  // namespace dm::ssbtek
