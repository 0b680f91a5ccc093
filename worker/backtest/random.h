// Random: a small deterministic generator (splitmix64). The same seed and number give the same
// draws on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dm::backtest {

class Random {
 public:
  // A stream of its own for household `number` of `seed`: any household can be drawn alone.
  Random(std::uint64_t seed, std::uint64_t number) : state_(seed * 0xD1B54A32D192ED03ULL) {
    state_ = Next() ^ (number * 0xEB44ACCAB455D165ULL);
    Next();
  }

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }

  // A whole number from `low` to `high`, both inclusive.
  int Between(int low, int high) {
    return low + static_cast<int>(Next() % static_cast<std::uint64_t>(high - low + 1));
  }

  // True in `permille` of a thousand draws.
  bool Chance(int permille) { return Between(1, 1000) <= permille; }

  // One item of a list that is not empty.
  template <typename List>
  const auto& OneOf(const List& list) {
    return list[static_cast<std::size_t>(Next() % list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace dm::backtest
