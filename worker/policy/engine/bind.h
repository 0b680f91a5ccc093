// Facts by name become numbers in a frame, and numbers become values again.
#pragma once

#include <optional>
#include <string>

#include "worker/core/status.h"
#include "worker/policy/calculated.h"
#include "worker/policy/engine/machine.h"
#include "worker/policy/engine/program.h"

namespace dm::policy {

// Puts every fact in its place. Invalid argument names a fact that the calculation does not have or
// that is of another type, and a collection with more items than it may have.
Status Bind(const Program& program, const CalcFacts& facts, Frame& frame);

// Nothing for a mark, or for a word from elsewhere that no rule mentions.
std::optional<FactValue> ValueOf(const Program& program,
                                 const ValueType& type,
                                 std::int64_t number);

// "household.n_total", or "members[1].age" for the fact member.age of the second item.
std::string NameOf(const Program& program, const Variable& variable, int item);

}  // namespace dm::policy
