// Explain: works one formula out again after a run, and keeps what it rests on: the places that
// mattered, the exact share before it was rounded, and what went wrong. Slow; the run itself keeps
// only numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/rational.h"
#include "worker/policy/engine/machine.h"
#include "worker/policy/engine/program.h"

namespace dm::policy {

struct Mattered {
  std::uint32_t variable = 0;
  int item = -1;
  std::int64_t value = kUnknown;

  friend bool operator==(const Mattered&, const Mattered&) = default;
};

struct Explained {
  std::int64_t value = kUnknown;
  std::vector<Mattered> inputs;
  std::optional<Rational> exact;
  std::string fault;  // kError: what could not be worked out
};

// `item` is the place of the step's item in its collection; -1 where the step is of the case.
Explained ExplainFormula(
    const Program& program, CodeRange code, const Frame& frame, int collection, int item);

}  // namespace dm::policy
