#include <algorithm>

#include "connectors/sim/lefi_gate.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

// PM's lists being written, each only when it holds something.
class PmAnswer {
 public:
  PmAnswer(const LefiGate& gate, JsonWriter& json) : gate_(gate), json_(json), pm_(gate.pm()) {}

  void Write() {
    WriteClaims();
    WriteDecisions();
    WritePmPayments("preliminaraUtbetalningar", LefiPart::kPreliminary, /*preliminary=*/true);
    WritePmPayments("utbetalningar", LefiPart::kPayments, /*preliminary=*/false);
  }

 private:
  void WriteClaims() {
    bool any = false;
    for (const PmClaim& claim : pm_->claims) {
      if (!gate_.Gives(LefiPart::kClaims, claim.group)) continue;
      if (!any) json_.Key("ansprak").BeginArray();
      any = true;
      json_.BeginObject().Key("ansprakid").Text(claim.id);
      json_.Key("ankomstdatum").Text(claim.arrived.ToString()).Key("formansgrupp");
      WriteKod(claim.group, LefiGroupText(claim.group), json_);
      json_.Key("yrkadPeriod").BeginObject().Key("from").Text(claim.from.ToString());
      json_.EndObject().EndObject();
    }
    if (any) json_.EndArray();
  }

  void WriteDecisions() {
    bool any = false;
    for (const PmDecision& decision : pm_->decisions) {
      if (!gate_.Gives(LefiPart::kDecisions, decision.group)) continue;
      if (!any) json_.Key("beslut").BeginArray();
      any = true;
      WriteDecision(decision);
    }
    if (any) json_.EndArray();
  }

  void WriteDecision(const PmDecision& decision) {
    json_.BeginObject().Key("beslutsid").Text(decision.id);
    json_.Key("beslutsdatum").Text(decision.decided.ToString()).Key("formansgrupp");
    WriteKod(decision.group, LefiGroupText(decision.group), json_);
    json_.Key("beslutsstatus");
    WriteKod(decision.status, decision.status, json_);
    json_.Key("beslutsutfall");
    WriteKod(decision.outcome, decision.outcome, json_);
    if (decision.monthly_kronor || decision.from || !decision.compensation.id.empty()) {
      WriteCompensation(decision);
    }
    json_.EndObject();
  }

  void WriteCompensation(const PmDecision& decision) {
    json_.Key("beslutadErsattning").BeginArray().BeginObject();
    if (decision.monthly_kronor) {
      json_.Key("beslutatBelopp").BeginObject().Key("belopp").Int(*decision.monthly_kronor);
      json_.Key("beloppsfrekvens");
      WriteKod("MANAD", "Månad", json_);
      json_.EndObject();
    }
    if (decision.from) {
      json_.Key("period").BeginObject().Key("from").Text(decision.from->ToString()).EndObject();
    }
    if (!decision.compensation.id.empty()) {
      json_.Key("ersattningstyp");
      WriteKod(decision.compensation.id, decision.compensation.text, json_);
    }
    json_.EndObject().EndArray();
  }

  // A payment may hold several benefits; it is given when one of its groups is.
  bool GivesPayment(const PmPayment& payment, LefiPart part) const {
    return std::ranges::any_of(payment.rows,
                               [&](const PmRow& row) { return gate_.Gives(part, row.group); });
  }

  void WritePmPayments(std::string_view key, LefiPart part, bool preliminary) {
    bool any = false;
    for (const PmPayment& payment : pm_->payments) {
      const bool in_period = payment.ignores_period || gate_.InPeriod(payment.date);
      if (payment.preliminary != preliminary || !in_period || !GivesPayment(payment, part))
        continue;
      if (!any) json_.Key(key).BeginArray();
      any = true;
      WritePmPayment(payment);
    }
    if (any) json_.EndArray();
  }

  void WritePmPayment(const PmPayment& payment) {
    json_.BeginObject().Key("utbetalningsdatum").Text(payment.date.ToString());
    json_.Key("utbetalningsperiod").BeginObject().Key("from").Text(payment.span.from.ToString());
    json_.Key("tom").Text(payment.span.to.ToString()).EndObject();
    json_.Key("bruttobelopp").Int(payment.gross_kronor).Key("nettobelopp").Int(payment.net_kronor);
    if (!payment.deductions.empty()) {
      json_.Key("avdrag").BeginArray();
      for (const PmDeduction& deduction : payment.deductions) {
        json_.BeginObject().Key("belopp").Int(deduction.kronor).Key("avdragstyp");
        WriteKod(deduction.type.id, deduction.type.text, json_);
        json_.EndObject();
      }
      json_.EndArray();
    }
    json_.Key("utbetalningsrader").BeginArray();
    for (const PmRow& row : payment.rows) WritePmRow(row);
    json_.EndArray().EndObject();
  }

  void WritePmRow(const PmRow& row) {
    json_.BeginObject().Key("formansgrupp");
    WriteKod(row.group, LefiGroupText(row.group), json_);
    json_.Key("belopp").Int(row.kronor).Key("utbetalningsforman");
    WriteKod(row.benefit.id, row.benefit.text, json_);
    json_.Key("beloppstyp");
    WriteKod(row.amount_type.id, row.amount_type.text, json_);
    json_.EndObject();
  }

  const LefiGate& gate_;
  JsonWriter& json_;
  const PmState* pm_;
};

}  // namespace

void WritePmLists(const LefiGate& gate, JsonWriter& json) {
  if (gate.pm() != nullptr) PmAnswer(gate, json).Write();
}

}  // namespace dm::sim
