#include "worker/publish/row_text.h"

#include "fmt/format.h"
#include "worker/publish/cell_text.h"
#include "worker/publish/import_rows.h"

namespace dm::publish {
namespace {

std::optional<std::string> DayOr(const std::optional<Date>& day,
                                 const std::optional<Date>& otherwise) {
  if (!day.has_value() || day == otherwise) return std::nullopt;
  return day->ToString();
}

std::optional<std::string> WordsOr(const std::vector<std::string>& words,
                                   const std::vector<std::string>& otherwise) {
  if (words.empty() || words == otherwise) return std::nullopt;
  return YamlWords(words);
}

std::optional<std::string> TextOr(const std::string& text, const std::string& otherwise) {
  if (text.empty() || text == otherwise) return std::nullopt;
  return YamlScalar(text);
}

std::optional<std::string> CellText(const BookColumn& column, const std::string& text) {
  if (column.role == BookColumn::Role::kOutput) return YamlScalar(text);
  const CellWords cell = DecodeCell(text);
  if (cell.any) return std::nullopt;
  return YamlCell(cell);
}

// Grade, source and note: what both kinds of row end with.
void PutRest(const BookVersion& version,
             const BookRow& old_row,
             const BookRow& new_row,
             RowEdits& edits) {
  if (old_row.grade != new_row.grade)
    edits.emplace_back("grade", TextOr(new_row.grade, version.grade));
  if (old_row.sources != new_row.sources)
    edits.emplace_back("source", WordsOr(new_row.sources, version.sources));
  if (old_row.note != new_row.note) edits.emplace_back("note", TextOr(new_row.note, ""));
}

std::string Joined(const RowEdits& members) {
  std::string text;
  for (const auto& [key, value] : members) {
    if (!value.has_value()) continue;
    text += (text.empty() ? "" : ", ") + key + ": " + *value;
  }
  return "{" + text + "}";
}

// The key whose number a beyond begins above.
std::size_t BeyondColumn(const BookRule& rule, const BookRow& row) {
  for (std::size_t i = 0; i < rule.columns.size(); ++i) {
    if (rule.columns[i].role == BookColumn::Role::kInput && row.cells[i] != "-") return i;
  }
  return 0;
}

}  // namespace

bool SameRow(const BookRule& rule, const BookRow& a, const BookRow& b) {
  if (a.kind != b.kind || a.id != b.id || a.sources != b.sources || a.note != b.note) return false;
  if (a.grade != b.grade) return false;
  if (rule.kind == BookRule::Kind::kDecision && a.valid != b.valid) return false;
  for (std::size_t i = 0; i < rule.columns.size(); ++i) {
    if (CanonicalCell(rule.columns[i], a.cells[i]) != CanonicalCell(rule.columns[i], b.cells[i]))
      return false;
  }
  return true;
}

RowEdits EditsOf(const BookRule& rule,
                 const BookVersion& version,
                 const BookRow& old_row,
                 const BookRow& new_row) {
  RowEdits edits;
  if (old_row.id != new_row.id) edits.emplace_back("id", new_row.id);
  for (std::size_t i = 0; i < rule.columns.size(); ++i) {
    const BookColumn& column = rule.columns[i];
    if (CanonicalCell(column, old_row.cells[i]) != CanonicalCell(column, new_row.cells[i]))
      edits.emplace_back(column.name, CellText(column, new_row.cells[i]));
  }
  if (rule.kind == BookRule::Kind::kDecision) {
    if (old_row.valid.from != new_row.valid.from)
      edits.emplace_back("valid_from", DayOr(new_row.valid.from, version.valid.from));
    if (old_row.valid.to != new_row.valid.to)
      edits.emplace_back("valid_to", DayOr(new_row.valid.to, version.valid.to));
  }
  PutRest(version, old_row, new_row, edits);
  return edits;
}

RowEdits BeyondEdits(const BookRule& rule,
                     const BookVersion& version,
                     const BookRow& old_row,
                     const BookRow& new_row) {
  RowEdits edits;
  if (old_row.id != new_row.id) edits.emplace_back("id", new_row.id);
  const std::size_t old_column = BeyondColumn(rule, old_row);
  const std::size_t column = BeyondColumn(rule, new_row);
  if (old_column != column) edits.emplace_back("key", rule.columns[column].name);
  if (old_row.cells[old_column] != new_row.cells[column])
    edits.emplace_back("above", YamlScalar(new_row.cells[column]));
  if (CanonicalCell(rule.columns.back(), old_row.cells.back()) !=
      CanonicalCell(rule.columns.back(), new_row.cells.back()))
    edits.emplace_back("add_per_step", YamlScalar(new_row.cells.back()));
  PutRest(version, old_row, new_row, edits);
  return edits;
}

std::string NewRow(const BookRule& rule, const BookVersion& version, const BookRow& row) {
  RowEdits members = {{"id", YamlScalar(row.id)}};
  for (std::size_t i = 0; i < rule.columns.size(); ++i)
    members.emplace_back(rule.columns[i].name, CellText(rule.columns[i], row.cells[i]));
  if (rule.kind == BookRule::Kind::kDecision) {
    members.emplace_back("valid_from", DayOr(row.valid.from, version.valid.from));
    members.emplace_back("valid_to", DayOr(row.valid.to, version.valid.to));
  }
  BookRow nothing;
  nothing.grade = version.grade;
  nothing.sources = version.sources;
  PutRest(version, nothing, row, members);
  return "- " + Joined(members);
}

std::string NewBeyond(const BookRule& rule, const BookVersion& version, const BookRow& row) {
  const std::size_t column = BeyondColumn(rule, row);
  RowEdits members = {{"id", YamlScalar(row.id)}};
  if (column != 0) members.emplace_back("key", rule.columns[column].name);
  members.emplace_back("above", YamlScalar(row.cells[column]));
  members.emplace_back("add_per_step", YamlScalar(row.cells.back()));
  BookRow nothing;
  nothing.grade = version.grade;
  nothing.sources = version.sources;
  PutRest(version, nothing, row, members);
  return Joined(members);
}

}  // namespace dm::publish
