#include "worker/quality/statistics.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dm::quality {
namespace {

constexpr double kMissesAllowed = 0.05;  // of a one-sided 95 % limit
constexpr int kHalvings = 60;            // the bounds meet below any digit that is shown
constexpr int kPermyriad = 10'000;
constexpr double kFalseAlarmMax = 0.01;

// P(X <= hits) of a binomial with `n` and `p`. Terms too small for a double are nothing.
double Cumulative(int hits, int n, double p) {
  if (p <= 0.0) return 1.0;
  if (p >= 1.0) return hits >= n ? 1.0 : 0.0;
  double log_term = n * std::log1p(-p);
  const double log_odds = std::log(p) - std::log1p(-p);
  double sum = std::exp(log_term);
  for (int k = 1; k <= hits; ++k) {
    log_term += std::log(static_cast<double>(n - k + 1) / k) + log_odds;
    sum += std::exp(log_term);
  }
  return std::min(sum, 1.0);
}

double Tail(int hits, int n, int rate_permille) {
  if (hits <= 0) return 1.0;
  return 1.0 - Cumulative(hits - 1, n, rate_permille / 1000.0);
}

}  // namespace

int UpperLimitPermyriad(int hits, int n) {
  if (n <= 0 || hits >= n) return kPermyriad;
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    if (Cumulative(hits, n, middle) > kMissesAllowed) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return static_cast<int>(std::lround(high * kPermyriad));
}

int TailPpm(int hits, int n, int rate_permille) {
  return static_cast<int>(std::lround(Tail(hits, n, rate_permille) * 1e6));
}

int AlarmAt(int n, int base_permille) {
  int hits = 1;
  while (hits < n && Tail(hits, n, base_permille) > kFalseAlarmMax) ++hits;
  return hits;
}

std::string PercentText(int permyriad) {
  const int tenths = (permyriad + 5) / 10;
  if (tenths % 10 == 0) return fmt::format("{} %", tenths / 10);
  return fmt::format("{},{} %", tenths / 10, tenths % 10);
}

std::string RateText(int hits, int n, const std::string& what) {
  if (n <= 0) return "inget granskat: inget är känt";
  return fmt::format("{} av {} {}; övre gräns {} (95 %)",
                     hits,
                     n,
                     what,
                     PercentText(UpperLimitPermyriad(hits, n)));
}

}  // namespace dm::quality
