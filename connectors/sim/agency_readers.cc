#include "connectors/sim/agency_readers.h"

#include <utility>

#include "connectors/sim/xml_tree.h"

namespace dm::sim {
namespace {

constexpr std::string_view kAfNormal =
    "Frågan har behandlats normalt och ett giltigt svar har returnerats.";

std::vector<Date> ReadDates(Fields& fields) {
  std::vector<Date> dates;
  if (const auto date = fields.OptionalDate("date")) dates.push_back(*date);
  for (const std::string& text : fields.Words("dates")) {
    const StatusOr<Date> date = Date::Parse(text);
    if (date.ok()) {
      dates.push_back(*date);
    } else {
      fields.Problem("dates", "expected dates as YYYY-MM-DD");
    }
  }
  return dates;
}

AfActivityReport ReadActivityReport(Fields& fields) {
  AfActivityReport report{.code = fields.Word("code", "200 500 501 502", ""),
                          .dates = ReadDates(fields)};
  if (report.code.empty()) fields.Problem("code", "is missing: 200, 500, 501 or 502");
  if (report.code == "200" && report.dates.empty()) {
    fields.Problem("date", "is missing: code 200 always comes with a date");
  }
  return report;
}

SoPayment ReadSoPayment(Fields& fields) {
  SoPayment payment;
  payment.date = fields.RequiredDate("date");
  payment.net_after_tax = fields.RequiredAmount("net_after_tax");
  payment.net_after_deductions = fields.Amount("net_after_deductions", payment.net_after_tax);
  payment.days = fields.RequiredAmount("days");
  payment.span = ReadSpan(fields);
  return payment;
}

MivPermit ReadPermit(Fields& fields) {
  MivPermit permit;
  permit.reason = fields.Text("reason");
  permit.applied = fields.OptionalDate("applied");
  permit.case_type = ReadCode(fields, "case_type");
  permit.decision_code = ReadCode(fields, "decision_code");
  permit.decision_type = ReadCode(fields, "decision_type");
  permit.decided = fields.OptionalDate("decided");
  permit.from = fields.OptionalDate("from");
  permit.to = fields.OptionalDate("to");
  permit.validity = fields.Word("validity", "PERMANENT TIDBEGRANSAT", "");
  return permit;
}

}  // namespace

DateSpan ReadSpan(Fields& fields) {
  const DateSpan span{.from = fields.RequiredDate("from"), .to = fields.RequiredDate("to")};
  if (span.to < span.from) fields.Problem("to", "lies before from");
  return span;
}

Code ReadCode(Fields& fields, const std::string& key) {
  const YAML::Node node = fields.Child(key);
  if (!node.IsDefined()) return {};
  if (node.IsScalar()) return {.id = node.Scalar(), .text = ""};
  Code code;
  if (!node.IsMap()) {
    fields.Problem(key, "expected a code or {id, text}");
    return code;
  }
  for (const auto& entry : node) {
    const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if ((name != "id" && name != "text") || !entry.second.IsScalar()) {
      fields.Problem(key, "expected {id, text}");
    } else {
      (name == "id" ? code.id : code.text) = entry.second.Scalar();
    }
  }
  if (code.id.empty()) fields.Problem(key, "id is missing");
  return code;
}

AfState ReadAf(Fields& fields) {
  AfState state;
  state.registered = fields.OptionalFlag("registered");
  state.category = fields.Text("category");
  state.since = fields.OptionalDate("since");
  state.deregistered = fields.OptionalDate("deregistered");
  state.extent_percent = fields.OptionalWhole("extent", 0, 100);
  if (fields.Has("activity_report")) {
    Fields report(
        fields.Child("activity_report"), fields.path() + ".activity_report", fields.problems());
    state.activity_report = ReadActivityReport(report);
    report.Finish();
  }
  fields.Each("decisions", [&state](Fields& decision) {
    state.decisions.push_back({.type = decision.RequiredText("type"),
                               .extent_percent = decision.Whole("extent", 0, 100, 100),
                               .span = ReadSpan(decision)});
  });
  state.fund = fields.Text("fund");
  state.status_code = fields.Whole("status_code", -1000000, 1000000, 0);
  state.status_text = fields.Text("status_text", std::string(kAfNormal));
  return state;
}

SkvState ReadSkv(Fields& fields) {
  SkvState state;
  state.status_code = fields.Text("status_code", "999");
  fields.Each("capital", [&state](Fields& year) {
    state.capital.push_back({.year = year.Whole("year", 1990, 2199, 0),
                             .income_kronor = year.RequiredKronor("income"),
                             .surplus_kronor = year.Kronor("surplus", 0)});
    if (!year.Has("year")) year.Problem("year", "is missing");
  });
  state.extra = fields.Words("extra");
  for (const std::string& part : state.extra) {
    if (!ParseXml("<extra>" + part + "</extra>", XmlLimits{}).ok()) {
      fields.Problem("extra", "holds text that is no well-formed XML");
    }
  }
  state.message_code = fields.OptionalWhole("message_code", 9071000, 9071999);
  state.message_text = fields.Text("message_text", "Simulerat fel");
  return state;
}

SoFund ReadSoFund(Fields& fields) {
  SoFund fund;
  fund.name = fields.RequiredText("name");
  fund.status = fields.Text("status", fund.status);
  fields.Each("payments",
              [&fund](Fields& payment) { fund.payments.push_back(ReadSoPayment(payment)); });
  fields.Each("suspensions", [&fund](Fields& span) { fund.suspensions.push_back(ReadSpan(span)); });
  if (fields.Has("application")) {
    Fields application(
        fields.Child("application"), fields.path() + ".application", fields.problems());
    fund.application = SoApplication{.right_decided = application.OptionalDate("right_decided"),
                                     .payment_applied = application.Flag("payment_applied", false)};
    application.Finish();
  }
  return fund;
}

SoState ReadSo(Fields& fields) {
  SoState state;
  fields.Each("funds", [&state](Fields& fund) { state.funds.push_back(ReadSoFund(fund)); });
  return state;
}

TnsState ReadTns(Fields& fields) {
  TnsState state;
  fields.Each("vehicles", [&state](Fields& vehicle) {
    state.vehicles.push_back({.registration = vehicle.RequiredText("registration"),
                              .make = vehicle.RequiredText("make"),
                              .year = vehicle.RequiredText("year"),
                              .kind = vehicle.Text("kind", "PERSONBIL"),
                              .model = vehicle.Text("model")});
  });
  state.error_code = fields.OptionalWhole("error_code", -1000000, 1000000);
  state.error_text = fields.Text("error_text", "Simulerat fel");
  return state;
}

MivState ReadMiv(Fields& fields) {
  MivState state;
  state.country = fields.Text("country");
  state.entered = fields.OptionalDate("entered");
  fields.Each("permits", [&state](Fields& permit) { state.permits.push_back(ReadPermit(permit)); });
  return state;
}

}  // namespace dm::sim
