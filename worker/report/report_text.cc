#include <algorithm>
#include <string>
#include <vector>

#include "worker/report/forms.h"

namespace dm::report {
namespace {

constexpr std::size_t kLine = 100;
constexpr std::size_t kLabelMax = 44;
constexpr std::size_t kTitleMax = 16;

// Characters, not bytes.
std::size_t Length(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string Cut(const std::string& text, std::size_t characters) {
  if (Length(text) <= characters) return text;
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (++seen == characters) return text.substr(0, at) + "…";
  }
  return text;
}

std::string Pad(const std::string& text, std::size_t width, bool right) {
  const std::size_t length = Length(text);
  const std::string room(width > length ? width - length : 0, ' ');
  return right ? room + text : text + room;
}

// Lines of at most kLine characters, each with `indent` before it.
std::string Wrapped(const std::string& text, const std::string& indent) {
  std::string out;
  std::string line;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t space = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, space - from);
    if (!line.empty() && Length(indent) + Length(line) + 1 + Length(word) > kLine) {
      out += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    from = space + 1;
  }
  return line.empty() ? out : out + indent + line + "\n";
}

// A title of several words takes as many lines as it needs.
std::vector<std::string> Lines(const std::string& title) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t from = 0;
  while (from <= title.size()) {
    const std::size_t space = std::min(title.find(' ', from), title.size());
    const std::string word = title.substr(from, space - from);
    if (!line.empty() && Length(line) + 1 + Length(word) > kTitleMax) {
      lines.push_back(line);
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    from = space + 1;
  }
  lines.push_back(line);
  return lines;
}

std::string TableText(const ReportTable& table) {
  std::size_t label_width = Length(table.head);
  for (const ReportRow& row : table.rows)
    label_width = std::max(label_width, std::min(kLabelMax, Length(row.label)));
  std::vector<std::vector<std::string>> titles;
  std::vector<std::size_t> widths;
  std::size_t height = 1;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string unit = UnitWord(table.columns[i].unit);
    titles.push_back(Lines(table.columns[i].title + (unit.empty() ? "" : ", " + unit)));
    height = std::max(height, titles.back().size());
    std::size_t width = 0;
    for (const std::string& line : titles.back()) width = std::max(width, Length(line));
    for (const ReportRow& row : table.rows)
      width = std::max(width, Length(CellWords(row.cells[i], table.columns[i].unit)));
    widths.push_back(width);
  }
  std::string text = "  " + table.title + "\n";
  for (std::size_t line = 0; line < height; ++line) {
    text += "    " + Pad(line + 1 == height ? table.head : "", label_width, false);
    for (std::size_t i = 0; i < titles.size(); ++i) {
      const std::size_t empty = height - titles[i].size();
      text += "  " + Pad(line < empty ? "" : titles[i][line - empty], widths[i], true);
    }
    text += "\n";
  }
  for (const ReportRow& row : table.rows) {
    text += "    " + Pad(Cut(row.label, kLabelMax), label_width, false);
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      text += "  " + Pad(CellWords(row.cells[i], table.columns[i].unit), widths[i], true);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string ReportText(const Report& report) {
  std::string text = "Uppföljning " + report.municipality + ", " + report.from.ToString() + " – " +
                     report.to.ToString() + "\n" +
                     Wrapped("Framtagen " + SwedishDateTime(report.made_at) +
                                 ". Månaderna är de som ansökningarna gäller. " + Legend(report),
                             "");
  for (const ReportMeasure& measure : report.measures) {
    text += "\n" + measure.code + "  " + measure.title + "\n";
    for (const ReportTable& table : measure.tables) text += "\n" + TableText(table);
    for (const std::string& note : measure.notes) text += "\n" + Wrapped(note, "  ");
    if (!measure.missing.empty()) text += "\n";
    for (const std::string& missing : measure.missing) text += Wrapped("Saknas: " + missing, "  ");
  }
  return text;
}

}  // namespace dm::report
