#include "connectors/ssbtek/fk/fk_payments.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

using lefi::AmountIn;

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

// A deduction's sum stands under the key of its type: skattebelopp for tax, avdragsbelopp for every
// other. A register that writes all keys fills the others with 0.
void ReadDeduction(const JsonValue& row,
                   bool is_tax,
                   const std::string& text,
                   Payment& payment,
                   SourceAnswer& answer) {
  const auto amount =
      is_tax ? RowAmount(row, {"skattebelopp", "avdragsbelopp", "bruttobelopp"}, answer)
             : RowAmount(row, {"avdragsbelopp", "skattebelopp", "bruttobelopp"}, answer);
  if (!amount.has_value()) return;
  payment.deductions.push_back(
      {.code = ShortText(row.TextOf("beloppstyp", "id")), .text = text, .amount = *amount});
  if (is_tax) payment.tax = payment.tax.value_or(Money()) + *amount;
}

void ReadRow(const JsonValue& row,
             std::string_view path,
             const AnswerCodes& codes,
             Payment& payment,
             SourceAnswer& answer) {
  const std::string_view type = row.TextOf("beloppstyp", "id");
  const std::string text = ShortText(row.TextOf("beloppstyp", "beskrivning"));
  // No type at all is not one of the "other types", which the contract calls benefits.
  std::optional<std::string_view> meaning;
  if (type.empty()) {
    DeviateBelow(answer, path, "utbetalningsdetalj/beloppstyp/id", kMissing);
  } else {
    meaning = MeaningOf(codes, answer, "FK", "beloppstyp", type);
  }
  if (meaning == "tax" || meaning == "deduction") {
    return ReadDeduction(row, meaning == "tax", text, payment, answer);
  }
  if (meaning != "benefit") payment.unclear = "beloppstyp";
  // Which way an amount of unknown type counts is unknown too: only a gross one makes a row.
  if (meaning != "benefit" && row.Find("bruttobelopp") == nullptr) return;
  const auto amount = RowAmount(row, {"bruttobelopp"}, answer);
  if (!amount.has_value()) return;
  payment.rows.push_back(
      {.benefit = ShortText(row.TextOf("forman", "id")),
       .amount_type = ShortText(type),
       .text = text,
       .amount = *amount,
       .kind = meaning == "benefit" ? AmountKind::kBenefit : AmountKind::kUnlisted,
       .benefit_text = ShortText(row.TextOf("forman", "beskrivning")),
       .period = lefi::PeriodIn(row, "period", "fran", "till", answer),
       .days = lefi::CountIn(row, "dagar", path, answer),
       .hours = lefi::CountIn(row, "timmar", path, answer),
       .extent = lefi::ExtentIn(row, path, answer)});
}

std::optional<PaymentKind> KindOf(std::optional<std::string_view> meaning) {
  if (meaning == "payment_local") return PaymentKind::kLocal;
  if (meaning == "payment_monthly") return PaymentKind::kMonthly;
  if (meaning == "payment_daily") return PaymentKind::kDaily;
  if (meaning == "payment_retroactive") return PaymentKind::kRetroactive;
  if (meaning == "payment_presumptive") return PaymentKind::kPresumptive;
  return std::nullopt;
}

// How it was paid (typ) and by whom (foretag); the contract lets both be missing.
void ReadKindAndPayer(const JsonValue& entry,
                      const AnswerCodes& codes,
                      Payment& payment,
                      SourceAnswer& answer) {
  if (const std::string_view code = entry.TextOf("typ", "id"); !code.empty()) {
    payment.kind = KindOf(MeaningOf(codes, answer, "FK", "typ", code));
    if (!payment.kind.has_value()) payment.unclear = "typ";
  }
  if (const std::string_view code = entry.TextOf("foretag", "id"); !code.empty()) {
    const auto meaning = MeaningOf(codes, answer, "FK", "foretag", code);
    if (meaning == "payer_fk") payment.payer = SourceCode(Source::kFk);
    if (meaning == "payer_pm") payment.payer = SourceCode(Source::kPm);
    if (payment.payer.empty()) payment.unclear = "foretag";
  }
}

Money SumOf(const std::vector<PaymentRow>& rows) {
  Money sum;
  for (const PaymentRow& row : rows) sum += row.amount;
  return sum;
}

// What was taken off in all. The contract lets the payment's own sum be missing: then it is what
// was not paid out of the gross amount. Nothing where neither can be known.
std::optional<Money> Deducted(std::optional<Money> stated,
                              std::optional<Money> net,
                              const Payment& payment) {
  if (stated.has_value() || !net.has_value()) return stated;
  if (payment.gross.has_value()) return *payment.gross - *net;
  if (!payment.rows.empty()) return SumOf(payment.rows) - *net;
  return std::nullopt;
}

// The whole that was taken off holds the tax too. What neither the rows nor the payment's own tax
// explain stands as one unspecified deduction; where the whole is not known, what was taken for a
// debt is not either, and a person looks.
void AddUnexplained(std::optional<Money> total, Money tax_in_rows, Payment& payment) {
  if (!total.has_value()) {
    if (payment.unclear.empty()) payment.unclear = "bruttobelopp";
    return;
  }
  Money explained;
  for (const Deduction& deduction : payment.deductions) explained += deduction.amount;
  explained += payment.tax.value_or(Money()) - tax_in_rows;
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
                 const Part& part,
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
  ReadKindAndPayer(entry, part.codes(), payment, answer);
  payment.gross = AmountIn(entry, "bruttobelopp", answer);
  const std::optional<Money> deducted = AmountIn(entry, "avdragsbelopp", answer);
  for (const JsonValue* row : lefi::ListOf(entry, "utbetalningsdetalj", answer)) {
    ReadRow(*row, path, part.codes(), payment, answer);
  }
  const Money tax_in_rows = payment.tax.value_or(Money());
  // The payment's own sum goes before what its rows add up to.
  if (const auto tax = AmountIn(entry, "skattebelopp", answer); tax.has_value()) payment.tax = tax;
  const std::optional<Money> net = AmountIn(entry, "nettobelopp", answer);
  SettleSums(net, deducted, path, payment, answer);
  AddUnexplained(Deducted(deducted, net, payment), tax_in_rows, payment);
  AddPayment(answer, part.asked, std::move(payment), path);
}

int ReadList(const JsonValue& information,
             const char* key,
             PaymentStatus status,
             const Part& part,
             SourceAnswer& answer) {
  int index = 0;
  const std::string path = "FK/lefi/formansinformation/" + std::string(key);
  for (const JsonValue* entry : lefi::ListOf(information, key, answer)) {
    const std::string place = "[" + std::to_string(index++) + "]";
    ReadPayment(
        *entry, part, status, "FK/formansinformation/" + std::string(key) + place, path, answer);
  }
  return index;
}

}  // namespace

Count ReadPayments(const JsonValue& information, const Part& part, SourceAnswer& answer) {
  Count count;
  count.came +=
      ReadList(information, "utbetalningsuppgift", PaymentStatus::kExecuted, part, answer);
  count.came +=
      ReadList(information, "preliminarautbetalningar", PaymentStatus::kPreliminary, part, answer);
  return count;
}

}  // namespace dm::ssbtek::fk
