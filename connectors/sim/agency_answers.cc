#include <string>

#include "connectors/sim/answers.h"

namespace dm::sim {
namespace {

constexpr std::string_view kNotInPeriod = "501";

Date LastSunday(int year, int month) {
  const Date last = Month::Make(year, month).value().last_day();
  return last.PlusDays(-(last.iso_weekday() % 7));
}

const char* Boolean(bool value) {
  return value ? "true" : "false";
}

void OptionalElement(soap::XmlWriter& xml, std::string_view name, const std::string& text) {
  if (!text.empty()) xml.Element(name, text);
}

void OptionalDate(soap::XmlWriter& xml, std::string_view name, const std::optional<Date>& date) {
  if (date) xml.Element(name, DateWithOffset(*date));
}

// ---- AF ----

void WriteAfEcho(const AnswerContext& context, const DateSpan& span, soap::XmlWriter& xml) {
  const Question& question = context.question;
  xml.Open("af:Fraga");
  xml.Element("af:OrganisationsnummerForIngivare", question.organisation_number);
  xml.Element("af:NamnPaIngivare", question.organisation_name);
  xml.Element("af:KontonamnForHandlaggare", question.handler);
  xml.Element("af:Referensnummer", question.case_id);
  xml.Element("af:From", span.from.ToString());
  xml.Element("af:Tom", span.to.ToString());
  xml.Element("af:SyfteMedFraga", question.purpose);
  xml.Element("af:LagParagraf", question.law);
  if (!question.processors.empty()) {
    const Processor& first = question.processors.front();
    xml.Element("af:OrganisationsnummerForPersonuppgiftsbitrade", first.organisation_number);
    xml.Element("af:NamnPaPersonuppgiftsbitrade", first.name);
  }
  xml.Element("af:IdentitetsbeteckningFysiskPerson", context.identity);
  xml.Close();
}

// 200 needs a report in the asked period; the latest one is shown.
void WriteActivityReport(const AfState& state, const DateSpan& span, soap::XmlWriter& xml) {
  std::string_view code = "500";
  std::optional<Date> latest;
  if (state.activity_report) {
    code = state.activity_report->code;
    for (const Date date : state.activity_report->dates) {
      if (span.Contains(date) && (!latest || *latest < date)) latest = date;
    }
    if (code == "200" && !latest) code = kNotInPeriod;
  }
  xml.Open("af:AktivetetsRapportDatum").Element("af:AktivitetsRapportMeddelande", code);
  if (latest) xml.Element("af:SenasteAktivitetsRapportDatum", latest->ToString());
  xml.Close();
}

bool HasJobSeekerInfo(const AfState& state) {
  return state.registered.has_value() || state.activity_report.has_value();
}

void WriteJobSeeker(const AfState& state,
                    const DateSpan& span,
                    bool peer_like,
                    soap::XmlWriter& xml) {
  xml.Open("af:ArbetssokandeInfo");
  if (state.registered) xml.Element("af:Arbetssokande", Boolean(*state.registered));
  OptionalElement(xml, "af:ArbetssokandeSKAT", state.category);
  OptionalDate(xml, "af:ArbetssokandeRegistrerad", state.since);
  if (state.extent_percent) {
    xml.Element("af:ArbetssokandeOmfattning", std::to_string(*state.extent_percent));
  }
  OptionalDate(xml, "af:ArbetssokandeAvaktualiserad", state.deregistered);
  if (!peer_like) WriteActivityReport(state, span, xml);
  xml.Close();
}

void WriteAfDecisions(const AfState& state, const DateSpan& span, soap::XmlWriter& xml) {
  if (state.decisions.empty()) return;
  xml.Open("af:BeslutInfo").Open("af:EkonomiskaBeslut");
  for (const AfDecision& decision : state.decisions) {
    if (!decision.span.Overlaps(span)) continue;
    xml.Open("af:Beslut").Element("af:ErsattningTyp", decision.type);
    xml.Element("af:Omfattning", std::to_string(decision.extent_percent));
    xml.Element("af:BeslutFrom", decision.span.from.ToString());
    xml.Element("af:BeslutTom", decision.span.to.ToString()).Close();
  }
  xml.Close().Close();
}

AfState NothingAtAf() {
  AfState state;
  state.status_text = "Frågan har behandlats normalt och ett giltigt svar har returnerats.";
  return state;
}

// ---- SO ----

void WriteSoEcho(const AnswerContext& context, const DateSpan& span, soap::XmlWriter& xml) {
  const Question& question = context.question;
  xml.Element("so:OrganisationsnummerIngivare", question.organisation_number);
  xml.Element("so:NamnIngivare", question.organisation_name);
  xml.Element("so:KontonamnHandlaggare", question.handler);
  xml.Element("so:Referensnummer", question.case_id);
  xml.Element("so:From", span.from.ToString());
  xml.Element("so:Tom", span.to.ToString());
  if (!context.peer_like[Agency::kSo]) {
    xml.Element("so:Syfte", question.purpose);
    xml.Element("so:Paragraf", question.law);
  }
  for (const Processor& processor : question.processors) {
    xml.Element("so:OrganisationsnummerPersonuppgiftsbitrade", processor.organisation_number);
  }
  for (const Processor& processor : question.processors) {
    xml.Element("so:NamnPersonuppgiftsbitrade", processor.name);
  }
  xml.Element("so:IdentificationNumber", context.identity);
}

void WriteSoPayment(const SoPayment& payment, soap::XmlWriter& xml) {
  xml.Open("so:Utbetalningar");
  xml.Element("so:Utbetalningsdatum", payment.date.ToString());
  xml.Element("so:NettoEfterSkatt", payment.net_after_tax.ToString());
  xml.Element("so:NettoEfterAvdrag", payment.net_after_deductions.ToString());
  xml.Element("so:Ersattningsdagar", payment.days.ToString());
  xml.Element("so:AvserFrom", payment.span.from.ToString());
  xml.Element("so:AvserTom", payment.span.to.ToString());
  xml.Close();
}

void WriteSoApplication(const SoApplication& application, soap::XmlWriter& xml) {
  xml.Open("so:AnsoktOmErsattning").Open("so:BeslutOmRattTillErsattning");
  if (application.right_decided) {
    xml.Text(application.right_decided->ToString());
  } else {
    xml.Attribute("xsi:nil", "true");
  }
  xml.Close();
  xml.Element("so:AnsokanOmUtbetalningInlamnad", Boolean(application.payment_applied)).Close();
}

void WriteSoFund(const SoFund& fund, const DateSpan& span, soap::XmlWriter& xml) {
  xml.Open("so:Arbetsloshetsersattning").Element("so:SvarandeOrganisation", fund.name);
  xml.Element("so:StatusSvarandeOrganisation", fund.status);
  for (const SoPayment& payment : fund.payments) {
    if (span.Contains(payment.date)) WriteSoPayment(payment, xml);
  }
  for (const DateSpan& suspension : fund.suspensions) {
    if (!suspension.Overlaps(span)) continue;
    xml.Open("so:Avstangningar").Element("so:AvstangdFrom", suspension.from.ToString());
    xml.Element("so:AvstangdTom", suspension.to.ToString()).Close();
  }
  if (fund.application) WriteSoApplication(*fund.application, xml);
  xml.Close();
}

// ---- MIV ----

void WriteCode(soap::XmlWriter& xml, const std::string& name, const Code& code) {
  OptionalElement(xml, name, code.id);
  OptionalElement(xml, name + "Namn", code.text);
}

void WritePermit(const MivPermit& permit, soap::XmlWriter& xml) {
  xml.Open("svar");
  OptionalElement(xml, "anledning", permit.reason);
  OptionalDate(xml, "ansokningsdatum", permit.applied);
  WriteCode(xml, "arendeTyp", permit.case_type);
  WriteCode(xml, "beslutsKod", permit.decision_code);
  WriteCode(xml, "beslutsTyp", permit.decision_type);
  OptionalDate(xml, "beslutsdatum", permit.decided);
  OptionalDate(xml, "fromDatum", permit.from);
  OptionalElement(xml, "giltighetstid", permit.validity);
  OptionalDate(xml, "tomDatum", permit.to);
  xml.Close();
}

}  // namespace

std::string DateWithOffset(Date date) {
  // Summer time begins and ends after midnight, so the last Sunday of March still begins in winter
  // time, that of October in summer time.
  const bool summer = LastSunday(date.year(), 3) < date && date <= LastSunday(date.year(), 10);
  return date.ToString() + (summer ? "+02:00" : "+01:00");
}

void WriteAf(const AnswerContext& context, soap::XmlWriter& xml) {
  const bool peer_like = context.peer_like[Agency::kAf];
  const DateSpan span = context.question.SpanFor(Agency::kAf);
  const bool known = context.person != nullptr && context.person->af.has_value();
  const AfState nothing = known ? AfState() : NothingAtAf();
  const AfState& state = known ? *context.person->af : nothing;
  if (!peer_like) WriteAfEcho(context, span, xml);
  xml.Open("af:Svar").Element("af:Schemaversion", "4.0");
  xml.Element("af:Referensnummer", context.question.case_id);
  if (!peer_like) xml.Element("af:LagParagraf", context.question.law);
  xml.Element("af:IdentitetsbeteckningFysiskPerson", context.identity);
  if (known) {
    OptionalElement(xml, "af:Fornamn", context.person->first_name);
    OptionalElement(xml, "af:Efternamn", context.person->last_name);
  }
  if (context.person != nullptr) {
    xml.Element("af:Sekretessmarkering", Boolean(context.person->is_protected));
  }
  if (HasJobSeekerInfo(state)) WriteJobSeeker(state, span, peer_like, xml);
  WriteAfDecisions(state, span, xml);
  OptionalElement(xml, "af:Akassetillhorighet", state.fund);
  xml.Element("af:StatusSokandeinformationKod", std::to_string(state.status_code));
  xml.Element("af:StatusSokandeinformationKodText", state.status_text).Close();
}

void WriteSo(const AnswerContext& context, soap::XmlWriter& xml) {
  const DateSpan span = context.question.SpanFor(Agency::kSo);
  const bool known = context.person != nullptr && context.person->so.has_value();
  const std::vector<SoFund>& funds = known ? context.person->so->funds : context.scenario.so_funds;
  WriteSoEcho(context, span, xml);
  xml.Open("so:ArbetsloshetsersattningLista");
  for (const SoFund& fund : funds) WriteSoFund(fund, span, xml);
  xml.Close();
}

void WriteTns(const AnswerContext& context, soap::XmlWriter& xml) {
  const TnsState* state =
      context.person != nullptr && context.person->tns ? &*context.person->tns : nullptr;
  if (state != nullptr && state->error_code) {
    xml.Element("tns:resultat", "FEL").Open("tns:felresultat");
    xml.Element("tns:felkod", std::to_string(*state->error_code));
    xml.Element("tns:feltext", state->error_text).Close();
    return;
  }
  xml.Element("tns:resultat", "OK").Open("tns:fordonsinnehav");
  if (state != nullptr) {
    for (const TnsVehicle& vehicle : state->vehicles) {
      xml.Open("frd:fordon").Element("frd:regnr", vehicle.registration);
      xml.Element("frd:fabrikat", vehicle.make).Element("frd:fordonsar", vehicle.year);
      xml.Element("frd:fordonsslag", vehicle.kind);
      xml.Element("frd:handelsbeteckning", vehicle.model).Close();
    }
  }
  xml.Close();
}

void WriteMiv(const AnswerContext& context, soap::XmlWriter& xml) {
  if (context.person == nullptr || !context.person->miv) return;
  const MivState& state = *context.person->miv;
  xml.Open("response");
  if (context.question.correlation_id) {
    xml.Element("korrelationsid", *context.question.correlation_id);
  }
  // A different id: the agency's own.
  xml.Element("correlationid", "miv-" + context.question.case_id);
  OptionalElement(xml, "efternamn", context.person->last_name);
  OptionalElement(xml, "fornamn", context.person->first_name);
  OptionalElement(xml, "hemland", state.country);
  OptionalDate(xml, "inresedatum", state.entered);
  xml.Element("personnummer", context.identity);
  xml.Open("svarCollection");
  for (const MivPermit& permit : state.permits) WritePermit(permit, xml);
  xml.Close().Close();
}

std::string SkvDocument(const AnswerContext& context) {
  const SkvState* state =
      context.person != nullptr && context.person->skv ? &*context.person->skv : nullptr;
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration();
  if (state != nullptr && state->message_code) {
    xml.Open("skv:Exception")
        .Attribute("xmlns:skv", "http://beskattningws.ws.service.bs.zg.rsv.se/");
    xml.Element("MeddelandeKod", std::to_string(*state->message_code));
    xml.Element("MeddelandeText", state->message_text).Close();
    return out;
  }
  constexpr std::string_view kBase = "http://xmls.skatteverket.se/se/skatteverket/zg/";
  xml.Open("SvarBeskattningsuppgifterEnligtSFS2008-975");
  xml.Attribute("xmlns", std::string(kBase) + "instans/standardiseradInformation/1.0");
  xml.Attribute("xmlns:besko", std::string(kBase) + "komponent/infoForBeskattning/1.0");
  xml.Attribute("xmlns:folko", std::string(kBase) + "komponent/infoForFolkbokforing/1.0");
  xml.Open("PersonuppgiftLista");
  const bool has_extra =
      state != nullptr && !state->extra.empty() && context.question.contract == Contract::kV11;
  if (state != nullptr && (!state->capital.empty() || has_extra)) {
    xml.Open("Personuppgift");
    xml.Element("folko:IdentitetsbeteckningFysiskPerson", context.identity);
    OptionalElement(xml, "folko:Fornamn", context.person->first_name);
    OptionalElement(xml, "folko:Efternamn", context.person->last_name);
    xml.Element("StatusPersonuppgiftKod", state->status_code);
    for (const SkvCapital& year : state->capital) {
      xml.Open("Kapitaluppgift").Element("besko:Taxeringsar", std::to_string(year.year));
      xml.Element("besko:SummaIntakterPaKapital", std::to_string(year.income_kronor));
      xml.Element("besko:OverskottPaKapital", std::to_string(year.surplus_kronor)).Close();
    }
    if (has_extra) {
      for (const std::string& part : state->extra) xml.Raw(part);
    }
    xml.Close();
  }
  xml.Close().Close();
  return out;
}

}  // namespace dm::sim
