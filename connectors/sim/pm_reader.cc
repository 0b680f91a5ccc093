#include <utility>

#include "connectors/sim/agency_readers.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

PmRow ReadPmRow(Fields& fields) {
  PmRow row;
  const std::string name = fields.Text("benefit");
  if (const PmBenefit* known = name.empty() ? nullptr : FindPmBenefit(name)) {
    row.group = known->group;
    row.benefit = MakeCode(known->benefit_id, known->benefit_text);
    row.amount_type = MakeCode(known->amount_id, known->amount_text);
  } else if (!name.empty()) {
    fields.Problem("benefit", "is no short name; see the table in connectors/sim/README.md");
  }
  row.group = fields.Text("group", row.group);
  if (fields.Has("forman")) row.benefit = ReadCode(fields, "forman");
  if (fields.Has("amount_type")) row.amount_type = ReadCode(fields, "amount_type");
  row.kronor = fields.RequiredKronor("amount");
  if (!IsPmGroup(row.group)) fields.Problem("group", "is missing or no PM group of LEFI");
  if (row.benefit.id.empty() || row.amount_type.id.empty()) {
    fields.Problem("benefit", "is missing: a short name, or group, forman and amount_type");
  }
  return row;
}

PmDeduction ReadPmDeduction(Fields& fields) {
  PmDeduction deduction{.kronor = fields.RequiredKronor("amount"),
                        .type = ReadCode(fields, "type")};
  if (deduction.type.text.empty()) deduction.type.text = PmDeductionText(deduction.type.id);
  if (!IsPmDeduction(deduction.type.id))
    fields.Problem("type", "is no deduction type of the contract");
  return deduction;
}

DateSpan WholeMonth(Date date) {
  return {.from = Month::Of(date).first_day(), .to = Month::Of(date).last_day()};
}

PmPayment ReadPmPayment(Fields& fields) {
  PmPayment payment;
  payment.date = fields.RequiredDate("date");
  payment.span = WholeMonth(payment.date);
  if (fields.Has("period")) {
    Fields period(fields.Child("period"), fields.path() + ".period", fields.problems());
    payment.span = ReadSpan(period);
    period.Finish();
  }
  payment.preliminary =
      fields.Word("state", "effectuated preliminary", "effectuated") == "preliminary";
  payment.ignores_period = fields.Flag("ignores_period", false);
  fields.Each("rows", [&payment](Fields& row) {
    payment.rows.push_back(ReadPmRow(row));
    payment.gross_kronor += payment.rows.back().kronor;
  });
  if (payment.rows.empty()) fields.Problem("rows", "is missing: at least one");
  payment.net_kronor = payment.gross_kronor;
  fields.Each("deductions", [&payment](Fields& one) {
    payment.deductions.push_back(ReadPmDeduction(one));
    payment.net_kronor -= payment.deductions.back().kronor;
  });
  return payment;
}

PmDecision ReadPmDecision(Fields& fields) {
  PmDecision decision;
  decision.id = fields.Text("id", "1");
  decision.group = fields.RequiredText("group");
  decision.decided = fields.RequiredDate("decided");
  decision.status = fields.Word("status", "INTERIMISTISKT PRELIMINART SLUTLIGT", "SLUTLIGT");
  decision.outcome = fields.Word("outcome", "BIFALL AVSLAG", "BIFALL");
  if (fields.Has("monthly")) decision.monthly_kronor = fields.Kronor("monthly", 0);
  decision.compensation = ReadCode(fields, "compensation");
  decision.from = fields.OptionalDate("from");
  if (!IsPmGroup(decision.group)) fields.Problem("group", "is no PM group of LEFI");
  return decision;
}

}  // namespace

PmState ReadPm(Fields& fields) {
  PmState state;
  state.state = ReadSupplierState(fields);
  fields.Each("payments", [&state](Fields& one) { state.payments.push_back(ReadPmPayment(one)); });
  fields.Each("claims", [&state](Fields& one) {
    PmClaim claim{.id = one.Text("id", "1"),
                  .group = one.RequiredText("group"),
                  .arrived = one.RequiredDate("arrived"),
                  .from = one.RequiredDate("from")};
    if (!IsPmGroup(claim.group)) one.Problem("group", "is no PM group of LEFI");
    state.claims.push_back(std::move(claim));
  });
  fields.Each("decisions",
              [&state](Fields& one) { state.decisions.push_back(ReadPmDecision(one)); });
  state.deviations = ReadDeviations(fields);
  return state;
}

}  // namespace dm::sim
