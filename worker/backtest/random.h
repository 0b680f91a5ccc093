// Random: the draws of an invented household. The same seed and number give the same household on
// every machine.
#pragma once

#include <cstddef>
#include <cstdint>

#include "worker/core/random.h"

namespace dm::backtest {

class Random : public SplitMix64 {
 public:
  // A stream of its own for household `number` of `seed`: any household can be drawn alone.
  Random(std::uint64_t seed, std::uint64_t number)
      : SplitMix64(SplitMix64(seed * 0xD1B54A32D192ED03ULL).Next() ^
                   (number * 0xEB44ACCAB455D165ULL)) {
    Next();
  }

  // True in `permille` of a thousand draws.
  bool Chance(int permille) { return Between(1, 1000) <= permille; }

  // One item of a list that is not empty.
  template <typename List>
  const auto& OneOf(const List& list) {
    return list[static_cast<std::size_t>(Next() % list.size())];
  }
};

}  // namespace dm::backtest
