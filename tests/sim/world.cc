#include "tests/sim/world.h"

namespace dm::sim {

World::World(const WorldParts& parts, Instant begins)
    : random(parts.seed),
      database(parts.database),
      reach(parts.reach),
      trace(parts.trace),
      begins_(begins),
      swarm_(parts.swarm),
      planted_(parts.planted) {}

bool World::Strikes(Fault fault) {
  if (faults_ended_ || !swarm_.has(fault)) return false;
  if (Between(1, 1'000) > swarm_.permille(fault)) return false;
  reach.Count(fault);
  trace.Add(schedule.now_ms(), "fault", kFaults[static_cast<std::size_t>(fault)].id);
  return true;
}

bool World::Threatens(Fault fault) {
  return !faults_ended_ && swarm_.has(fault) && Between(1, 1'000) <= swarm_.permille(fault);
}

void World::Broke(std::string_view invariant, const std::string& what) {
  trace.Add(schedule.now_ms(), "broken", std::string(invariant) + " " + what);
  violations_.push_back({std::string(invariant), what});
}

}  // namespace dm::sim
