// The fields of what registers answered (fields.h says what for). What a register sent as it came
// (SourceAnswer::raw) stays out.
#pragma once

#include <string_view>

#include "worker/case/evidence.h"

namespace dm {

// A field and its name in the contract.
template <typename T>
struct Named {
  constexpr Named(std::string_view field, T& of) : name(field), value(of) {}

  std::string_view name;
  T& value;
};

template <typename Archive>
void Fields(Archive& archive, Extent& value) {
  archive(Named("numerator", value.numerator), Named("denominator", value.denominator));
}

template <typename Archive>
void Fields(Archive& archive, Deduction& value) {
  archive(Named("code", value.code), Named("text", value.text), Named("amount", value.amount));
}

template <typename Archive>
void Fields(Archive& archive, PaymentRow& value) {
  archive(Named("benefit", value.benefit),
          Named("amount_type", value.amount_type),
          Named("text", value.text),
          Named("amount", value.amount),
          Named("kind", value.kind),
          Named("benefit_text", value.benefit_text),
          Named("period", value.period),
          Named("days", value.days),
          Named("hours", value.hours),
          Named("extent", value.extent));
}

template <typename Archive>
void Fields(Archive& archive, Payment& value) {
  archive(Named("family", value.family),
          Named("text", value.text),
          Named("status", value.status),
          Named("pay_date", value.pay_date),
          Named("period", value.period),
          Named("gross", value.gross),
          Named("tax", value.tax),
          Named("net", value.net),
          Named("deductions", value.deductions),
          Named("rows", value.rows),
          Named("half_days", value.half_days),
          Named("locator", value.locator),
          Named("kind", value.kind),
          Named("payer", value.payer),
          Named("grant", value.grant),
          Named("loan", value.loan),
          Named("also_at", value.also_at),
          Named("unclear", value.unclear));
}

template <typename Archive>
void Fields(Archive& archive, CaseAmount& value) {
  archive(Named("type", value.type),
          Named("text", value.text),
          Named("amount", value.amount),
          Named("per", value.per),
          Named("period", value.period),
          Named("kind", value.kind),
          Named("extent", value.extent));
}

template <typename Archive>
void Fields(Archive& archive, AppliedTime& value) {
  archive(Named("period", value.period),
          Named("extent", value.extent),
          Named("loan_wished", value.loan_wished));
}

template <typename Archive>
void Fields(Archive& archive, ChildCounts& value) {
  archive(Named("at_home", value.at_home),
          Named("alternating", value.alternating),
          Named("at_times", value.at_times));
}

template <typename Archive>
void Fields(Archive& archive, BenefitCase& value) {
  archive(Named("benefit", value.benefit),
          Named("text", value.text),
          Named("pending", value.pending),
          Named("decided_on", value.decided_on),
          Named("period", value.period),
          Named("locator", value.locator),
          Named("status", value.status),
          Named("outcome", value.outcome),
          Named("applied_on", value.applied_on),
          Named("active", value.active),
          Named("extent", value.extent),
          Named("days", value.days),
          Named("amounts", value.amounts),
          Named("applied", value.applied),
          Named("children", value.children),
          Named("unclear", value.unclear));
}

template <typename Archive>
void Fields(Archive& archive, JobSeeker& value) {
  archive(Named("registered", value.registered),
          Named("registered_since", value.registered_since),
          Named("category", value.category),
          Named("extent_percent", value.extent_percent),
          Named("activity_report_code", value.activity_report_code),
          Named("activity_report_date", value.activity_report_date),
          Named("deregistered_on", value.deregistered_on),
          Named("unemployment_fund", value.unemployment_fund));
}

template <typename Archive>
void Fields(Archive& archive, ProgrammeDays& value) {
  archive(Named("used", value.used), Named("exhausted", value.exhausted));
}

template <typename Archive>
void Fields(Archive& archive, ProgrammePlace& value) {
  archive(Named("code", value.code),
          Named("text", value.text),
          Named("period", value.period),
          Named("extent", value.extent));
}

template <typename Archive>
void Fields(Archive& archive, Suspension& value) {
  archive(
      Named("period", value.period), Named("locator", value.locator), Named("fund", value.fund));
}

template <typename Archive>
void Fields(Archive& archive, FundAnswer& value) {
  archive(Named("fund", value.fund),
          Named("status", value.status),
          Named("state", value.state),
          Named("application_told", value.application_told),
          Named("right_decided_on", value.right_decided_on),
          Named("payment_applied", value.payment_applied));
}

template <typename Archive>
void Fields(Archive& archive, Vehicle& value) {
  archive(Named("kind", value.kind),
          Named("model", value.model),
          Named("year", value.year),
          Named("registration", value.registration));
}

template <typename Archive>
void Fields(Archive& archive, Permit& value) {
  archive(Named("kind", value.kind),
          Named("decision", value.decision),
          Named("permanent", value.permanent),
          Named("valid", value.valid),
          Named("open_application", value.open_application),
          Named("kind_text", value.kind_text),
          Named("decision_text", value.decision_text),
          Named("decision_type", value.decision_type),
          Named("decision_type_text", value.decision_type_text),
          Named("reason", value.reason),
          Named("reason_text", value.reason_text),
          Named("applied_on", value.applied_on),
          Named("decided_on", value.decided_on),
          Named("validity", value.validity));
}

template <typename Archive>
void Fields(Archive& archive, CapitalFigure& value) {
  archive(
      Named("year", value.year), Named("income", value.income), Named("surplus", value.surplus));
}

template <typename Archive>
void Fields(Archive& archive, RegisteredChild& value) {
  archive(Named("personnummer", value.personnummer),
          Named("custody", value.custody),
          Named("same_address", value.same_address),
          Named("born", value.born));
}

template <typename Archive>
void Fields(Archive& archive, RegisteredPerson& value) {
  archive(Named("municipality", value.municipality),
          Named("county", value.county),
          Named("civil_status", value.civil_status),
          Named("street", value.street),
          Named("postal_code", value.postal_code),
          Named("city", value.city),
          Named("registered_since", value.registered_since),
          Named("deregistered", value.deregistered),
          Named("same_address", value.same_address),
          Named("children", value.children),
          Named("related", value.related),
          Named("died_on", value.died_on));
}

template <typename Archive>
void Fields(Archive& archive, SchemaDeviation& value) {
  archive(Named("path", value.path), Named("problem", value.problem));
}

template <typename Archive>
void Fields(Archive& archive, GroupState& value) {
  archive(Named("group", value.group), Named("state", value.state), Named("code", value.code));
}

template <typename Archive>
void Fields(Archive& archive, SourceAnswer& value) {
  archive(Named("source", value.source),
          Named("state", value.state),
          Named("code", value.code),
          Named("fetched_at", value.fetched_at),
          Named("asked", value.asked),
          Named("raw_sha256", value.raw_sha256),
          Named("groups", value.groups),
          Named("schema_deviations", value.schema_deviations),
          Named("deviations", value.deviations),
          Named("unlisted_codes", value.unlisted_codes),
          Named("ask_again_at", value.ask_again_at),
          Named("lasting", value.lasting),
          Named("protected_identity", value.protected_identity),
          Named("payments", value.payments),
          Named("benefit_cases", value.benefit_cases),
          Named("job_seeker", value.job_seeker),
          Named("suspensions", value.suspensions),
          Named("benefit_application_filed", value.benefit_application_filed),
          Named("vehicles", value.vehicles),
          Named("permits", value.permits),
          Named("capital", value.capital),
          Named("registered", value.registered),
          Named("funds", value.funds),
          Named("programme_days", value.programme_days),
          Named("programme_places", value.programme_places));
}

template <typename Archive>
void Fields(Archive& archive, PersonEvidence& value) {
  archive(Named("person", value.person), Named("answers", value.answers));
}

template <typename Archive>
void Fields(Archive& archive, EvidenceSet& value) {
  archive(Named("persons", value.persons));
}

}  // namespace dm
