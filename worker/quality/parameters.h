// The parameters of the quality work as the policies have them on a day. What is not set is not
// done: no draw without its size, no limit without its share.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/policy/policy_set.h"
#include "worker/quality/draw.h"

namespace dm::quality {

namespace parameter {
inline constexpr char kSampleMin[] = "sample.min";
inline constexpr char kSamplePct[] = "sample.pct";
inline constexpr char kSamplePreShare[] = "sample.pre_share";
inline constexpr char kSampleFactor[] = "sample.typfall_factor";
inline constexpr char kSampleNewPct[] = "sample.new_pct";
inline constexpr char kSampleNewMonths[] = "sample.new_months";
inline constexpr char kSampleDoublePct[] = "sample.double_pct";
inline constexpr char kSampleAmountStep[] = "sample.amount_step_kr";
inline constexpr char kReviewDays[] = "review.post_days";
inline constexpr char kBaseErrorPermille[] = "review.base_error_permille";
inline constexpr char kSeriousError[] = "serious_error_kr";
inline constexpr char kProposeN[] = "promotion.propose_n";
inline constexpr char kDecideN[] = "promotion.decide_n";
inline constexpr char kDecideOneErrorN[] = "promotion.decide_one_error_n";
inline constexpr char kChildrenN[] = "promotion.children_n";
inline constexpr char kWithChildren[] = "promotion.with_children";
inline constexpr char kFreezeDays[] = "freeze.days_after_release";
inline constexpr char kRolloutOrder[] = "typfall.rollout";
inline constexpr char kTopPct[] = "attest.top_pct";
inline constexpr char kLoadCases[] = "load.alarm_cases_per_handler";
inline constexpr char kLoadOldestDays[] = "load.alarm_oldest_days";
}  // namespace parameter

std::optional<std::int64_t> NumberOn(const PolicySet& policy, std::string_view id, Date on);
std::optional<Money> MoneyOn(const PolicySet& policy, std::string_view id, Date on);
// Of a table whose key is the typfall.
std::optional<std::int64_t> TypfallNumberOn(const PolicySet& policy,
                                            std::string_view id,
                                            const std::string& typfall,
                                            Date on);
std::optional<bool> TypfallFlagOn(const PolicySet& policy,
                                  std::string_view id,
                                  const std::string& typfall,
                                  Date on);

// By what a month is drawn, on its first day; nothing where the policies do not say. `fresh`:
// typfall that came into use within sample.new_months, by when they were raised.
std::optional<SamplePlan> PlanFor(const PolicySet& policy,
                                  const Control& control,
                                  Month month,
                                  int expected);

}  // namespace dm::quality
