// Bounds: where a calculation begins to tell a fact's values apart. A fact that is only compared
// with constants and looked up in tables falls into a few stretches, in each of which every step
// comes to the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "worker/policy/engine/program.h"

namespace dm::policy {

// The first value of each stretch but the lowest, ascending. Nothing where a step works with the
// value itself, or where there is no such fact.
std::optional<std::vector<std::int64_t>> BoundsOf(const Program& program,
                                                  const Window& window,
                                                  std::string_view fact);

}  // namespace dm::policy
