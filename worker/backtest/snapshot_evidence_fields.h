// Enumerations of a case with their last values (snapshot_archive.h), and the fields of what
// registers answered. What a register sent as it came (SourceAnswer::raw) stays out.
#pragma once

#include "worker/backtest/ruling.h"
#include "worker/backtest/snapshot_archive.h"
#include "worker/case/case_record.h"

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
void Fields(Archive& archive, Extent& value) {
  archive(value.numerator, value.denominator);
}

template <typename Archive>
void Fields(Archive& archive, Deduction& value) {
  archive(value.code, value.text, value.amount);
}

template <typename Archive>
void Fields(Archive& archive, PaymentRow& value) {
  archive(value.benefit,
          value.amount_type,
          value.text,
          value.amount,
          value.kind,
          value.benefit_text,
          value.period,
          value.days,
          value.hours,
          value.extent);
}

template <typename Archive>
void Fields(Archive& archive, Payment& value) {
  archive(value.family,
          value.text,
          value.status,
          value.pay_date,
          value.period,
          value.gross,
          value.tax,
          value.net,
          value.deductions,
          value.rows,
          value.half_days,
          value.locator,
          value.kind,
          value.payer,
          value.grant,
          value.loan,
          value.also_at,
          value.unclear);
}

template <typename Archive>
void Fields(Archive& archive, CaseAmount& value) {
  archive(value.type, value.text, value.amount, value.per, value.period, value.kind, value.extent);
}

template <typename Archive>
void Fields(Archive& archive, AppliedTime& value) {
  archive(value.period, value.extent, value.loan_wished);
}

template <typename Archive>
void Fields(Archive& archive, ChildCounts& value) {
  archive(value.at_home, value.alternating, value.at_times);
}

template <typename Archive>
void Fields(Archive& archive, BenefitCase& value) {
  archive(value.benefit,
          value.text,
          value.pending,
          value.decided_on,
          value.period,
          value.locator,
          value.status,
          value.outcome,
          value.applied_on,
          value.active,
          value.extent,
          value.days,
          value.amounts,
          value.applied,
          value.children,
          value.unclear);
}

template <typename Archive>
void Fields(Archive& archive, JobSeeker& value) {
  archive(value.registered,
          value.registered_since,
          value.category,
          value.extent_percent,
          value.activity_report_code,
          value.activity_report_date,
          value.deregistered_on,
          value.unemployment_fund);
}

template <typename Archive>
void Fields(Archive& archive, ProgrammeDays& value) {
  archive(value.used, value.exhausted);
}

template <typename Archive>
void Fields(Archive& archive, ProgrammePlace& value) {
  archive(value.code, value.text, value.period, value.extent);
}

template <typename Archive>
void Fields(Archive& archive, Suspension& value) {
  archive(value.period, value.locator, value.fund);
}

template <typename Archive>
void Fields(Archive& archive, FundAnswer& value) {
  archive(value.fund,
          value.status,
          value.state,
          value.application_told,
          value.right_decided_on,
          value.payment_applied);
}

template <typename Archive>
void Fields(Archive& archive, Vehicle& value) {
  archive(value.kind, value.model, value.year, value.registration);
}

template <typename Archive>
void Fields(Archive& archive, Permit& value) {
  archive(value.kind,
          value.decision,
          value.permanent,
          value.valid,
          value.open_application,
          value.kind_text,
          value.decision_text,
          value.decision_type,
          value.decision_type_text,
          value.reason,
          value.reason_text,
          value.applied_on,
          value.decided_on,
          value.validity);
}

template <typename Archive>
void Fields(Archive& archive, CapitalFigure& value) {
  archive(value.year, value.income, value.surplus);
}

template <typename Archive>
void Fields(Archive& archive, RegisteredChild& value) {
  archive(value.personnummer, value.custody, value.same_address, value.born);
}

template <typename Archive>
void Fields(Archive& archive, RegisteredPerson& value) {
  archive(value.municipality,
          value.county,
          value.civil_status,
          value.street,
          value.postal_code,
          value.city,
          value.registered_since,
          value.deregistered,
          value.same_address,
          value.children,
          value.related,
          value.died_on);
}

template <typename Archive>
void Fields(Archive& archive, SchemaDeviation& value) {
  archive(value.path, value.problem);
}

template <typename Archive>
void Fields(Archive& archive, GroupState& value) {
  archive(value.group, value.state, value.code);
}

template <typename Archive>
void Fields(Archive& archive, SourceAnswer& value) {
  archive(value.source,
          value.state,
          value.code,
          value.fetched_at,
          value.asked,
          value.raw_sha256,
          value.groups,
          value.schema_deviations,
          value.deviations,
          value.unlisted_codes,
          value.ask_again_at,
          value.lasting,
          value.protected_identity,
          value.payments,
          value.benefit_cases,
          value.job_seeker,
          value.suspensions,
          value.benefit_application_filed,
          value.vehicles,
          value.permits,
          value.capital,
          value.registered,
          value.funds,
          value.programme_days,
          value.programme_places);
}

template <typename Archive>
void Fields(Archive& archive, PersonEvidence& value) {
  archive(value.person, value.answers);
}

template <typename Archive>
void Fields(Archive& archive, EvidenceSet& value) {
  archive(value.persons);
}

}  // namespace dm::backtest
