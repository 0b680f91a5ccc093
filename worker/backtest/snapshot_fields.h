// What a snapshot holds: the fields of a case (worker/case/fields.h) and what was decided; and the
// last value of each enumeration in them (snapshot_archive.h).
#pragma once

#include "worker/backtest/ruling.h"
#include "worker/backtest/snapshot.h"
#include "worker/backtest/snapshot_archive.h"
#include "worker/case/fields.h"

namespace dm::backtest {

template <>
inline constexpr Answer kLastOf<Answer> = Answer::kNo;
template <>
inline constexpr PersonRole kLastOf<PersonRole> = PersonRole::kOtherAdult;
template <>
inline constexpr PresenceKind kLastOf<PresenceKind> = PresenceKind::kAbsent;
template <>
inline constexpr Tenure kLastOf<Tenure> = Tenure::kOther;
template <>
inline constexpr CostType kLastOf<CostType> = CostType::kOtherLivingCost;
template <>
inline constexpr AssetType kLastOf<AssetType> = AssetType::kOther;
template <>
inline constexpr Channel kLastOf<Channel> = Channel::kOral;
template <>
inline constexpr ApplicationKind kLastOf<ApplicationKind> = ApplicationKind::kReapplication;
template <>
inline constexpr AssuranceLevel kLastOf<AssuranceLevel> = AssuranceLevel::kHigh;
template <>
inline constexpr NormAdjustmentKind kLastOf<NormAdjustmentKind> = NormAdjustmentKind::kLower;
template <>
inline constexpr Outcome kLastOf<Outcome> = Outcome::kAvskrivning;
template <>
inline constexpr ActorKind kLastOf<ActorKind> = ActorKind::kWorker;
template <>
inline constexpr Source kLastOf<Source> = Source::kFolk;
template <>
inline constexpr AnswerState kLastOf<AnswerState> = AnswerState::kSchemaMismatch;
template <>
inline constexpr PaymentStatus kLastOf<PaymentStatus> = PaymentStatus::kPlanned;
template <>
inline constexpr PaymentKind kLastOf<PaymentKind> = PaymentKind::kPresumptive;
template <>
inline constexpr AmountKind kLastOf<AmountKind> = AmountKind::kUnlisted;
template <>
inline constexpr CaseOutcome kLastOf<CaseOutcome> = CaseOutcome::kRefused;
template <>
inline constexpr Route kLastOf<Route> = Route::kHuman;

template <typename Archive>
void Fields(Archive& archive, RulingRow& value) {
  archive(Named("code", value.code),
          Named("person", value.person),
          Named("rule", value.rule),
          Named("amount", value.amount));
}

template <typename Archive>
void Fields(Archive& archive, Ruling& value) {
  archive(Named("policy_sha256", value.policy_sha256),
          Named("route", value.route),
          Named("typfall", value.typfall),
          Named("queue", value.queue),
          Named("outcome", value.outcome),
          Named("grant", value.grant),
          Named("rows", value.rows),
          Named("reasons", value.reasons));
}

template <typename Archive>
void Fields(Archive& archive, StoredCase& value) {
  archive(Named("input", value.input), Named("stored", value.stored));
}

}  // namespace dm::backtest
