// The fields of a case, each once, in the order of the structs. A field that is added to a struct
// is added here: snapshot_test fills every field and sees the one that is missing.
#pragma once

#include "worker/backtest/snapshot_evidence_fields.h"

namespace dm::backtest {

template <typename Archive>
void Fields(Archive& archive, Period& value) {
  archive(value.from, value.to);
}

template <typename Archive>
void Fields(Archive& archive, Presence& value) {
  archive(value.kind, value.days, value.other_parent_days);
}

template <typename Archive>
void Fields(Archive& archive, Person& value) {
  archive(value.key,
          value.personnummer,
          value.born,
          value.role,
          value.presence,
          value.free_lunch,
          value.in_school,
          value.protected_identity,
          value.name,
          value.lunch_home_days);
}

template <typename Archive>
void Fields(Archive& archive, Home& value) {
  archive(value.tenure,
          value.persons_in_home,
          value.rooms,
          value.second_hand_permission,
          value.rent,
          value.share_of_rent_permille,
          value.agreed_rent);
}

template <typename Archive>
void Fields(Archive& archive, Cost& value) {
  archive(value.type,
          value.other_code,
          value.applied,
          value.proven,
          value.period,
          value.confirmed_by,
          value.cap_remaining,
          value.person,
          value.year_spent,
          value.by_car);
}

template <typename Archive>
void Fields(Archive& archive, DeclaredIncome& value) {
  archive(value.person,
          value.kind,
          value.gross,
          value.net,
          value.pay_date,
          value.period,
          value.proven,
          value.employer,
          value.read_by,
          value.read_net,
          value.attached);
}

template <typename Archive>
void Fields(Archive& archive, Asset& value) {
  archive(value.person, value.type, value.value, value.locked, value.as_of);
}

template <typename Archive>
void Fields(Archive& archive, Signature& value) {
  archive(value.person, value.level, value.signed_at, value.text_sha256);
}

template <typename Archive>
void Fields(Archive& archive, Document& value) {
  archive(value.id, value.kind, value.received_at, value.valid, value.readable);
}

template <typename Archive>
void Fields(Archive& archive, StatedCircumstances& value) {
  archive(value.acute_need,
          value.eviction_or_rent_debt,
          value.violence,
          value.student,
          value.self_employed,
          value.foreign_income,
          value.guardian_or_trustee,
          value.benefit_pending,
          value.open_recovery,
          value.crime_investigation,
          value.open_appeal,
          value.child_concern,
          value.abroad_or_institution,
          value.interpreter_needed,
          value.unread_message,
          value.discretionary_aid,
          value.critical_date,
          value.benefit_not_applied_for,
          value.attachment_of_earnings,
          value.aid_elsewhere,
          value.surplus_explained,
          value.drawn_for_sample,
          value.corrects_earlier,
          value.lives_with_parents,
          value.school_absence,
          value.lawful_stay);
}

template <typename Archive>
void Fields(Archive& archive, PlanStatus& value) {
  archive(value.person,
          value.has_plan,
          value.plan_valid,
          value.missed_activity,
          value.sick,
          value.certificate_valid,
          value.sick_since,
          value.work_ability_unclear,
          value.exempt_ground,
          value.exempt_valid,
          value.activity_exempt,
          value.certificate_read_by);
}

template <typename Archive>
void Fields(Archive& archive, Withdrawal& value) {
  archive(value.received_at, value.signatures, value.pressure);
}

template <typename Archive>
void Fields(Archive& archive, YouthWork& value) {
  archive(value.person, value.month, value.gross);
}

template <typename Archive>
void Fields(Archive& archive, Application& value) {
  archive(value.id,
          value.household,
          value.month,
          value.received_at,
          value.channel,
          value.kind,
          value.persons,
          value.home,
          value.costs,
          value.incomes,
          value.assets,
          value.signatures,
          value.documents,
          value.plans,
          value.circumstances,
          value.withdrawal,
          value.changed_since_last,
          value.wants_person,
          value.free_text,
          value.language,
          value.youth_work);
}

template <typename Archive>
void Fields(Archive& archive, FramePerson& value) {
  archive(value.key, value.personnummer, value.born, value.role, value.presence);
}

template <typename Archive>
void Fields(Archive& archive, Barrier& value) {
  archive(value.person, value.code, value.until);
}

template <typename Archive>
void Fields(Archive& archive, FrameHousing& value) {
  archive(value.accepted_cost,
          value.tenure,
          value.persons_in_home,
          value.cap_grace_until,
          value.share_of_rent_permille,
          value.agreed_rent);
}

template <typename Archive>
void Fields(Archive& archive, NormAdjustment& value) {
  archive(
      value.person, value.kind, value.amount, value.factor_permille, value.reason, value.valid_to);
}

template <typename Archive>
void Fields(Archive& archive, FrameIncome& value) {
  archive(value.person, value.kind, value.expected_net);
}

template <typename Archive>
void Fields(Archive& archive, FrameCost& value) {
  archive(value.type, value.other_code, value.ceiling);
}

template <typename Archive>
void Fields(Archive& archive, FramePlan& value) {
  archive(value.person, value.valid);
}

template <typename Archive>
void Fields(Archive& archive, ChildRecord& value) {
  archive(value.child, value.reviewer, value.reviewed_on, value.valid_until, value.reference);
}

template <typename Archive>
void Fields(Archive& archive, AcceptedAsset& value) {
  archive(value.type, value.reference, value.count, value.until);
}

template <typename Archive>
void Fields(Archive& archive, Frame& value) {
  archive(value.id,
          value.household,
          value.version,
          value.valid_from,
          value.valid_to,
          value.persons,
          value.housing,
          value.barriers,
          value.incomes,
          value.costs,
          value.plans,
          value.child_records,
          value.accepted_assets,
          value.norm_adjustments,
          value.language,
          value.wants_person,
          value.signed_by,
          value.mandate,
          value.signed_at,
          value.content_sha256);
}

template <typename Archive>
void Fields(Archive& archive, CountedIncome& value) {
  archive(value.person, value.kind, value.counted, value.net);
}

template <typename Archive>
void Fields(Archive& archive, ApprovedCost& value) {
  archive(value.type, value.other_code, value.approved, value.applied, value.proven, value.period);
}

template <typename Archive>
void Fields(Archive& archive, HistoryMonth& value) {
  archive(value.month,
          value.outcome,
          value.granted,
          value.decided_by,
          value.forsorjningsstod,
          value.persons,
          value.persons_in_home,
          value.costs,
          value.incomes,
          value.surplus,
          value.other_municipality,
          value.rooms);
}

template <typename Archive>
void Fields(Archive& archive, CaseInput& value) {
  archive(value.application,
          value.frame,
          value.evidence,
          value.history,
          value.assessed_on,
          value.assessed_at,
          value.other_application_same_month,
          value.completion_requested_before);
}

template <typename Archive>
void Fields(Archive& archive, RulingRow& value) {
  archive(value.code, value.person, value.rule, value.amount);
}

template <typename Archive>
void Fields(Archive& archive, Ruling& value) {
  archive(value.policy_sha256,
          value.route,
          value.typfall,
          value.queue,
          value.outcome,
          value.grant,
          value.rows,
          value.reasons);
}

}  // namespace dm::backtest
