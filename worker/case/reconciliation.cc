#include "worker/case/reconciliation.h"

#include <algorithm>

#include "worker/core/check.h"

namespace dm {
namespace {

void Sum(const PaymentLine& line, CaseMonthPayments* payments) {
  payments->ordered += line.amount;
  switch (line.state) {
    case EffectState::kPending:
    case EffectState::kSent:
      payments->pending += line.amount;
      return;
    case EffectState::kDelivered:
      payments->confirmed += line.amount;
      return;
    case EffectState::kRefused:
      payments->failed += line.amount;
      return;
  }
}

PaymentLine LineOf(const StoredEffect& stored, Date today) {
  const PaymentOrder& order = *stored.effect.payment_order;
  PaymentLine line{.effect = stored.effect.id,
                   .decision_version = stored.effect.decision_version,
                   .amount = order.amount,
                   .pay_date = order.pay_date,
                   .state = stored.state};
  if (line.state != EffectState::kDelivered && line.pay_date < today)
    line.findings.emplace_back("LATE");
  return line;
}

}  // namespace

const char* ReceiverSaysCode(ReceiverSays says) {
  switch (says) {
    case ReceiverSays::kNotAsked:
      return "NOT_ASKED";
    case ReceiverSays::kHasIt:
      return "HAS_IT";
    case ReceiverSays::kRefused:
      return "REFUSED";
    case ReceiverSays::kNeverSeen:
      return "NEVER_SEEN";
    case ReceiverSays::kCannotSay:
      return "CANNOT_SAY";
  }
  DM_CHECK(false && "receiver's word outside its enum");
  return "";
}

CaseMonthPayments PaymentsOf(const CaseRecord& record,
                             const std::vector<StoredEffect>& effects,
                             Date today) {
  CaseMonthPayments payments;
  payments.case_id = record.id;
  payments.application = record.application.id;
  payments.month = record.application.month;
  for (const Decision& decision : record.decisions)
    payments.decided = std::max(payments.decided, decision.granted);
  for (const StoredEffect& stored : effects) {
    if (!stored.effect.payment_order) continue;
    payments.lines.push_back(LineOf(stored, today));
    Sum(payments.lines.back(), &payments);
  }
  std::ranges::sort(payments.lines, {}, &PaymentLine::decision_version);
  if (payments.ordered > payments.decided) payments.findings.emplace_back("ORDERED_ABOVE_DECIDED");
  if (payments.ordered < payments.decided) payments.findings.emplace_back("ORDER_MISSING");
  if (payments.pending + payments.confirmed + payments.failed != payments.ordered)
    payments.findings.emplace_back("SUMS_DIFFER");
  return payments;
}

void CompareWithReceiver(ReceiverSays says, std::optional<Money> amount, PaymentLine* line) {
  line->receiver = says;
  line->receiver_amount = amount;
  const bool confirmed = line->state == EffectState::kDelivered;
  switch (says) {
    case ReceiverSays::kNotAsked:
      return;
    case ReceiverSays::kHasIt:
      if (!confirmed) line->findings.emplace_back("RECEIVER_HAS_IT");
      if (amount && *amount != line->amount) line->findings.emplace_back("AMOUNT_DIFFERS");
      return;
    case ReceiverSays::kRefused:
      if (line->state != EffectState::kRefused) line->findings.emplace_back("RECEIVER_REFUSED");
      return;
    case ReceiverSays::kNeverSeen:
      if (confirmed) line->findings.emplace_back("RECEIVER_LACKS_IT");
      return;
    case ReceiverSays::kCannotSay:
      line->findings.emplace_back("RECEIVER_CANNOT_SAY");
      return;
  }
}

bool Agrees(const CaseMonthPayments& payments) {
  return payments.findings.empty() &&
         std::ranges::all_of(payments.lines,
                             [](const PaymentLine& line) { return line.findings.empty(); });
}

}  // namespace dm
