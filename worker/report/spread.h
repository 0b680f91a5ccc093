// Spread: medians and percentiles of many values without keeping them: how many there are of each
// step. Its size is bounded by the steps, not by the values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

namespace dm::report {

class Spread {
 public:
  // Values above are counted as this one.
  static constexpr std::int64_t kMax = 10'000;

  void Add(std::int64_t value) {
    ++steps_[std::clamp<std::int64_t>(value, 0, kMax)];
    ++count_;
  }

  std::int64_t count() const { return count_; }

  // The smallest value that at least `percent` of a hundred are at or below (nearest rank); nothing
  // of nothing.
  std::optional<std::int64_t> Percentile(int percent) const {
    if (count_ == 0) return std::nullopt;
    const std::int64_t rank = (count_ * percent + 99) / 100;
    std::int64_t seen = 0;
    for (const auto& [value, count] : steps_) {
      seen += count;
      if (seen >= rank) return value;
    }
    return steps_.rbegin()->first;
  }

 private:
  std::map<std::int64_t, std::int64_t> steps_;
  std::int64_t count_ = 0;
};

}  // namespace dm::report
