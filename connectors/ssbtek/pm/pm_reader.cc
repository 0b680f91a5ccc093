#include "connectors/ssbtek/pm/pm_reader.h"

#include <set>
#include <string>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::pm {
namespace {

using lefi::KronorIn;

bool IsTax(std::string_view code) {
  return code == "PM:PS" || code == "PM:SS";
}

void ReadDeductions(const JsonValue& entry, Payment& payment, SourceAnswer& answer) {
  for (const JsonValue* deduction : lefi::ListOf(entry, "avdrag", answer)) {
    const auto amount = KronorIn(*deduction, "belopp", answer);
    if (!amount.has_value()) {
      Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT_MISSING");
      continue;
    }
    const std::string_view code = deduction->TextOf("avdragstyp", "kod");
    payment.deductions.push_back({.code = ShortText(code),
                                  .text = ShortText(deduction->TextOf("avdragstyp", "beskrivning")),
                                  .amount = *amount});
    if (IsTax(code)) payment.tax = payment.tax.value_or(Money()) + *amount;
  }
}

// The family is the benefit group of the rows. One payment can hold several: then all of them,
// joined by '+', which no table lists by accident.
void ReadRows(const JsonValue& entry,
              std::string_view path,
              Payment& payment,
              SourceAnswer& answer) {
  std::set<std::string> families;
  for (const JsonValue* row : lefi::ListOf(entry, "utbetalningsrader", answer)) {
    const auto amount = KronorIn(*row, "belopp", answer);
    if (!amount.has_value()) {
      Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT_MISSING");
      continue;
    }
    families.insert(ShortText(row->TextOf("formansgrupp", "kod")));
    if (payment.text.empty()) {
      payment.text = ShortText(row->TextOf("formansgrupp", "beskrivning"));
    }
    payment.rows.push_back({.benefit = ShortText(row->TextOf("utbetalningsforman", "kod")),
                            .amount_type = ShortText(row->TextOf("beloppstyp", "kod")),
                            .text = ShortText(row->TextOf("beloppstyp", "beskrivning")),
                            .amount = *amount});
  }
  for (const std::string& family : families) {
    payment.family += (payment.family.empty() ? "" : "+") + family;
  }
  if (payment.family.empty()) {
    DeviateBelow(answer, path, "utbetalningsrader/formansgrupp/kod", kMissing);
  }
}

// The deductions are the whole difference between gross and net. Without a list, the difference
// stands as one unspecified deduction.
void SettleSums(std::optional<Money> net,
                std::string_view path,
                Payment& payment,
                SourceAnswer& answer) {
  if (!net.has_value()) return Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT_MISSING");
  payment.net = *net;
  if (!payment.gross.has_value()) {
    DeviateBelow(answer, path, "bruttobelopp", kMissing);
    return;
  }
  Money difference = *payment.gross - *net;
  for (const Deduction& deduction : payment.deductions) difference = difference - deduction.amount;
  if (difference.is_zero()) return;
  if (!payment.deductions.empty()) return Fail(answer, AnswerState::kSchemaMismatch, "SUM");
  payment.deductions.push_back({.code = "UNSPECIFIED", .text = "", .amount = difference});
}

int ReadPayments(const JsonValue& json,
                 const char* key,
                 PaymentStatus status,
                 const Asked& asked,
                 SourceAnswer& answer) {
  int index = 0;
  const std::string path = "FK/lefi/" + std::string(key);
  for (const JsonValue* entry : lefi::ListOf(json, key, answer)) {
    Payment payment;
    payment.status = status;
    payment.locator = "PM/" + std::string(key) + "[" + std::to_string(index++) + "]";
    payment.pay_date = lefi::DateIn(*entry, "utbetalningsdatum", answer);
    if (!payment.pay_date.has_value() && status == PaymentStatus::kExecuted) {
      Fail(answer, AnswerState::kSchemaMismatch, "DATE_MISSING");
    }
    payment.period = lefi::PeriodIn(*entry, "utbetalningsperiod", "from", "tom", answer);
    payment.gross = KronorIn(*entry, "bruttobelopp", answer);
    ReadDeductions(*entry, payment, answer);
    ReadRows(*entry, path, payment, answer);
    SettleSums(KronorIn(*entry, "nettobelopp", answer), path, payment, answer);
    AddPayment(answer, asked, std::move(payment), path);
  }
  return index;
}

int ReadClaims(const JsonValue& json, SourceAnswer& answer) {
  int index = 0;
  for (const JsonValue* claim : lefi::ListOf(json, "ansprak", answer)) {
    BenefitCase found;
    found.benefit = ShortText(claim->TextOf("formansgrupp", "kod"));
    found.text = ShortText(claim->TextOf("formansgrupp", "beskrivning"));
    found.pending = true;
    found.period = lefi::PeriodIn(*claim, "yrkadPeriod", "from", "tom", answer);
    found.locator = "PM/ansprak[" + std::to_string(index++) + "]";
    answer.benefit_cases.push_back(std::move(found));
  }
  return index;
}

int ReadDecisions(const JsonValue& json, SourceAnswer& answer) {
  int index = 0;
  for (const JsonValue* decision : lefi::ListOf(json, "beslut", answer)) {
    BenefitCase found;
    found.benefit = ShortText(decision->TextOf("formansgrupp", "kod"));
    found.text = ShortText(decision->TextOf("formansgrupp", "beskrivning"));
    found.decided_on = lefi::DateIn(*decision, "beslutsdatum", answer);
    // A preliminary decision is one that the register has not finished with.
    const std::string_view status = decision->TextOf("beslutsstatus", "kod");
    found.pending = status == "PRELIMINART" || status == "INTERIMISTISKT";
    found.locator = "PM/beslut[" + std::to_string(index++) + "]";
    answer.benefit_cases.push_back(std::move(found));
  }
  return index;
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const StatusOr<lefi::Reply>& reply = part.lefi.Get(part.data);
  if (!reply.ok()) {
    return Fail(answer, AnswerState::kSchemaMismatch, DetailOf(reply.status()).reason);
  }
  SetRaw(answer, reply->bytes);
  if (!lefi::CheckIdentity(reply->json, part.asked, answer)) return;
  if (!lefi::CheckSupplier(reply->json, "PM", part.asked, answer)) return;
  const JsonValue& json = reply->json;
  int came = ReadPayments(json, "utbetalningar", PaymentStatus::kExecuted, part.asked, answer);
  came += ReadPayments(
      json, "preliminaraUtbetalningar", PaymentStatus::kPreliminary, part.asked, answer);
  came += ReadClaims(json, answer);
  came += ReadDecisions(json, answer);
  Settle(answer, came > 0 ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::pm
