#include <string>

#include <fmt/format.h>

#include "worker/report/forms.h"

namespace dm::report {
namespace {

// The mark lets spreadsheets see that the text is UTF-8.
constexpr char kMark[] = "\xEF\xBB\xBF";

// What a spreadsheet would take for a formula is kept as text.
std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  if (!text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@'))
    quoted += '\'';
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

// With a decimal comma, as Swedish spreadsheets read them.
std::string Decimal(std::int64_t value, int decimals) {
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  const std::int64_t size = value < 0 ? -value : value;
  std::string text = (value < 0 ? "-" : "") + std::to_string(size / unit);
  if (decimals > 0) text += fmt::format(",{:0{}}", size % unit, decimals);
  return text;
}

const char* UnitCode(ReportUnit unit) {
  switch (unit) {
    case ReportUnit::kCount:
      return "antal";
    case ReportUnit::kPermille:
      return "procent";
    case ReportUnit::kOre:
      return "kr";
    case ReportUnit::kTenthDays:
      return "dygn";
    case ReportUnit::kTenthSeconds:
      return "sekunder";
    case ReportUnit::kText:
      return "text";
  }
  return "";
}

// Value and mark.
std::string ValueCells(const ReportCell& cell, ReportUnit unit) {
  if (cell.state == ReportCellState::kHidden) return ";dold";
  if (cell.state == ReportCellState::kMissing) return ";saknas";
  switch (unit) {
    case ReportUnit::kCount:
      return Decimal(cell.value, 0) + ";";
    case ReportUnit::kPermille:
    case ReportUnit::kTenthDays:
    case ReportUnit::kTenthSeconds:
      return Decimal(cell.value, 1) + ";";
    case ReportUnit::kOre:
      return Decimal(cell.value, 2) + ";";
    case ReportUnit::kText:
      return Quoted(cell.text) + ";";
  }
  return ";saknas";
}

std::string RowsOf(const ReportMeasure& measure) {
  std::string csv;
  for (const ReportTable& table : measure.tables) {
    for (const ReportRow& row : table.rows) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        csv += Quoted(measure.code) + ";" + Quoted(table.title) + ";" + Quoted(row.label) + ";" +
               Quoted(table.columns[i].title) + ";" + UnitCode(table.columns[i].unit) + ";" +
               ValueCells(row.cells[i], table.columns[i].unit) + "\r\n";
      }
    }
  }
  for (const std::string& missing : measure.missing)
    csv += Quoted(measure.code) + ";" + Quoted(missing) + ";;;;;saknas\r\n";
  return csv;
}

}  // namespace

std::string ReportCsv(const Report& report) {
  std::string csv = std::string(kMark) + "matt;tabell;rad;kolumn;enhet;varde;anmarkning\r\n";
  for (const ReportMeasure& measure : report.measures) csv += RowsOf(measure);
  return csv;
}

std::string StatisticsCsv(const Report& report) {
  std::string csv = std::string(kMark) + "kommun;manad;uppgift;enhet;varde;anmarkning\r\n";
  const std::string head = Quoted(report.municipality) + ";" + report.to.ToString() + ";";
  for (const ReportMeasure& measure : report.measures) {
    if (measure.code != "STATISTIK") continue;
    for (const ReportTable& table : measure.tables) {
      for (const ReportRow& row : table.rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
          csv += head + Quoted(table.columns[i].title) + ";" + UnitCode(table.columns[i].unit) +
                 ";" + ValueCells(row.cells[i], table.columns[i].unit) + "\r\n";
        }
      }
    }
    for (const std::string& missing : measure.missing)
      csv += head + Quoted(missing) + ";;;saknas\r\n";
  }
  return csv;
}

}  // namespace dm::report
