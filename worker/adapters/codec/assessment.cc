#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

// The engine's own lists have no limit of a caller.
constexpr int kUnbounded = 1'000'000;

}  // namespace

pb::SourceRef ToProto(const SourceRef& value) {
  pb::SourceRef message;
  message.set_id(value.id);
  message.set_citation(value.citation);
  message.set_statute(value.statute);
  return message;
}

SourceRef FromProto(FieldReader& /*reader*/, const pb::SourceRef& message) {
  return {.id = message.id(), .citation = message.citation(), .statute = message.statute()};
}

pb::CalculationRow ToProto(const CalculationRow& value) {
  pb::CalculationRow message;
  message.set_code(value.code);
  message.set_kind(EnumToProto(value.kind));
  message.set_person(TextOf(value.person));
  message.set_label(value.label);
  if (value.applied.has_value()) *message.mutable_applied() = ToProto(*value.applied);
  if (value.proven.has_value()) *message.mutable_proven() = ToProto(*value.proven);
  *message.mutable_exact() = ToProto(value.exact);
  *message.mutable_amount() = ToProto(value.amount);
  message.set_rule(value.rule);
  FillList(value.sources, message.mutable_sources());
  FillTexts(value.inputs, message.mutable_inputs());
  message.set_reason(value.reason);
  message.set_why(value.why);
  if (value.paid.has_value()) *message.mutable_paid() = ToProto(*value.paid);
  return message;
}

CalculationRow FromProto(FieldReader& reader, const pb::CalculationRow& message) {
  CalculationRow value;
  value.code = message.code();
  value.kind = reader.Enum<RowKind>("kind", message.kind());
  value.person = reader.OptionalPerson("person", message.person());
  value.label = message.label();
  value.applied = reader.OptionalMoney("applied", message.has_applied(), message.applied());
  value.proven = reader.OptionalMoney("proven", message.has_proven(), message.proven());
  value.exact = reader.ReadRational("exact", message.exact());
  value.amount = reader.RequiredMoney("amount", message.has_amount(), message.amount());
  value.rule = message.rule();
  value.sources = ReadList(reader, "sources", message.sources(), kUnbounded);
  value.inputs = TextsOf(message.inputs());
  value.reason = message.reason();
  value.why = message.why();
  value.paid = reader.OptionalMoney("paid", message.has_paid(), message.paid());
  return value;
}

pb::Finding ToProto(const Finding& value) {
  pb::Finding message;
  message.set_code(value.code);
  message.set_text(value.text);
  message.set_person(TextOf(value.person));
  FillTexts(value.inputs, message.mutable_inputs());
  return message;
}

Finding FromProto(FieldReader& reader, const pb::Finding& message) {
  return {.code = message.code(),
          .text = message.text(),
          .person = reader.OptionalPerson("person", message.person()),
          .inputs = TextsOf(message.inputs())};
}

pb::GateResult ToProto(const GateResult& value) {
  pb::GateResult message;
  message.set_gate(value.gate);
  message.set_verdict(EnumToProto(value.verdict));
  FillList(value.findings, message.mutable_findings());
  return message;
}

GateResult FromProto(FieldReader& reader, const pb::GateResult& message) {
  return {.gate = message.gate(),
          .verdict = reader.Enum<Verdict>("verdict", message.verdict()),
          .findings = ReadList(reader, "findings", message.findings(), kUnbounded)};
}

pb::TriggerResult ToProto(const TriggerResult& value) {
  pb::TriggerResult message;
  message.set_trigger(value.trigger);
  FillList(value.findings, message.mutable_findings());
  message.set_queue(value.queue);
  return message;
}

TriggerResult FromProto(FieldReader& reader, const pb::TriggerResult& message) {
  return {.trigger = message.trigger(),
          .findings = ReadList(reader, "findings", message.findings(), kUnbounded),
          .queue = message.queue()};
}

pb::TypfallMatch ToProto(const TypfallMatch& value) {
  pb::TypfallMatch message;
  message.set_typfall(value.typfall);
  message.set_matched(value.matched);
  message.set_verdict(EnumToProto(value.verdict));
  FillTexts(value.unmet, message.mutable_unmet());
  return message;
}

TypfallMatch FromProto(FieldReader& reader, const pb::TypfallMatch& message) {
  return {.typfall = message.typfall(),
          .matched = message.matched(),
          .verdict = reader.Enum<Verdict>("verdict", message.verdict()),
          .unmet = TextsOf(message.unmet())};
}

pb::CheckResult ToProto(const CheckResult& value) {
  pb::CheckResult message;
  message.set_check(value.check);
  message.set_state(EnumToProto(value.state));
  message.set_reason(value.reason);
  if (value.verdict) message.set_verdict(EnumToProto(*value.verdict));
  return message;
}

CheckResult FromProto(FieldReader& reader, const pb::CheckResult& message) {
  CheckResult value;
  value.check = message.check();
  value.state = reader.Enum<CheckState>("state", message.state());
  value.reason = message.reason();
  if (message.verdict() != pb::VERDICT_UNSPECIFIED)
    value.verdict = reader.Enum<Verdict>("verdict", message.verdict());
  return value;
}

pb::MissingItem ToProto(const MissingItem& value) {
  pb::MissingItem message;
  message.set_code(value.code);
  message.set_text(value.text);
  message.set_person(TextOf(value.person));
  return message;
}

MissingItem FromProto(FieldReader& reader, const pb::MissingItem& message) {
  return {.code = message.code(),
          .text = message.text(),
          .person = reader.OptionalPerson("person", message.person())};
}

namespace {

void FillOrigin(const Assessment& value, pb::Assessment& message) {
  message.set_month(value.month.ToString());
  message.set_assessed_on(value.assessed_on.ToString());
  message.set_policy_sha256(value.policy_sha256);
  message.set_policy_version(value.policy_version);
  message.set_engine_version(value.engine_version);
  message.set_policy_approved(value.policy_approved);
  FillTexts(value.unapproved, message.mutable_unapproved());
  message.set_facts_sha256(value.facts_sha256);
}

void FillCalculation(const Assessment& value, pb::Assessment& message) {
  message.set_computable(value.computable);
  FillTexts(value.undetermined, message.mutable_undetermined());
  FillList(value.rows, message.mutable_rows());
  *message.mutable_norm() = ToProto(value.norm);
  *message.mutable_costs() = ToProto(value.costs);
  *message.mutable_extra_costs() = ToProto(value.extra_costs);
  *message.mutable_incomes() = ToProto(value.incomes);
  *message.mutable_result() = ToProto(value.result);
  *message.mutable_grant() = ToProto(value.grant);
  message.set_outcome(EnumToProto(value.outcome));
  if (value.previous_recomputed.has_value())
    *message.mutable_previous_recomputed() = ToProto(*value.previous_recomputed);
}

void ReadOrigin(FieldReader& reader, const pb::Assessment& message, Assessment& value) {
  value.month = reader.RequiredMonth("month", message.month());
  value.assessed_on = reader.RequiredDate("assessed_on", message.assessed_on());
  value.policy_sha256 = message.policy_sha256();
  value.policy_version = message.policy_version();
  value.engine_version = message.engine_version();
  value.policy_approved = message.policy_approved();
  value.unapproved = TextsOf(message.unapproved());
  value.facts_sha256 = message.facts_sha256();
}

void ReadCalculation(FieldReader& reader, const pb::Assessment& message, Assessment& value) {
  value.computable = message.computable();
  value.undetermined = TextsOf(message.undetermined());
  value.rows = ReadList(reader, "rows", message.rows(), kUnbounded);
  value.norm = reader.RequiredMoney("norm", message.has_norm(), message.norm());
  value.costs = reader.RequiredMoney("costs", message.has_costs(), message.costs());
  value.extra_costs =
      reader.RequiredMoney("extra_costs", message.has_extra_costs(), message.extra_costs());
  value.incomes = reader.RequiredMoney("incomes", message.has_incomes(), message.incomes());
  value.result = reader.ReadRational("result", message.result());
  value.grant = reader.RequiredMoney("grant", message.has_grant(), message.grant());
  value.outcome = reader.Enum<Outcome>("outcome", message.outcome());
  value.previous_recomputed = reader.OptionalMoney(
      "previous_recomputed", message.has_previous_recomputed(), message.previous_recomputed());
}

}  // namespace

pb::Assessment ToProto(const Assessment& value) {
  pb::Assessment message;
  FillOrigin(value, message);
  FillCalculation(value, message);
  FillList(value.gates, message.mutable_gates());
  FillList(value.triggers, message.mutable_triggers());
  FillList(value.typfall, message.mutable_typfall());
  FillList(value.missing_items, message.mutable_missing_items());
  FillList(value.sources, message.mutable_sources());
  FillList(value.information, message.mutable_information());
  FillList(value.checks, message.mutable_checks());
  return message;
}

Assessment FromProto(FieldReader& reader, const pb::Assessment& message) {
  Assessment value;
  ReadOrigin(reader, message, value);
  ReadCalculation(reader, message, value);
  value.gates = ReadList(reader, "gates", message.gates(), kUnbounded);
  value.triggers = ReadList(reader, "triggers", message.triggers(), kUnbounded);
  value.typfall = ReadList(reader, "typfall", message.typfall(), kUnbounded);
  value.missing_items = ReadList(reader, "missing_items", message.missing_items(), kUnbounded);
  value.sources = ReadList(reader, "sources", message.sources(), kUnbounded);
  value.information = ReadList(reader, "information", message.information(), kUnbounded);
  value.checks = ReadList(reader, "checks", message.checks(), kUnbounded);
  return value;
}

}  // namespace dm::codec
