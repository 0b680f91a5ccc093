#include "connectors/sim/latency.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dm::sim {
namespace {

// Standard normal (Box and Muller).
double Normal(Chance& chance) {
  const double radius = std::sqrt(-2.0 * std::log(chance.Unit()));
  return radius * std::cos(2.0 * std::numbers::pi * chance.Unit());
}

double Between(double unit, double from, double to, double low, double high) {
  return low + (high - low) * (unit - from) / (to - from);
}

// Straight lines between the percentiles; the fastest call takes half of the median, the slowest
// half as much again as the 99th.
double AtPercentile(double unit, const Latency& latency) {
  const double p50 = latency.a;
  const double p90 = latency.b;
  const double p99 = latency.c;
  if (unit < 0.5) return Between(unit, 0.0, 0.5, p50 / 2, p50);
  if (unit < 0.9) return Between(unit, 0.5, 0.9, p50, p90);
  if (unit < 0.99) return Between(unit, 0.9, 0.99, p90, p99);
  return Between(unit, 0.99, 1.0, p99, p99 * 1.5);
}

double Drawn(const Latency& latency, Chance& chance) {
  switch (latency.shape) {
    case Latency::Shape::kFixed:
      return latency.a;
    case Latency::Shape::kUniform:
      return std::floor(Between(chance.Unit(), 0.0, 1.0, latency.a, latency.b + 1.0));
    case Latency::Shape::kNormal:
      return latency.a + latency.b * Normal(chance);
    case Latency::Shape::kLognormal:
      return latency.a *
             std::exp(std::log(static_cast<double>(latency.b) / latency.a) * Normal(chance));
    case Latency::Shape::kPercentiles:
      return AtPercentile(chance.Unit(), latency);
  }
  return latency.a;
}

}  // namespace

int Latency::Draw(Chance chance) const {
  const double ms = Drawn(*this, chance);
  return static_cast<int>(std::clamp(ms, 0.0, static_cast<double>(kLatencyMaxMs)));
}

}  // namespace dm::sim
