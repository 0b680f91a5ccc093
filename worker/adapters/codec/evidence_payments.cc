// What registers pay and decide: payments, cases and their amounts.
#include "worker/adapters/codec/evidence_parts.h"
#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kDaysMax = 10'000;
constexpr int kChildrenMax = 100;
constexpr int kExtentMax = 1'000;

// An older file does not say: then it is a benefit.
AmountKind KindOf(FieldReader& reader, pb::AmountKind kind) {
  if (kind == pb::AMOUNT_KIND_UNSPECIFIED) return AmountKind::kBenefit;
  return reader.Enum<AmountKind>("kind", kind);
}

}  // namespace

pb::Extent ToProto(const Extent& value) {
  pb::Extent message;
  message.set_numerator(value.numerator);
  message.set_denominator(value.denominator);
  return message;
}

Extent FromProto(FieldReader& reader, const pb::Extent& message) {
  return {.numerator = reader.Int("numerator", message.numerator(), 0, kExtentMax),
          .denominator = reader.Int("denominator", message.denominator(), 1, kExtentMax)};
}

pb::Deduction ToProto(const Deduction& value) {
  pb::Deduction message;
  message.set_code(value.code);
  message.set_text(value.text);
  *message.mutable_amount() = ToProto(value.amount);
  return message;
}

Deduction FromProto(FieldReader& reader, const pb::Deduction& message) {
  return {.code = reader.Code("code", message.code(), Need::kRequired),
          .text = Words(reader, "text", message.text()),
          .amount = reader.RequiredMoney(
              "amount", message.has_amount(), message.amount(), kRegisterOreMin)};
}

pb::PaymentRow ToProto(const PaymentRow& value) {
  pb::PaymentRow message;
  message.set_benefit(value.benefit);
  message.set_amount_type(value.amount_type);
  message.set_text(value.text);
  *message.mutable_amount() = ToProto(value.amount);
  message.set_kind(EnumToProto(value.kind));
  message.set_benefit_text(value.benefit_text);
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  if (value.days.has_value()) message.set_days(*value.days);
  if (value.hours.has_value()) message.set_hours(*value.hours);
  if (value.extent.has_value()) *message.mutable_extent() = ToProto(*value.extent);
  return message;
}

PaymentRow FromProto(FieldReader& reader, const pb::PaymentRow& message) {
  PaymentRow value;
  value.benefit = reader.Code("benefit", message.benefit(), Need::kRequired);
  value.amount_type = reader.Code("amount_type", message.amount_type(), Need::kOptional);
  value.text = Words(reader, "text", message.text());
  value.amount =
      reader.RequiredMoney("amount", message.has_amount(), message.amount(), kRegisterOreMin);
  value.kind = KindOf(reader, message.kind());
  value.benefit_text = Words(reader, "benefit_text", message.benefit_text());
  value.period = reader.ReadPeriod("period", message.period());
  if (message.has_days()) value.days = reader.Int("days", message.days(), 0, kDaysMax);
  if (message.has_hours()) value.hours = reader.Int("hours", message.hours(), 0, kDaysMax);
  if (message.has_extent()) value.extent = ReadMessage(reader, "extent", message.extent());
  return value;
}

pb::Payment ToProto(const Payment& value) {
  pb::Payment message;
  message.set_family(value.family);
  message.set_text(value.text);
  message.set_status(EnumToProto(value.status));
  message.set_pay_date(TextOf(value.pay_date));
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  if (value.gross.has_value()) *message.mutable_gross() = ToProto(*value.gross);
  if (value.tax.has_value()) *message.mutable_tax() = ToProto(*value.tax);
  *message.mutable_net() = ToProto(value.net);
  FillList(value.deductions, message.mutable_deductions());
  FillList(value.rows, message.mutable_rows());
  if (value.half_days.has_value()) message.set_half_days(*value.half_days);
  message.set_locator(value.locator);
  if (value.kind.has_value()) message.set_kind(EnumToProto(*value.kind));
  message.set_payer(value.payer);
  if (value.grant.has_value()) *message.mutable_grant() = ToProto(*value.grant);
  if (value.loan.has_value()) *message.mutable_loan() = ToProto(*value.loan);
  message.set_also_at(value.also_at);
  message.set_unclear(value.unclear);
  return message;
}

Payment FromProto(FieldReader& reader, const pb::Payment& message) {
  Payment value;
  value.family = Words(reader, "family", message.family());
  value.text = Words(reader, "text", message.text());
  value.status = reader.Enum<PaymentStatus>("status", message.status());
  value.pay_date = reader.OptionalDate("pay_date", message.pay_date());
  value.period = reader.ReadPeriod("period", message.period());
  value.gross =
      reader.OptionalMoney("gross", message.has_gross(), message.gross(), kRegisterOreMin);
  value.tax = reader.OptionalMoney("tax", message.has_tax(), message.tax(), kRegisterOreMin);
  value.net = reader.RequiredMoney("net", message.has_net(), message.net(), kRegisterOreMin);
  value.deductions = ReadList(reader, "deductions", message.deductions(), kRegisterGroupsMax);
  value.rows = ReadList(reader, "rows", message.rows(), kRegisterGroupsMax);
  if (message.has_half_days())
    value.half_days = reader.Int("half_days", message.half_days(), 0, 10'000);
  value.locator = Words(reader, "locator", message.locator());
  if (message.kind() != pb::PAYMENT_KIND_UNSPECIFIED)
    value.kind = reader.Enum<PaymentKind>("kind", message.kind());
  value.payer = reader.Code("payer", message.payer(), Need::kOptional);
  value.grant =
      reader.OptionalMoney("grant", message.has_grant(), message.grant(), kRegisterOreMin);
  value.loan = reader.OptionalMoney("loan", message.has_loan(), message.loan(), kRegisterOreMin);
  value.also_at = Words(reader, "also_at", message.also_at());
  value.unclear = Words(reader, "unclear", message.unclear());
  return value;
}

pb::CaseAmount ToProto(const CaseAmount& value) {
  pb::CaseAmount message;
  message.set_type(value.type);
  message.set_text(value.text);
  *message.mutable_amount() = ToProto(value.amount);
  message.set_per(value.per);
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_kind(EnumToProto(value.kind));
  if (value.extent.has_value()) *message.mutable_extent() = ToProto(*value.extent);
  return message;
}

CaseAmount FromProto(FieldReader& reader, const pb::CaseAmount& message) {
  CaseAmount value;
  value.type = reader.Code("type", message.type(), Need::kOptional);
  value.text = Words(reader, "text", message.text());
  value.amount =
      reader.RequiredMoney("amount", message.has_amount(), message.amount(), kRegisterOreMin);
  value.per = reader.Code("per", message.per(), Need::kOptional);
  value.period = reader.ReadPeriod("period", message.period());
  value.kind = KindOf(reader, message.kind());
  if (message.has_extent()) value.extent = ReadMessage(reader, "extent", message.extent());
  return value;
}

pb::AppliedTime ToProto(const AppliedTime& value) {
  pb::AppliedTime message;
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  if (value.extent.has_value()) *message.mutable_extent() = ToProto(*value.extent);
  message.set_loan_wished(value.loan_wished);
  return message;
}

AppliedTime FromProto(FieldReader& reader, const pb::AppliedTime& message) {
  AppliedTime value;
  value.period = reader.ReadPeriod("period", message.period());
  if (message.has_extent()) value.extent = ReadMessage(reader, "extent", message.extent());
  value.loan_wished = message.loan_wished();
  return value;
}

pb::ChildCounts ToProto(const ChildCounts& value) {
  pb::ChildCounts message;
  message.set_at_home(value.at_home);
  message.set_alternating(value.alternating);
  message.set_at_times(value.at_times);
  return message;
}

ChildCounts FromProto(FieldReader& reader, const pb::ChildCounts& message) {
  return {.at_home = reader.Int("at_home", message.at_home(), 0, kChildrenMax),
          .alternating = reader.Int("alternating", message.alternating(), 0, kChildrenMax),
          .at_times = reader.Int("at_times", message.at_times(), 0, kChildrenMax)};
}

pb::BenefitCase ToProto(const BenefitCase& value) {
  pb::BenefitCase message;
  message.set_benefit(value.benefit);
  message.set_text(value.text);
  message.set_pending(value.pending);
  message.set_decided_on(TextOf(value.decided_on));
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_locator(value.locator);
  message.set_status(value.status);
  if (value.outcome.has_value()) message.set_outcome(EnumToProto(*value.outcome));
  message.set_applied_on(TextOf(value.applied_on));
  if (value.active.has_value()) message.set_active(*value.active);
  if (value.extent.has_value()) *message.mutable_extent() = ToProto(*value.extent);
  if (value.days.has_value()) message.set_days(*value.days);
  FillList(value.amounts, message.mutable_amounts());
  FillList(value.applied, message.mutable_applied());
  if (value.children.has_value()) *message.mutable_children() = ToProto(*value.children);
  message.set_unclear(value.unclear);
  return message;
}

BenefitCase FromProto(FieldReader& reader, const pb::BenefitCase& message) {
  BenefitCase value;
  value.benefit = reader.Code("benefit", message.benefit(), Need::kRequired);
  value.text = Words(reader, "text", message.text());
  value.pending = message.pending();
  value.decided_on = reader.OptionalDate("decided_on", message.decided_on());
  value.period = reader.ReadPeriod("period", message.period());
  value.locator = Words(reader, "locator", message.locator());
  value.status = reader.Code("status", message.status(), Need::kOptional);
  if (message.outcome() != pb::CASE_OUTCOME_UNSPECIFIED)
    value.outcome = reader.Enum<CaseOutcome>("outcome", message.outcome());
  value.applied_on = reader.OptionalDate("applied_on", message.applied_on());
  if (message.has_active()) value.active = message.active();
  if (message.has_extent()) value.extent = ReadMessage(reader, "extent", message.extent());
  if (message.has_days()) value.days = reader.Int("days", message.days(), 0, kDaysMax);
  value.amounts = ReadList(reader, "amounts", message.amounts(), kRegisterGroupsMax);
  value.applied = ReadList(reader, "applied", message.applied(), kRegisterGroupsMax);
  if (message.has_children()) value.children = ReadMessage(reader, "children", message.children());
  value.unclear = Words(reader, "unclear", message.unclear());
  return value;
}

}  // namespace dm::codec
