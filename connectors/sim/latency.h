// How long an agency takes: the same for every call, or drawn from a distribution.
#pragma once

#include "connectors/sim/chance.h"

namespace dm::sim {

// Milliseconds. What the values mean depends on the shape; all from 0 to kLatencyMaxMs.
struct Latency {
  enum class Shape {
    kFixed,        // a
    kUniform,      // from a to b, both included
    kNormal,       // mean a, standard deviation b; never below 0
    kLognormal,    // median a, and b of which 84 % of all calls stay below
    kPercentiles,  // half of the calls stay below a, 90 % below b, 99 % below c
  };

  Shape shape = Shape::kFixed;
  int a = 0;
  int b = 0;
  int c = 0;

  bool IsDrawn() const { return shape != Shape::kFixed; }

  // At most kLatencyMaxMs.
  int Draw(Chance chance) const;
};

inline constexpr int kLatencyMaxMs = 600'000;

}  // namespace dm::sim
