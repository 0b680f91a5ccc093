// M-04, M-05 and M-09: households, how long they have had assistance, barriers and plans.
#include <bit>

#include "worker/report/build_report.h"

namespace dm::report {
namespace {

constexpr int kLongMonths = 10;
constexpr int kYear = 12;

struct HouseholdSum {
  Counted households;
  Counted adults;
  Counted children;
};

}  // namespace

void Builder::Households(ReportMeasure& measure) const {
  HouseholdSum first;
  HouseholdSum again;
  for (const auto& [id, seen] : tally().households) {
    if (!seen.in_period) continue;
    HouseholdSum& sum = seen.first ? first : again;
    sum.households.Add(id);
    sum.adults.Add(id, seen.adults);
    sum.children.Add(id, seen.children);
  }
  if (first.households.value + again.households.value == 0) return;
  RawTable raw;
  raw.title = "Hushåll i perioden";
  raw.head = "hushåll";
  raw.count = "Hushåll";
  raw.rows = {{.label = "nya", .parts = {first.households}, .derived = {}},
              {.label = "återkommande", .parts = {again.households}, .derived = {}}};
  raw.sum = Sum::kTotal;
  measure.tables.push_back(Table(raw));
  RawTable persons;
  persons.title = "Personer i hushållen";
  persons.head = "hushåll";
  persons.count = "Personer";
  persons.parts = {"Vuxna", "Barn"};
  persons.rows = {
      {.label = "nya", .parts = {first.adults, first.children}, .derived = {}},
      {.label = "återkommande", .parts = {again.adults, again.children}, .derived = {}}};
  persons.sum = Sum::kTotal;
  measure.tables.push_back(Table(persons));
  RawTable months;
  months.title = "Hushållsmånader efter månad";
  months.head = "månad";
  months.count = "Beslut";
  months.parts = {"Med beviljat bistånd", "Utan"};
  for (const auto& [label, group] : tally().by_month) {
    if (group.decided() == 0) continue;
    months.rows.push_back(
        {.label = label, .parts = {group.granting, group.refused}, .derived = {}});
  }
  months.sum = Sum::kTotal;
  months.chart = ReportChart::kColumns;
  months.charted = {1};
  measure.tables.push_back(Table(months));
}

void Builder::LongTerm(ReportMeasure& measure) const {
  const Month first = material.span.to.PlusMonths(1 - kYear);
  if (tally().months.empty()) return;
  const std::string earliest = tally().months.begin()->first;
  if (earliest > first.ToString()) {
    measure.missing.push_back("Långvarigt bistånd: lagret går tillbaka till " + earliest +
                              ", och tolv månader behövs (från " + first.ToString() + ").");
    return;
  }
  Counted long_term;
  Counted shorter;
  for (const auto& [id, seen] : tally().households) {
    if (seen.granted == 0) continue;
    (std::popcount(seen.granted) >= kLongMonths ? long_term : shorter).Add(id);
  }
  RawTable raw;
  raw.title = "Hushåll med bistånd under tolv månader till och med " + material.span.to.ToSwedish();
  raw.head = "period";
  raw.count = "Hushåll";
  raw.parts = {"Minst 10 månader", "Färre"};
  raw.derived = {{"Andel långvarigt", ReportUnit::kPermille}};
  raw.rows = {{.label = first.ToString() + " – " + material.span.to.ToString(),
               .parts = {long_term, shorter},
               .derived = {{.value = Permille(long_term.value, long_term.value + shorter.value),
                            .over = {0, kAllParts}}}}};
  measure.tables.push_back(Table(raw));
}

void Builder::Barriers(ReportMeasure& measure) const {
  RawTable raw;
  raw.title = "Vuxna efter försörjningshinder (en vuxen kan ha flera)";
  raw.head = "hinder";
  raw.count = "Vuxna";
  for (const auto& [code, adults] : material.barriers)
    raw.rows.push_back({.label = Label(code), .parts = {adults}, .derived = {}});
  measure.tables.push_back(Table(raw));
  const auto plans = tally().plans.find("plan");
  if (plans == tally().plans.end()) return;
  RawTable has;
  has.title = "Vuxna i ansökningarna efter planering";
  has.head = "har en plan";
  has.count = "Vuxna";
  for (const auto& [answer, adults] : plans->second)
    has.rows.push_back({.label = answer, .parts = {adults}, .derived = {}});
  has.sum = Sum::kTotal;
  measure.tables.push_back(Table(has));
}

}  // namespace dm::report
