// Suite: every case of a policies folder, of each form, and what running them shows.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "worker/golden/coverage.h"
#include "worker/golden/golden_case.h"
#include "worker/golden/parts_case.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_set.h"

namespace dm::golden {

struct SuiteCase {
  std::string name;   // "typfall/TF-02/cases/near_two.case.json", "cases/norm.parts.yaml:12"
  std::string title;  // Swedish; empty for a parts case
  std::string municipality;
  std::variant<GoldenCase, PartsCase> what;
};

struct Suite {
  std::vector<SuiteCase> cases;
  Untested untested;
  std::vector<PolicyError> errors;  // files that do not hold: their cases are not among `cases`
};

// Reads the cases below typfall/, cases/ and municipality/ of the folder `policies`.
Suite LoadSuite(const std::string& policies);

// A set with what it was made of.
struct SetUnderTest {
  std::shared_ptr<const PolicySet> set;
  const policy::PolicyData* data = nullptr;  // that of `set`, or what it was made of
};

struct CaseRun {
  std::vector<std::string> differences;  // empty: as the case says
  Rules rules;                           // what it exercised
  std::set<std::string> asked;           // what it looked at: a mutant of it may change the case
};

CaseRun RunCase(const SuiteCase& one, const SetUnderTest& under);
// Whether the case still gives what it says; the cheaper question.
bool Passes(const SuiteCase& one, const SetUnderTest& under);

}  // namespace dm::golden
