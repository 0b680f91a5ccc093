// The part of QualityService that sets the worker's decisions beside persons', and looks at how
// proposals are taken.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "worker/quality/quality_service.h"
#include "worker/quality/statistics.h"

namespace dm::quality {
namespace {

constexpr std::int64_t kFastMs = 10'000;
constexpr int kRowReported = 200;

}  // namespace

StatusOr<std::vector<Agreement>> QualityService::GetAgreement(const CallContext& /*context*/,
                                                              const std::string& typfall) {
  DM_ASSIGN_OR_RETURN(const std::vector<Comparison> comparisons, AllComparisons(typfall));
  std::map<std::tuple<std::string, ComparisonKind, Mode, bool>, Agreement> by_key;
  for (const Comparison& one : comparisons) {
    if (one.kind == ComparisonKind::kMachineHuman && !one.clean) continue;
    Agreement& row = by_key[{one.typfall, one.kind, one.mode, one.blind}];
    row.typfall = one.typfall;
    row.kind = one.kind;
    row.mode = one.mode;
    row.blind = one.blind;
    ++row.n;
    if (one.agrees()) {
      ++row.agree;
    } else if (one.same_outcome()) {
      ++row.other_amount;
    } else {
      ++row.other_outcome;
    }
    if (one.serious) ++row.serious;
  }
  std::vector<Agreement> rows;
  for (auto& [key, row] : by_key) {
    row.differ_upper_permyriad = UpperLimitPermyriad(row.n - row.agree, row.n);
    row.serious_upper_permyriad = UpperLimitPermyriad(row.serious, row.n);
    row.text = RateText(row.n - row.agree, row.n, "skiljer sig") + "; " +
               RateText(row.serious, row.n, "allvarliga");
    rows.push_back(row);
  }
  return rows;
}

StatusOr<Page<Comparison>> QualityService::ListComparisons(const CallContext& context,
                                                           const ComparisonWish& wish,
                                                           const PageRequest& page) {
  DM_ASSIGN_OR_RETURN(Page<Comparison> found,
                      store_.ListComparisons({.typfall = wish.typfall, .kind = wish.kind}, page));
  Page<Comparison> shown;
  shown.next = found.next;
  for (Comparison& one : found.items) {
    if (wish.only_different && one.agrees()) continue;
    DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(one.case_id));
    if (!context.MaySee(AccessOf(record))) continue;
    shown.items.push_back(std::move(one));
  }
  return shown;
}

// What a person decided, and how long at most it can have taken: no longer than since the decision
// that they made before it.
StatusOr<std::vector<RubberStamp>> QualityService::GetRubberStamps(const CallContext& /*context*/) {
  DM_ASSIGN_OR_RETURN(std::vector<Comparison> comparisons, AllComparisons(""));
  std::stable_sort(comparisons.begin(),
                   comparisons.end(),
                   [](const Comparison& a, const Comparison& b) { return a.at < b.at; });
  std::map<std::string, RubberStamp> by_handler;
  std::map<std::string, int> in_row;
  std::map<std::string, Instant> before;
  for (const Comparison& one : comparisons) {
    const auto last = before.find(one.second_by);
    const bool fast = last != before.end() && one.at - last->second < kFastMs;
    before[one.second_by] = one.at;
    if (one.kind != ComparisonKind::kMachineHuman || one.mode != Mode::kPropose || one.blind) {
      continue;
    }
    RubberStamp& stamp = by_handler[one.second_by];
    int& row = in_row[one.second_by];
    stamp.handler = one.second_by;
    ++stamp.decided;
    row = one.agrees() ? row + 1 : 0;
    stamp.unchanged_in_row = std::max(stamp.unchanged_in_row, row);
    if (!one.agrees()) continue;
    ++stamp.unchanged;
    if (fast) ++stamp.fast;
  }
  std::vector<RubberStamp> stamps;
  for (auto& [handler, stamp] : by_handler) {
    stamp.reported = stamp.fast > 0 || stamp.unchanged_in_row >= kRowReported;
    stamps.push_back(stamp);
  }
  std::stable_sort(stamps.begin(), stamps.end(), [](const RubberStamp& a, const RubberStamp& b) {
    return a.reported && !b.reported;
  });
  return stamps;
}

}  // namespace dm::quality
