// What the two computations are compared over: a mix of households, the months, and a municipality
// with its choices, in the product's policies and in the second computation alike.
#pragma once

#include <string>
#include <vector>

#include "tests/oracle/choices.h"
#include "worker/backtest/generator_options.h"
#include "worker/golden/overridden_policy.h"

namespace dm::oracle {

struct Setting {
  std::string name;
  Choices choices;
  std::string municipality;
  // Parameters of the set that are replaced, so that it chooses as `choices` do.
  std::vector<std::pair<std::string, FactValue>> overrides;
  Month from;
  Month to;
  backtest::GeneratorOptions mix;
};

// Every run, each with its own mix.
std::vector<Setting> AllRuns();

}  // namespace dm::oracle
