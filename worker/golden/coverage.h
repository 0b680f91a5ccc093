// Coverage: which rules of a policy set the golden cases exercise, and which none of them does.
#pragma once

#include <array>
#include <compare>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "worker/policy/policy_data.h"

namespace dm::golden {

// What can be exercised. A criterion counts three times: where it holds, where it does not, and
// where it alone keeps a household from the typfall; a gate twice.
enum class RuleKind {
  kParameter,    // a scalar's version, a row of a table parameter: "riksnorm.common/RC26-1"
  kTableRow,     // a row of a decision table, otherwise included: "income.classification/IK-FK-SA"
  kStep,         // of a calculation, or an exception of one: "norm/N30", "norm/N30-SAMBO"
  kTypfall,      // matches a household: "TF-02"
  kCriterion,    // of a typfall: "TF-02.c3 holds", "TF-02.c3 fails", "TF-02.c3 fails alone"
  kObservation,  // is made: "INCOME.UNDECLARED"
  kGate,         // "G-07 passes", "G-07 stops"
  kTrigger,      // fires: "X-22"
  kQueue,        // takes a case: "Q-05"
};
inline constexpr std::array kRuleKinds = {RuleKind::kParameter,
                                          RuleKind::kTableRow,
                                          RuleKind::kStep,
                                          RuleKind::kTypfall,
                                          RuleKind::kCriterion,
                                          RuleKind::kObservation,
                                          RuleKind::kGate,
                                          RuleKind::kTrigger,
                                          RuleKind::kQueue};

// "parameter row", "table row", "step", …
const char* KindWord(RuleKind kind);

struct Rule {
  RuleKind kind = RuleKind::kParameter;
  std::string id;

  friend auto operator<=>(const Rule&, const Rule&) = default;
};

using Rules = std::set<Rule>;

// Every rule of the set that holds on some day of its effective period. A municipality's own
// parameters begin with its name, "0000-exempelkommun: cap.travel@2025-01-01", so that rules of
// several municipalities can lie in one set.
Rules RulesOf(const policy::PolicyData& data);
Rule ParameterRule(const policy::PolicyData& data, const std::string& id, const std::string& row);

// Rules that no case can or need exercise, each with the reason: policies/cases/untested.yaml.
using Untested = std::map<Rule, std::string>;

struct CoverageOfKind {
  RuleKind kind = RuleKind::kParameter;
  std::size_t rules = 0;
  std::size_t exercised = 0;
  std::size_t excused = 0;           // by a reason
  std::vector<std::string> missing;  // neither
};

// One entry a kind that has rules, in the order of RuleKind.
std::vector<CoverageOfKind> CoverageOf(const Rules& rules,
                                       const Rules& exercised,
                                       const Untested& untested);

}  // namespace dm::golden
