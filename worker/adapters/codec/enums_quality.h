// The enumerations of the quality work, as enums.h has the others.
#pragma once

#include <array>
#include <utility>

#include "medarbetare/v1/quality.pb.h"
#include "worker/case/quality.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

template <typename E, typename P, std::size_t n>
using EnumPairs = std::array<std::pair<E, P>, n>;

inline constexpr EnumPairs<DrawnHow, pb::DrawnHow, 4> kDrawnHowPairs = {{
    {DrawnHow::kNot, pb::DRAWN_HOW_NOT},
    {DrawnHow::kArrival, pb::DRAWN_HOW_ARRIVAL},
    {DrawnHow::kTopUp, pb::DRAWN_HOW_TOP_UP},
    {DrawnHow::kStated, pb::DRAWN_HOW_STATED},
}};

constexpr const auto& PairsOf(DrawnHow /*tag*/) {
  return kDrawnHowPairs;
}

inline constexpr EnumPairs<SamplePart, pb::SamplePart, 2> kSamplePartPairs = {{
    {SamplePart::kPrePayment, pb::SAMPLE_PART_PRE_PAYMENT},
    {SamplePart::kPostPayment, pb::SAMPLE_PART_POST_PAYMENT},
}};

constexpr const auto& PairsOf(SamplePart /*tag*/) {
  return kSamplePartPairs;
}

inline constexpr EnumPairs<ReviewKind, pb::ReviewKind, 2> kReviewKindPairs = {{
    {ReviewKind::kSample, pb::REVIEW_KIND_SAMPLE},
    {ReviewKind::kDouble, pb::REVIEW_KIND_DOUBLE},
}};

constexpr const auto& PairsOf(ReviewKind /*tag*/) {
  return kReviewKindPairs;
}

inline constexpr EnumPairs<ReviewState, pb::ReviewState, 4> kReviewStatePairs = {{
    {ReviewState::kOpen, pb::REVIEW_STATE_OPEN},
    {ReviewState::kStarted, pb::REVIEW_STATE_STARTED},
    {ReviewState::kSubmitted, pb::REVIEW_STATE_SUBMITTED},
    {ReviewState::kCompleted, pb::REVIEW_STATE_COMPLETED},
}};

constexpr const auto& PairsOf(ReviewState /*tag*/) {
  return kReviewStatePairs;
}

inline constexpr EnumPairs<ReviewOutcome, pb::ReviewOutcome, 4> kReviewOutcomePairs = {{
    {ReviewOutcome::kCorrect, pb::REVIEW_OUTCOME_CORRECT},
    {ReviewOutcome::kWrongAmount, pb::REVIEW_OUTCOME_WRONG_AMOUNT},
    {ReviewOutcome::kWrongOutcome, pb::REVIEW_OUTCOME_WRONG_OUTCOME},
    {ReviewOutcome::kNotProvable, pb::REVIEW_OUTCOME_NOT_PROVABLE},
}};

constexpr const auto& PairsOf(ReviewOutcome /*tag*/) {
  return kReviewOutcomePairs;
}

inline constexpr EnumPairs<ReviewCause, pb::ReviewCause, 6> kReviewCausePairs = {{
    {ReviewCause::kSlip, pb::REVIEW_CAUSE_SLIP},
    {ReviewCause::kMisunderstanding, pb::REVIEW_CAUSE_MISUNDERSTANDING},
    {ReviewCause::kHandler, pb::REVIEW_CAUSE_HANDLER},
    {ReviewCause::kRule, pb::REVIEW_CAUSE_RULE},
    {ReviewCause::kSource, pb::REVIEW_CAUSE_SOURCE},
    {ReviewCause::kIntent, pb::REVIEW_CAUSE_INTENT},
}};

constexpr const auto& PairsOf(ReviewCause /*tag*/) {
  return kReviewCausePairs;
}

inline constexpr EnumPairs<ComparisonKind, pb::ComparisonKind, 2> kComparisonKindPairs = {{
    {ComparisonKind::kMachineHuman, pb::COMPARISON_KIND_MACHINE_HUMAN},
    {ComparisonKind::kHumanHuman, pb::COMPARISON_KIND_HUMAN_HUMAN},
}};

constexpr const auto& PairsOf(ComparisonKind /*tag*/) {
  return kComparisonKindPairs;
}

inline constexpr EnumPairs<SwitchKind, pb::SwitchKind, 3> kSwitchKindPairs = {{
    {SwitchKind::kGate, pb::SWITCH_KIND_GATE},
    {SwitchKind::kRow, pb::SWITCH_KIND_ROW},
    {SwitchKind::kTypfall, pb::SWITCH_KIND_TYPFALL},
}};

constexpr const auto& PairsOf(SwitchKind /*tag*/) {
  return kSwitchKindPairs;
}

}  // namespace dm::codec
