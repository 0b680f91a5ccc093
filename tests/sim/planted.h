// Planted bugs: mistakes that a worker could have, put between it and its ports in the simulation
// alone, to see that each is caught. One row each here; what it does is in planted_bugs.cc.
#pragma once

#include <array>
#include <optional>
#include <ostream>
#include <string_view>

#include "tests/sim/faults.h"

namespace dm::sim {

enum class Planted {
  kNone,
  kNoFenceCheck,
  kSendBeforeCommit,
  kErrorReadAsEmpty,
  kRandomPaymentId,
  kAuditSwallowed,
  kAckBeforeCommit,
  kUnknownMadeAgain,
  kRobotOverwritesHuman,
  kPauseIgnored,
  kSecondDecision,
  kLeaseFromWallClock,
  kWakeUpDropped,
  kMoveOutsideTable,
  kUnaskedAfterRestore,
  kDecidesAmidRestore,
  kAnswersFromMemory,
  kRefusalForgotten,
  kListForgetsLast,
  kGroupLosesOne,
  kKeysKeptOverFailOver,
  kHoldIgnored,
  kErasesHalf,
  kErasesEarly,
};

struct PlantedInfo {
  Planted bug;
  std::string_view name;
  std::string_view breaks;  // the invariant that must tell
  int within;               // histories, from seed 1, in which it must be caught
  // Where it does nothing wrong without this fault.
  std::optional<Fault> needs = std::nullopt;
  bool alone = false;  // other faults hide it: `within` histories with that one alone
};

inline constexpr std::array kPlanted = {
    PlantedInfo{Planted::kNoFenceCheck, "no-fence-check", "I15", 400},
    PlantedInfo{Planted::kSendBeforeCommit, "send-before-commit", "I4", 100},
    PlantedInfo{Planted::kErrorReadAsEmpty, "error-read-as-empty", "I6", 400},
    PlantedInfo{Planted::kRandomPaymentId, "random-payment-id", "I3", 100},
    PlantedInfo{Planted::kAuditSwallowed, "audit-swallowed", "I11", 100},
    PlantedInfo{Planted::kAckBeforeCommit, "ack-before-commit", "I1", 100},
    PlantedInfo{Planted::kUnknownMadeAgain, "unknown-made-again", "I3", 100},
    PlantedInfo{Planted::kRobotOverwritesHuman, "robot-overwrites-human", "I16", 400},
    PlantedInfo{Planted::kPauseIgnored, "pause-ignored", "I27", 400},
    PlantedInfo{Planted::kSecondDecision, "second-decision", "I2", 400},
    PlantedInfo{Planted::kLeaseFromWallClock, "lease-from-wall-clock", "I20", 400},
    PlantedInfo{Planted::kWakeUpDropped, "wake-up-dropped", "I23", 400},
    PlantedInfo{Planted::kMoveOutsideTable, "move-outside-table", "I19", 100},
    PlantedInfo{Planted::kUnaskedAfterRestore, "unasked-after-restore", "I25", 400, Fault::kF17},
    PlantedInfo{Planted::kDecidesAmidRestore, "decides-amid-restore", "I25", 400},
    PlantedInfo{Planted::kAnswersFromMemory, "answers-from-memory", "I1", 400, Fault::kF21},
    PlantedInfo{Planted::kRefusalForgotten, "refusal-forgotten", "I23", 400, Fault::kRefusal},
    PlantedInfo{Planted::kListForgetsLast, "list-forgets-last", "I23", 300},
    PlantedInfo{Planted::kGroupLosesOne, "group-loses-one", "I11", 100},
    PlantedInfo{
        Planted::kKeysKeptOverFailOver, "keys-kept-over-fail-over", "I23", 400, Fault::kF21, true},
    PlantedInfo{Planted::kHoldIgnored, "hold-ignored", "I24", 1000},
    PlantedInfo{Planted::kErasesHalf, "erases-half", "I24", 400},
    PlantedInfo{Planted::kErasesEarly, "erases-early", "I24", 400},
};

// What a failing test shows.
inline std::ostream& operator<<(std::ostream& out, const PlantedInfo& info) {
  return out << info.name;
}

// "none" too; nothing for any other name.
std::optional<Planted> PlantedOf(std::string_view name);

}  // namespace dm::sim
