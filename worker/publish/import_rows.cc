#include "worker/publish/import_rows.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "worker/core/money.h"
#include "worker/policy/cell.h"
#include "worker/publish/cell_text.h"
#include "worker/publish/csv.h"
#include "worker/publish/table_csv.h"

namespace dm::publish {
namespace {

using policy::Unit;
using policy::YamlNode;

constexpr int kRowsMax = 20'000;

std::string Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string Without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

// What a spreadsheet makes of values: SANT for true, "7 600,00" for 7600.
std::string Unspread(const std::string& unit, std::string text) {
  if (unit == "bool") {
    if (text == "TRUE" || text == "SANT" || text == "True" || text == "Sant") return "true";
    if (text == "FALSE" || text == "FALSKT" || text == "False" || text == "Falskt") return "false";
  }
  if (unit == "kr" && !text.empty()) {
    const StatusOr<Money> money = Money::Parse(Without(Without(text, " "), "\u00A0"));
    if (money.ok()) return money->ToString();
  }
  return text;
}

YamlNode ScalarNode(const std::string& text, int line) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.line = line;
  node.text = text;
  return node;
}

YamlNode CellNode(const CellWords& cell, int line) {
  YamlNode list;
  list.kind = YamlNode::Kind::kList;
  list.line = line;
  for (const std::string& part : cell.parts) list.items.push_back(ScalarNode(part, line));
  if (!cell.negated) return cell.parts.size() == 1 ? list.items.front() : list;
  YamlNode map;
  map.kind = YamlNode::Kind::kMap;
  map.line = line;
  map.entries.push_back({"not", line, std::move(list)});
  return map;
}

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._:@-").find(c) != std::string_view::npos;
  });
}

class Importer {
 public:
  Importer(const PolicyBook& book, const BookRule& rule, std::vector<ImportError>& errors)
      : book_(book), rule_(rule), errors_(errors) {
    for (const auto& [id, domain] : book.domains()) domains_[id] = {id, domain.codes};
  }

  std::vector<ImportedRow> Run(std::string_view csv) {
    const CsvText text = ReadCsv(csv);
    if (!text.fault.empty()) {
      Fail(text.bad_line, "", text.fault, "save the file as CSV UTF-8 and import it again");
      return {};
    }
    if (text.records.empty()) {
      Fail(1, "", "the file is empty", "export the table and edit that file");
      return {};
    }
    if (text.records.size() > kRowsMax) {
      Fail(text.records[kRowsMax].line,
           "",
           fmt::format("more than {} rows", kRowsMax),
           "split the table");
      return {};
    }
    if (!ReadHeader(text.records.front())) return {};
    std::vector<ImportedRow> rows;
    for (std::size_t i = 1; i < text.records.size(); ++i) rows.push_back(ReadRow(text.records[i]));
    return rows;
  }

 private:
  void Fail(int line, std::string column, std::string message, std::string remedy) {
    errors_.push_back({line, std::move(column), std::move(message), std::move(remedy)});
  }

  bool ReadHeader(const CsvRecord& record) {
    const std::vector<std::string> wanted = CsvHeader(rule_);
    bool ok = true;
    for (const std::string& raw : record.fields) {
      header_.push_back(Trimmed(raw));
      const std::string& name = header_.back();
      const bool known = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
      if (known && std::count(header_.begin(), header_.end(), name) == 1) continue;
      if (name.empty()) continue;  // an empty column at the end of a sheet
      Fail(record.line,
           policy::Quoted(name),
           known ? "the column stands twice" : "the table has no such column",
           "use the header of an exported file");
      ok = false;
    }
    for (const std::string& name : wanted) {
      if (std::find(header_.begin(), header_.end(), name) != header_.end()) continue;
      Fail(record.line, name, "the column is missing", "use the header of an exported file");
      ok = false;
    }
    return ok;
  }

  std::string Field(const CsvRecord& record, std::string_view name) const {
    const auto at = std::find(header_.begin(), header_.end(), name);
    const auto index = static_cast<std::size_t>(at - header_.begin());
    return index < record.fields.size() ? record.fields[index] : "";
  }

  ImportedRow ReadRow(const CsvRecord& record) {
    const std::size_t before = errors_.size();
    ImportedRow imported;
    BookRow& row = imported.row;
    row.line = record.line;
    for (std::size_t i = header_.size(); i < record.fields.size(); ++i) {
      if (record.fields[i].empty()) continue;
      Fail(record.line,
           "",
           fmt::format(
               "the line has {} fields, the header {}", record.fields.size(), header_.size()),
           "put a field that holds the separator between quotes");
      imported.ok = false;
      return imported;
    }
    ReadKind(record, row);
    row.id = Trimmed(Field(record, kCsvId));
    if (!IsId(row.id))
      Fail(record.line, kCsvId, "is no id", "write 1 to 64 of A-Z a-z 0-9 . _ : @ -");
    row.valid.from = ReadDay(record, kCsvFrom);
    row.valid.to = ReadDay(record, kCsvTo);
    if (!row.valid.from.has_value() && Trimmed(Field(record, kCsvFrom)).empty())
      Fail(record.line, kCsvFrom, "is empty", "write the first day on which the row holds");
    if (row.valid.from.has_value() && row.valid.to.has_value() && *row.valid.to < *row.valid.from)
      Fail(record.line, kCsvTo, "comes before valid_from", "correct one of the days");
    for (const BookColumn& column : rule_.columns)
      row.cells.push_back(ReadCellOf(record, row, column));
    ReadRest(record, row);
    imported.ok = errors_.size() == before;
    return imported;
  }

  void ReadKind(const CsvRecord& record, BookRow& row) {
    const std::string word = Trimmed(Field(record, kCsvKind));
    for (const BookRow::Kind kind :
         {BookRow::Kind::kRow, BookRow::Kind::kOtherwise, BookRow::Kind::kBeyond}) {
      if (word == CsvKindWord(kind)) {
        row.kind = kind;
        return;
      }
    }
    if (word.empty()) return;  // a row that someone has added
    Fail(record.line, kCsvKind, "is unknown", "write row, otherwise or beyond");
  }

  std::optional<Date> ReadDay(const CsvRecord& record, const char* column) {
    const std::string text = Trimmed(Field(record, column));
    if (text.empty()) return std::nullopt;
    const StatusOr<Date> date = Date::Parse(text);
    if (date.ok()) return *date;
    Fail(record.line, column, "is no day of the calendar", "write it as YYYY-MM-DD");
    return std::nullopt;
  }

  policy::ValueType TypeOf(const BookColumn& column) const {
    policy::ValueType type;
    type.unit = policy::UnitOf(column.unit).value_or(Unit::kText);
    const auto domain = domains_.find(column.domain);
    if (type.unit == Unit::kCode && domain != domains_.end()) type.domain = &domain->second;
    return type;
  }

  // The messages of the reader of policy files, under the column's name.
  void Tell(int line, const std::string& column, const std::vector<PolicyError>& found) {
    for (const PolicyError& error : found) {
      std::string message = error.message;
      if (message.rfind(column, 0) == 0)
        message = Trimmed(std::string_view(message).substr(column.size()));
      if (message.rfind(": ", 0) == 0) message = message.substr(2);
      Fail(line, column, message, error.remedy);
    }
  }

  std::string ReadCellOf(const CsvRecord& record, const BookRow& row, const BookColumn& column) {
    const std::string text = Trimmed(Field(record, column.name));
    const bool input = column.role == BookColumn::Role::kInput;
    if (input && row.kind == BookRow::Kind::kOtherwise) {
      if (!text.empty())
        Fail(record.line,
             column.name,
             "stands in the row otherwise",
             "leave it empty: it fits what no row fits");
      return "";
    }
    std::vector<PolicyError> found;
    policy::FileErrors errors("", &found);
    if (!input) {
      std::string value = Unspread(column.unit, text);
      if (value.empty()) {
        Fail(record.line, column.name, "is empty", "write a value");
      } else {
        policy::ReadValue(TypeOf(column), ScalarNode(value, record.line), column.name, errors);
      }
      Tell(record.line, column.name, found);
      return value;
    }
    CellWords cell = DecodeCell(text);
    for (std::string& part : cell.parts) part = Unspread(column.unit, Trimmed(part));
    if (!cell.any) {
      policy::Axis axis(TypeOf(column), column.open);
      const YamlNode node = CellNode(cell, record.line);
      policy::ReadCell(&node, axis, column.name, errors);
    }
    Tell(record.line, column.name, found);
    return EncodeCell(cell);
  }

  void ReadRest(const CsvRecord& record, BookRow& row) {
    if (rule_.kind == BookRule::Kind::kTable) {
      row.grade = Trimmed(Field(record, kCsvGrade));
      if (row.grade.size() != 1 ||
          std::string_view("RAMCDBP").find(row.grade) == std::string_view::npos)
        Fail(record.line, kCsvGrade, "is no grade", "write one of R A M B C D P");
    }
    const std::string sources = Trimmed(Field(record, kCsvSource));
    if (sources.empty()) {
      Fail(record.line, kCsvSource, "is empty", "name a source of sources.yaml; several with |");
    } else {
      row.sources = DecodeCell(sources).parts;
    }
    for (std::string& source : row.sources) {
      source = Trimmed(source);
      if (!book_.sources().contains(source))
        Fail(record.line,
             kCsvSource,
             policy::Quoted(source) + " is not in the register of sources",
             "enter it in sources.yaml first");
    }
    row.note = Trimmed(Field(record, kCsvNote));
  }

  const PolicyBook& book_;
  const BookRule& rule_;
  std::vector<ImportError>& errors_;
  std::map<std::string, policy::Domain> domains_;
  std::vector<std::string> header_;
};

}  // namespace

std::string CanonicalCell(const BookColumn& column, const std::string& text) {
  if (column.role == BookColumn::Role::kOutput) return Unspread(column.unit, text);
  if (text.empty()) return text;
  CellWords cell = DecodeCell(text);
  for (std::string& part : cell.parts) part = Unspread(column.unit, part);
  return EncodeCell(cell);
}

std::vector<ImportedRow> ReadImport(const PolicyBook& book,
                                    const BookRule& rule,
                                    std::string_view csv,
                                    std::vector<ImportError>& errors) {
  return Importer(book, rule, errors).Run(csv);
}

}  // namespace dm::publish
