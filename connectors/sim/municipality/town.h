// Town: draws a plan's households one after another; the same plan gives the same households.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "connectors/sim/municipality/household.h"
#include "connectors/sim/municipality/profile.h"
#include "worker/core/random.h"

namespace dm::municipality {

class Registry;

// Holds one household at a time, whatever the size of the town.
class Town {
 public:
  explicit Town(const Plan& plan);
  Town(const Town&) = delete;
  Town& operator=(const Town&) = delete;
  Town(Town&&) = delete;
  Town& operator=(Town&&) = delete;
  ~Town();

  // Nothing after the last one.
  std::optional<Household> Next();

 private:
  const Plan plan_;
  std::unique_ptr<Registry> registry_;
  SplitMix64 profile_random_;
  int drawn_ = 0;
  std::vector<Household> named_;
};

}  // namespace dm::municipality
