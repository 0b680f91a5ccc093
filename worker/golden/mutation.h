// Boundary mutation: each limit, outcome, day, mode and formula of a policy set one step away from
// what it is, and each row left out. A set that differs so little must make some case fail; a
// mutant that none notices marks a limit that no case guards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "worker/golden/coverage.h"
#include "worker/golden/suite.h"
#include "worker/policy/policy_data.h"

namespace dm::golden {

struct Mutant {
  Rule rule;  // the rule that it changes; a criterion's without its ways
  policy::Place place;
  std::string what;    // "age to 10 → 11", "7 600 kr → 7 600,01 kr"
  std::string killer;  // the case that would notice: "a case where age is 11"
  // What a case asks for that can notice it, the likeliest first: see RecordingPolicy.
  std::vector<std::string> asked;
  std::function<void(policy::PolicyData&)> apply;  // null: provably the same rules
  // Of the set and the mutant: that no values tell them apart. Null: not asked.
  std::function<bool(policy::PolicyData& before, policy::PolicyData& after)> same;
};

// In the order of files and lines; none of rows that never hold within the set's effective period.
std::vector<Mutant> MutantsOf(const SetUnderTest& under);

struct MutationOptions {
  int jobs = 2;
  std::size_t sample = 0;  // at most so many, drawn with `seed`; 0: all
  std::uint64_t seed = 1;
  std::string only;  // a part of a file's name or of a rule's id; empty: all
};

struct Survivor {
  policy::Place place;
  std::string rule;  // "table row adult.situation/VS-03"
  std::string what;
  std::string killer;
};

struct MutationOfFile {
  std::string file;
  std::size_t mutants = 0;
  std::size_t refused = 0;     // the set would not load: an overlap, a hidden row, a gap
  std::size_t equivalent = 0;  // provably the same rules
  std::size_t killed = 0;      // by a case

  std::size_t alive() const { return mutants - refused - equivalent; }
};

struct MutationReport {
  std::vector<MutationOfFile> files;  // by name
  std::vector<Survivor> survivors;    // by file and line

  MutationOfFile total() const;

  // Of those that load and say something else, whole percent downwards; 100 when there are none.
  std::size_t percent() const;
};

// `runs` are those of `suite`'s cases, in order, each under the set of its municipality. A mutant
// is shown to the cases that asked for what it changes; one of the national rules to those of every
// municipality.
MutationReport Mutate(const Suite& suite,
                      const std::vector<CaseRun>& runs,
                      const std::vector<SetUnderTest>& sets,
                      const MutationOptions& options);

}  // namespace dm::golden
