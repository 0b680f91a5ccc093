#include "tests/sim/trace.h"

#include <cstdio>
#include <string>

namespace dm::sim {

void Trace::Mix(std::string_view text) {
  constexpr std::uint64_t kPrime = 0x100000001B3ULL;
  for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * kPrime;
  hash_ = (hash_ ^ 0xFFU) * kPrime;
}

void Trace::Add(std::int64_t at_ms, std::string_view who, std::string_view what) {
  Mix(std::to_string(at_ms));
  Mix(who);
  Mix(what);
  if (!print_) return;
  std::printf("%9.3f %-10.*s %.*s\n",
              static_cast<double>(at_ms) / 1'000,
              static_cast<int>(who.size()),
              who.data(),
              static_cast<int>(what.size()),
              what.data());
}

}  // namespace dm::sim
