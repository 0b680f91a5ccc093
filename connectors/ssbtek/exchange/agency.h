// AgencyId: whom a call reaches. Eight sources stand behind seven agencies: FK's LEFI answers for
// PM too, in one block of the message.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "connectors/ssbtek/envelope/plan.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek {

enum class AgencyId { kAf, kCsn, kFk, kSkv, kSo, kTns, kMiv };
inline constexpr std::array kAgencies = {AgencyId::kAf,
                                         AgencyId::kCsn,
                                         AgencyId::kFk,
                                         AgencyId::kSkv,
                                         AgencyId::kSo,
                                         AgencyId::kTns,
                                         AgencyId::kMiv};

const char* AgencyCode(AgencyId agency);  // the contract's name of its element: "AF", "CSN", …

// FK for kPm. Only for sources of the contract.
AgencyId AgencyOf(Source source);

// FK: kFk and kPm; one source for all others.
std::span<const Source> SourcesOf(AgencyId agency);

// The agencies that `plan` asks, in the contract's order.
std::vector<AgencyId> AgenciesOf(const Plan& plan);

// The part of `plan` for these agencies.
Plan NarrowTo(const Plan& plan, std::span<const AgencyId> agencies);

}  // namespace dm::ssbtek
