// World: what a history consists of besides the workers: the seed's draws, virtual time, the
// store's database, what went wrong, and what was seen of the invariants on the way.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/database.h"
#include "tests/sim/faults.h"
#include "tests/sim/planted.h"
#include "tests/sim/reach.h"
#include "tests/sim/schedule.h"
#include "tests/sim/trace.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/random.h"

namespace dm::sim {

// An invariant that did not hold, by its id.
struct Violation {
  std::string invariant;
  std::string what;
};

struct WorldParts {
  std::uint64_t seed = 0;
  Swarm swarm;
  Planted planted = Planted::kNone;
  SimDatabase& database;
  Reach& reach;
  Trace& trace;
};

class World {
 public:
  World(const WorldParts& parts, Instant begins);

  Instant Now() const { return begins_.PlusMs(schedule.now_ms()); }

  int Between(int low, int high) { return random.Between(low, high); }

  bool OneIn(int count) { return Between(1, count) == 1; }

  std::uint64_t Draw() { return random.Next(); }

  // Whether the fault strikes here and now; counts it.
  bool Strikes(Fault fault);

  // Whether the fault begins now, of those that take a while to come about: Saw counts them.
  bool Threatens(Fault fault);

  // A fault that nobody throws, because it comes about: seen once more.
  void Saw(Fault fault) { reach.Count(fault); }

  // From now on nothing goes wrong any more.
  void EndFaults() { faults_ended_ = true; }

  // And once more it does.
  void BeginFaultsAgain() { faults_ended_ = false; }

  bool faults_ended() const { return faults_ended_; }

  const Swarm& swarm() const { return swarm_; }

  Planted planted() const { return planted_; }

  void Broke(std::string_view invariant, const std::string& what);

  const std::vector<Violation>& violations() const { return violations_; }

  // A planted bug has done its mischief.
  void Bit() { ++bites_; }

  int bites() const { return bites_; }

  // Called when a worker has looked at the pause, before it acts on what it saw.
  std::function<void()> on_control_read;

  // Called when a worker has read a household's file, before it erases it.
  std::function<void(const HouseholdId&)> on_file_read;

  // How often the store has gone back to what it was.
  int losses = 0;
  // That was an older backup.
  bool restored = false;
  // How many changes share the commit that is being made.
  int sharing = 1;

  Schedule schedule;
  // Where people and messages under way are: outside every process.
  const std::shared_ptr<Host> outside = std::make_shared<Host>();
  SplitMix64 random;
  SimDatabase& database;
  Reach& reach;
  Trace& trace;

 private:
  const Instant begins_;
  const Swarm swarm_;
  const Planted planted_;
  bool faults_ended_ = false;
  int bites_ = 0;
  std::vector<Violation> violations_;
};

}  // namespace dm::sim
