#include "connectors/ssbtek/lefi/amount.h"

#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::lefi {
namespace {

std::optional<Money> Exact(const JsonValue& value, SourceAnswer& answer) {
  if (value.kind() == JsonValue::Kind::kNumber || value.kind() == JsonValue::Kind::kString) {
    if (const auto money = ReadAmount(value.text()); money.has_value()) return money;
  }
  Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT");
  return std::nullopt;
}

// Anything but a text holds no text either, and is no date: only a missing one, or an empty text,
// is none.
bool IsEmptyText(const JsonValue& value) {
  return value.kind() == JsonValue::Kind::kString && value.text().empty();
}

std::optional<Date> EndIn(const JsonValue& period,
                          std::string_view key,
                          PeriodEnd end,
                          SourceAnswer& answer) {
  const JsonValue* value = period.Find(key);
  if (value == nullptr || IsEmptyText(*value)) return std::nullopt;
  const std::optional<Date> date = ReadPeriodEnd(value->text(), end);
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "PERIOD");
  return date;
}

}  // namespace

std::optional<Money> AmountIn(const JsonValue& parent, std::string_view key, SourceAnswer& answer) {
  const JsonValue* value = parent.Find(key);
  if (value == nullptr) return std::nullopt;
  const JsonValue* sum = value->Find("summa");
  if (sum == nullptr) {
    Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT");
    return std::nullopt;
  }
  const std::string_view currency = value->TextOf("valuta");
  if (currency.empty()) {
    Deviate(answer, "FK/lefi/valuta", kMissing);
  } else if (currency != "SEK") {
    Fail(answer, AnswerState::kSchemaMismatch, "CURRENCY");
    return std::nullopt;
  }
  return Exact(*sum, answer);
}

std::optional<Money> KronorIn(const JsonValue& parent, std::string_view key, SourceAnswer& answer) {
  const JsonValue* value = parent.Find(key);
  if (value == nullptr) return std::nullopt;
  return Exact(*value, answer);
}

Period PeriodIn(const JsonValue& parent,
                std::string_view key,
                std::string_view from,
                std::string_view to,
                SourceAnswer& answer) {
  const JsonValue* value = parent.Find(key);
  if (value == nullptr) return {};
  if (!value->IsObject()) {
    Fail(answer, AnswerState::kSchemaMismatch, "PERIOD");
    return {};
  }
  const Period period{.from = EndIn(*value, from, PeriodEnd::kFrom, answer),
                      .to = EndIn(*value, to, PeriodEnd::kTo, answer)};
  CheckOrder(period, "PERIOD", answer);
  return period;
}

std::optional<Date> DateIn(const JsonValue& parent, std::string_view key, SourceAnswer& answer) {
  const JsonValue* value = parent.Find(key);
  if (value == nullptr || IsEmptyText(*value)) return std::nullopt;
  const std::optional<Date> date = ReadDate(value->text());
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "DATE");
  return date;
}

std::optional<int> CountIn(const JsonValue& parent,
                           std::string_view key,
                           std::string_view path,
                           SourceAnswer& answer) {
  constexpr int kMost = 10'000;
  const JsonValue* value = parent.Find(key);
  if (value == nullptr || value->kind() != JsonValue::Kind::kNumber) return std::nullopt;
  const std::optional<int> count = ReadInt(value->text());
  if (count.has_value() && *count >= 0 && *count <= kMost) return count;
  DeviateBelow(answer, path, key, kValue);
  return std::nullopt;
}

std::optional<Extent> ExtentIn(const JsonValue& parent,
                               std::string_view path,
                               SourceAnswer& answer) {
  const JsonValue* value = parent.Find("omfattning");
  if (value == nullptr) return std::nullopt;
  const std::optional<int> part = ReadInt(value->TextOf("taljare"));
  const std::optional<int> whole = ReadInt(value->TextOf("namnare"));
  constexpr int kFinest = 1'000;
  const bool fits = part.has_value() && whole.has_value() && *part >= 0 && *whole >= 1 &&
                    *part <= *whole && *whole <= kFinest;
  if (fits) {
    return Extent{.numerator = *part, .denominator = *whole};
  }
  DeviateBelow(answer, path, "omfattning", kValue);
  return std::nullopt;
}

}  // namespace dm::ssbtek::lefi
