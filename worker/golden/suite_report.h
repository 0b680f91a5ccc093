// SuiteReport: what `policy test` tells of a policies folder: which cases fail, what no case
// exercises, where the dates have gaps, and which mutants survive.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "worker/golden/coverage.h"
#include "worker/golden/mutation.h"
#include "worker/golden/suite.h"

namespace dm::golden {

struct FailedCase {
  std::string name;
  std::string title;
  std::vector<std::string> differences;
};

struct SuiteReport {
  std::size_t cases = 0;
  std::vector<FailedCase> failed;
  std::vector<std::string> skipped;  // cases of municipalities that are not under test
  std::vector<CoverageOfKind> coverage;
  std::vector<std::string> stale;  // excused as untested, and yet exercised or gone
  std::size_t days = 0;
  std::vector<std::string> gaps;
  std::optional<MutationReport> mutation;

  bool covered() const;  // nothing is missing or stale

  bool ok() const { return failed.empty() && gaps.empty() && covered(); }
};

// Each case under the set of its municipality, on `jobs` threads; the report is the same for any
// number. Coverage counts a rule once for all sets.
SuiteReport TestPolicies(const Suite& suite,
                         const std::vector<SetUnderTest>& sets,
                         const std::optional<MutationOptions>& mutation = std::nullopt,
                         int jobs = 1);

}  // namespace dm::golden
