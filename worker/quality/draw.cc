#include "worker/quality/draw.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "worker/core/digest.h"

namespace dm::quality {
namespace {

constexpr int kHexDigits = 12;  // 48 bits: a rate times a number stays within 64
constexpr std::uint64_t kNumbers = std::uint64_t{1} << 48U;
constexpr int kPermyriad = 10'000;
constexpr int kPercentToPermyriad = 100;

std::uint64_t NumberOf(const std::string& text) {
  const std::string hex = Sha256Hex(text).substr(0, kHexDigits);
  std::uint64_t number = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  return number;
}

bool IsBelow(std::uint64_t number, int rate_permyriad) {
  return number * kPermyriad < kNumbers * static_cast<std::uint64_t>(rate_permyriad);
}

// a·b/c rounded up; all at least 0, c above.
std::int64_t CeilRatio(std::int64_t a, std::int64_t b, std::int64_t c) {
  return (a * b + c - 1) / c;
}

// Shares `total` among the keys of `weights`, no key more than its room: in proportion, the rest to
// the largest remainders, of equal ones to the first in order.
template <typename Key>
std::map<Key, int> Share(int total,
                         const std::map<Key, std::int64_t>& weights,
                         const std::map<Key, int>& room) {
  std::map<Key, int> shares;
  for (const auto& [key, weight] : weights) shares[key] = 0;
  int left = total;
  while (left > 0) {
    std::int64_t sum = 0;
    for (const auto& [key, weight] : weights) {
      if (shares[key] < room.at(key)) sum += weight;
    }
    if (sum == 0) break;
    std::vector<std::pair<std::int64_t, Key>> remainders;
    const int round = left;
    for (const auto& [key, weight] : weights) {
      const int space = room.at(key) - shares[key];
      if (space <= 0 || weight == 0) continue;
      const std::int64_t exact = round * weight;
      const int whole = std::min(static_cast<int>(exact / sum), space);
      shares[key] += whole;
      left -= whole;
      if (whole < space) remainders.emplace_back(-(exact % sum), key);
    }
    std::sort(remainders.begin(), remainders.end());
    for (const auto& [remainder, key] : remainders) {
      if (left == 0) break;
      ++shares[key];
      --left;
    }
  }
  return shares;
}

}  // namespace

std::string SamplePlan::ToString() const {
  std::string text = fmt::format(
      "pct={} min={} pre={} expected={} new={}", pct, minimum, pre_share_pct, expected, new_pct);
  for (const auto& [typfall, factor] : factors) {
    text += fmt::format(" factor.{}={}", typfall, factor);
  }
  for (const std::string& typfall : fresh) text += fmt::format(" fresh.{}=1", typfall);
  return text;
}

StatusOr<SamplePlan> SamplePlan::Parse(const std::string& text) {
  SamplePlan plan;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    const std::string part = text.substr(from, end - from);
    from = end + 1;
    const std::size_t equals = part.find('=');
    int number = 0;
    const char* const last = part.data() + part.size();
    if (equals == std::string::npos ||
        std::from_chars(part.data() + equals + 1, last, number).ptr != last) {
      return DataLoss("the plan of a sample cannot be read");
    }
    const std::string name = part.substr(0, equals);
    if (name == "pct") plan.pct = number;
    if (name == "min") plan.minimum = number;
    if (name == "pre") plan.pre_share_pct = number;
    if (name == "expected") plan.expected = number;
    if (name == "new") plan.new_pct = number;
    if (name.starts_with("factor.")) plan.factors[name.substr(7)] = number;
    if (name.starts_with("fresh.")) plan.fresh.push_back(name.substr(6));
  }
  return plan;
}

std::uint64_t DrawNumber(const std::string& seed, const CaseId& id) {
  return NumberOf(seed + "\n" + id.value());
}

int RatePermyriad(const SamplePlan& plan, const std::string& typfall) {
  const auto factor = plan.factors.find(typfall);
  int pct = plan.pct * (factor == plan.factors.end() ? 1 : factor->second);
  if (std::find(plan.fresh.begin(), plan.fresh.end(), typfall) != plan.fresh.end()) {
    pct = std::max(pct, plan.new_pct);
  }
  return std::min(pct * kPercentToPermyriad, kPermyriad);
}

int ArrivalRatePermyriad(const SamplePlan& plan, const std::string& typfall) {
  const int rate = RatePermyriad(plan, typfall);
  if (plan.expected <= 0) return rate;
  // In a small municipality the minimum rules, not the share.
  const std::int64_t needed = CeilRatio(plan.minimum, kPermyriad, plan.expected);
  return static_cast<int>(std::min<std::int64_t>(std::max<std::int64_t>(rate, needed), kPermyriad));
}

bool IsDrawnOnArrival(const SamplePlan& plan,
                      const std::string& seed,
                      const CaseId& id,
                      const std::string& typfall) {
  return IsBelow(DrawNumber(seed, id), ArrivalRatePermyriad(plan, typfall));
}

bool IsPrePayment(const SamplePlan& plan, const std::string& seed, const CaseId& id) {
  return IsBelow(NumberOf(seed + "\npre\n" + id.value()), plan.pre_share_pct * kPercentToPermyriad);
}

std::map<Stratum, int> TargetsOf(const SamplePlan& plan, const std::map<Stratum, int>& counts) {
  std::map<std::string, int> by_typfall;
  int all = 0;
  for (const auto& [stratum, count] : counts) {
    by_typfall[stratum.typfall] += count;
    all += count;
  }
  std::map<std::string, int> quotas;
  std::map<std::string, int> room;
  std::map<std::string, std::int64_t> weights;
  int sum = 0;
  for (const auto& [typfall, count] : by_typfall) {
    const int rate = RatePermyriad(plan, typfall);
    quotas[typfall] = static_cast<int>(CeilRatio(rate, count, kPermyriad));
    room[typfall] = count - quotas[typfall];
    weights[typfall] = static_cast<std::int64_t>(rate) * count;
    sum += quotas[typfall];
  }
  const int least = std::min(all, plan.minimum);
  if (sum < least) {
    for (const auto& [typfall, more] : Share(least - sum, weights, room)) quotas[typfall] += more;
  }
  std::map<Stratum, int> targets;
  for (const auto& [typfall, quota] : quotas) {
    std::map<Stratum, int> inside;
    std::map<Stratum, std::int64_t> sizes;
    for (const auto& [stratum, count] : counts) {
      if (stratum.typfall != typfall) continue;
      inside[stratum] = count;
      sizes[stratum] = count;
    }
    for (const auto& [stratum, share] : Share(quota, sizes, inside)) targets[stratum] = share;
  }
  return targets;
}

std::vector<CaseId> TopUp(const SamplePlan& plan,
                          const std::string& seed,
                          const std::vector<SampleCase>& cases) {
  std::map<Stratum, int> counts;
  std::map<Stratum, int> drawn;
  std::map<Stratum, std::vector<std::pair<std::uint64_t, CaseId>>> left;
  for (const SampleCase& one : cases) {
    if (one.drawn == DrawnHow::kStated) continue;
    ++counts[one.stratum];
    if (one.drawn == DrawnHow::kNot) {
      left[one.stratum].emplace_back(DrawNumber(seed, one.case_id), one.case_id);
    } else {
      ++drawn[one.stratum];
    }
  }
  std::set<CaseId> more;
  for (const auto& [stratum, target] : TargetsOf(plan, counts)) {
    auto& rest = left[stratum];
    std::sort(rest.begin(), rest.end());
    const int wanted = target - drawn[stratum];
    for (int i = 0; i < wanted && i < static_cast<int>(rest.size()); ++i) {
      more.insert(rest[static_cast<std::size_t>(i)].second);
    }
  }
  return {more.begin(), more.end()};
}

}  // namespace dm::quality
