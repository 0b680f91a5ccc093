// A value in force on a day and the outcome of a decision table: what a PolicySet answers with.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/money.h"
#include "worker/policy/facts.h"

namespace dm {

// A value in force on a date, with what is needed to explain it.
struct ParameterValue {
  std::string id;   // "riksnorm.common", "income.tolerance"
  std::string row;  // row or version id: "RC26-1", "income.tolerance@2025-07-01"
  FactValue value;  // öre, whole number, permille, bool or code, by the parameter's unit
  std::vector<SourceRef> sources;
  std::string grade;     // evidence grade of the row: R A M C D for the norm, A B C P elsewhere
  bool approved = true;  // false: the municipality has not approved this table for the year

  Money money() const;  // DM_CHECK: the value is a whole number of öre
  std::int64_t number() const;
  bool flag() const;
  const std::string& code() const;
  // "riksnorm.common/RC26-1", for CalculationRow::rule.
  std::string Rule() const;
  // The same after "policy:", for CalculationRow::inputs.
  std::string InputRef() const;
};

// The keys of a table parameter: {"role": "adult_single", "age": 5, "lunch": true}.
using Keys = std::map<std::string, FactValue, std::less<>>;

// A row of a table parameter as it stands in the file: each key's cell as text, "-" where any value
// fits.
struct ParameterRowView {
  std::map<std::string, std::string, std::less<>> cells;
  ParameterValue value;
};

// A row of a decision table by its number among those in force on a day, or what stands for none.
using RowNumber = std::int64_t;
inline constexpr RowNumber kNoRowNumber = -1;
inline constexpr RowNumber kUndeterminedRow = -2;  // a fact that is unknown could decide it

// The outcome of a decision table for one set of facts.
struct TableHit {
  std::string row;
  std::map<std::string, FactValue, std::less<>> outputs;
  std::vector<SourceRef> sources;
};

struct TableResult {
  std::vector<TableHit> hits;  // hit policy unique/first: at most one; collect: all, in row order
  bool otherwise = false;      // hits[0] is the table's `otherwise`
  std::vector<std::string> undetermined;  // facts that were unknown and could have changed the
                                          // result; hits is then empty
  std::vector<std::string>
      skipped;  // "IK-020:holder": for each earlier row the first column that failed
};

}  // namespace dm
