#include <algorithm>
#include <string>
#include <vector>

#include "worker/backtest/page_parts.h"
#include "worker/backtest/svg_chart.h"
#include "worker/core/markup.h"
#include "worker/report/forms.h"

namespace dm::report {
namespace {

using backtest::Cell;
using backtest::Section;
using backtest::Wide;

constexpr std::size_t kColumnsMax = 13;
constexpr std::size_t kColumnLabelMax = 9;
constexpr std::size_t kStacksMax = 24;
constexpr std::size_t kPartsMax = 4;  // colours

double ValueOf(const ReportCell& cell) {
  return cell.state == ReportCellState::kValue ? static_cast<double>(cell.value) : 0.0;
}

std::string ColumnsOf(const ReportTable& table) {
  const auto at = static_cast<std::size_t>(table.charted.front());
  std::vector<backtest::Column> columns;
  bool words = false;
  for (const ReportRow& row : table.rows) {
    if (row.total) continue;
    columns.push_back({.label = row.label,
                       .value = ValueOf(row.cells[at]),
                       .text = CellWords(row.cells[at], table.columns[at].unit)});
    words = words || row.label.size() > kColumnLabelMax;
  }
  const std::string title = table.title + ": " + table.columns[at].title;
  const bool lying = words || columns.size() > kColumnsMax;
  return Wide("Bild: " + title,
              lying ? backtest::Bars(title, columns) : backtest::Columns(title, columns));
}

// Rows with a hidden part have no shares to draw.
std::string StacksOf(const ReportTable& table) {
  std::vector<backtest::Stack> stacks;
  for (const ReportRow& row : table.rows) {
    if (row.total || stacks.size() == kStacksMax) continue;
    backtest::Stack stack{.label = row.label, .parts = {}};
    bool whole = table.charted.size() <= kPartsMax;
    for (const int at : table.charted) {
      const ReportCell& cell = row.cells[static_cast<std::size_t>(at)];
      whole = whole && cell.state == ReportCellState::kValue;
      stack.parts.push_back(
          {.label = table.columns[static_cast<std::size_t>(at)].title, .value = ValueOf(cell)});
    }
    if (whole) stacks.push_back(std::move(stack));
  }
  if (stacks.empty()) return "";
  const bool some = std::any_of(table.rows.begin(), table.rows.end(), [&stacks](const auto& row) {
    return !row.total && std::none_of(stacks.begin(), stacks.end(), [&row](const auto& one) {
      return one.label == row.label;
    });
  });
  return Wide("Bild: " + table.title, backtest::Stacks(table.title, stacks)) +
         (some ? "<p>Rader med dolda siffror är inte med i bilden.</p>\n" : "");
}

std::string ChartOf(const ReportTable& table) {
  switch (table.chart) {
    case ReportChart::kNone:
      return "";
    case ReportChart::kColumns:
      return ColumnsOf(table);
    case ReportChart::kStacks:
      return StacksOf(table);
  }
  return "";
}

std::string TableOf(const ReportTable& table) {
  std::string html = "<table><thead><tr><th scope=\"col\">" + Escaped(table.head) + "</th>";
  for (const ReportColumn& column : table.columns) {
    const std::string unit = UnitWord(column.unit);
    html +=
        "<th scope=\"col\">" + Escaped(column.title + (unit.empty() ? "" : ", " + unit)) + "</th>";
  }
  html += "</tr></thead><tbody>\n";
  for (const ReportRow& row : table.rows) {
    html += "<tr><th scope=\"row\">" +
            (row.total ? "<b>" + Escaped(row.label) + "</b>" : Escaped(row.label)) + "</th>";
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      html += Cell(CellWords(row.cells[i], table.columns[i].unit));
    html += "</tr>\n";
  }
  return "<h3>" + Escaped(table.title) + "</h3>\n" + ChartOf(table) +
         Wide(table.title, html + "</tbody></table>");
}

std::string MeasureOf(const ReportMeasure& measure) {
  std::string body;
  for (const ReportTable& table : measure.tables) body += TableOf(table);
  for (const std::string& note : measure.notes) body += "<p>" + Escaped(note) + "</p>\n";
  if (!measure.missing.empty()) {
    body += "<p>Saknas:</p>\n<ul>\n";
    for (const std::string& missing : measure.missing)
      body += "<li>" + Escaped(missing) + "</li>\n";
    body += "</ul>\n";
  }
  body += "<p>Underlag: " + Escaped(measure.source) + ".</p>\n";
  return Section(measure.code + "  " + measure.title, measure.definition, body, measure.code);
}

// The last cell of a table's sum, as a card.
std::string CardOf(const Report& report, const char* code, std::size_t table, const char* words) {
  for (const ReportMeasure& measure : report.measures) {
    if (measure.code != code || measure.tables.size() <= table) continue;
    const ReportTable& shown = measure.tables[table];
    if (shown.rows.empty() || !shown.rows.back().total) continue;
    return backtest::Card(CellWords(shown.rows.back().cells.back(), shown.columns.back().unit),
                          words);
  }
  return backtest::Card("saknas", words);
}

}  // namespace

std::string ReportHtml(const Report& report) {
  std::string page = backtest::PageHead("Uppföljning av ekonomiskt bistånd");
  page += "<dl><dt>Kommun</dt><dd>" + Escaped(report.municipality) + "</dd><dt>Period</dt><dd>" +
          Escaped(report.from.ToSwedish() + " – " + report.to.ToSwedish()) +
          "</dd><dt>Framtagen</dt><dd>" + Escaped(SwedishDateTime(report.made_at)) +
          "</dd><dt>Regler</dt><dd>" + Escaped(report.policy_sha256.substr(0, 12)) + "</dd></dl>\n";
  page += "<div class=\"cards\">\n" +
          CardOf(report, "M-01", 1, "av beräkningarna av medarbetaren (jämförelse 70 %)") +
          CardOf(report, "M-01", 0, "av besluten automatiskt (jämförelse 40 %)") +
          CardOf(report, "M-02", 0, "av ansökningarna digitalt") +
          CardOf(report, "M-06", 0, "beviljat per hushållsmånad") + "</div>\n";
  page += "<p>" + Escaped(Legend(report)) + "</p>\n<h2>Innehåll</h2>\n<ul class=\"contents\">\n";
  for (const ReportMeasure& measure : report.measures) {
    page += "<li><a href=\"#" + Escaped(measure.code) + "\">" +
            Escaped(measure.code + " " + measure.title) + "</a>" +
            (measure.available ? "" : " (saknas)") + "</li>\n";
  }
  page += "</ul>\n";
  for (const ReportMeasure& measure : report.measures) page += MeasureOf(measure);
  return page + backtest::PageEnd();
}

}  // namespace dm::report
