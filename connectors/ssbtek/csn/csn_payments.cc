#include "connectors/ssbtek/csn/csn_payments.h"

#include <string>
#include <utility>

#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::csn {
namespace {

using soap::XmlNode;

// utbetdatum: yyyyMMdd, or 0 for no date.
void ReadPayDate(const XmlNode& node, Payment& payment, SourceAnswer& answer) {
  const std::string_view text = node.ChildText("utbetdatum").value_or("0");
  if (ReadInt(text) == 0) return;
  payment.pay_date = ReadDate(text);
  if (!payment.pay_date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "CSN.DATE");
}

// The rows of one span, which must add up to its total: a total mixes grant and loan, and only the
// rows tell them apart.
Money ReadSpan(const XmlNode& span, const Case& in, Payment& payment, SourceAnswer& answer) {
  const Period weeks = ReadWeeks(span, "startvecka", "slutvecka", answer);
  Widen(payment.period, weeks);
  Money sum;
  const XmlNode* rows = span.Child("Beloppen");
  if (rows != nullptr) {
    for (const XmlNode* node : rows->Children("Belopp")) {
      const AmountRow row = ReadAmountRow(*node, in.codes, answer);
      if (row.kind == AmountKind::kUnlisted) payment.unclear = "beloppstyp";
      sum += row.amount;
      payment.rows.push_back({.benefit = in.form,
                              .amount_type = row.type,
                              .text = row.text,
                              .amount = row.amount,
                              .kind = row.kind,
                              .benefit_text = in.text,
                              .period = weeks});
    }
  }
  if (Total(span, answer) != sum) Fail(answer, AnswerState::kSchemaMismatch, "CSN.SUM");
  return sum;
}

// Grant and loan apart, unless a row could be either.
void SplitSum(Payment& payment) {
  if (payment.unclear == "beloppstyp") return;
  Money grant;
  Money loan;
  for (const PaymentRow& row : payment.rows) {
    (row.kind == AmountKind::kLoan ? loan : grant) += row.amount;
  }
  payment.grant = grant;
  payment.loan = loan;
}

// A status that no table lists is not received income, and a person must look.
void ReadStatus(const XmlNode& node, const Case& in, Payment& payment, SourceAnswer& answer) {
  const std::string_view status = node.ChildText("utbetstatus").value_or("");
  const auto meaning = MeaningOf(in.codes, answer, "CSN", "utbetstatus", status);
  payment.status = meaning == "paid" ? PaymentStatus::kExecuted : PaymentStatus::kPlanned;
  if (meaning == "paid" || meaning == "planned") return;
  payment.unclear = "utbetstatus";
  Fail(answer, AnswerState::kDeviation, "CSN.PAY_STATUS");
}

void ReadPayment(const XmlNode& node, const Case& in, Payment payment, SourceAnswer& answer) {
  ReadPayDate(node, payment, answer);
  Money sum;
  for (const XmlNode* spans : node.Children("Utbetaldatider")) {
    for (const XmlNode* span : spans->Children("Utbetaldtid")) {
      sum += ReadSpan(*span, in, payment, answer);
    }
  }
  ReadStatus(node, in, payment, answer);
  if (Total(node, answer) != sum) Fail(answer, AnswerState::kSchemaMismatch, "CSN.SUM");
  if (payment.status == PaymentStatus::kExecuted && !payment.pay_date && !payment.period.from) {
    // Paid, but neither a date nor weeks say when.
    Fail(answer, AnswerState::kSchemaMismatch, "CSN.DATE_MISSING");
  }
  SplitSum(payment);
  payment.gross = sum;
  payment.net = sum;
  answer.payments.push_back(std::move(payment));
}

}  // namespace

void ReadPayments(const XmlNode& entry,
                  std::string_view section,
                  const Case& in,
                  SourceAnswer& answer) {
  const XmlNode* plan = OnlyChild(entry, "UtbetalningsPlan", "CSN.PLAN_TWICE", answer);
  if (plan == nullptr) {
    if (entry.Child("UtbetalningsPlan") == nullptr)
      DeviateBelow(answer, in.path, "UtbetalningsPlan", kMissing);
    return;
  }
  int index = 0;
  for (const XmlNode* node : plan->Children("Utbetalning")) {
    Payment payment;
    payment.family = section;
    payment.text = in.text;
    payment.locator = in.locator + "/Utbetalning[" + std::to_string(index++) + "]";
    ReadPayment(*node, in, std::move(payment), answer);
  }
}

}  // namespace dm::ssbtek::csn
