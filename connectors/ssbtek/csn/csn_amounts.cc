#include "connectors/ssbtek/csn/csn_amounts.h"

#include <algorithm>

#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::csn {
namespace {

using soap::XmlNode;

std::optional<Date> WeekIn(const XmlNode& span,
                           std::string_view name,
                           PeriodEnd end,
                           SourceAnswer& answer) {
  const auto text = span.ChildText(name);
  if (!text.has_value() || text->empty()) return std::nullopt;
  const std::optional<Date> date = ReadWeek(*text, end);
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "CSN.WEEK");
  return date;
}

}  // namespace

AmountRow ReadAmountRow(const XmlNode& node, const AnswerCodes& codes, SourceAnswer& answer) {
  const std::string_view type = node.ChildText("beloppstyp").value_or("");
  AmountRow row{.type = ShortText(type),
                .text = ShortText(node.ChildText("klartext").value_or("")),
                .amount = Total(node, answer).value_or(Money())};
  const auto meaning = MeaningOf(codes, answer, "CSN", "beloppstyp", type);
  if (meaning == "grant") row.kind = AmountKind::kGrant;
  if (meaning == "loan") row.kind = AmountKind::kLoan;
  if (row.kind == AmountKind::kUnlisted) {
    Fail(answer, AnswerState::kDeviation, "CSN.BELOPPSTYP");
  }
  return row;
}

std::optional<Money> Total(const XmlNode& node, SourceAnswer& answer) {
  const auto amount = ReadAmount(node.ChildText("totbelopp").value_or(""));
  if (!amount.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "CSN.AMOUNT");
  return amount;
}

Period ReadWeeks(const XmlNode& span,
                 std::string_view from,
                 std::string_view to,
                 SourceAnswer& answer) {
  return {.from = WeekIn(span, from, PeriodEnd::kFrom, answer),
          .to = WeekIn(span, to, PeriodEnd::kTo, answer)};
}

void Widen(Period& period, const Period& other) {
  if (other.from.has_value()) {
    period.from = std::min(period.from.value_or(*other.from), *other.from);
  }
  if (other.to.has_value()) period.to = std::max(period.to.value_or(*other.to), *other.to);
}

}  // namespace dm::ssbtek::csn
