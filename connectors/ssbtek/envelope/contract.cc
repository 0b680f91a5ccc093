#include "connectors/ssbtek/envelope/contract.h"

#include <algorithm>
#include <array>

namespace dm::ssbtek {
namespace {

constexpr std::array<std::string_view, 1> kLefiVersions = {"v9"};

constexpr std::array<Contract, 2> kContracts = {{
    {.version = "10",
     .space = "http://schema.forsakringskassan.se/integration/ssbt/10",
     .tax_block = TaxBlock::kNone,
     .lefi_versions = kLefiVersions},
    {.version = "11",
     .space = "http://schema.forsakringskassan.se/integration/ssbt/11",
     .tax_block = TaxBlock::kRequired,
     .lefi_versions = kLefiVersions},
}};

const Contract* Where(std::string_view Contract::*member, std::string_view value) {
  const auto* const found = std::ranges::find(kContracts, value, member);
  return found == kContracts.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Contract> Contracts() {
  return kContracts;
}

const Contract* FindContract(std::string_view version) {
  return Where(&Contract::version, version);
}

const Contract* FindContractOfSpace(std::string_view space) {
  return Where(&Contract::space, space);
}

}  // namespace dm::ssbtek
