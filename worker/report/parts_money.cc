// M-06, M-07 and the housing costs.
#include <utility>

#include "worker/case/household_words.h"
#include "worker/report/build_report.h"

namespace dm::report {
namespace {

std::vector<Derived> GrantsOf(const Group& group) {
  return {{.value = group.granted.ore()},
          {.value = Mean(group.granted.ore(), group.granting.value), .over = {0, kAllParts}}};
}

RawRow HousingRow(std::string label, const HousingSum& sum) {
  const std::int64_t cases = sum.within.value + sum.above.value + sum.no_cap.value;
  return {.label = std::move(label),
          .parts = {sum.within, sum.above, sum.no_cap},
          .derived = {{.value = Mean(sum.applied.ore(), cases)},
                      {.value = Mean(sum.granted.ore(), cases)},
                      {.value = Mean(sum.cap.ore(), sum.within.value + sum.above.value),
                       .over = {2, kAllParts}}}};
}

RawTable HousingTable(std::string title, std::string head) {
  RawTable raw;
  raw.title = std::move(title);
  raw.head = std::move(head);
  raw.count = "Hushållsmånader";
  raw.parts = {"Inom nivån", "Över nivån", "Ingen nivå"};
  raw.derived = {{"Sökt, medel", ReportUnit::kOre},
                 {"Godkänt, medel", ReportUnit::kOre},
                 {"Nivå, medel", ReportUnit::kOre}};
  return raw;
}

std::string CostWord(const std::string& group) {
  if (group == "norm") return "norm";
  if (group == "housing.within") return "boende inom kommunens nivå";
  if (group == "housing.above") return "boende över kommunens nivå";
  if (group == "housing.no_cap") return "boende utan nivå";
  return "";
}

}  // namespace

void Builder::Granted(ReportMeasure& measure) const {
  RawTable raw;
  raw.title = "Beviljat efter månad";
  raw.head = "månad";
  raw.derived = {{"Beviljat", ReportUnit::kOre}, {"Per hushållsmånad", ReportUnit::kOre}};
  for (const auto& [label, group] : tally().by_month) {
    if (group.granting.value == 0) continue;
    raw.rows.push_back(
        {.label = label, .parts = {group.granting, group.refused}, .derived = GrantsOf(group)});
  }
  raw.sum = Sum::kTotal;
  raw.total = GrantsOf(tally().all);
  raw.chart = ReportChart::kColumns;
  raw.charted = {0};
  measure.tables.push_back(Table(raw));
  // The same months of the year before: all of them, or nothing is compared.
  Group before;
  for (Month month = material.span.from; month <= material.span.to; month = month.PlusMonths(1)) {
    const auto found = tally().months.find(month.PlusMonths(-12).ToString());
    if (found == tally().months.end()) {
      measure.missing.emplace_back(
          "Förändring i volym och belopp: lagret har inte alla samma månader året före.");
      return;
    }
    before.granting.Add(found->second.granting);
    before.granted += found->second.granted;
  }
  const Group& now = tally().all;
  const auto mean_before = Mean(before.granted.ore(), before.granting.value);
  const auto mean_now = Mean(now.granted.ore(), now.granting.value);
  if (!mean_before || !mean_now) return;
  const std::int64_t volume = (now.granting.value - before.granting.value) * *mean_before;
  const std::int64_t change = now.granted.ore() - before.granted.ore();
  RawTable parts;
  parts.title = "Förändring mot samma månader året före";
  parts.head = "period";
  parts.derived = {{"Förändring", ReportUnit::kOre},
                   {"Av ändrad volym", ReportUnit::kOre},
                   {"Av ändrat belopp", ReportUnit::kOre}};
  parts.rows = {{.label = material.span.from.ToString() + " – " + material.span.to.ToString(),
                 .parts = {now.granting},
                 .derived = {{.value = change, .of = before.granting.people},
                             {.value = volume, .of = before.granting.people},
                             {.value = change - volume, .of = before.granting.people}}}};
  measure.tables.push_back(Table(parts));
}

void Builder::Costs(ReportMeasure& measure) const {
  RawTable raw;
  raw.title = "Godkända kostnader efter rad";
  raw.head = "rad";
  if (!FewRefused(tally().all)) raw.count = "Rader";
  raw.derived = {{"Godkänt", ReportUnit::kOre}};
  if (!FewRefused(tally().all)) raw.derived.push_back({"Medel", ReportUnit::kOre});
  for (const auto& [group, sum] : tally().costs) {
    const std::string word = CostWord(group);
    RawRow row{.label = word.empty() ? Label(group) : word,
               .parts = {sum.cases},
               .derived = {{.value = sum.granted.ore()}}};
    if (raw.derived.size() > 1)
      row.derived.push_back({.value = Mean(sum.granted.ore(), sum.cases.value)});
    raw.rows.push_back(std::move(row));
  }
  raw.chart = ReportChart::kColumns;
  raw.charted = {raw.count.empty() ? 0 : 1};
  measure.tables.push_back(Table(raw));
}

void Builder::HousingCosts(ReportMeasure& measure) const {
  RawTable size = HousingTable("Efter antal personer i hemmet", "personer");
  for (const auto& [persons, sum] : tally().housing_by_size) {
    size.rows.push_back(HousingRow(persons == 0 ? "inte uppgivet" : std::to_string(persons), sum));
  }
  RawTable tenure = HousingTable("Efter upplåtelseform", "form");
  for (const auto& [kind, sum] : tally().housing_by_tenure)
    tenure.rows.push_back(HousingRow(TenureWords(kind), sum));
  for (RawTable* raw : {&size, &tenure}) {
    if (FewRefused(tally().all)) {
      raw->count.clear();
      raw->parts.clear();
    }
    HousingSum all;
    for (const auto& [kind, sum] : tally().housing_by_tenure) {
      all.within.Add(sum.within);
      all.above.Add(sum.above);
      all.no_cap.Add(sum.no_cap);
      all.applied += sum.applied;
      all.granted += sum.granted;
      all.cap += sum.cap;
    }
    raw->sum = Sum::kTotal;
    raw->total = HousingRow("", all).derived;
    measure.tables.push_back(Table(*raw));
  }
}

}  // namespace dm::report
