// The forms of a report: for the terminal, for a spreadsheet, as a page, and the sums for the
// national statistics. All show the same cells.
#pragma once

#include <string>

#include "worker/case/report.h"

namespace dm::report {

// "1 234", "12,3 %", "1 250 kr", "4,5", words; ".." for hidden, "saknas" for missing.
std::string CellWords(const ReportCell& cell, ReportUnit unit);
// "kr", "dygn"; empty for what says it itself.
std::string UnitWord(ReportUnit unit);
// What the marks mean, in a sentence or two.
std::string Legend(const Report& report);

std::string ReportText(const Report& report);
// A line a cell: measure, table, row, column, unit, value, mark.
std::string ReportCsv(const Report& report);
std::string ReportHtml(const Report& report);
// The measure STATISTIK alone, with what is left out and why.
std::string StatisticsCsv(const Report& report);

}  // namespace dm::report
