// What of PolicyData is in force on a day, as the values that a PolicySet answers with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_values.h"

namespace dm::policy {

struct InForce {
  const Parameter* parameter = nullptr;
  const ParameterVersion* version = nullptr;
};

// NotFound names the parameter and the days that it covers; invalid argument for another kind.
StatusOr<InForce> FindInForce(const PolicyData& data,
                              std::string_view id,
                              Date on,
                              ParameterKind kind);

StatusOr<SourceRef> SourceOn(const PolicyData& data, std::string_view id, Date on);
std::vector<SourceRef> SourcesOn(const PolicyData& data,
                                 const std::vector<std::string>& ids,
                                 Date on);

ParameterValue ScalarValue(const PolicyData& data, const InForce& in_force, Date on);
ParameterValue RowValue(const PolicyData& data, const InForce& in_force, std::size_t row, Date on);
// The row that continues the table above its last.
ParameterValue BeyondValue(const PolicyData& data,
                           const InForce& in_force,
                           std::int64_t value,
                           Date on);

// A row of a decision table, or its otherwise.
TableHit HitOf(const PolicyData& data, const DecisionTable& table, std::size_t row, Date on);
TableHit OtherwiseOf(const PolicyData& data, const DecisionTable& table, Date on);

}  // namespace dm::policy
