// RecordingPolicy: a policy set that notes which of its rows, parameters and criteria are read.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "worker/golden/coverage.h"
#include "worker/golden/forwarding_policy.h"

namespace dm::golden {

// For one thread. `seen` outlives it; `data` is that of `set`.
class RecordingPolicy final : public ForwardingPolicy {
 public:
  RecordingPolicy(std::shared_ptr<const PolicySet> set,
                  const policy::PolicyData& data,
                  Rules* seen);

  StatusOr<ParameterValue> Get(std::string_view id, Date on) const override;
  StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const override;
  StatusOr<TableResult> Evaluate(std::string_view table,
                                 const Facts& facts,
                                 Date on) const override;
  StatusOr<Calculated> Calculate(std::string_view calculation,
                                 const CalcFacts& facts,
                                 Date on) const override;
  Verdict MatchTypfall(const TypfallPolicy& typfall,
                       const Facts& facts,
                       Date on,
                       std::vector<std::string>* unmet) const override;

 private:
  void Note(const StatusOr<ParameterValue>& value) const;

  const policy::PolicyData& data_;
  Rules* seen_;
};

}  // namespace dm::golden
