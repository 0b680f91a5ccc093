#include "connectors/ssbtek/csn/csn_payments.h"

#include <algorithm>
#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::csn {
namespace {

using soap::XmlNode;

std::optional<Money> Total(const XmlNode& node, SourceAnswer& answer) {
  const auto amount = ReadAmount(node.ChildText("totbelopp").value_or(""));
  if (!amount.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "CSN.AMOUNT");
  return amount;
}

// Both spellings of paid are in use.
std::optional<PaymentStatus> StatusOf(std::string_view text) {
  if (text == "Utbetald" || text == "UTBETALAD" || text == "UTBETALD") {
    return PaymentStatus::kExecuted;
  }
  if (text == "Planerad" || text == "PLANERAD") return PaymentStatus::kPlanned;
  return std::nullopt;
}

// utbetdatum: yyyyMMdd, or 0 for no date.
void ReadPayDate(const XmlNode& node, Payment& payment, SourceAnswer& answer) {
  const std::string_view text = node.ChildText("utbetdatum").value_or("0");
  if (ReadInt(text) == 0) return;
  payment.pay_date = ReadDate(text);
  if (!payment.pay_date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "CSN.DATE");
}

void WidenPeriod(const XmlNode& span, Payment& payment, SourceAnswer& answer) {
  for (const PeriodEnd end : {PeriodEnd::kFrom, PeriodEnd::kTo}) {
    const auto text = span.ChildText(end == PeriodEnd::kFrom ? "startvecka" : "slutvecka");
    if (!text.has_value() || text->empty()) continue;
    const std::optional<Date> date = ReadWeek(*text, end);
    if (!date.has_value()) {
      Fail(answer, AnswerState::kSchemaMismatch, "CSN.WEEK");
      continue;
    }
    if (end == PeriodEnd::kFrom) {
      payment.period.from = std::min(payment.period.from.value_or(*date), *date);
    } else {
      payment.period.to = std::max(payment.period.to.value_or(*date), *date);
    }
  }
}

// The rows of one span, which must add up to its total: a total mixes grant and loan, and only the
// rows tell them apart.
Money ReadSpan(const XmlNode& span,
               const std::string& form,
               Payment& payment,
               SourceAnswer& answer) {
  WidenPeriod(span, payment, answer);
  Money sum;
  const XmlNode* rows = span.Child("Beloppen");
  if (rows != nullptr) {
    for (const XmlNode* row : rows->Children("Belopp")) {
      const Money amount = Total(*row, answer).value_or(Money());
      sum += amount;
      payment.rows.push_back({.benefit = form,
                              .amount_type = ShortText(row->ChildText("beloppstyp").value_or("")),
                              .text = ShortText(row->ChildText("klartext").value_or("")),
                              .amount = amount});
    }
  }
  if (Total(span, answer) != sum) Fail(answer, AnswerState::kSchemaMismatch, "CSN.SUM");
  return sum;
}

void ReadPayment(const XmlNode& node,
                 const std::string& form,
                 Payment payment,
                 SourceAnswer& answer) {
  const auto status = StatusOf(node.ChildText("utbetstatus").value_or(""));
  if (!status.has_value()) return Fail(answer, AnswerState::kSchemaMismatch, "CSN.PAY_STATUS");
  payment.status = *status;
  ReadPayDate(node, payment, answer);
  Money sum;
  for (const XmlNode* spans : node.Children("Utbetaldatider")) {
    for (const XmlNode* span : spans->Children("Utbetaldtid")) {
      sum += ReadSpan(*span, form, payment, answer);
    }
  }
  if (Total(node, answer) != sum) Fail(answer, AnswerState::kSchemaMismatch, "CSN.SUM");
  if (payment.status == PaymentStatus::kExecuted && !payment.pay_date && !payment.period.from) {
    // Paid, but neither a date nor weeks say when.
    Fail(answer, AnswerState::kSchemaMismatch, "CSN.DATE_MISSING");
  }
  payment.gross = sum;
  payment.net = sum;
  answer.payments.push_back(std::move(payment));
}

}  // namespace

void ReadPayments(const XmlNode& entry,
                  std::string_view section,
                  const std::string& locator,
                  std::string_view path,
                  SourceAnswer& answer) {
  const XmlNode* plan = entry.Child("UtbetalningsPlan");
  if (plan == nullptr) {
    DeviateBelow(answer, path, "UtbetalningsPlan", kMissing);
    return;
  }
  const std::string form = ShortText(entry.ChildText("stodform").value_or(""));
  const std::string text = ShortText(entry.ChildText("klartext").value_or(""));
  int index = 0;
  for (const XmlNode* node : plan->Children("Utbetalning")) {
    Payment payment;
    payment.family = section;
    payment.text = text;
    payment.locator = locator + "/Utbetalning[" + std::to_string(index++) + "]";
    ReadPayment(*node, form, std::move(payment), answer);
  }
}

}  // namespace dm::ssbtek::csn
