// The sums for the national monthly statistics: the last month of the period. A column is a figure
// of the file.
#include "worker/report/build_report.h"

namespace dm::report {

void Builder::Statistics(ReportMeasure& measure) const {
  const MonthSum& month = tally().last_month;
  if (month.households.value == 0) return;
  const std::string label = material.span.to.ToString();
  RawTable households;
  households.title = "Hushåll";
  households.head = "månad";
  households.count = "hushåll";
  households.parts = {"hushåll, nya", "hushåll, återkommande"};
  households.rows = {{.label = label, .parts = {month.first, month.again}, .derived = {}}};
  measure.tables.push_back(Table(households));
  RawTable persons;
  persons.title = "Personer";
  persons.head = "månad";
  persons.parts = {"vuxna", "barn"};
  persons.rows = {{.label = label, .parts = {month.adults, month.children}, .derived = {}}};
  measure.tables.push_back(Table(persons));
  const auto group = tally().by_month.find(label);
  if (month.granting.value == 0 || group == tally().by_month.end()) return;
  RawTable granted;
  granted.title = "Beviljat";
  granted.head = "månad";
  if (!FewRefused(group->second)) {
    granted.count = "hushåll med beviljat bistånd";
  } else {
    measure.missing.emplace_back(
        "Hushåll med beviljat bistånd: antalet skulle säga hur många av få som fick avslag.");
  }
  granted.derived = {{"beviljat bistånd", ReportUnit::kOre}};
  granted.rows = {
      {.label = label, .parts = {month.granting}, .derived = {{.value = month.granted.ore()}}}};
  measure.tables.push_back(Table(granted));
}

}  // namespace dm::report
