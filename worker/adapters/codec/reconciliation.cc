#include "medarbetare/v1/reconciliation.pb.h"
#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::CaseMonthPayments ToProto(const CaseMonthPayments& value) {
  pb::CaseMonthPayments message;
  message.set_case_id(value.case_id.value());
  message.set_application(value.application.value());
  message.set_month(value.month.ToString());
  *message.mutable_decided() = ToProto(value.decided);
  *message.mutable_ordered() = ToProto(value.ordered);
  *message.mutable_pending() = ToProto(value.pending);
  *message.mutable_confirmed() = ToProto(value.confirmed);
  *message.mutable_failed() = ToProto(value.failed);
  for (const PaymentLine& line : value.lines) {
    pb::PaymentLine& one = *message.add_lines();
    one.set_effect_id(line.effect.value());
    one.set_decision_version(line.decision_version);
    *one.mutable_amount() = ToProto(line.amount);
    one.set_pay_date(line.pay_date.ToString());
    one.set_state(EnumToProto(line.state));
    one.set_receiver(EnumToProto(line.receiver));
    if (line.receiver_amount) *one.mutable_receiver_amount() = ToProto(*line.receiver_amount);
    for (const std::string& finding : line.findings) one.add_findings(finding);
  }
  for (const std::string& finding : value.findings) message.add_findings(finding);
  return message;
}

CaseMonthPayments FromProto(FieldReader& reader, const pb::CaseMonthPayments& message) {
  CaseMonthPayments value;
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.application =
      reader.ReadId<ApplicationId>("application", message.application(), Need::kRequired);
  value.month = reader.RequiredMonth("month", message.month());
  value.decided = reader.RequiredMoney("decided", message.has_decided(), message.decided());
  value.ordered = reader.RequiredMoney("ordered", message.has_ordered(), message.ordered());
  value.pending = reader.RequiredMoney("pending", message.has_pending(), message.pending());
  value.confirmed = reader.RequiredMoney("confirmed", message.has_confirmed(), message.confirmed());
  value.failed = reader.RequiredMoney("failed", message.has_failed(), message.failed());
  for (const pb::PaymentLine& one : message.lines()) {
    PaymentLine line;
    line.effect = reader.ReadId<EffectId>("lines.effect_id", one.effect_id(), Need::kRequired);
    line.decision_version = one.decision_version();
    line.amount = reader.RequiredMoney("lines.amount", one.has_amount(), one.amount());
    line.pay_date = reader.RequiredDate("lines.pay_date", one.pay_date());
    line.state = reader.Enum<EffectState>("lines.state", one.state());
    line.receiver = reader.Enum<ReceiverSays>("lines.receiver", one.receiver());
    line.receiver_amount = reader.OptionalMoney(
        "lines.receiver_amount", one.has_receiver_amount(), one.receiver_amount());
    line.findings.assign(one.findings().begin(), one.findings().end());
    value.lines.push_back(std::move(line));
  }
  value.findings.assign(message.findings().begin(), message.findings().end());
  return value;
}

}  // namespace dm::codec
