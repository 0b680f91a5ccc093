#include <string>

#include "worker/backtest/report_view.h"

namespace dm::backtest {

namespace {

constexpr char kHead[] =
    "del;grupp;hushall;jamforda;far_mer;far_mindre;fore_kr;efter_kr;mer_kr;mindre_kr\r\n";

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string Cell(const Count& count, std::int64_t min_cell) {
  return count.hidden ? "<" + std::to_string(min_cell) : std::to_string(count.value);
}

// Kronor with a decimal comma, as Swedish spreadsheets read them.
std::string Cell(Money money) {
  const std::int64_t ore = money.ore() < 0 ? -money.ore() : money.ore();
  std::string text = std::to_string(ore / 100);
  const std::int64_t rest = ore % 100;
  if (rest != 0) text += (rest < 10 ? ",0" : ",") + std::to_string(rest);
  return (money.is_negative() ? "-" : "") + text;
}

std::string GroupRow(const char* part, const GroupLine& line, std::int64_t min_cell) {
  std::string row = std::string(part) + ";" + Quoted(line.label) + ";";
  if (line.hidden) return row + "<" + std::to_string(min_cell) + ";;;;;;;\r\n";
  row += std::to_string(line.sums.households) + ";" + std::to_string(line.sums.compared) + ";" +
         Cell(line.gain, min_cell) + ";" + Cell(line.lose, min_cell) + ";";
  if (!line.money) return row + ";;;\r\n";
  return row + Cell(line.sums.before) + ";" + Cell(line.sums.after) + ";" + Cell(line.sums.gained) +
         ";" + Cell(line.sums.lost) + "\r\n";
}

std::string GroupRows(const char* part,
                      const std::vector<GroupLine>& lines,
                      std::int64_t min_cell) {
  std::string rows;
  for (const GroupLine& line : lines) rows += GroupRow(part, line, min_cell);
  return rows;
}

std::string MatrixRows(const char* part,
                       const std::vector<std::string>& words,
                       const std::vector<std::vector<Count>>& cells,
                       std::int64_t min_cell) {
  std::string rows;
  for (std::size_t from = 0; from < cells.size(); ++from) {
    for (std::size_t to = 0; to < cells[from].size(); ++to) {
      rows += std::string(part) + ";" + Quoted(words[from] + " → " + words[to]) + ";" +
              Cell(cells[from][to], min_cell) + ";;;;;;;\r\n";
    }
  }
  return rows;
}

}  // namespace

std::string ReportCsv(const ReportView& view) {
  const std::int64_t min_cell = view.head.min_cell;
  // The mark lets spreadsheets see that the text is UTF-8.
  std::string csv = "\xEF\xBB\xBF";
  csv += kHead;
  csv += GroupRow("alla", view.all, min_cell);
  csv += GroupRows("hushallstyp", view.by_type, min_cell);
  csv += GroupRows("alder", view.by_age, min_cell);
  csv += GroupRows("typfall", view.by_typfall, min_cell);
  csv += GroupRows("vag", view.by_route, min_cell);
  csv += GroupRows("manad", view.by_month, min_cell);
  csv += MatrixRows("vag_fore_efter", RouteWords(), view.routes, min_cell);
  csv += MatrixRows("utfall_fore_efter", OutcomeWords(), view.outcomes, min_cell);
  for (std::size_t i = 0; i < view.classes.size(); ++i) {
    csv +=
        "andring;" + Quoted(ClassLabel(i)) + ";" + Cell(view.classes[i], min_cell) + ";;;;;;;\r\n";
  }
  for (const RowLine& line : view.rows) {
    csv += "rad;" + Quoted(line.change) + ";" + Cell(line.households, min_cell) + ";;;;;;" +
           (line.money ? Cell(line.raised) + ";" + Cell(line.lowered) : std::string(";")) + "\r\n";
  }
  for (const ReasonLine& line : view.reasons) {
    csv += "skal;" + Quoted(line.code) + ";;;" + Cell(line.came, min_cell) + ";" +
           Cell(line.went, min_cell) + ";;;;\r\n";
  }
  return csv;
}

}  // namespace dm::backtest
