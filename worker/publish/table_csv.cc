#include "worker/publish/table_csv.h"

#include "worker/publish/cell_text.h"
#include "worker/publish/csv.h"

namespace dm::publish {
namespace {

std::string DayText(const std::optional<Date>& day) {
  return day.has_value() ? day->ToString() : "";
}

std::string WordsText(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

}  // namespace

const char* CsvKindWord(BookRow::Kind kind) {
  switch (kind) {
    case BookRow::Kind::kRow:
      return "row";
    case BookRow::Kind::kOtherwise:
      return "otherwise";
    case BookRow::Kind::kBeyond:
      return "beyond";
  }
  return "row";
}

std::vector<std::string> CsvHeader(const BookRule& rule) {
  std::vector<std::string> header = {kCsvKind, kCsvId, kCsvFrom, kCsvTo};
  for (const BookColumn& column : rule.columns) header.push_back(column.name);
  if (rule.kind == BookRule::Kind::kTable) header.emplace_back(kCsvGrade);
  header.emplace_back(kCsvSource);
  header.emplace_back(kCsvNote);
  return header;
}

std::vector<std::string> CsvFields(const BookRule& rule, const BookRow& row) {
  std::vector<std::string> fields = {
      CsvKindWord(row.kind), row.id, DayText(row.valid.from), DayText(row.valid.to)};
  for (const std::string& cell : row.cells) fields.push_back(cell);
  if (rule.kind == BookRule::Kind::kTable) fields.push_back(row.grade);
  fields.push_back(WordsText(row.sources));
  fields.push_back(row.note);
  return fields;
}

std::string TableCsv(const BookRule& rule) {
  std::string text = CsvLine(CsvHeader(rule));
  for (const BookVersion& version : rule.versions) {
    for (const BookRow& row : version.rows) text += CsvLine(CsvFields(rule, row));
  }
  return text;
}

std::map<std::string, std::string> TablesCsv(const PolicyBook& book) {
  std::map<std::string, std::string> files;
  for (const auto& [id, rule] : book.rules()) {
    if (rule.is_table()) files[id + ".csv"] = TableCsv(rule);
  }
  return files;
}

}  // namespace dm::publish
