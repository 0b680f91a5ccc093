// Reach: how often each fault struck and each arrow of the closed table was gone, over many
// histories. What is never reached is not tested: a zero is red.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/sim/faults.h"
#include "worker/case/case_state.h"

namespace dm::sim {

// Beside faults and arrows, what must be seen.
inline constexpr char kSharedCommit[] = "changes that shared a commit";
inline constexpr char kPulls[] = "effects that the receiver fetched";
inline constexpr char kSubmittedAgain[] = "applications submitted again after a loss";
inline constexpr char kResolved[] = "refused effects that a person saw to";
inline constexpr char kRestoreDeclared[] = "restores that an operator declared";
inline constexpr char kRestoreSuspected[] = "restores that the worker declared";
inline constexpr char kRestoreEnded[] = "restores that an operator ended";
inline constexpr char kReturnedList[] = "lists that the receiver returned";
inline constexpr char kHandedAtOnce[] = "effects handed over beside others";
inline constexpr char kRewrapped[] = "looks that wrapped data keys anew";
inline constexpr char kPaused[] = "pauses";
inline constexpr char kClaimedByRow[] = "cases claimed row by row";
inline constexpr char kClaimedInGroup[] = "cases claimed in groups";
inline constexpr char kErased[] = "files erased";
inline constexpr char kHeldAmid[] = "holds placed in the midst of an erasure";
inline constexpr std::array kMustBeSeen = {kSharedCommit,
                                           kPulls,
                                           kSubmittedAgain,
                                           kResolved,
                                           kRestoreDeclared,
                                           kRestoreSuspected,
                                           kRestoreEnded,
                                           kReturnedList,
                                           kHandedAtOnce,
                                           kRewrapped,
                                           kPaused,
                                           kClaimedByRow,
                                           kClaimedInGroup,
                                           kErased,
                                           kHeldAmid};

class Reach {
 public:
  void Count(Fault fault) { ++faults_[static_cast<std::size_t>(fault)]; }

  void Count(CaseState from, CaseState to) { ++arrows_[{from, to}]; }

  // Of other things worth knowing: cases decided, questions asked.
  void Count(const std::string& what, std::int64_t times = 1) { others_[what] += times; }

  void Add(const Reach& other);

  // What was never reached: faults and arrows by name.
  std::vector<std::string> Missing() const;

  std::string Table() const;

  // One line, and back: how processes of one run tell each other.
  std::string Line() const;
  bool Read(std::string_view line);

 private:
  std::array<std::int64_t, kFaultCount> faults_{};
  std::map<std::pair<CaseState, CaseState>, std::int64_t> arrows_;
  std::map<std::string, std::int64_t> others_;
};

}  // namespace dm::sim
