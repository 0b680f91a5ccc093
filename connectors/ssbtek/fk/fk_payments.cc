#include "connectors/ssbtek/fk/fk_payments.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

using lefi::AmountIn;

// LEFI v9, LefiUtbetalningDetalj: every other beloppstyp is a benefit.
constexpr auto kDeductionTypes = std::to_array<std::string_view>(
    {"AFR", "ALA", "ART", "AVB", "AVR", "FMF", "FUM", "INC", "INF", "INM", "INU", "KOA", "KVI",
     "OAV", "PF",  "PS",  "PST", "SAV", "SKV", "SOC", "SS",  "SST", "UMG", "UTF", "ÅFA", "ÖVA"});

bool IsDeduction(std::string_view type) {
  return std::ranges::find(kDeductionTypes, type) != kDeductionTypes.end();
}

// Which amount of a row is set depends on its type; the schema lets each be missing.
std::optional<Money> RowAmount(const JsonValue& row,
                               std::initializer_list<std::string_view> keys,
                               SourceAnswer& answer) {
  for (const std::string_view key : keys) {
    if (auto amount = AmountIn(row, key, answer); amount.has_value()) return amount;
  }
  Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT_MISSING");
  return std::nullopt;
}

void ReadRow(const JsonValue& row, Payment& payment, SourceAnswer& answer) {
  const std::string_view type = row.TextOf("beloppstyp", "id");
  const std::string text = ShortText(row.TextOf("beloppstyp", "beskrivning"));
  if (IsDeduction(type)) {
    const auto amount = RowAmount(row, {"skattebelopp", "avdragsbelopp", "bruttobelopp"}, answer);
    if (amount.has_value()) {
      payment.deductions.push_back({.code = std::string(type), .text = text, .amount = *amount});
    }
    return;
  }
  const auto amount = RowAmount(row, {"bruttobelopp"}, answer);
  if (!amount.has_value()) return;
  payment.rows.push_back({.benefit = ShortText(row.TextOf("forman", "id")),
                          .amount_type = ShortText(type),
                          .text = text,
                          .amount = *amount});
}

// avdragsbelopp holds the tax too. What the rows do not explain stands as one unspecified
// deduction, so that gross less deductions is always what was paid.
void AddUnexplained(std::optional<Money> total, Payment& payment) {
  if (!total.has_value()) return;
  Money explained;
  for (const Deduction& deduction : payment.deductions) explained += deduction.amount;
  if (explained == *total) return;
  payment.deductions.push_back({.code = "UNSPECIFIED", .text = "", .amount = *total - explained});
}

// Net is gross less deductions. An answer that says otherwise contradicts itself.
void SettleSums(std::optional<Money> net,
                std::optional<Money> deducted,
                std::string_view path,
                Payment& payment,
                SourceAnswer& answer) {
  if (!net.has_value() && payment.gross.has_value() && deducted.has_value()) {
    DeviateBelow(answer, path, "nettobelopp", kMissing);
    net = *payment.gross - *deducted;
  }
  if (!net.has_value()) return Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT_MISSING");
  if (payment.gross.has_value() && deducted.has_value() && *payment.gross - *deducted != *net) {
    return Fail(answer, AnswerState::kSchemaMismatch, "SUM");
  }
  payment.net = *net;
}

void ReadPayment(const JsonValue& entry,
                 const Asked& asked,
                 PaymentStatus status,
                 std::string locator,
                 const std::string& path,
                 SourceAnswer& answer) {
  Payment payment;
  payment.status = status;
  payment.locator = std::move(locator);
  payment.family = ShortText(entry.TextOf("formansfamilj", "id"));
  payment.text = ShortText(entry.TextOf("formansfamilj", "beskrivning"));
  if (payment.family.empty()) DeviateBelow(answer, path, "formansfamilj/id", kMissing);
  payment.pay_date = lefi::DateIn(entry, "datum", answer);
  if (!payment.pay_date.has_value() && status == PaymentStatus::kExecuted) {
    Fail(answer, AnswerState::kSchemaMismatch, "DATE_MISSING");
  }
  payment.period = lefi::PeriodIn(entry, "period", "fran", "till", answer);
  payment.gross = AmountIn(entry, "bruttobelopp", answer);
  payment.tax = AmountIn(entry, "skattebelopp", answer);
  const std::optional<Money> deducted = AmountIn(entry, "avdragsbelopp", answer);
  for (const JsonValue* row : lefi::ListOf(entry, "utbetalningsdetalj", answer)) {
    ReadRow(*row, payment, answer);
  }
  SettleSums(AmountIn(entry, "nettobelopp", answer), deducted, path, payment, answer);
  AddUnexplained(deducted, payment);
  AddPayment(answer, asked, std::move(payment), path);
}

int ReadList(const JsonValue& information,
             const char* key,
             PaymentStatus status,
             const Asked& asked,
             SourceAnswer& answer) {
  int index = 0;
  const std::string path = "FK/lefi/formansinformation/" + std::string(key);
  for (const JsonValue* entry : lefi::ListOf(information, key, answer)) {
    const std::string place = "[" + std::to_string(index++) + "]";
    ReadPayment(
        *entry, asked, status, "FK/formansinformation/" + std::string(key) + place, path, answer);
  }
  return index;
}

}  // namespace

Count ReadPayments(const JsonValue& information, const Asked& asked, SourceAnswer& answer) {
  Count count;
  count.came +=
      ReadList(information, "utbetalningsuppgift", PaymentStatus::kExecuted, asked, answer);
  count.came +=
      ReadList(information, "preliminarautbetalningar", PaymentStatus::kPreliminary, asked, answer);
  return count;
}

}  // namespace dm::ssbtek::fk
