// The fields of a case, each once, with the name that it has in the contract. What walks a case
// field by field (the snapshot of a backtest, the reader of case files) walks these lists: a field
// that is added to a struct is added here. snapshot_test fills every field and sees the one that is
// missing; case_reader_test sees a name that is not the contract's.
#pragma once

#include "worker/case/case_record.h"
#include "worker/case/evidence_fields.h"

namespace dm {

template <typename Archive>
void Fields(Archive& archive, Period& value) {
  archive(Named("from_date", value.from), Named("to_date", value.to));
}

template <typename Archive>
void Fields(Archive& archive, Presence& value) {
  archive(Named("kind", value.kind),
          Named("days", value.days),
          Named("other_parent_days", value.other_parent_days));
}

template <typename Archive>
void Fields(Archive& archive, Person& value) {
  archive(Named("key", value.key),
          Named("personnummer", value.personnummer),
          Named("born", value.born),
          Named("role", value.role),
          Named("presence", value.presence),
          Named("free_lunch", value.free_lunch),
          Named("in_school", value.in_school),
          Named("protected_identity", value.protected_identity),
          Named("name", value.name),
          Named("lunch_home_days", value.lunch_home_days));
}

template <typename Archive>
void Fields(Archive& archive, Home& value) {
  archive(Named("tenure", value.tenure),
          Named("persons_in_home", value.persons_in_home),
          Named("rooms", value.rooms),
          Named("second_hand_permission", value.second_hand_permission),
          Named("rent", value.rent),
          Named("share_of_rent_permille", value.share_of_rent_permille),
          Named("agreed_rent", value.agreed_rent));
}

template <typename Archive>
void Fields(Archive& archive, Cost& value) {
  archive(Named("type", value.type),
          Named("other_code", value.other_code),
          Named("applied", value.applied),
          Named("proven", value.proven),
          Named("period", value.period),
          Named("confirmed_by", value.confirmed_by),
          Named("cap_remaining", value.cap_remaining),
          Named("person", value.person),
          Named("year_spent", value.year_spent),
          Named("by_car", value.by_car));
}

template <typename Archive>
void Fields(Archive& archive, DeclaredIncome& value) {
  archive(Named("person", value.person),
          Named("kind", value.kind),
          Named("gross", value.gross),
          Named("net", value.net),
          Named("pay_date", value.pay_date),
          Named("period", value.period),
          Named("proven", value.proven),
          Named("employer", value.employer),
          Named("read_by", value.read_by),
          Named("read_net", value.read_net),
          Named("attached", value.attached));
}

template <typename Archive>
void Fields(Archive& archive, Asset& value) {
  archive(Named("person", value.person),
          Named("type", value.type),
          Named("value", value.value),
          Named("locked", value.locked),
          Named("as_of", value.as_of));
}

template <typename Archive>
void Fields(Archive& archive, Signature& value) {
  archive(Named("person", value.person),
          Named("level", value.level),
          Named("signed_at", value.signed_at),
          Named("text_sha256", value.text_sha256));
}

template <typename Archive>
void Fields(Archive& archive, Document& value) {
  archive(Named("id", value.id),
          Named("kind", value.kind),
          Named("received_at", value.received_at),
          Named("valid", value.valid),
          Named("readable", value.readable));
}

template <typename Archive>
void Fields(Archive& archive, StatedCircumstances& value) {
  archive(Named("acute_need", value.acute_need),
          Named("eviction_or_rent_debt", value.eviction_or_rent_debt),
          Named("violence", value.violence),
          Named("student", value.student),
          Named("self_employed", value.self_employed),
          Named("foreign_income", value.foreign_income),
          Named("guardian_or_trustee", value.guardian_or_trustee),
          Named("benefit_pending", value.benefit_pending),
          Named("open_recovery", value.open_recovery),
          Named("crime_investigation", value.crime_investigation),
          Named("open_appeal", value.open_appeal),
          Named("child_concern", value.child_concern),
          Named("abroad_or_institution", value.abroad_or_institution),
          Named("interpreter_needed", value.interpreter_needed),
          Named("unread_message", value.unread_message),
          Named("discretionary_aid", value.discretionary_aid),
          Named("critical_date", value.critical_date),
          Named("benefit_not_applied_for", value.benefit_not_applied_for),
          Named("attachment_of_earnings", value.attachment_of_earnings),
          Named("aid_elsewhere", value.aid_elsewhere),
          Named("surplus_explained", value.surplus_explained),
          Named("drawn_for_sample", value.drawn_for_sample),
          Named("corrects_earlier", value.corrects_earlier),
          Named("lives_with_parents", value.lives_with_parents),
          Named("school_absence", value.school_absence),
          Named("lawful_stay", value.lawful_stay));
}

template <typename Archive>
void Fields(Archive& archive, PlanStatus& value) {
  archive(Named("person", value.person),
          Named("has_plan", value.has_plan),
          Named("plan_valid", value.plan_valid),
          Named("missed_activity", value.missed_activity),
          Named("sick", value.sick),
          Named("certificate_valid", value.certificate_valid),
          Named("sick_since", value.sick_since),
          Named("work_ability_unclear", value.work_ability_unclear),
          Named("exempt_ground", value.exempt_ground),
          Named("exempt_valid", value.exempt_valid),
          Named("activity_exempt", value.activity_exempt),
          Named("certificate_read_by", value.certificate_read_by));
}

template <typename Archive>
void Fields(Archive& archive, Withdrawal& value) {
  archive(Named("received_at", value.received_at),
          Named("signatures", value.signatures),
          Named("pressure", value.pressure));
}

template <typename Archive>
void Fields(Archive& archive, YouthWork& value) {
  archive(Named("person", value.person), Named("month", value.month), Named("gross", value.gross));
}

template <typename Archive>
void Fields(Archive& archive, Application& value) {
  archive(Named("id", value.id),
          Named("household", value.household),
          Named("month", value.month),
          Named("received_at", value.received_at),
          Named("channel", value.channel),
          Named("kind", value.kind),
          Named("persons", value.persons),
          Named("home", value.home),
          Named("costs", value.costs),
          Named("incomes", value.incomes),
          Named("assets", value.assets),
          Named("signatures", value.signatures),
          Named("documents", value.documents),
          Named("plans", value.plans),
          Named("circumstances", value.circumstances),
          Named("withdrawal", value.withdrawal),
          Named("changed_since_last", value.changed_since_last),
          Named("wants_person", value.wants_person),
          Named("free_text", value.free_text),
          Named("language", value.language),
          Named("youth_work", value.youth_work));
}

template <typename Archive>
void Fields(Archive& archive, FramePerson& value) {
  archive(Named("key", value.key),
          Named("personnummer", value.personnummer),
          Named("born", value.born),
          Named("role", value.role),
          Named("presence", value.presence));
}

template <typename Archive>
void Fields(Archive& archive, Barrier& value) {
  archive(Named("person", value.person), Named("code", value.code), Named("until", value.until));
}

template <typename Archive>
void Fields(Archive& archive, FrameHousing& value) {
  archive(Named("accepted_cost", value.accepted_cost),
          Named("tenure", value.tenure),
          Named("persons_in_home", value.persons_in_home),
          Named("cap_grace_until", value.cap_grace_until),
          Named("share_of_rent_permille", value.share_of_rent_permille),
          Named("agreed_rent", value.agreed_rent));
}

template <typename Archive>
void Fields(Archive& archive, NormAdjustment& value) {
  archive(Named("person", value.person),
          Named("kind", value.kind),
          Named("amount", value.amount),
          Named("factor_permille", value.factor_permille),
          Named("reason", value.reason),
          Named("valid_to", value.valid_to));
}

template <typename Archive>
void Fields(Archive& archive, FrameIncome& value) {
  archive(Named("person", value.person),
          Named("kind", value.kind),
          Named("expected_net", value.expected_net));
}

template <typename Archive>
void Fields(Archive& archive, FrameCost& value) {
  archive(Named("type", value.type),
          Named("other_code", value.other_code),
          Named("ceiling", value.ceiling));
}

template <typename Archive>
void Fields(Archive& archive, FramePlan& value) {
  archive(Named("person", value.person), Named("valid", value.valid));
}

template <typename Archive>
void Fields(Archive& archive, ChildRecord& value) {
  archive(Named("child", value.child),
          Named("reviewer", value.reviewer),
          Named("reviewed_on", value.reviewed_on),
          Named("valid_until", value.valid_until),
          Named("reference", value.reference));
}

template <typename Archive>
void Fields(Archive& archive, AcceptedAsset& value) {
  archive(Named("type", value.type),
          Named("reference", value.reference),
          Named("count", value.count),
          Named("until", value.until));
}

template <typename Archive>
void Fields(Archive& archive, Frame& value) {
  archive(Named("id", value.id),
          Named("household", value.household),
          Named("version", value.version),
          Named("valid_from", value.valid_from),
          Named("valid_to", value.valid_to),
          Named("persons", value.persons),
          Named("housing", value.housing),
          Named("barriers", value.barriers),
          Named("incomes", value.incomes),
          Named("costs", value.costs),
          Named("plans", value.plans),
          Named("child_records", value.child_records),
          Named("accepted_assets", value.accepted_assets),
          Named("norm_adjustments", value.norm_adjustments),
          Named("language", value.language),
          Named("wants_person", value.wants_person),
          Named("signed_by", value.signed_by),
          Named("mandate", value.mandate),
          Named("signed_at", value.signed_at),
          Named("content_sha256", value.content_sha256));
}

template <typename Archive>
void Fields(Archive& archive, CountedIncome& value) {
  archive(Named("person", value.person),
          Named("kind", value.kind),
          Named("counted", value.counted),
          Named("net", value.net));
}

template <typename Archive>
void Fields(Archive& archive, ApprovedCost& value) {
  archive(Named("type", value.type),
          Named("other_code", value.other_code),
          Named("approved", value.approved),
          Named("applied", value.applied),
          Named("proven", value.proven),
          Named("period", value.period));
}

template <typename Archive>
void Fields(Archive& archive, HistoryMonth& value) {
  archive(Named("month", value.month),
          Named("outcome", value.outcome),
          Named("granted", value.granted),
          Named("decided_by", value.decided_by),
          Named("forsorjningsstod", value.forsorjningsstod),
          Named("persons", value.persons),
          Named("persons_in_home", value.persons_in_home),
          Named("costs", value.costs),
          Named("incomes", value.incomes),
          Named("surplus", value.surplus),
          Named("other_municipality", value.other_municipality),
          Named("rooms", value.rooms));
}

template <typename Archive>
void Fields(Archive& archive, CaseInput& value) {
  archive(Named("application", value.application),
          Named("frame", value.frame),
          Named("evidence", value.evidence),
          Named("history", value.history),
          Named("assessed_on", value.assessed_on),
          Named("assessed_at", value.assessed_at),
          Named("other_application_same_month", value.other_application_same_month),
          Named("completion_requested_before", value.completion_requested_before));
}

}  // namespace dm
