// RecordingPolicy: a policy set that notes which of its rows, parameters, criteria, steps and
// observations are read, and of which tables and parameters anything was asked.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "worker/golden/coverage.h"
#include "worker/golden/forwarding_policy.h"

namespace dm::golden {

// For one thread. `seen` and `asked` outlive it; `data` is that of `set`. `asked` gets the names of
// mutant_maker.h.
class RecordingPolicy final : public ForwardingPolicy {
 public:
  RecordingPolicy(std::shared_ptr<const PolicySet> set,
                  const policy::PolicyData& data,
                  Rules* seen,
                  std::set<std::string>* asked);

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
  const ObservationPolicy* Observation(std::string_view code, Date on) const override;
  StatusOr<bool> IsBankDay(Date day) const override;
  std::vector<ParameterRowView> Rows(std::string_view id, Date on) const override;

 private:
  void Note(const StatusOr<ParameterValue>& value) const;
  void NoteStep(const std::string& calculation, const CalculatedStep& step) const;
  void NoteCriteria(const TypfallPolicy& typfall, const std::vector<std::string>& failed) const;

  const policy::PolicyData& data_;
  Rules* seen_;
  std::set<std::string>* asked_;
};

}  // namespace dm::golden
