#include "worker/golden/recording_policy.h"

#include <algorithm>
#include <utility>

#include "worker/golden/mutant_maker.h"

namespace dm::golden {

RecordingPolicy::RecordingPolicy(std::shared_ptr<const PolicySet> set,
                                 const policy::PolicyData& data,
                                 Rules* seen,
                                 std::set<std::string>* asked)
    : ForwardingPolicy(std::move(set)), data_(data), seen_(seen), asked_(asked) {}

void RecordingPolicy::Note(const StatusOr<ParameterValue>& value) const {
  if (!value.ok()) return;
  asked_->insert(AskedTable(value->id));
  seen_->insert(ParameterRule(data_, value->id, value->row));
}

StatusOr<ParameterValue> RecordingPolicy::Get(std::string_view id, Date on) const {
  asked_->insert(AskedTable(std::string(id)));
  StatusOr<ParameterValue> value = base().Get(id, on);
  Note(value);
  return value;
}

StatusOr<ParameterValue> RecordingPolicy::Lookup(std::string_view id,
                                                 const Keys& keys,
                                                 Date on) const {
  asked_->insert(AskedTable(std::string(id)));
  StatusOr<ParameterValue> value = base().Lookup(id, keys, on);
  Note(value);
  return value;
}

std::vector<ParameterRowView> RecordingPolicy::Rows(std::string_view id, Date on) const {
  asked_->insert(AskedTable(std::string(id)));
  return base().Rows(id, on);
}

StatusOr<bool> RecordingPolicy::IsBankDay(Date day) const {
  asked_->insert(AskedTable("bank_holidays"));
  return base().IsBankDay(day);
}

StatusOr<TableResult> RecordingPolicy::Evaluate(std::string_view table,
                                                const Facts& facts,
                                                Date on) const {
  asked_->insert(AskedTable(std::string(table)));
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
  asked_->insert(AskedTable(std::string(calculation)));
  StatusOr<Calculated> calculated = base().Calculate(calculation, facts, on);
  if (!calculated.ok()) return calculated;
  for (const CalculatedStep& step : calculated->steps) NoteStep(calculated->calculation, step);
  const auto found = data_.calculations.find(calculation);
  if (found == data_.calculations.end()) return calculated;
  // A table of a step that does not apply this time may apply when something is changed.
  for (const policy::CalcStep& step : found->second.steps) {
    if (!step.body.table.empty()) asked_->insert(AskedTable(step.body.table));
  }
  return calculated;
}

void RecordingPolicy::NoteStep(const std::string& calculation, const CalculatedStep& step) const {
  if (step.row) Note(*step.row);
  for (const ParameterValue& value : step.parameters) Note(value);
  if (step.hit) seen_->insert({RuleKind::kTableRow, step.hit_table + "/" + step.hit->row});
  if (step.state != CalcState::kValue) return;
  const std::string id = calculation + "/" + (step.exception.empty() ? step.step : step.exception);
  asked_->insert(AskedStep(id));
  seen_->insert({RuleKind::kStep, id});
}

Verdict RecordingPolicy::MatchTypfall(const TypfallPolicy& typfall,
                                      const Facts& facts,
                                      Date on,
                                      std::vector<std::string>* unmet) const {
  std::vector<std::string> failed;
  const Verdict verdict = base().MatchTypfall(typfall, facts, on, &failed);
  NoteCriteria(typfall, failed);
  if (unmet != nullptr) unmet->insert(unmet->end(), failed.begin(), failed.end());
  return verdict;
}

void RecordingPolicy::NoteCriteria(const TypfallPolicy& typfall,
                                   const std::vector<std::string>& failed) const {
  // A parts case asks for a typfall of one criterion: that is not a household that only it stops.
  const bool whole =
      std::any_of(data_.typfall.begin(), data_.typfall.end(), [&](const TypfallPolicy& one) {
        return one.code == typfall.code && one.criteria.size() == typfall.criteria.size();
      });
  for (const Criterion& criterion : typfall.criteria) {
    const auto is = [&](const std::string& id) {
      return std::find(failed.begin(), failed.end(), id) != failed.end();
    };
    // Where more than one does not hold, no change of one lets the household in.
    const bool telling =
        failed.empty() || (failed.size() == 1 && failed.front().starts_with(criterion.id));
    if (telling || !whole) asked_->insert(AskedCriterion(criterion.id));
    if (is(criterion.id + "?")) continue;  // open: neither way
    seen_->insert({RuleKind::kCriterion, criterion.id + (is(criterion.id) ? " fails" : " holds")});
    if (whole && failed == std::vector{criterion.id}) {
      seen_->insert({RuleKind::kCriterion, criterion.id + " fails alone"});
    }
  }
  if (failed.size() <= 1) asked_->insert(AskedTypfall(typfall.code));
}

const ObservationPolicy* RecordingPolicy::Observation(std::string_view code, Date on) const {
  asked_->insert(AskedObservation(std::string(code)));
  seen_->insert({RuleKind::kObservation, std::string(code)});
  return base().Observation(code, on);
}

}  // namespace dm::golden
