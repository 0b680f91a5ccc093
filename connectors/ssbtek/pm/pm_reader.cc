#include "connectors/ssbtek/pm/pm_reader.h"

#include <set>
#include <string>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/lefi/keys.h"
#include "connectors/ssbtek/pm/pm_cases.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::pm {
namespace {

using lefi::KronorIn;

// A type that no table lists is still money that was taken off; what for, a person must see.
void ReadDeductions(const JsonValue& entry,
                    const AnswerCodes& codes,
                    Payment& payment,
                    SourceAnswer& answer) {
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
    const auto meaning = MeaningOf(codes, answer, "PM", "avdragstyp", code);
    if (!meaning.has_value()) payment.unclear = "avdragstyp";
    if (meaning == "tax") payment.tax = payment.tax.value_or(Money()) + *amount;
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
    payment.rows.push_back(
        {.benefit = ShortText(row->TextOf("utbetalningsforman", "kod")),
         .amount_type = ShortText(row->TextOf("beloppstyp", "kod")),
         .text = ShortText(row->TextOf("beloppstyp", "beskrivning")),
         .amount = *amount,
         .benefit_text = ShortText(row->TextOf("utbetalningsforman", "beskrivning"))});
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
                 const Part& part,
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
    ReadDeductions(*entry, part.codes(), payment, answer);
    ReadRows(*entry, path, payment, answer);
    SettleSums(KronorIn(*entry, "nettobelopp", answer), path, payment, answer);
    AddPayment(answer, part.asked, std::move(payment), path);
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
  if (!lefi::CheckSupplier(reply->json, "PM", part.asked, part.codes(), answer)) return;
  const JsonValue& json = reply->json;
  lefi::CheckTopKeys(json, answer);
  int came = ReadPayments(json, "utbetalningar", PaymentStatus::kExecuted, part, answer);
  came += ReadPayments(json, "preliminaraUtbetalningar", PaymentStatus::kPreliminary, part, answer);
  came += ReadClaims(json, answer);
  came += ReadDecisions(json, part.codes(), answer);
  // Pension accounts and the like: no money to the person, but not nothing either.
  came += static_cast<int>(lefi::ListOf(json, "ovrigInformation", answer).size());
  Settle(answer, came > 0 ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::pm
