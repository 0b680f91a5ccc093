// Trace: what happened in a history, in order, as one running hash: two runs of a seed must give
// the same. Printed as it happens where that is wanted.
#pragma once

#include <cstdint>
#include <string_view>

namespace dm::sim {

class Trace {
 public:
  explicit Trace(bool print) : print_(print) {}

  void Add(std::int64_t at_ms, std::string_view who, std::string_view what);

  std::uint64_t hash() const { return hash_; }

 private:
  void Mix(std::string_view text);

  const bool print_;
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;  // FNV-1a, 64 bits
};

}  // namespace dm::sim
