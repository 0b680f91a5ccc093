// SetSummary: what a loaded policy set holds and what will soon need somebody's hand: counts,
// dates, sources that end, approvals that are missing, and the values that stand on the weakest
// ground.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_set.h"

namespace dm::golden {

// A source in use that is not in force on some day of the months to come.
struct EndingSource {
  std::string id;
  std::string title;
  Date last_day;
};

// A version that carries no automatic decision, since the municipality has not approved it.
struct MissingApproval {
  std::string parameter;
  std::string title;
  Date version;  // its valid_from
};

struct SetSummary {
  std::string version;
  std::string sha256;
  std::string municipality;
  std::string status;  // "approved", or what keeps the set from counting as approved
  Period effective;
  std::size_t files = 0;
  std::size_t lines = 0;
  std::size_t parameters = 0;
  std::size_t parameter_rows = 0;  // values and rows of every version
  std::size_t tables = 0;
  std::size_t table_rows = 0;
  std::size_t typfall = 0;
  std::size_t criteria = 0;
  std::size_t letters = 0;
  std::size_t texts = 0;
  std::vector<EndingSource> ending_sources;        // by day
  std::vector<MissingApproval> missing_approvals;  // versions in force on or after `today`
  // Grade → the parameters with values or rows of that grade in force on `today`.
  std::map<std::string, std::vector<std::string>> grades;
};

inline constexpr int kSourceWarningMonths = 3;

SetSummary SummaryOf(const PolicySet& set, const policy::PolicyData& data, Date today);

}  // namespace dm::golden
