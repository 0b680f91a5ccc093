// Randomness of the running worker.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "worker/config/config.h"
#include "worker/core/digest.h"

namespace dm {

inline std::uint64_t SystemRandom() {
  thread_local std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

// The seed of a month's sample. A rehearsal with invented cases draws the same cases each time.
inline std::string SampleSeed(const Config& config) {
  constexpr int kSeedBytes = 16;
  const bool rehearsal = config.environment == Environment::kDevelopment;
  return rehearsal ? std::string(std::size_t{2} * kSeedBytes, '9') : RandomHex(kSeedBytes);
}

}  // namespace dm
