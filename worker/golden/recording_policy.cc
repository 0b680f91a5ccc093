#include "worker/golden/recording_policy.h"

#include <algorithm>
#include <utility>

namespace dm::golden {

RecordingPolicy::RecordingPolicy(std::shared_ptr<const PolicySet> set,
                                 const policy::PolicyData& data,
                                 Rules* seen)
    : ForwardingPolicy(std::move(set)), data_(data), seen_(seen) {}

void RecordingPolicy::Note(const StatusOr<ParameterValue>& value) const {
  if (value.ok()) seen_->insert(ParameterRule(data_, value->id, value->row));
}

StatusOr<ParameterValue> RecordingPolicy::Get(std::string_view id, Date on) const {
  StatusOr<ParameterValue> value = base().Get(id, on);
  Note(value);
  return value;
}

StatusOr<ParameterValue> RecordingPolicy::Lookup(std::string_view id,
                                                 const Keys& keys,
                                                 Date on) const {
  StatusOr<ParameterValue> value = base().Lookup(id, keys, on);
  Note(value);
  return value;
}

StatusOr<TableResult> RecordingPolicy::Evaluate(std::string_view table,
                                                const Facts& facts,
                                                Date on) const {
  StatusOr<TableResult> result = base().Evaluate(table, facts, on);
  if (!result.ok()) return result;
  for (const TableHit& hit : result->hits) {
    seen_->insert({RuleKind::kTableRow, std::string(table) + "/" + hit.row});
  }
  return result;
}

StatusOr<Calculated> RecordingPolicy::Calculate(std::string_view calculation,
                                                const CalcFacts& facts,
                                                Date on) const {
  StatusOr<Calculated> calculated = base().Calculate(calculation, facts, on);
  if (!calculated.ok()) return calculated;
  for (const CalculatedStep& step : calculated->steps) {
    if (step.row) Note(*step.row);
    for (const ParameterValue& value : step.parameters) Note(value);
    if (step.hit) seen_->insert({RuleKind::kTableRow, step.hit_table + "/" + step.hit->row});
  }
  return calculated;
}

Verdict RecordingPolicy::MatchTypfall(const TypfallPolicy& typfall,
                                      const Facts& facts,
                                      Date on,
                                      std::vector<std::string>* unmet) const {
  std::vector<std::string> failed;
  const Verdict verdict = base().MatchTypfall(typfall, facts, on, &failed);
  for (const Criterion& criterion : typfall.criteria) {
    const auto is = [&](const std::string& id) {
      return std::find(failed.begin(), failed.end(), id) != failed.end();
    };
    if (is(criterion.id + "?")) continue;  // open: neither way
    seen_->insert({RuleKind::kCriterion, criterion.id + (is(criterion.id) ? " fails" : " holds")});
  }
  if (unmet != nullptr) unmet->insert(unmet->end(), failed.begin(), failed.end());
  return verdict;
}

}  // namespace dm::golden
