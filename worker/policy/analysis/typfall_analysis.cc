#include "worker/policy/analysis/typfall_analysis.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "fmt/format.h"

namespace dm::policy {
namespace {

// What a typfall demands of each fact, all criteria on it taken together.
struct Demands {
  std::map<std::string, IntervalSet> by_fact;
  bool known = true;     // false: a parameter has no value on the day
  std::string excluded;  // a fact of which nothing is left
};

IntervalSet Both(const IntervalSet& a, const IntervalSet& b, Interval universe) {
  const IntervalSet not_a = a.Complement(universe);
  const IntervalSet not_b = b.Complement(universe);
  std::vector<Interval> either = not_a.intervals();
  either.insert(either.end(), not_b.intervals().begin(), not_b.intervals().end());
  return IntervalSet(std::move(either)).Complement(universe);
}

Demands DemandsOf(const TypfallPolicy& typfall,
                  const PolicyData& data,
                  Date on,
                  const ParameterValues& parameter_values) {
  Demands demands;
  for (const Criterion& criterion : typfall.criteria) {
    const auto found = data.criteria.find(criterion.id);
    if (found == data.criteria.end()) continue;
    const CompiledCriterion& compiled = found->second;
    const Axis& axis = compiled.column.axis;
    // Free text has no numbers that two criteria share.
    if (axis.type().unit == Unit::kText) continue;
    const std::optional<IntervalSet> set = compiled.cell.SetOn(axis, on, parameter_values);
    if (!set.has_value()) {
      demands.known = false;
      continue;
    }
    auto [at, added] = demands.by_fact.emplace(criterion.fact, *set);
    if (!added) at->second = Both(at->second, *set, axis.universe());
    if (at->second.empty()) demands.excluded = criterion.fact;
  }
  return demands;
}

// Whether all that `inner` takes, `outer` takes too.
bool Within(const Demands& inner, const Demands& outer) {
  return std::all_of(outer.by_fact.begin(), outer.by_fact.end(), [&](const auto& demand) {
    const auto found = inner.by_fact.find(demand.first);
    return found != inner.by_fact.end() && demand.second.Contains(found->second);
  });
}

class Analysis {
 public:
  Analysis(const PolicyData& data,
           const ParameterValues& parameter_values,
           std::vector<PolicyError>* errors)
      : data_(data), parameter_values_(parameter_values), errors_(errors) {}

  void Run() {
    if (!data_.municipal.effective.to.has_value()) return;
    const Date on = *data_.municipal.effective.to;
    std::vector<Demands> demands;
    for (const TypfallPolicy& typfall : data_.typfall) {
      demands.push_back(DemandsOf(typfall, data_, on, parameter_values_));
      if (!demands.back().excluded.empty())
        Fail(typfall,
             fmt::format("{} can never match: its criteria on {} exclude each other",
                         typfall.code,
                         demands.back().excluded),
             "correct one of them, or write both demands into one cell");
    }
    for (std::size_t i = 0; i < demands.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) Pair(i, j, demands);
    }
  }

 private:
  void Pair(std::size_t i, std::size_t j, const std::vector<Demands>& demands) {
    const TypfallPolicy& later = data_.typfall[i];
    const TypfallPolicy& earlier = data_.typfall[j];
    if (!demands[i].known || !demands[j].known || demands[i].by_fact.empty() ||
        demands[j].by_fact.empty() || !demands[i].excluded.empty() || !demands[j].excluded.empty())
      return;
    const auto valid_later = data_.typfall_valid.find(later.code);
    const auto valid_earlier = data_.typfall_valid.find(earlier.code);
    if (valid_later == data_.typfall_valid.end() || valid_earlier == data_.typfall_valid.end() ||
        !Shared(valid_later->second, valid_earlier->second).has_value())
      return;
    const bool later_within = Within(demands[i], demands[j]);
    const bool earlier_within = Within(demands[j], demands[i]);
    if (later_within && earlier_within) {
      Fail(later,
           fmt::format("{} and {} demand the same", earlier.code, later.code),
           "add the criterion that tells them apart, or remove one");
    } else if (later.procedural != earlier.procedural && (later_within || earlier_within)) {
      Fail(later,
           fmt::format("{} and {} contradict each other: wherever {} matches so does {}, and only "
                       "one of them grants",
                       earlier.code,
                       later.code,
                       later_within ? later.code : earlier.code,
                       later_within ? earlier.code : later.code),
           "add a criterion that keeps them apart");
    }
  }

  void Fail(const TypfallPolicy& typfall, std::string message, std::string remedy) {
    const Place& place = data_.typfall_places.at(typfall.code);
    errors_->push_back({place.file, place.line, std::move(message), std::move(remedy)});
  }

  const PolicyData& data_;
  const ParameterValues& parameter_values_;
  std::vector<PolicyError>* errors_;
};

}  // namespace

void AnalyseTypfall(const PolicyData& data,
                    const ParameterValues& parameter_values,
                    std::vector<PolicyError>* errors) {
  Analysis(data, parameter_values, errors).Run();
}

}  // namespace dm::policy
