// What people have decided of another norm than the plain one, for the second computation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/oracle/fraction.h"
#include "worker/case/case_record.h"

namespace dm::oracle {

struct Another {
  Fraction times = {1, 1};
  std::int64_t added = 0;  // öre, below 0 for a lower norm
  bool open = false;

  bool any() const { return !Same(times, Whole(1)) || added != 0; }
};

// Signed, for the whole month, on a ground that fits its way, and not both a share and something
// else; or it is open.
Another AnotherNorm(const CaseInput& input, const Person& person);

// A decision that names nobody of the household cannot be counted for anyone.
void DecidedForNobody(const CaseInput& input, std::vector<std::string>* open);

}  // namespace dm::oracle
