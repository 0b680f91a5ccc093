#include "tests/sim/faults.h"

namespace dm::sim {

std::optional<Fault> FaultOf(std::string_view id) {
  for (const FaultInfo& info : kFaults)
    if (info.id == id) return info.fault;
  return std::nullopt;
}

Swarm Swarm::Draw(SplitMix64& random, bool faults) {
  constexpr std::array kRates = {2, 5, 10, 20, 40, 80};
  Swarm swarm;
  for (int& permille : swarm.permille_) {
    const bool on = random.Between(1, 100) <= 40;
    const int rate = kRates[static_cast<std::size_t>(random.Between(0, 5))];
    permille = faults && on ? rate : 0;
  }
  return swarm;
}

Swarm Swarm::Only(Fault fault) {
  constexpr int kOften = 60;
  Swarm swarm;
  swarm.permille_[static_cast<std::size_t>(fault)] = kOften;
  return swarm;
}

}  // namespace dm::sim
