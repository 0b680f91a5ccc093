#include "worker/cli/table.h"

#include <algorithm>

#include "worker/core/utf8.h"

namespace dm::cli {
namespace {

void PrintCell(
    std::ostream& out, const std::string& text, std::size_t width, Align align, bool last) {
  const std::string padding(width - std::min(width, CountCharacters(text)), ' ');
  if (align == Align::kRight) out << padding;
  out << text;
  if (last) {
    out << '\n';
    return;
  }
  if (align == Align::kLeft) out << padding;
  out << "  ";
}

}  // namespace

void PrintTable(std::ostream& out,
                const std::vector<Column>& columns,
                const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    widths.push_back(CountCharacters(columns[i].title));
    for (const auto& row : rows) widths[i] = std::max(widths[i], CountCharacters(row[i]));
  }
  const auto print = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      PrintCell(out, cells[i], widths[i], columns[i].align, i + 1 == columns.size());
    }
  };
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    titles.push_back(columns[i].title);
    rules.emplace_back(widths[i], '-');
  }
  print(titles);
  print(rules);
  for (const auto& row : rows) print(row);
}

}  // namespace dm::cli
