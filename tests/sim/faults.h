// Faults: what can go wrong in a history, by the ids of the fault catalogue; R1 is no
// fault of a machine, but an answer. One place: a fault is
// a row of the table here, and a call of World::Strikes where it happens.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "worker/core/random.h"

namespace dm::sim {

enum class Fault {
  kF1,
  kF2,
  kF3,
  kF5,
  kF7,
  kF10,
  kF11,
  kF15,
  kF16,
  kF17,
  kF18,
  kF19,
  kF20,
  kF21,
  kF22,
  kF23,
  kF24,
  kF25,
  kF26,
  kF27,
  kF28,
  kF29,
  kF30,
  kF31,
  kF33,
  kF40,
  kF41,
  kF42,
  kF43,
  kF50,
  kF51,
  kF52,
  kF53,
  kF54,
  kF55,
  kRefusal,
};

struct FaultInfo {
  Fault fault;
  std::string_view id;
  std::string_view what;
};

inline constexpr std::array kFaults = {
    FaultInfo{Fault::kF1, "F1", "process killed before or after a store write, or between two"},
    FaultInfo{Fault::kF2, "F2", "told to stop in the middle of a case"},
    FaultInfo{Fault::kF3, "F3", "frozen beyond the lease"},
    FaultInfo{Fault::kF5, "F5", "a step ends in an exception or an error that will not pass"},
    FaultInfo{Fault::kF7, "F7", "a burst of applications at once"},
    FaultInfo{Fault::kF10, "F10", "disk full: the write is refused"},
    FaultInfo{Fault::kF11, "F11", "store read-only for a while"},
    FaultInfo{Fault::kF15, "F15", "a commit takes seconds"},
    FaultInfo{Fault::kF16, "F16", "store locked by another"},
    FaultInfo{Fault::kF17, "F17", "an older backup is put in the store's place"},
    FaultInfo{Fault::kF18, "F18", "connection lost around COMMIT: done or not, nobody knows"},
    FaultInfo{Fault::kF19, "F19", "database server gone for a while"},
    FaultInfo{Fault::kF20, "F20", "failover that loses nothing"},
    FaultInfo{Fault::kF21, "F21", "failover that loses the last commits"},
    FaultInfo{Fault::kF22, "F22", "serialization failure: the change runs again"},
    FaultInfo{Fault::kF23, "F23", "case system refuses the connection"},
    FaultInfo{Fault::kF24, "F24", "case system or register silent until the time limit"},
    FaultInfo{Fault::kF25, "F25", "reply lost after the effect"},
    FaultInfo{Fault::kF26, "F26", "answers come very slowly"},
    FaultInfo{Fault::kF27, "F27", "a message arrives late, twice, or after it was denied"},
    FaultInfo{Fault::kF28, "F28", "three calls in ten are lost"},
    FaultInfo{Fault::kF29, "F29", "register answers with a fault"},
    FaultInfo{Fault::kF30, "F30", "one agency answers with an error"},
    FaultInfo{Fault::kF31, "F31", "an agency is missing from the answer"},
    FaultInfo{Fault::kF33, "F33", "registers contradict each other, and say something else later"},
    FaultInfo{Fault::kF40, "F40", "register closed: nothing is sent until later"},
    FaultInfo{Fault::kF41, "F41", "clock jumps by a second to ten years, or stands still"},
    FaultInfo{Fault::kF42, "F42", "clock set into summer time, a year's end, 29 February"},
    FaultInfo{Fault::kF43, "F43", "clocks of two workers up to ten minutes apart"},
    FaultInfo{Fault::kF50, "F50", "two workers on one case"},
    FaultInfo{Fault::kF51, "F51", "a lease runs out and its holder comes back"},
    FaultInfo{Fault::kF52, "F52", "two caseworkers on one item"},
    FaultInfo{Fault::kF53, "F53", "a person acts while the worker is at the case"},
    FaultInfo{
        Fault::kF54, "F54", "pause, change of policies or withdrawal in the middle of a case"},
    FaultInfo{Fault::kF55, "F55", "the same application twice, changed or not"},
    FaultInfo{Fault::kRefusal, "R1", "the receiver refuses an effect"},
};

inline constexpr std::size_t kFaultCount = kFaults.size();

std::optional<Fault> FaultOf(std::string_view id);  // "F1"

// Which faults a history has, and how often each strikes where it can: every history draws its own
// (swarm), so that one fault does not hide another.
class Swarm {
 public:
  // All that are drawn; none when `faults` is false.
  static Swarm Draw(SplitMix64& random, bool faults);
  // Only that one, often.
  static Swarm Only(Fault fault);

  bool has(Fault fault) const { return permille_[static_cast<std::size_t>(fault)] > 0; }

  int permille(Fault fault) const { return permille_[static_cast<std::size_t>(fault)]; }

  void Drop(Fault fault) { permille_[static_cast<std::size_t>(fault)] = 0; }

 private:
  std::array<int, kFaultCount> permille_{};
};

}  // namespace dm::sim
