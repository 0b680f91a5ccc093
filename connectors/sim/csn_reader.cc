#include "connectors/sim/agency_readers.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

constexpr std::string_view kSections =
    "studiemedel studiehjalp hemutrustningslan studiestartsstod omstallningsstudiestod";

CsnSection SectionNamed(const std::string& name) {
  if (name == "studiehjalp") return CsnSection::kStudiehjalp;
  if (name == "hemutrustningslan") return CsnSection::kHemutrustning;
  if (name == "studiestartsstod") return CsnSection::kStudiestart;
  if (name == "omstallningsstudiestod") return CsnSection::kOmstallning;
  return CsnSection::kStudiemedel;
}

// An ISO week "2026-W35" or "202635" as the contract's "202635"; empty when absent.
std::string ReadWeek(Fields& fields, const std::string& key) {
  std::string text = fields.Text(key);
  if (text.size() == 8 && text.substr(4, 2) == "-W") text.erase(4, 2);
  if (text.empty()) return text;
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  if (text.size() != 6 || !digits) fields.Problem(key, "expected an ISO week such as 2026-W35");
  return text;
}

CsnAmount ReadAmount(Fields& fields) {
  CsnAmount amount;
  amount.type.id = fields.RequiredText("type");
  amount.type.text = fields.Text("text", std::string(CsnAmountText(amount.type.id)));
  amount.total_kronor = fields.RequiredKronor("total");
  amount.weekly_kronor = fields.Kronor("weekly", amount.total_kronor);
  return amount;
}

std::vector<CsnAmount> ReadAmounts(Fields& fields) {
  std::vector<CsnAmount> amounts;
  fields.Each("amounts", [&amounts](Fields& amount) { amounts.push_back(ReadAmount(amount)); });
  return amounts;
}

CsnPayment ReadPayment(Fields& fields) {
  CsnPayment payment;
  payment.date = fields.OptionalDate("date");
  const std::string state = fields.Word("state", "paid paid_capitals planned", "paid");
  payment.status = state == "planned" ? "Planerad" : state == "paid" ? "Utbetald" : "UTBETALAD";
  fields.Each("weeks", [&payment](Fields& weeks) {
    payment.weeks.push_back({.from = ReadWeek(weeks, "from"),
                             .to = ReadWeek(weeks, "to"),
                             .amounts = ReadAmounts(weeks)});
  });
  return payment;
}

CsnCase ReadCase(Fields& fields) {
  CsnCase one;
  one.section = SectionNamed(fields.Word("section", kSections, "studiemedel"));
  one.form.id = fields.RequiredText("form");
  one.form.text = fields.Text("text", std::string(CsnFormText(one.form.id)));
  one.status = fields.Word(
      "status", "BESLUTAD INITIERAD AVSLUTAD BESLUTAT INITIERAT AVSLUTAT BLANK", "BESLUTAD");
  if (one.status == "BLANK") one.status = std::string(10, ' ');
  fields.Each("applied", [&one](Fields& applied) {
    one.applied.push_back({.span = ReadSpan(applied),
                           .extent_percent = applied.Whole("extent", 0, 100, 100),
                           .loan = applied.OptionalFlag("loan")});
  });
  fields.Each("granted", [&one](Fields& granted) {
    one.granted.push_back({.from_week = ReadWeek(granted, "from"),
                           .to_week = ReadWeek(granted, "to"),
                           .extent_percent = granted.Whole("extent", 0, 100, 100),
                           .amounts = ReadAmounts(granted)});
  });
  fields.Each("payments",
              [&one](Fields& payment) { one.payments.push_back(ReadPayment(payment)); });
  return one;
}

}  // namespace

CsnState ReadCsn(Fields& fields) {
  CsnState state;
  state.result_code = fields.Text("result_code", "0");
  state.result_text = fields.Text("result_text", "Allt OK, inget att rapportera");
  state.sekretess = fields.Text("sekretess");
  if (state.sekretess.size() > 2) fields.Problem("sekretess", "holds at most two characters");
  state.no_hit = fields.Flag("no_hit", false);
  fields.Each("cases", [&state](Fields& one) { state.cases.push_back(ReadCase(one)); });
  if (state.no_hit && !state.cases.empty()) fields.Problem("no_hit", "excludes cases");
  return state;
}

}  // namespace dm::sim
