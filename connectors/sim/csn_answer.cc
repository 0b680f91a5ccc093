#include <algorithm>
#include <array>
#include <chrono>

#include "connectors/sim/answers.h"

namespace dm::sim {
namespace {

struct SectionNames {
  CsnSection section;
  std::string_view element;  // in Person
  std::string_view space;    // last part of the section's namespace
  std::string_view counter;  // in Studiestodstypforteckning
};

constexpr std::array kSections = {
    SectionNames{CsnSection::kStudiemedel, "p:Studiemedel", "studiemedel", "t:studiemedel"},
    SectionNames{CsnSection::kStudiehjalp, "p:Studiehjalp", "studiehjalp", "t:studiehjalp"},
    SectionNames{CsnSection::kHemutrustning,
                 "p:HemutrustningsLan",
                 "hemutrustningslan",
                 "t:hemutrustningslan"},
    SectionNames{
        CsnSection::kStudiestart, "p:Studiestartsstod", "studiestartsstod", "t:studiestartsstod"},
    SectionNames{CsnSection::kOmstallning,
                 "p:Omstallningsstudiestod",
                 "omstallningsstudiestod",
                 "t:omstallningsstudiestod"},
};

// yyyyMMdd
std::string Compact(Date date) {
  std::string text = date.ToString();
  std::erase(text, '-');
  return text;
}

// The Monday of ISO week "yyyyWW". The week that holds 4 January is the first.
Date MondayOf(const std::string& week) {
  const Date fourth = Date::Make(std::stoi(week.substr(0, 4)), 1, 4).value_or(Date());
  return fourth.PlusDays(1 - fourth.iso_weekday() + 7 * (std::stoi(week.substr(4)) - 1));
}

// A dated payment counts by its date; one without by the weeks that it is for.
bool FallsIn(const CsnPayment& payment, const DateSpan& span) {
  if (payment.date) return span.Contains(*payment.date);
  return payment.weeks.empty() ||
         std::ranges::any_of(payment.weeks, [&span](const CsnWeeks& weeks) {
           if (weeks.from.empty() || weeks.to.empty()) return true;
           return span.Overlaps(
               {.from = MondayOf(weeks.from), .to = MondayOf(weeks.to).PlusDays(6)});
         });
}

std::int64_t Total(const std::vector<CsnAmount>& amounts) {
  std::int64_t total = 0;
  for (const CsnAmount& amount : amounts) total += amount.total_kronor;
  return total;
}

void WriteAmounts(const std::vector<CsnAmount>& amounts, soap::XmlWriter& xml) {
  xml.Open("t:Beloppen");
  for (const CsnAmount& amount : amounts) {
    xml.Open("t:Belopp").Element("t:beloppstyp", amount.type.id);
    xml.Element("t:klartext", amount.type.text);
    xml.Element("t:belopp", std::to_string(amount.weekly_kronor));
    xml.Element("t:totbelopp", std::to_string(amount.total_kronor)).Close();
  }
  xml.Close().Element("t:totbelopp", std::to_string(Total(amounts)));
}

void WriteApplied(const CsnCase& one, soap::XmlWriter& xml) {
  xml.Open("s:soktaTider");
  for (const CsnApplied& applied : one.applied) {
    xml.Open("s:soktTid").Element("t:soktfrom", Compact(applied.span.from));
    xml.Element("t:sokttom", Compact(applied.span.to));
    xml.Element("t:soktomfattning", std::to_string(applied.extent_percent));
    if (applied.loan) xml.Element("t:soktlan", *applied.loan ? "J" : " ");
    xml.Close();
  }
  xml.Close().Open("s:BeviljadeTider");
  for (const CsnGranted& granted : one.granted) {
    xml.Open("s:BeviljadTid").Element("t:starttid", granted.from_week);
    xml.Element("t:sluttid", granted.to_week);
    xml.Element("t:takt", std::to_string(granted.extent_percent));
    WriteAmounts(granted.amounts, xml);
    xml.Close();
  }
  xml.Close();
}

void WritePayment(const CsnPayment& payment, soap::XmlWriter& xml) {
  xml.Open("s:Utbetalning");
  xml.Element("t:utbetdatum", payment.date ? Compact(*payment.date) : "0");
  xml.Element("t:utbetstatus", payment.status).Open("t:Utbetaldatider");
  std::int64_t total = 0;
  for (const CsnWeeks& weeks : payment.weeks) {
    xml.Open("t:Utbetaldtid");
    if (!weeks.from.empty()) xml.Element("t:startvecka", weeks.from);
    if (!weeks.to.empty()) xml.Element("t:slutvecka", weeks.to);
    WriteAmounts(weeks.amounts, xml);
    xml.Close();
    total += Total(weeks.amounts);
  }
  xml.Close().Element("t:totbelopp", std::to_string(total)).Close();
}

void WriteCase(const CsnCase& one,
               const SectionNames& names,
               std::string_view version,
               std::size_t number,
               const DateSpan& span,
               soap::XmlWriter& xml) {
  xml.Open("p:Arende");
  xml.Attribute("xmlns:s",
                "http://schema.csn.se/" + std::string(version) + "/" + std::string(names.space));
  xml.Attribute("lopnummer", std::to_string(number));
  xml.Element("s:stodform", one.form.id).Element("s:klartext", one.form.text);
  xml.Element("s:status", one.status);
  if (one.section != CsnSection::kHemutrustning) WriteApplied(one, xml);
  xml.Open("s:UtbetalningsPlan");
  for (const CsnPayment& payment : one.payments) {
    if (FallsIn(payment, span)) WritePayment(payment, xml);
  }
  xml.Close().Close();
}

void WriteSection(const CsnState& state,
                  const SectionNames& names,
                  std::string_view version,
                  const DateSpan& span,
                  soap::XmlWriter& xml) {
  xml.Open(names.element);
  std::size_t number = 0;
  bool is_open = false;
  for (const CsnCase& one : state.cases) {
    ++number;
    if (one.section != names.section) continue;
    if (!is_open) xml.Open("p:Arenden");
    is_open = true;
    WriteCase(one, names, version, number, span, xml);
  }
  if (is_open) xml.Close();
  xml.Close();
}

// The published messages of version 3.0 know nothing of omställningsstudiestöd.
bool Skips(bool peer_like, const SectionNames& names) {
  return peer_like && names.section == CsnSection::kOmstallning;
}

void WritePerson(const AnswerContext& context,
                 const CsnState& state,
                 std::string_view version,
                 soap::XmlWriter& xml) {
  const bool peer_like = context.peer_like[Agency::kCsn];
  const bool nothing = state.no_hit || (state.cases.empty() && state.sekretess.empty());
  xml.Open("Person").Attribute("personnummer", context.identity.substr(2));
  xml.Attribute("Status", nothing ? "Ej träff" : "          ");
  xml.Attribute("sekretess", state.sekretess.empty() ? "  " : state.sekretess);
  xml.Attribute("sekel", context.identity.substr(0, 2));
  xml.Open("p:Studiestodstypforteckning");
  for (const SectionNames& names : kSections) {
    if (Skips(peer_like, names)) continue;
    xml.Element(names.counter,
                std::to_string(std::ranges::count(state.cases, names.section, &CsnCase::section)));
  }
  xml.Close();
  for (const SectionNames& names : kSections) {
    if (Skips(peer_like, names)) continue;
    WriteSection(state, names, version, context.question.SpanFor(Agency::kCsn), xml);
  }
  xml.Close();
}

// CSN's schema cannot carry a samordningsnummer: the day part must begin with 0 to 3.
bool FitsCsn(const std::string& identity) {
  return identity[6] <= '3';
}

}  // namespace

std::string CsnDocument(const AnswerContext& context) {
  const bool known = context.person != nullptr && context.person->csn.has_value();
  CsnState nothing;
  nothing.result_text = "Allt OK, inget att rapportera";
  const CsnState& state = known ? *context.person->csn : nothing;
  const bool peer_like = context.peer_like[Agency::kCsn];
  const std::string version = peer_like ? "v3.0" : "v4.0";
  const std::string base = "http://schema.csn.se/" + version + "/";
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration().Open("CSNSvar").Attribute("xmlns", base + "kommunfraga");
  xml.Attribute("xmlns:p", base + "person").Attribute("xmlns:t", base + "csntyper");
  xml.Attribute("schemaVersion", peer_like ? "3.0" : "4.0");
  xml.Open("GemensamtSvarEkbistand").Open("Resultat");
  xml.Element("ResultatKod", state.result_code).Element("ResultatText", state.result_text);
  xml.Close().Close().Open("GemensamtFragaEkbistand").Close().Open("Personer");
  if (FitsCsn(context.identity)) WritePerson(context, state, version, xml);
  xml.Close().Close();
  return out;
}

}  // namespace dm::sim
