#include <algorithm>

#include "connectors/sim/spoil.h"

namespace dm::sim {
namespace {

constexpr int kFailureCode = 9;
constexpr int kSkvFailure = 9071001;
constexpr int kSkvWithheld = 9071403;
constexpr int kTnsWithheld = 403;
constexpr int kLongAgoDays = 800;

// The kinds that want a payment to spoil.
bool NeedsPayment(FaultKind kind) {
  return kind == FaultKind::kUnreadableValue || kind == FaultKind::kUnreadableDate ||
         kind == FaultKind::kContradiction || kind == FaultKind::kOutsidePeriod;
}

void ForgeAf(FaultKind kind, const AnswerContext& context, Person& person) {
  AfState& af = person.af ? *person.af : person.af.emplace();
  if (kind == FaultKind::kInDataFailure) {
    af.status_code = kFailureCode;
    af.status_text = "Tekniskt fel";
  } else if (kind == FaultKind::kWithheld) {
    person.is_protected = true;
  } else if (kind == FaultKind::kUnlistedCode) {
    af.registered = true;
    af.activity_report = {.code = "599", .dates = {}};
  } else if (NeedsPayment(kind)) {
    const Date day = context.question.SpanFor(Agency::kAf).to;
    af.registered = true;
    af.since = day;
    af.activity_report = {.code = "200", .dates = {day}};
  }
}

CsnCase MadeUpCase(Date day, bool is_listed) {
  CsnPayment payment{.date = day, .status = is_listed ? "Utbetald" : "OKÄND", .weeks = {}};
  CsnAmount amount{.type = {.id = is_listed ? "GRUNDB" : "OKÄND", .text = "Bidrag"},
                   .weekly_kronor = 900,
                   .total_kronor = 900};
  payment.weeks.push_back({.from = "", .to = "", .amounts = {amount}});
  return {.section = CsnSection::kStudiemedel,
          .form = {.id = "GRUND", .text = "Studiemedel"},
          .status = "BESLUTAD",
          .applied = {},
          .granted = {},
          .payments = {payment}};
}

void ForgeCsn(FaultKind kind, const AnswerContext& context, Person& person) {
  CsnState& csn = person.csn ? *person.csn : person.csn.emplace();
  const Date day = context.question.SpanFor(Agency::kCsn).from;
  if (kind == FaultKind::kInDataFailure) {
    csn.result_code = std::to_string(kFailureCode);
    csn.result_text = "Tekniskt fel";
  } else if (kind == FaultKind::kWithheld) {
    csn.sekretess = "J";
  } else if (NeedsPayment(kind) || kind == FaultKind::kUnlistedCode) {
    csn.no_hit = false;
    csn.cases = {MadeUpCase(day, kind != FaultKind::kUnlistedCode)};
  }
}

// A payment in the first group of payments that is asked for; without one the supplier fails.
void MakeUpFkPayment(FaultKind kind, const LefiQuestion& asked, FkState& fk) {
  FkPayment payment;
  payment.ignores_period = true;
  payment.family = {.id = "SIM", .text = "Simulerad"};
  payment.date = asked.span.from;
  payment.gross = Money::FromKronor(1000);
  payment.net = payment.gross;
  for (const LefiPart part : {LefiPart::kPayments, LefiPart::kPreliminary}) {
    for (const std::string& group : asked.groups[static_cast<std::size_t>(part)]) {
      if (!payment.group.empty() || !group.starts_with("FK:")) continue;
      payment.group = group;
      payment.preliminary = part == LefiPart::kPreliminary;
    }
  }
  if (payment.group.empty()) {
    fk.state = SupplierState::kFailing;
    return;
  }
  if (kind == FaultKind::kOutsidePeriod) payment.date = asked.span.from.PlusDays(-kLongAgoDays);
  if (kind == FaultKind::kContradiction) payment.net = Money::FromKronor(4000);
  payment.period = {.from = payment.date.ToString(), .to = payment.date.ToString()};
  payment.rows.push_back({.benefit = {.id = "SIM", .text = "Simulerad"},
                          .period = payment.period,
                          .amount_type = {.id = "SIM", .text = "Simulerad"},
                          .extent = {},
                          .days = {},
                          .amount = payment.gross});
  fk.payments = {payment};
}

// Every group that is asked for, at its supplier.
void WithholdAll(const LefiQuestion& asked, Person& person) {
  for (std::size_t part = 0; part < kLefiParts.size(); ++part) {
    for (const std::string& group : asked.groups[part]) {
      auto& deviations = group.starts_with("FK:") ? person.fk->deviations : person.pm->deviations;
      deviations.push_back({.part = std::string(kLefiParts[part]),
                            .group = group,
                            .code = "OBEHORIG",
                            .text = "Behörighet saknas"});
    }
  }
}

void ForgeFk(FaultKind kind, const AnswerContext& context, Person& person) {
  if (!person.fk) person.fk.emplace();
  if (!person.pm) person.pm.emplace();
  if (kind == FaultKind::kInDataFailure) {
    person.fk->state = SupplierState::kFailing;
    person.pm->state = SupplierState::kFailing;
    return;
  }
  if (!context.question.fk || !context.question.fk->lefi) return;
  const std::optional<LefiQuestion>& asked = context.question.fk->lefi;
  if (kind == FaultKind::kWithheld) WithholdAll(*asked, person);
  if (NeedsPayment(kind)) MakeUpFkPayment(kind, *asked, *person.fk);
}

void ForgeSkv(FaultKind kind, Person& person) {
  SkvState& skv = person.skv ? *person.skv : person.skv.emplace();
  if (kind == FaultKind::kInDataFailure || kind == FaultKind::kWithheld) {
    skv.message_code = kind == FaultKind::kWithheld ? kSkvWithheld : kSkvFailure;
    skv.message_text = kind == FaultKind::kWithheld ? "Uppgiften lämnas inte ut" : "Tekniskt fel";
    return;
  }
  if (skv.capital.empty()) skv.capital.push_back({.year = 2025, .income_kronor = 120});
  if (kind == FaultKind::kUnlistedCode) skv.status_code = "123";
}

void ForgeSo(FaultKind kind, const AnswerContext& context, Person& person) {
  if (!person.so) person.so = SoState{.funds = context.scenario.so_funds};
  std::vector<SoFund>& funds = person.so->funds;
  if (kind == FaultKind::kWithheld) return funds.clear();
  if (funds.empty()) funds.push_back({.name = "Testkassan A"});
  for (SoFund& fund : funds) {
    if (kind == FaultKind::kInDataFailure) fund.status = "fel";
    if (kind == FaultKind::kUnlistedCode) fund.status = "okänd status";
  }
  if (!NeedsPayment(kind)) return;
  const DateSpan span = context.question.SpanFor(Agency::kSo);
  SoPayment payment{.date = span.from,
                    .net_after_tax = Money::FromKronor(1000),
                    .net_after_deductions = Money::FromKronor(1000),
                    .days = Money::FromKronor(5),
                    .span = {.from = span.from, .to = span.from}};
  if (kind == FaultKind::kContradiction) {
    payment.net_after_deductions = Money::FromKronor(4000);
    payment.span = {.from = span.from, .to = span.from.PlusDays(-30)};
  }
  funds.front().payments = {payment};
}

void ForgeTns(FaultKind kind, Person& person) {
  if (kind != FaultKind::kInDataFailure && kind != FaultKind::kWithheld) return;
  TnsState& tns = person.tns ? *person.tns : person.tns.emplace();
  tns.error_code = kind == FaultKind::kWithheld ? kTnsWithheld : kFailureCode;
  tns.error_text = kind == FaultKind::kWithheld ? "Behörighet saknas" : "Tekniskt fel";
}

void ForgeMiv(FaultKind kind, const AnswerContext& context, Person& person) {
  MivState& miv = person.miv ? *person.miv : person.miv.emplace();
  if (kind == FaultKind::kWrongPerson) return;  // that there is an answer is enough
  const Date day = context.question.span.from;
  const bool is_listed = kind != FaultKind::kUnlistedCode;
  MivPermit permit{.reason = {},
                   .applied = {},
                   .case_type = {.id = is_listed ? "UAT" : "ZZZ", .text = ""},
                   .decision_code = {.id = is_listed ? "BEV" : "ZZZ", .text = ""},
                   .decision_type = {.id = is_listed ? "TUT" : "ZZZ", .text = ""},
                   .decided = day,
                   .from = day,
                   .to = day.PlusDays(kind == FaultKind::kContradiction ? -kLongAgoDays : 365),
                   .validity = is_listed ? "TIDBEGRANSAT" : "ZZZ"};
  miv.permits = {permit};
}

}  // namespace

bool Forges(FaultKind kind) {
  return NeedsPayment(kind) || kind == FaultKind::kWrongPerson ||
         kind == FaultKind::kInDataFailure || kind == FaultKind::kUnlistedCode ||
         kind == FaultKind::kWithheld;
}

Person Forged(FaultKind kind, Agency agency, const AnswerContext& context) {
  Person person = context.person == nullptr ? Person() : *context.person;
  switch (agency) {
    case Agency::kAf:
      ForgeAf(kind, context, person);
      break;
    case Agency::kCsn:
      ForgeCsn(kind, context, person);
      break;
    case Agency::kFk:
      ForgeFk(kind, context, person);
      break;
    case Agency::kSkv:
      ForgeSkv(kind, person);
      break;
    case Agency::kSo:
      ForgeSo(kind, context, person);
      break;
    case Agency::kTns:
      ForgeTns(kind, person);
      break;
    case Agency::kMiv:
      ForgeMiv(kind, context, person);
      break;
  }
  return person;
}

}  // namespace dm::sim
