#include "worker/assessment/policy_reader.h"

#include <algorithm>
#include <utility>

namespace dm::assessment {

std::string PolicyReader::At(std::string_view id, Date on) {
  return std::string(id) + "@" + Month::Of(on).ToString();
}

const ParameterValue* PolicyReader::Note(std::string_view id,
                                         Date on,
                                         Rulebook::Value* value,
                                         Demand demand) {
  const bool noted = std::exchange(value->reader, number_) == number_;
  if (!value->answer.ok()) {
    if (demand == Demand::kNeeded) missing_.emplace(At(id, on), MessageOf(value->answer.status()));
    return nullptr;
  }
  if (!noted) {
    if (!value->answer->approved) unapproved_.insert(At(id, on));
    Use(value->sources);
  }
  return &*value->answer;
}

const ParameterValue* PolicyReader::NeedOn(std::string_view id, Date on) {
  return Note(id, on, &book_.Get(id, on), Demand::kNeeded);
}

const ParameterValue* PolicyReader::Need(std::string_view id) {
  return NeedOn(id, on_);
}

const ParameterValue* PolicyReader::Find(std::string_view id) {
  return Note(id, on_, &book_.Get(id, on_), Demand::kOptional);
}

const ParameterValue* PolicyReader::FindRow(std::string_view id, const Keys& keys) {
  return Note(id, on_, &book_.Lookup(id, keys, on_), Demand::kOptional);
}

const ParameterValue* PolicyReader::FindRow(std::string_view id, std::span<const NumberKey> keys) {
  return Note(id, on_, &book_.Lookup(id, keys, on_), Demand::kOptional);
}

std::optional<std::int64_t> PolicyReader::PeekNumber(std::string_view id, Date on) const {
  const auto* number = Peek<std::int64_t>(id, on);
  return number == nullptr ? std::nullopt : std::optional<std::int64_t>(*number);
}

std::optional<std::int64_t> PolicyReader::NeedNumberOn(std::string_view id, Date on) {
  const ParameterValue* value = NeedOn(id, on);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&value->value)) return *number;
  missing_.emplace(At(id, on), "the value is not a whole number");
  return std::nullopt;
}

std::optional<std::int64_t> PolicyReader::NeedNumber(std::string_view id) {
  return NeedNumberOn(id, on_);
}

std::optional<Money> PolicyReader::NeedMoney(std::string_view id) {
  return NeedMoneyOn(id, on_);
}

std::optional<Money> PolicyReader::NeedMoneyOn(std::string_view id, Date on) {
  const std::optional<std::int64_t> ore = NeedNumberOn(id, on);
  if (!ore) return std::nullopt;
  return Money::FromOre(*ore);
}

const std::string* PolicyReader::NeedCode(std::string_view id) {
  const ParameterValue* value = Need(id);
  if (value == nullptr) return nullptr;
  if (const auto* code = std::get_if<std::string>(&value->value)) return code;
  missing_.emplace(At(id, on_), "the value is not a code");
  return nullptr;
}

bool PolicyReader::Applies(std::string_view id) {
  const ParameterValue* value = Find(id);
  const bool* flag = value == nullptr ? nullptr : std::get_if<bool>(&value->value);
  return flag != nullptr && *flag;
}

const TableResult* PolicyReader::NoteResult(std::string_view table, Rulebook::Result* result) {
  if (!result->answer.ok()) {
    missing_.emplace(At(table, on_), MessageOf(result->answer.status()));
    return nullptr;
  }
  if (std::exchange(result->reader, number_) != number_) Use(result->sources);
  return &*result->answer;
}

const TableResult* PolicyReader::Evaluate(std::string_view table, const Facts& facts) {
  return NoteResult(table, &book_.Evaluate(table, facts, on_));
}

const TableResult* PolicyReader::Evaluate(std::string_view table,
                                          FactId fact,
                                          std::string_view word) {
  return NoteResult(table, &book_.Evaluate(table, fact, word, on_));
}

std::vector<SourceRef> PolicyReader::Cite(std::initializer_list<std::string_view> ids) {
  std::vector<SourceRef> sources;
  if (tells()) sources.reserve(ids.size());
  for (const std::string_view id : ids) {
    Rulebook::Cited& source = book_.SourceOn(id, on_);
    if (!source.answer.ok()) {
      missing_.emplace(At("source." + std::string(id), on_), MessageOf(source.answer.status()));
      continue;
    }
    if (tells()) sources.push_back(*source.answer);
    if (std::exchange(source.reader, number_) != number_) Use(source.sources);
  }
  return sources;
}

// Without words nobody asks what was cited.
void PolicyReader::Use(const Rulebook::SourceNumbers& sources) {
  if (!tells()) return;
  for (const std::uint16_t number : sources) {
    if (number >= is_used_.size()) is_used_.resize(number + std::size_t{64});
    if (std::exchange(is_used_[number], 1) == 0) used_.push_back(number);
  }
}

std::vector<SourceRef> PolicyReader::used() const {
  std::vector<SourceRef> sources;
  if (!tells()) return sources;
  std::vector<const SourceRef*> sorted;
  sorted.reserve(used_.size());
  for (const std::uint16_t number : used_) sorted.push_back(&book_.SourceAt(number));
  // Of two versions of one source the one that was used first.
  std::stable_sort(sorted.begin(), sorted.end(), [](const SourceRef* a, const SourceRef* b) {
    return a->id < b->id;
  });
  sources.reserve(sorted.size());
  for (const SourceRef* source : sorted) {
    if (sources.empty() || sources.back().id != source->id) sources.push_back(*source);
  }
  return sources;
}

void PolicyReader::NoteAlso(const std::map<std::string, std::string>& missing,
                            const std::set<std::string>& unapproved) {
  missing_.insert(missing.begin(), missing.end());
  unapproved_.insert(unapproved.begin(), unapproved.end());
}

void PolicyReader::NoteTold(const CalculatedSteps::Step& step) {
  const auto note = [this](const ParameterValue& value) {
    if (!value.approved) unapproved_.insert(At(value.id, on_));
  };
  if (step->row.has_value()) note(*step->row);
  for (const ParameterValue& value : step->parameters) note(value);
  Use(book_.SourcesOf(step));
}

std::optional<Calculated> PolicyReader::Calculate(std::string_view calculation, CalcFacts facts) {
  facts.told = &book_.told();
  StatusOr<Calculated> calculated = set().Calculate(calculation, facts, on_);
  if (!calculated.ok()) {
    missing_.emplace(At(calculation, on_), MessageOf(calculated.status()));
    return std::nullopt;
  }
  for (const CalculatedSteps::Step& step : calculated->steps.shared()) {
    if (step->row.has_value() || !step->parameters.empty()) NoteTold(step);
  }
  for (const Calculated::Missing& missing : calculated->missing)
    missing_.emplace(At(missing.parameter, on_), missing.message);
  return *std::move(calculated);
}

}  // namespace dm::assessment
