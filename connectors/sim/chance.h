// Numbers that look random and are not: drawn from a seed and what they are for, so that the same
// person's third call meets the same latency and the same faults in every run, whatever came
// between.
#pragma once

#include <cstdint>
#include <string_view>

namespace dm::sim {

class Chance {
 public:
  // What is drawn for: the seed of the scenario, the person, the person's call and a word that
  // keeps draws for different things apart.
  Chance(std::uint64_t seed, std::string_view person, std::int64_t call, std::string_view what)
      : state_(Mix(seed ^ Hash(person) ^ (static_cast<std::uint64_t>(call) << 32U) ^
                   Mix(Hash(what)))) {}

  std::uint64_t Next() { return Mix(state_ += 0x9E3779B97F4A7C15ULL); }

  // From 0 to 1, both excluded.
  double Unit() { return (static_cast<double>(Next() >> 12U) + 0.5) / 4503599627370496.0; }

 private:
  // The finish of splitmix64.
  static std::uint64_t Mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }

  // FNV-1a.
  static std::uint64_t Hash(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
  }

  std::uint64_t state_;
};

}  // namespace dm::sim
