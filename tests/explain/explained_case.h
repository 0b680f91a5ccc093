// Small verbs of the tests of explanations.
#pragma once

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"
#include "worker/explain/explain.h"

namespace dm::explain {

// The explanation of a case under the shipped policies, with what would be decided.
inline Explanation Explained(const CaseInput& input) {
  const auto policy = golden::ShippedPolicies();
  const Assessment assessment = Assess(input, *policy);
  StatusOr<Explanation> explanation = Explain(input, assessment, *policy);
  EXPECT_TRUE(explanation.ok()) << explanation.status();
  if (!explanation.ok()) return {};
  explanation->conclusion = ConclusionOf(golden::DecideOn(input, assessment, *policy), *policy);
  return *std::move(explanation);
}

// Every golden case of the shipped policies that is written for their invented municipality.
inline std::vector<golden::GoldenCase> GoldenCases() {
  std::vector<golden::GoldenCase> cases;
  for (const std::string& path : golden::FindGoldenCases()) {
    auto read = golden::ReadGoldenCase(path);
    EXPECT_TRUE(read.ok()) << path << ": " << read.status();
    if (read.ok() && read->municipality == golden::kExampleMunicipality)
      cases.push_back(*std::move(read));
  }
  EXPECT_FALSE(cases.empty());
  return cases;
}

}  // namespace dm::explain
