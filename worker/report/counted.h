// Counted: how many there are of something, and how many households stand behind them. A year of
// one household is twelve cases and still one household: what may be shown hangs on the households.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "worker/core/id.h"

namespace dm::report {

// Up to kKept different households, by a number that stands for them within one report.
class People {
 public:
  // suppress.min_cell is at most this (policies/manifest.yaml): more need not be told apart.
  static constexpr std::size_t kKept = 100;

  void Add(const HouseholdId& household) { Add(std::hash<std::string>()(household.value())); }

  void Add(const People& other) {
    for (const std::size_t one : other.seen_) Add(one);
  }

  std::int64_t size() const { return static_cast<std::int64_t>(seen_.size()); }

 private:
  void Add(std::size_t one) {
    const auto at = std::lower_bound(seen_.begin(), seen_.end(), one);
    if (seen_.size() == kKept || (at != seen_.end() && *at == one)) return;
    seen_.insert(at, one);
  }

  std::vector<std::size_t> seen_;  // sorted
};

struct Counted {
  std::int64_t value = 0;
  People people;

  void Add(const HouseholdId& household, std::int64_t times = 1) {
    if (times == 0) return;
    value += times;
    people.Add(household);
  }

  void Add(const Counted& other) {
    value += other.value;
    people.Add(other.people);
  }
};

}  // namespace dm::report
