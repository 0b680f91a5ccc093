// TypfallMatcher: the criteria of all typfall of a set, resolved once to cells and to the facts
// that they look at, so that a case is matched without looking anything up by name. Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/date.h"
#include "worker/policy/facts.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_set.h"

namespace dm::policy {

class TypfallMatcher {
 public:
  // `data` outlives this and stays where it is.
  explicit TypfallMatcher(const PolicyData& data);

  // As PolicySet::MatchTypfall, for one typfall with the criteria that it has, and for all of the
  // set in their order.
  Verdict MatchOne(const TypfallPolicy& typfall,
                   const Facts& facts,
                   Date on,
                   std::vector<std::string>* unmet) const;
  void MatchEach(const Facts& facts,
                 Date on,
                 Unmet unmet,
                 std::vector<TypfallMatch>* matches) const;

 private:
  // The number by which an axis knows the value of a fact.
  struct Look {
    std::string_view fact;
    std::uint32_t hash = 0;
    const Axis* axis = nullptr;
  };

  struct Test {
    const std::string* id = nullptr;  // of the criterion
    std::size_t look = 0;
    const Cell* cell = nullptr;     // null: the set has not compiled it; open for ever
    const Interval* all = nullptr;  // where the cell is one interval on any day
  };

  struct Typfall {
    std::string code;
    std::optional<Period> valid;
    std::vector<Test> tests;
    std::vector<Test> quick;  // the same, those first that need no parameter
  };

  // A case's numbers, each worked out when it is asked for first.
  struct Numbers {
    Numbers(const Facts& case_facts, std::size_t looks);

    const Facts& facts;
    std::vector<std::int64_t> values;
  };

  std::size_t LookAt(const CompiledCriterion& criterion);
  Typfall Resolved(const TypfallPolicy& policy) const;
  const Typfall* Find(const TypfallPolicy& policy) const;
  std::int64_t NumberAt(std::size_t look, Numbers* numbers) const;
  Verdict Holds(const Test& test, Date on, Numbers* numbers) const;
  Verdict Match(const Typfall& typfall,
                Date on,
                Numbers* numbers,
                std::vector<std::string>* unmet) const;

  const PolicyData& data_;
  ParameterValues parameter_values_;
  std::vector<Look> looks_;
  std::vector<Typfall> typfall_;
  std::map<std::string, std::size_t, std::less<>> looks_at_;  // by criterion
};

}  // namespace dm::policy
