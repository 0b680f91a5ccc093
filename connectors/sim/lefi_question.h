// The question to LEFI inside the FK block: JSON in base64.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/sim/scenario.h"
#include "worker/core/status.h"

namespace dm::sim {

// The lists of groups, in the order of the contract; the answer's keys have the same names.
enum class LefiPart { kInformation, kClaims, kDecisions, kPreliminary, kPayments, kOther };
inline constexpr std::array<std::string_view, 6> kLefiParts = {"formansinformation",
                                                               "ansprak",
                                                               "beslut",
                                                               "preliminaraUtbetalningar",
                                                               "utbetalningar",
                                                               "ovrigInformation"};

struct LefiQuestion {
  std::string person;  // 10 or 12 digits, as sent
  DateSpan span;
  std::array<std::vector<std::string>, 6> groups;  // by LefiPart

  bool Asks(LefiPart part, std::string_view group) const;
};

// Checks what LEFI answers with 400: the person's number, the period (at most two years), the
// groups (known, at least one), and keys that LEFI does not know. Invalid argument names the key,
// never a value.
StatusOr<LefiQuestion> ParseLefiQuestion(std::string_view base64);

}  // namespace dm::sim
