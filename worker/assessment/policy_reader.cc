#include "worker/assessment/policy_reader.h"

#include <utility>

namespace dm::assessment {

std::string PolicyReader::At(std::string_view id) const {
  return std::string(id) + "@" + Month::Of(on_).ToString();
}

std::optional<ParameterValue> PolicyReader::Note(std::string_view id,
                                                 StatusOr<ParameterValue> value,
                                                 bool needed) {
  if (!value.ok()) {
    if (needed) missing_.emplace(At(id), MessageOf(value.status()));
    return std::nullopt;
  }
  if (!value->approved) unapproved_.insert(At(id));
  Use(value->sources);
  return *std::move(value);
}

std::optional<ParameterValue> PolicyReader::Need(std::string_view id) {
  return Note(id, policy_.Get(id, on_), true);
}

std::optional<ParameterValue> PolicyReader::NeedRow(std::string_view id, const Keys& keys) {
  return Note(id, policy_.Lookup(id, keys, on_), true);
}

std::optional<ParameterValue> PolicyReader::Find(std::string_view id) {
  return Note(id, policy_.Get(id, on_), false);
}

std::optional<ParameterValue> PolicyReader::FindRow(std::string_view id, const Keys& keys) {
  return Note(id, policy_.Lookup(id, keys, on_), false);
}

std::optional<std::int64_t> PolicyReader::NeedNumber(std::string_view id) {
  const std::optional<ParameterValue> value = Need(id);
  if (!value) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&value->value)) return *number;
  missing_.emplace(At(id), "the value is not a whole number");
  return std::nullopt;
}

std::optional<Money> PolicyReader::NeedMoney(std::string_view id) {
  const std::optional<std::int64_t> ore = NeedNumber(id);
  if (!ore) return std::nullopt;
  return Money::FromOre(*ore);
}

std::optional<Money> PolicyReader::NeedMoneyOn(std::string_view id, Date on) {
  PolicyReader other(policy_, on);
  const std::optional<Money> money = other.NeedMoney(id);
  missing_.insert(other.missing_.begin(), other.missing_.end());
  unapproved_.insert(other.unapproved_.begin(), other.unapproved_.end());
  used_.insert(other.used_.begin(), other.used_.end());
  return money;
}

std::optional<std::string> PolicyReader::NeedCode(std::string_view id) {
  const std::optional<ParameterValue> value = Need(id);
  if (!value) return std::nullopt;
  if (const auto* code = std::get_if<std::string>(&value->value)) return *code;
  missing_.emplace(At(id), "the value is not a code");
  return std::nullopt;
}

bool PolicyReader::Applies(std::string_view id) {
  const std::optional<ParameterValue> value = Find(id);
  const bool* flag = value ? std::get_if<bool>(&value->value) : nullptr;
  return flag != nullptr && *flag;
}

std::optional<TableResult> PolicyReader::Evaluate(std::string_view table, const Facts& facts) {
  StatusOr<TableResult> result = policy_.Evaluate(table, facts, on_);
  if (!result.ok()) {
    missing_.emplace(At(table), MessageOf(result.status()));
    return std::nullopt;
  }
  for (const TableHit& hit : result->hits) Use(hit.sources);
  return *std::move(result);
}

std::vector<SourceRef> PolicyReader::Cite(const std::vector<std::string>& ids) {
  std::vector<SourceRef> sources;
  for (const std::string& id : ids) {
    StatusOr<SourceRef> source = policy_.SourceOn(id, on_);
    if (source.ok()) {
      sources.push_back(*std::move(source));
    } else {
      missing_.emplace(At("source." + id), MessageOf(source.status()));
    }
  }
  Use(sources);
  return sources;
}

void PolicyReader::Use(const std::vector<SourceRef>& sources) {
  for (const SourceRef& source : sources) used_.emplace(source.id, source);
}

std::vector<SourceRef> PolicyReader::used() const {
  std::vector<SourceRef> sources;
  for (const auto& [id, source] : used_) sources.push_back(source);
  return sources;
}

std::optional<Calculated> PolicyReader::Calculate(std::string_view calculation,
                                                  const CalcFacts& facts) {
  StatusOr<Calculated> calculated = policy_.Calculate(calculation, facts, on_);
  if (!calculated.ok()) {
    missing_.emplace(At(calculation), MessageOf(calculated.status()));
    return std::nullopt;
  }
  for (const CalculatedStep& step : calculated->steps) {
    if (step.row.has_value()) Note(step.row->id, *step.row, true);
    for (const ParameterValue& value : step.parameters) Note(value.id, value, true);
  }
  for (const Calculated::Missing& missing : calculated->missing)
    missing_.emplace(At(missing.parameter), missing.message);
  return *std::move(calculated);
}

}  // namespace dm::assessment
