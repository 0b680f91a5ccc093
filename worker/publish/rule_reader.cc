#include "worker/publish/rule_reader.h"

#include <algorithm>
#include <utility>

#include "worker/publish/cell_text.h"
#include "worker/publish/csv.h"

namespace dm::publish {
namespace {

using policy::YamlEntry;
using policy::YamlNode;

std::vector<std::string> SourcesOr(const YamlNode& node,
                                   const std::vector<std::string>& otherwise) {
  std::vector<std::string> own = WordsAt(node, "source");
  return own.empty() ? otherwise : own;
}

std::string GradeOr(const YamlNode& node, const std::string& otherwise) {
  std::string own = TextAt(node, "grade");
  return own.empty() ? otherwise : own;
}

BookRow RowOf(const YamlNode& node, const BookRule& rule, const BookVersion& version) {
  BookRow row;
  row.id = TextAt(node, "id");
  row.line = node.line;
  row.valid = version.valid;
  const Period own = PeriodAt(node);
  if (own.from.has_value()) row.valid.from = own.from;
  if (own.to.has_value()) row.valid.to = own.to;
  for (const BookColumn& column : rule.columns) {
    const YamlNode* cell = node.Find(column.name);
    row.cells.push_back(column.role == BookColumn::Role::kInput ? EncodeCell(CellOf(cell))
                                                                : TextAt(node, column.name));
  }
  row.sources = SourcesOr(node, version.sources);
  row.grade = GradeOr(node, version.grade);
  row.note = TextAt(node, "note");
  return row;
}

BookRow BeyondOf(const YamlNode& node, const BookRule& rule, const BookVersion& version) {
  BookRow row;
  row.kind = BookRow::Kind::kBeyond;
  row.id = TextAt(node, "id");
  row.line = node.line;
  row.valid = version.valid;
  std::string key = TextAt(node, "key");
  if (key.empty()) key = rule.columns.front().name;
  for (const BookColumn& column : rule.columns) {
    if (column.role == BookColumn::Role::kOutput) {
      row.cells.push_back(TextAt(node, "add_per_step"));
    } else {
      row.cells.push_back(column.name == key ? TextAt(node, "above") : "-");
    }
  }
  row.sources = SourcesOr(node, version.sources);
  row.grade = GradeOr(node, version.grade);
  row.note = TextAt(node, "note");
  return row;
}

// The loader has checked the file: one header, one field a column.
void ReadRowsFile(const std::string& text, const BookRule& rule, BookVersion& version) {
  const std::vector<CsvRecord> records = ReadCsv(text).records;
  if (records.empty()) return;
  const std::vector<std::string>& header = records.front().fields;
  for (std::size_t i = 1; i < records.size(); ++i) {
    const auto field = [&](std::string_view name) -> std::string {
      const auto at = std::find(header.begin(), header.end(), name);
      const auto index = static_cast<std::size_t>(at - header.begin());
      return at == header.end() || index >= records[i].fields.size() ? ""
                                                                     : records[i].fields[index];
    };
    BookRow row;
    row.id = field("id");
    row.line = records[i].line;
    row.valid = version.valid;
    for (const BookColumn& column : rule.columns) {
      std::string cell = field(column.name);
      if (cell.empty() && column.role == BookColumn::Role::kInput) cell = "-";
      row.cells.push_back(std::move(cell));
    }
    const std::string source = field("source");
    row.sources = source.empty() ? version.sources : DecodeCell(source).parts;
    row.grade = field("grade").empty() ? version.grade : field("grade");
    row.note = field("note");
    version.rows.push_back(std::move(row));
  }
}

BookDay DayOf(const YamlNode& node, const BookVersion& version) {
  return {TextAt(node, "day"),
          TextAt(node, "name"),
          GradeOr(node, version.grade),
          SourcesOr(node, version.sources)};
}

BookVersion VersionOf(const YamlNode& node,
                      const BookRule& rule,
                      const PolicyBook& book,
                      const std::string& path) {
  BookVersion version;
  version.valid = PeriodAt(node);
  version.line = node.line;
  version.ends = TextAt(node, "ends") == "true";
  version.value = TextAt(node, "value");
  version.grade = TextAt(node, "grade");
  version.sources = WordsAt(node, "source");
  version.note = TextAt(node, "note");
  version.rows_file = TextAt(node, "rows_file");
  if (!version.rows_file.empty()) {
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const auto found = book.files().find(folder + version.rows_file);
    if (found != book.files().end()) ReadRowsFile(found->second.text, rule, version);
  }
  if (const YamlNode* rows = node.Find("rows")) {
    for (const YamlNode& row : rows->items) version.rows.push_back(RowOf(row, rule, version));
  }
  if (const YamlNode* beyond = node.Find("beyond"))
    version.rows.push_back(BeyondOf(*beyond, rule, version));
  if (const YamlNode* days = node.Find("days")) {
    for (const YamlNode& day : days->items) version.days.push_back(DayOf(day, version));
  }
  return version;
}

BookRule ParameterOf(const YamlNode& node, const std::string& path, const PolicyBook& book) {
  BookRule rule;
  rule.id = TextAt(node, "id");
  rule.title = TextAt(node, "title");
  rule.file = path;
  rule.line = node.line;
  rule.unit = TextAt(node, "unit");
  rule.domain = TextAt(node, "domain");
  rule.needs_approval = TextAt(node, "needs_approval") == "true";
  const std::string kind = TextAt(node, "kind");
  if (kind == "days") rule.kind = BookRule::Kind::kDays;
  if (kind == "table") {
    rule.kind = BookRule::Kind::kTable;
    rule.hit = TextAt(node, "hit").empty() ? "unique" : TextAt(node, "hit");
    if (const YamlNode* keys = node.Find("keys")) {
      for (const YamlEntry& key : keys->entries) {
        rule.columns.push_back({key.key,
                                BookColumn::Role::kInput,
                                "",
                                TextAt(key.value, "unit"),
                                TextAt(key.value, "domain"),
                                false});
      }
    }
    rule.columns.push_back({"value", BookColumn::Role::kOutput, "", rule.unit, rule.domain, false});
  }
  if (const YamlNode* versions = node.Find("versions")) {
    for (const YamlNode& version : versions->items)
      rule.versions.push_back(VersionOf(version, rule, book, path));
  }
  std::stable_sort(rule.versions.begin(), rule.versions.end(), [](const auto& a, const auto& b) {
    return a.valid.from > b.valid.from;
  });
  return rule;
}

void ReadDecisionColumns(const YamlNode& node, const PolicyBook& book, BookRule& rule) {
  if (const YamlNode* inputs = node.Find("inputs")) {
    for (const YamlEntry& input : inputs->entries) {
      BookColumn column;
      column.name = input.key;
      column.fact = TextAt(input.value, "fact");
      if (const BookFact* fact = book.Fact(column.fact)) {
        column.unit = fact->unit;
        column.domain = fact->domain;
        column.open = fact->open;
      }
      rule.columns.push_back(std::move(column));
    }
  }
  if (const YamlNode* outputs = node.Find("outputs")) {
    for (const YamlEntry& output : outputs->entries) {
      rule.columns.push_back({output.key,
                              BookColumn::Role::kOutput,
                              "",
                              TextAt(output.value, "unit"),
                              TextAt(output.value, "domain"),
                              false});
    }
  }
}

BookRule DecisionOf(const YamlNode& node, const std::string& path, const PolicyBook& book) {
  BookRule rule;
  rule.kind = BookRule::Kind::kDecision;
  rule.id = TextAt(node, "id");
  rule.title = TextAt(node, "title");
  rule.file = path;
  rule.line = node.line;
  rule.hit = TextAt(node, "hit").empty() ? "unique" : TextAt(node, "hit");
  ReadDecisionColumns(node, book, rule);
  BookVersion version;
  version.valid = PeriodAt(node);
  version.line = node.line;
  version.sources = WordsAt(node, "source");
  if (const YamlNode* rows = node.Find("rows")) {
    for (const YamlNode& row : rows->items) version.rows.push_back(RowOf(row, rule, version));
  }
  const YamlNode* otherwise = node.Find("otherwise");
  if (otherwise != nullptr && otherwise->kind == YamlNode::Kind::kMap) {
    BookRow row = RowOf(*otherwise, rule, version);
    row.kind = BookRow::Kind::kOtherwise;
    for (std::size_t i = 0; i < rule.columns.size(); ++i) {
      if (rule.columns[i].role == BookColumn::Role::kInput) row.cells[i] = "";
    }
    version.rows.push_back(std::move(row));
  }
  rule.versions.push_back(std::move(version));
  return rule;
}

}  // namespace

std::vector<BookRule> RulesOf(const std::string& path,
                              const YamlNode& root,
                              const PolicyBook& book) {
  std::vector<BookRule> rules;
  if (root.kind != YamlNode::Kind::kMap) return rules;
  if (const YamlNode* list = root.Find("parameters")) {
    for (const YamlNode& node : list->items) rules.push_back(ParameterOf(node, path, book));
  } else if (root.Find("versions") != nullptr && root.Find("id") != nullptr) {
    rules.push_back(ParameterOf(root, path, book));
  } else if (TextAt(root, "kind") == "decision") {
    rules.push_back(DecisionOf(root, path, book));
  }
  return rules;
}

}  // namespace dm::publish
