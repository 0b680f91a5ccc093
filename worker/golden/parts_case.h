// A parts case: one row of a table, one value of a parameter, one criterion or one entry of a
// catalogue (gate, trigger, queue, observation, typfall), with given facts and what must come of
// them. Many lie in one file, *.parts.yaml; tests/golden/README.md has the format.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_set.h"

namespace dm::golden {

// Values are text as written; the policy set that the case runs under says what they are.
struct PartsCase {
  enum class Kind {
    kParameter,
    kTable,
    kCriterion,
    kGate,
    kTrigger,
    kQueue,
    kObservation,
    kTypfall,
  };

  std::string file;  // below the policies folder
  int line = 0;
  std::string part;  // which of the entry's cases: "age 7"; empty where it is one case
  std::string municipality;
  Kind kind = Kind::kParameter;
  std::string id;  // of the parameter, table, criterion or entry
  Date on;
  std::map<std::string, std::string> with;       // key or column → value
  std::optional<std::vector<std::string>> rows;  // what must be hit; empty: nothing fits
  std::optional<std::string> value;              // parameter
  std::optional<bool> approved;                  // parameter: by the municipality
  std::map<std::string, std::string> gives;      // table: output → value; entry: key → value
  std::vector<std::string> undetermined;         // table: unknown facts that keep it open
  // Criterion: values of its fact that fit, and that do not. A parameter of days: days on which
  // banks are closed, and on which they pay.
  std::vector<std::string> holds;
  std::vector<std::string> fails;

  std::string Name() const;  // "cases/norm.parts.yaml:12", "cases/norm.parts.yaml:12 age 7"
};

// What an entry of a catalogue says on the day of the case, by the keys of its file; lists sorted,
// with a comma between. Nothing when there is no such entry.
std::optional<std::map<std::string, std::string>> EntryOf(const PartsCase& parts,
                                                          const PolicySet& set);

// Every *.parts.yaml below cases/ and municipality/*/cases/, sorted by path.
std::vector<std::string> FindPartsFiles(const std::string& policies);
// The cases of one file; every broken rule of the format is told in `errors`.
std::vector<PartsCase> ReadPartsFile(const std::string& policies,
                                     const std::string& path,
                                     std::vector<PolicyError>* errors);

// One line for each difference; empty when all is as the case says.
std::vector<std::string> RunPartsCase(const PartsCase& parts,
                                      const PolicySet& set,
                                      const policy::PolicyData& data);

}  // namespace dm::golden
