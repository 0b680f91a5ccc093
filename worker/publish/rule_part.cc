#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "worker/core/swedish_day.h"
#include "worker/publish/cell_text.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

bool IsRiksnorm(const BookRule& rule) {
  return rule.id.rfind("riksnorm.", 0) == 0;
}

// An output that is set right, as numbers are.
bool IsNumber(const BookColumn& column) {
  return column.role == BookColumn::Role::kOutput &&
         (column.unit == "kr" || column.unit == "count" || column.unit == "percent");
}

// The day whose citations a version is shown with: the site's day, kept inside the version.
Date DayFor(const Context& context, const Period& valid) {
  if (valid.to.has_value() && *valid.to < context.in.date) return *valid.to;
  if (valid.from.has_value() && *valid.from > context.in.date) return *valid.from;
  return context.in.date;
}

bool NumberUnit(const BookRule& rule) {
  return rule.unit == "kr" || rule.unit == "count" || rule.unit == "percent";
}

std::string WhoSets(const Context& context, const BookRule& rule) {
  const auto open = context.in.book.open().find(rule.id);
  if (open == context.in.book.open().end())
    return "Gäller hela landet. Kommunen kan inte ändra den.";
  const std::string bound =
      open->second.bound.empty()
          ? ""
          : fmt::format(" Tillåtna värden: {}.",
                        CellWord(context.in.book,
                                 {"", BookColumn::Role::kInput, "", rule.unit, "", false},
                                 open->second.bound));
  if (rule.municipal) return "Kommunen har bestämt den." + bound;
  return "Förval. Kommunen får bestämma något annat men har inte gjort det." + bound;
}

Html GradeMark(std::string_view grade, bool riksnorm) {
  Html html;
  if (grade.empty()) return html;
  html.Element("abbr", grade, {{"title", GradeWord(grade, riksnorm)}});
  return html;
}

// Which of the columns that are often empty a table needs.
struct Needs {
  bool dates = false;
  bool sources = false;
  bool grades = false;
  bool notes = false;
};

Needs NeedsOf(const BookVersion& version) {
  Needs needs;
  for (const BookRow& row : version.rows) {
    needs.dates = needs.dates || row.valid != version.valid;
    needs.sources = needs.sources || row.sources != version.sources;
    needs.grades = needs.grades || row.grade != version.grade;
    needs.notes = needs.notes || !row.note.empty();
  }
  return needs;
}

std::string InputWord(const Context& context,
                      const BookRule& rule,
                      const BookRow& row,
                      std::size_t i) {
  const BookColumn& column = rule.columns[i];
  if (row.kind == BookRow::Kind::kOtherwise) return "annars";
  if (row.kind == BookRow::Kind::kBeyond && row.cells[i] != "-")
    return fmt::format("fler än {}", row.cells[i]);
  return CellWord(context.in.book, column, row.cells[i]);
}

std::string OutputWord(const Context& context,
                       const BookRule& rule,
                       const BookRow& row,
                       std::size_t i) {
  const BookColumn& column = rule.columns[i];
  std::string word = ValueWord(context.in.book, column.unit, column.domain, row.cells[i]);
  if (row.kind == BookRow::Kind::kBeyond) return fmt::format("{} till för varje steg", word);
  return word;
}

void RowCells(TablePart& table,
              const Context& context,
              const BookRule& rule,
              const BookVersion& version,
              const BookRow& row,
              const Needs& needs) {
  for (std::size_t i = 0; i < rule.columns.size(); ++i) {
    const BookColumn& column = rule.columns[i];
    if (column.role == BookColumn::Role::kInput) {
      const std::string word = InputWord(context, rule, row, i);
      table.Cell(LinkedText(context, word), word == "oavsett" ? "tyst" : "");
    } else {
      table.Cell(LinkedText(context, OutputWord(context, rule, row, i)),
                 IsNumber(column) ? "ut tal" : "ut");
    }
  }
  if (needs.dates) table.Cell(SwedishPeriod(row.valid));
  if (needs.grades) table.Cell(GradeMark(row.grade, IsRiksnorm(rule)));
  if (needs.sources) {
    table.Cell(row.sources == version.sources
                   ? Plain("som tabellen")
                   : SourceList(context, row.sources, DayFor(context, row.valid)),
               row.sources == version.sources ? "tyst" : "");
  }
  if (needs.notes) table.Cell(LinkedText(context, row.note));
}

void Rows(Html& html,
          const Context& context,
          const BookRule& rule,
          const BookVersion& version,
          const std::string& caption) {
  const Needs needs = NeedsOf(version);
  std::vector<std::string> columns = {"Rad"};
  for (const BookColumn& column : rule.columns)
    columns.push_back((IsNumber(column) ? ">" : "") + ColumnWord(context.in.book, column));
  if (needs.dates) columns.emplace_back("Gäller");
  if (needs.grades) columns.emplace_back("Säkerhet");
  if (needs.sources) columns.emplace_back("Källa");
  if (needs.notes) columns.emplace_back("Anmärkning");
  TablePart table(html, caption, columns);
  for (const BookRow& row : version.rows) {
    table.Row(AnchorOf("rad-" + rule.id + "-" + row.id));
    table.Cell(Code(row.id));
    RowCells(table, context, rule, version, row, needs);
  }
}

void Days(Html& html,
          const Context& context,
          const BookVersion& version,
          const std::string& caption) {
  TablePart table(html, caption, {"Dag", "Namn", "Källa"});
  for (const BookDay& day : version.days) {
    table.Row();
    table.Cell(SwedishDayOf(day.day));
    table.Cell(day.name);
    table.Cell(SourceList(context, day.sources, DayFor(context, version.valid)));
  }
}

// What the grades of the rows mean, for those who cannot point at the letters.
std::string GradeLegend(const BookRule& rule, const BookVersion& version) {
  std::set<std::string> grades;
  for (const BookRow& row : version.rows) {
    if (!row.grade.empty() && row.grade != version.grade) grades.insert(row.grade);
  }
  std::string text;
  for (const std::string& grade : grades) {
    text += text.empty() ? " Säkerhet " : "; ";
    text += fmt::format("{}: {}", grade, GradeWord(grade, IsRiksnorm(rule)));
  }
  return text.empty() ? "" : text + ".";
}

void VersionFoot(Html& html,
                 const Context& context,
                 const BookRule& rule,
                 const BookVersion& version) {
  if (version.sources.empty() && version.note.empty() && version.grade.empty()) return;
  html.Open("p", {{"class", "kalla"}});
  if (!version.sources.empty()) {
    html.Text("Källa: ").Add(SourceList(context, version.sources, DayFor(context, version.valid)));
    html.Text(".");
  }
  if (!version.grade.empty()) {
    html.Text(fmt::format(
        " Säkerhet {}: {}.", version.grade, GradeWord(version.grade, IsRiksnorm(rule))));
  }
  html.Text(GradeLegend(rule, version));
  if (!version.note.empty()) {
    html.Text(" Anmärkning: ");
    context.links.Text(html, version.note);
    html.Text(".");
  }
  html.Close();
}

void TableVersion(Html& html,
                  const Context& context,
                  const BookRule& rule,
                  const BookVersion& version) {
  const std::string caption = fmt::format("{}, {}", rule.title, SwedishPeriod(version.valid));
  if (rule.kind == BookRule::Kind::kDays) {
    Days(html, context, version, caption);
  } else {
    Rows(html, context, rule, version, caption);
  }
  VersionFoot(html, context, rule, version);
}

void ScalarTable(Html& html, const Context& context, const BookRule& rule) {
  bool notes = false;
  for (const BookVersion& version : rule.versions) notes = notes || !version.note.empty();
  std::vector<std::string> columns = {
      "Gäller", NumberUnit(rule) ? ">Värde" : "Värde", "Källa", "Säkerhet"};
  if (notes) columns.emplace_back("Anmärkning");
  TablePart table(html, rule.title, columns);
  for (const BookVersion& version : rule.versions) {
    table.Row();
    Html when;
    when.Text(SwedishPeriod(version.valid));
    if (version.valid.Contains(context.in.date)) when.Text(" ").Element("strong", "i kraft");
    table.Cell(when);
    table.Cell(ValueWord(context.in.book, rule.unit, rule.domain, version.value),
               NumberUnit(rule) ? "ut tal" : "ut");
    table.Cell(SourceList(context, version.sources, DayFor(context, version.valid)));
    table.Cell(GradeMark(version.grade, false));
    if (notes) table.Cell(LinkedText(context, version.note));
  }
}

void TableVersions(Html& html, const Context& context, const BookRule& rule) {
  const auto in_force =
      std::find_if(rule.versions.begin(), rule.versions.end(), [&](const BookVersion& version) {
        return version.valid.Contains(context.in.date);
      });
  if (in_force != rule.versions.end()) {
    TableVersion(html, context, rule, *in_force);
  } else {
    html.Element("p", fmt::format("Inget gäller {}.", SwedishDay(context.in.date)));
  }
  for (auto version = rule.versions.begin(); version != rule.versions.end(); ++version) {
    if (version == in_force) continue;
    const bool later = version->valid.from.has_value() && *version->valid.from > context.in.date;
    html.Open("details").Element(
        "summary",
        fmt::format("{}: {}", later ? "Kommande" : "Tidigare", SwedishPeriod(version->valid)));
    TableVersion(html, context, rule, *version);
    html.Close();
  }
}

}  // namespace

void RulePart(Html& html, const Context& context, const BookRule& rule, int level) {
  html.Open("section", {{"class", "regel"}});
  Heading(html, level, rule.title, AnchorOf("regel-" + rule.id));
  html.Open("p", {{"class", "om"}});
  html.Add(Code(rule.id)).Text(" ");
  if (rule.kind == BookRule::Kind::kDecision) {
    html.Text("Beslutstabell. " + HitWord(rule.hit));
  } else {
    html.Text(WhoSets(context, rule));
    if (rule.kind == BookRule::Kind::kTable) html.Text(" " + HitWord(rule.hit));
  }
  if (rule.needs_approval)
    html.Text(" Används för automatiska beslut först när kommunen har godkänt den för året.");
  html.Text(" ").Link("Filen", "filer/" + rule.file + ".txt");
  html.Close();
  if (rule.kind == BookRule::Kind::kScalar) {
    html.Open("div", {{"class", "enkel"}});  // its caption is the heading above
    ScalarTable(html, context, rule);
    html.Close();
  } else {
    TableVersions(html, context, rule);
  }
  html.Close();
}

}  // namespace dm::publish
