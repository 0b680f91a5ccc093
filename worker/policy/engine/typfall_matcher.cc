#include "worker/policy/engine/typfall_matcher.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "worker/policy/engine/number.h"

namespace dm::policy {
namespace {

// Not asked for yet; no number and no mark is as high.
constexpr std::int64_t kUnasked = std::numeric_limits<std::int64_t>::max();

}  // namespace

TypfallMatcher::TypfallMatcher(const PolicyData& data)
    : data_(data),
      parameter_values_([this](const std::string& id, Date on) { return data_.ScalarOn(id, on); }) {
  for (const TypfallPolicy& policy : data.typfall) {
    for (const Criterion& criterion : policy.criteria) {
      const auto found = data.criteria.find(criterion.id);
      if (found != data.criteria.end()) looks_at_[criterion.id] = LookAt(found->second);
    }
  }
  for (const TypfallPolicy& policy : data.typfall) typfall_.push_back(Resolved(policy));
}

TypfallMatcher::Typfall TypfallMatcher::Resolved(const TypfallPolicy& policy) const {
  Typfall typfall;
  typfall.code = policy.code;
  const auto valid = data_.typfall_valid.find(policy.code);
  if (valid != data_.typfall_valid.end()) typfall.valid = valid->second;
  for (const Criterion& criterion : policy.criteria) {
    Test& test = typfall.tests.emplace_back();
    test.id = &criterion.id;
    const auto look = looks_at_.find(criterion.id);
    if (look == looks_at_.end()) continue;
    test.look = look->second;
    test.cell = &data_.criteria.at(criterion.id).cell;
    const std::vector<Interval>& intervals = test.cell->fixed.intervals();
    if (test.cell->parameters.empty() && intervals.size() == 1) test.all = &intervals.front();
  }
  typfall.quick = typfall.tests;
  std::stable_partition(typfall.quick.begin(), typfall.quick.end(), [](const Test& test) {
    return test.cell != nullptr && test.cell->parameters.empty();
  });
  return typfall;
}

// Null where the set has no such typfall, or has it with other criteria.
const TypfallMatcher::Typfall* TypfallMatcher::Find(const TypfallPolicy& policy) const {
  const auto found = std::find_if(typfall_.begin(), typfall_.end(), [&](const Typfall& typfall) {
    return typfall.code == policy.code;
  });
  if (found == typfall_.end()) return nullptr;
  const bool same = std::equal(
      found->tests.begin(),
      found->tests.end(),
      policy.criteria.begin(),
      policy.criteria.end(),
      [](const Test& test, const Criterion& criterion) { return *test.id == criterion.id; });
  return same ? &*found : nullptr;
}

// Two criteria share a number where their axes know the fact's values by the same numbers.
std::size_t TypfallMatcher::LookAt(const CompiledCriterion& criterion) {
  const Column& column = criterion.column;
  for (std::size_t i = 0; i < looks_.size(); ++i) {
    const Axis& axis = *looks_[i].axis;
    const bool same = looks_[i].fact == column.fact && axis.open() == column.axis.open() &&
                      axis.codes() == column.axis.codes();
    if (same) return i;
  }
  looks_.push_back({column.fact, FactId::HashOf(column.fact), &column.axis});
  return looks_.size() - 1;
}

TypfallMatcher::Numbers::Numbers(const Facts& case_facts, std::size_t looks)
    : facts(case_facts), values(looks, kUnasked) {}

std::int64_t TypfallMatcher::NumberAt(std::size_t look, Numbers* numbers) const {
  std::int64_t& number = numbers->values[look];
  if (number != kUnasked) return number;
  const FactValue* value = numbers->facts.Find(looks_[look].fact, looks_[look].hash);
  number = value == nullptr ? kUnknown : looks_[look].axis->NumberOf(*value).value_or(kUnknown);
  return number;
}

Verdict TypfallMatcher::Holds(const Test& test, Date on, Numbers* numbers) const {
  if (test.cell == nullptr) return Verdict::kUnknown;
  const std::int64_t number = NumberAt(test.look, numbers);
  if (number == kUnknown) return Verdict::kUnknown;
  const auto verdict = [](bool holds) { return holds ? Verdict::kPass : Verdict::kFail; };
  if (test.all != nullptr) return verdict(test.all->low <= number && number <= test.all->high);
  if (test.cell->parameters.empty()) return verdict(test.cell->fixed.Has(number));
  const std::optional<IntervalSet> set =
      test.cell->SetOn(*looks_[test.look].axis, on, parameter_values_);
  return set.has_value() ? verdict(set->Has(number)) : Verdict::kUnknown;
}

Verdict TypfallMatcher::Match(const Typfall& typfall,
                              Date on,
                              Numbers* numbers,
                              std::vector<std::string>* unmet) const {
  bool unknown = false;
  bool failed = false;
  if (!typfall.valid.has_value() || !typfall.valid->Contains(on)) {
    failed = true;
    if (unmet != nullptr) unmet->push_back(typfall.code + ".valid");
  }
  for (const Test& test : unmet == nullptr ? typfall.quick : typfall.tests) {
    if (failed && unmet == nullptr) break;
    const Verdict holds = Holds(test, on, numbers);
    if (holds == Verdict::kPass) continue;
    (holds == Verdict::kFail ? failed : unknown) = true;
    if (unmet != nullptr) unmet->push_back(holds == Verdict::kFail ? *test.id : *test.id + "?");
  }
  if (failed) return Verdict::kFail;
  return unknown ? Verdict::kUnknown : Verdict::kPass;
}

Verdict TypfallMatcher::MatchOne(const TypfallPolicy& typfall,
                                 const Facts& facts,
                                 Date on,
                                 std::vector<std::string>* unmet) const {
  Numbers numbers(facts, looks_.size());
  const Typfall* found = Find(typfall);
  return found == nullptr ? Match(Resolved(typfall), on, &numbers, unmet)
                          : Match(*found, on, &numbers, unmet);
}

void TypfallMatcher::MatchEach(const Facts& facts,
                               Date on,
                               Unmet unmet,
                               std::vector<TypfallMatch>* matches) const {
  Numbers numbers(facts, looks_.size());
  matches->reserve(matches->size() + typfall_.size());
  for (const Typfall& typfall : typfall_) {
    TypfallMatch& match = matches->emplace_back();
    match.typfall = typfall.code;
    const bool named = unmet == Unmet::kNamed;
    if (named) match.unmet.reserve(typfall.tests.size());
    match.verdict = Match(typfall, on, &numbers, named ? &match.unmet : nullptr);
    match.matched = match.verdict == Verdict::kPass;
  }
}

}  // namespace dm::policy
