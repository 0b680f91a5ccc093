#include <algorithm>
#include <utility>

#include "connectors/sim/agency_readers.h"
#include "connectors/sim/json_writer.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

// A day, a month or nothing: what a LEFI period may hold.
std::string ReadDayOrMonth(Fields& fields, const std::string& key) {
  std::string text = fields.Text(key);
  if (text.empty() || Date::Parse(text).ok() || Month::Parse(text).ok()) return text;
  fields.Problem(key, "expected YYYY-MM-DD or YYYY-MM");
  return {};
}

std::optional<OpenPeriod> ReadOpenPeriod(Fields& fields) {
  if (!fields.Has("period")) return std::nullopt;
  Fields period(fields.Child("period"), fields.path() + ".period", fields.problems());
  OpenPeriod result{.from = ReadDayOrMonth(period, "from"), .to = ReadDayOrMonth(period, "to")};
  period.Finish();
  return result;
}

std::optional<Fraction> ReadFraction(Fields& fields) {
  const std::string text = fields.Text("extent");
  if (text.empty()) return std::nullopt;
  const bool plain = text.size() == 3 && text[1] == '/' && text[0] >= '0' && text[0] <= '9' &&
                     text[2] >= '1' && text[2] <= '9';
  if (!plain) {
    fields.Problem("extent", "expected a share such as 1/1 or 3/4");
    return std::nullopt;
  }
  return Fraction{.numerator = text[0] - '0', .denominator = text[2] - '0'};
}

int PaymentType(Fields& fields, int otherwise) {
  if (!fields.Has("type")) return otherwise;
  const std::string type = fields.Word("type", "local monthly daily retro presumptive", "monthly");
  if (type == "local") return 0;
  if (type == "monthly") return 1;
  if (type == "daily") return 2;
  return type == "retro" ? 3 : 4;
}

struct Deduction {
  Code type;
  Money amount;
};

std::vector<Deduction> ReadDeductions(Fields& fields) {
  std::vector<Deduction> deductions;
  fields.Each("deductions", [&deductions](Fields& one) {
    Deduction deduction{.type = ReadCode(one, "type"), .amount = one.RequiredAmount("amount")};
    if (deduction.type.text.empty()) deduction.type.text = FkDeductionText(deduction.type.id);
    if (!IsFkDeduction(deduction.type.id))
      one.Problem("type", "is no deduction type of the contract");
    if (IsFkTax(deduction.type.id)) one.Problem("type", "is a tax; use the payment's key tax");
    deductions.push_back(std::move(deduction));
  });
  return deductions;
}

// The codes of a payment: from the shorthand, then from the writer's own ids, which go first.
struct PaymentCodes {
  Code benefit;
  Code amount_type;
};

PaymentCodes ReadPaymentCodes(Fields& fields, FkPayment& payment) {
  PaymentCodes codes;
  const std::string name = fields.Text("benefit");
  const FkBenefit* known = name.empty() ? nullptr : FindFkBenefit(name);
  if (known != nullptr) {
    payment.group = known->group;
    payment.family = MakeCode(known->family_id, known->family_text);
    payment.type = known->payment_type;
    codes.benefit = MakeCode(known->benefit_id, known->benefit_text);
    codes.amount_type = MakeCode(known->amount_id, known->amount_text);
  } else if (!name.empty()) {
    fields.Problem("benefit", "is no short name; see the table in connectors/sim/README.md");
  }
  if (fields.Has("family")) payment.family = ReadCode(fields, "family");
  codes.benefit = fields.Has("forman")       ? ReadCode(fields, "forman")
                  : codes.benefit.id.empty() ? payment.family
                                             : codes.benefit;
  if (fields.Has("amount_type")) codes.amount_type = ReadCode(fields, "amount_type");
  payment.group = fields.Text("group", payment.group);
  if (payment.family.id.empty()) fields.Problem("benefit", "is missing: a short name, or family");
  if (codes.amount_type.id.empty()) codes.amount_type = payment.family;
  if (!IsFkGroup(payment.group)) fields.Problem("group", "is missing or no FK group of LEFI");
  return codes;
}

void AddRows(Fields& fields, const PaymentCodes& codes, FkPayment& payment) {
  FkRow row{.benefit = codes.benefit,
            .period = payment.period,
            .amount_type = codes.amount_type,
            .extent = ReadFraction(fields),
            .days = fields.OptionalWhole("days", 0, 366),
            .kind = RowKind::kBenefit,
            .amount = payment.gross};
  payment.rows.push_back(row);
  row.extent.reset();
  row.days.reset();
  if (!payment.tax.is_zero()) {
    row.amount_type = MakeCode("PS", FkDeductionText("PS"));
    row.kind = RowKind::kTax;
    row.amount = payment.tax;
    payment.rows.push_back(row);
  }
  row.kind = RowKind::kDeduction;
  for (const Deduction& deduction : ReadDeductions(fields)) {
    row.amount_type = deduction.type;
    row.amount = deduction.amount;
    payment.deductions += deduction.amount;
    payment.rows.push_back(row);
  }
}

FkRow ReadRow(Fields& fields, const PaymentCodes& codes, const FkPayment& payment) {
  FkRow row;
  row.benefit = fields.Has("forman") ? ReadCode(fields, "forman") : codes.benefit;
  row.amount_type = fields.Has("amount_type") ? ReadCode(fields, "amount_type") : codes.amount_type;
  if (row.amount_type.text.empty()) row.amount_type.text = FkDeductionText(row.amount_type.id);
  row.period = ReadOpenPeriod(fields).value_or(payment.period);
  row.extent = ReadFraction(fields);
  row.days = fields.OptionalWhole("days", 0, 366);
  row.amount = fields.RequiredAmount("amount");
  if (IsFkTax(row.amount_type.id)) {
    row.kind = RowKind::kTax;
  } else if (IsFkDeduction(row.amount_type.id)) {
    row.kind = RowKind::kDeduction;
  }
  return row;
}

// A payment with its own rows: the totals follow from them.
void ReadRows(Fields& fields, const PaymentCodes& codes, FkPayment& payment) {
  for (const char* key : {"gross", "tax", "deductions", "days", "extent"}) {
    if (fields.Has(key)) fields.Problem(key, "follows from rows; leave one of the two out");
  }
  fields.Each("rows", [&](Fields& fields_of_row) {
    const FkRow row = ReadRow(fields_of_row, codes, payment);
    (row.kind == RowKind::kBenefit ? payment.gross
     : row.kind == RowKind::kTax   ? payment.tax
                                   : payment.deductions) += row.amount;
    payment.rows.push_back(row);
  });
  payment.deductions += payment.tax;
}

FkPayment ReadFkPayment(Fields& fields) {
  FkPayment payment;
  const PaymentCodes codes = ReadPaymentCodes(fields, payment);
  payment.date = fields.RequiredDate("date");
  payment.preliminary =
      fields.Word("state", "effectuated preliminary", "effectuated") == "preliminary";
  payment.ignores_period = fields.Flag("ignores_period", false);
  payment.type = PaymentType(fields, payment.type);
  payment.payer = fields.Word("payer", "FK PM", "FK") == "PM" ? 1003 : 1001;
  payment.period = ReadOpenPeriod(fields).value_or(
      OpenPeriod{.from = Month::Of(payment.date).ToString(), .to = ""});
  if (fields.Has("rows")) {
    ReadRows(fields, codes, payment);
  } else {
    payment.gross = fields.RequiredAmount("gross");
    payment.tax = fields.Amount("tax", Money());
    payment.deductions = payment.tax;
    AddRows(fields, codes, payment);
  }
  payment.net = payment.gross - payment.deductions;
  const Money net = fields.Amount("net", payment.net);
  if (net != payment.net && !fields.Flag("contradictory", false)) {
    fields.Problem("net",
                   "is not gross less tax and deductions; correct it or set contradictory: true");
  }
  payment.net = net;
  static_cast<void>(fields.Has("contradictory"));
  return payment;
}

FkCase ReadFkCase(Fields& fields) {
  FkCase one;
  one.kind = FindFkCaseKind(fields.RequiredText("benefit"));
  if (one.kind == nullptr) {
    fields.Problem("benefit", "is no short name of a case; see connectors/sim/README.md");
    one.kind = &FkCaseKinds().front();
  }
  one.started = fields.OptionalDate("started");
  one.active = fields.Flag("active", true);
  one.rejected = fields.Flag("rejected", false);
  if (one.started && !one.kind->has_start) fields.Problem("started", "this kind of case has none");
  if (one.rejected && !one.kind->has_rejected)
    fields.Problem("rejected", "this kind of case has none");
  const FkCaseKind& kind = *one.kind;
  fields.Each("decisions", [&one, &kind](Fields& decision) {
    FkDecision made{.decided = decision.OptionalDate("decided"),
                    .definite = decision.Flag("definite", true),
                    .benefit = MakeCode(kind.benefit_id, kind.benefit_text),
                    .period = ReadOpenPeriod(decision).value_or(OpenPeriod{}),
                    .amount = decision.OptionalAmount("amount")};
    if (made.amount && !kind.has_amount) decision.Problem("amount", "this kind of case has none");
    one.decisions.push_back(std::move(made));
  });
  return one;
}

// YAML as JSON: a plain true, false, null or number is that; everything quoted is text.
void AppendJson(const YAML::Node& node, JsonWriter& json) {
  if (node.IsMap()) {
    json.BeginObject();
    for (const auto& entry : node) {
      json.Key(entry.first.Scalar());
      AppendJson(entry.second, json);
    }
    json.EndObject();
  } else if (node.IsSequence()) {
    json.BeginArray();
    for (const YAML::Node& element : node) AppendJson(element, json);
    json.EndArray();
  } else if (node.IsScalar() && (node.Tag() == "!" || !IsJsonLiteral(node.Scalar()))) {
    json.Text(node.Scalar());
  } else {
    json.Literal(node.IsScalar() ? node.Scalar() : "null");
  }
}

// The keys that the simulator fills from other parts of the scenario.
bool IsWrittenElsewhere(const std::string& key, const FkState& state) {
  if (HasWord(
          "utbetalningsuppgift preliminarautbetalningar generellPersoninformation programjobdagar",
          key)) {
    return true;
  }
  return std::ranges::any_of(state.cases,
                             [&key](const FkCase& one) { return one.kind->key == key; });
}

void ReadRaw(Fields& fields, FkState& state) {
  const YAML::Node raw = fields.Child("raw");
  if (!raw.IsDefined()) return;
  if (!raw.IsMap()) return fields.Problem("raw", "expected keys of formansinformation with lists");
  for (const auto& entry : raw) {
    if (!entry.second.IsSequence()) {
      fields.Problem("raw", "every key of formansinformation holds a list");
      continue;
    }
    if (IsWrittenElsewhere(entry.first.Scalar(), state)) {
      fields.Problem("raw", "holds a key that payments, cases or programme_days write");
      continue;
    }
    std::string text;
    JsonWriter json(text);
    AppendJson(entry.second, json);
    state.raw.emplace_back(entry.first.Scalar(), std::move(text));
  }
}

}  // namespace

FkState ReadFk(Fields& fields) {
  FkState state;
  state.state = ReadSupplierState(fields);
  fields.Each("payments", [&state](Fields& one) { state.payments.push_back(ReadFkPayment(one)); });
  fields.Each("cases", [&state](Fields& one) { state.cases.push_back(ReadFkCase(one)); });
  if (fields.Has("programme_days")) {
    Fields days(
        fields.Child("programme_days"), fields.path() + ".programme_days", fields.problems());
    state.programme_days = ProgrammeDays{.used = days.Whole("used", 0, 10000, 0),
                                         .max_used = days.Flag("max_used", false)};
    days.Finish();
  }
  state.deviations = ReadDeviations(fields);
  state.county = fields.Text("county");
  state.municipality = fields.Text("municipality");
  ReadRaw(fields, state);
  return state;
}

}  // namespace dm::sim
