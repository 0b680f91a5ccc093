#include "worker/publish/import_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "worker/publish/import_rows.h"
#include "worker/publish/row_text.h"
#include "worker/publish/table_csv.h"
#include "worker/publish/yaml_rows.h"

namespace dm::publish {
namespace {

// New lines in the place of old ones; applied from the end of the file to its start.
struct Edit {
  int first = 0;
  int last = 0;
  std::vector<std::string> lines;
};

class TableImport {
 public:
  TableImport(const PolicyBook& book, const BookRule& rule, const std::string& yaml)
      : book_(book), rule_(rule), text_(yaml) {}

  Import Run(std::string_view csv) {
    std::vector<ImportedRow> rows = ReadImport(book_, rule_, csv, result_.errors);
    CheckIds(rows);
    if (!result_.errors.empty()) return std::move(result_);
    if (rule_.kind == BookRule::Kind::kDecision) {
      std::vector<BookRow> all;
      for (ImportedRow& row : rows) all.push_back(std::move(row.row));
      MergeVersion(rule_.versions.front(), all);
    } else {
      MergeVersions(std::move(rows));
    }
    if (!result_.errors.empty()) return std::move(result_);
    std::stable_sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) {
      return a.first > b.first;
    });
    for (const Edit& edit : edits_) text_.Replace(edit.first, edit.last, edit.lines);
    result_.yaml = text_.str();
    return std::move(result_);
  }

 private:
  void Fail(int line, std::string column, std::string message, std::string remedy) {
    result_.errors.push_back({line, std::move(column), std::move(message), std::move(remedy)});
  }

  void CheckIds(const std::vector<ImportedRow>& rows) {
    std::map<std::string, int> seen;
    for (const ImportedRow& one : rows) {
      const auto [at, fresh] = seen.emplace(one.row.id, one.row.line);
      if (!fresh)
        Fail(one.row.line,
             kCsvId,
             fmt::format("stands in line {} as well", at->second),
             "give each row an id of its own");
    }
  }

  void MergeVersions(std::vector<ImportedRow> rows) {
    std::map<Date, std::vector<BookRow>> groups;
    for (ImportedRow& one : rows) groups[*one.row.valid.from].push_back(std::move(one.row));
    for (const auto& [from, group] : groups) {
      for (const BookRow& row : group) {
        if (row.valid.to == group.front().valid.to) continue;
        Fail(row.line,
             kCsvTo,
             "differs from the other rows of the version",
             "write the same last day on every row that begins on that day");
      }
    }
    for (const BookVersion& version : rule_.versions) {
      const auto group = groups.find(*version.valid.from);
      if (group == groups.end()) {
        Fail(1,
             "",
             fmt::format("no row of the version from {} is left", version.valid.from->ToString()),
             "keep its rows: old decisions are explained by them; end it with valid_to");
        continue;
      }
      if (group->second.front().valid.to != version.valid.to) SetEnd(version, group->second);
      MergeVersion(version, group->second);
      groups.erase(group);
    }
    for (const auto& [from, group] : groups) AddVersion(from, group);
  }

  static std::vector<const BookRow*> OfKind(const std::vector<BookRow>& rows, BookRow::Kind kind) {
    std::vector<const BookRow*> found;
    for (const BookRow& row : rows) {
      if (row.kind == kind) found.push_back(&row);
    }
    return found;
  }

  void MergeVersion(const BookVersion& version, const std::vector<BookRow>& rows) {
    MergeSpecial(version, rows, BookRow::Kind::kOtherwise, "otherwise");
    MergeSpecial(version, rows, BookRow::Kind::kBeyond, "beyond");
    MergeRows(
        version, OfKind(version.rows, BookRow::Kind::kRow), OfKind(rows, BookRow::Kind::kRow));
  }

  // otherwise and beyond: one of each at most, which is changed but neither added nor taken away.
  void MergeSpecial(const BookVersion& version,
                    const std::vector<BookRow>& rows,
                    BookRow::Kind kind,
                    const char* word) {
    const std::vector<const BookRow*> old_rows = OfKind(version.rows, kind);
    const std::vector<const BookRow*> new_rows = OfKind(rows, kind);
    if (old_rows.size() != new_rows.size()) {
      Fail(new_rows.size() > old_rows.size() ? new_rows.back()->line : 1,
           kCsvKind,
           fmt::format("the table has {} rows of the kind {} and the file {}",
                       old_rows.size(),
                       word,
                       new_rows.size()),
           fmt::format("add or remove {} in {}", word, rule_.file));
      return;
    }
    if (old_rows.empty() || SameRow(rule_, *old_rows.front(), *new_rows.front())) return;
    const int line = old_rows.front()->line;
    const RowEdits edits = kind == BookRow::Kind::kBeyond
                               ? BeyondEdits(rule_, version, *old_rows.front(), *new_rows.front())
                               : EditsOf(rule_, version, *old_rows.front(), *new_rows.front());
    const std::optional<std::string> edited = EditedRow(text_.at(line), edits);
    if (!edited.has_value()) {
      Fail(new_rows.front()->line,
           "",
           fmt::format("{} is not written on one line of {}", word, rule_.file),
           fmt::format("change it there, or write it as {}: {{…}} on one line first", word));
      return;
    }
    edits_.push_back({line, line, {*edited}});
    ++result_.changed;
  }

  // The lines of one row of the file, with the comments between it and the row above.
  struct Chunk {
    std::vector<std::string> before;
    std::vector<std::string> lines;
  };

  std::vector<std::string> Lines(int first, int last) const {
    std::vector<std::string> lines;
    for (int line = first; line <= last; ++line) lines.push_back(text_.at(line));
    return lines;
  }

  void MergeRows(const BookVersion& version,
                 const std::vector<const BookRow*>& old_rows,
                 const std::vector<const BookRow*>& new_rows) {
    if (Untouched(old_rows, new_rows)) return;
    if (!version.rows_file.empty() || old_rows.empty()) {
      Fail(1,
           "",
           fmt::format("the rows from {} stand in the file {}",
                       version.valid.from->ToString(),
                       version.rows_file),
           "edit that file: it is CSV already");
      return;
    }
    if (new_rows.empty()) {
      Fail(1, "", "a version has no row left", "keep at least one row");
      return;
    }
    std::map<std::string, Chunk> chunks;
    std::vector<std::string> orphans;  // comments of rows that are gone go to the row below
    int last = old_rows.front()->line - 1;
    for (const BookRow* row : old_rows) {
      Chunk chunk;
      chunk.before = Lines(last + 1, row->line - 1);
      chunk.before.insert(chunk.before.begin(), orphans.begin(), orphans.end());
      orphans.clear();
      last = text_.LastOf(row->line);
      chunk.lines = Lines(row->line, last);
      const bool kept = std::any_of(
          new_rows.begin(), new_rows.end(), [&](const BookRow* one) { return one->id == row->id; });
      if (kept) {
        chunks[row->id] = std::move(chunk);
      } else {
        orphans = std::move(chunk.before);
        ++result_.removed;
      }
    }
    Edit edit{old_rows.front()->line, last, {}};
    const std::string indent(static_cast<std::size_t>(text_.IndentOf(old_rows.front()->line)), ' ');
    for (const BookRow* row : new_rows) {
      const auto chunk = chunks.find(row->id);
      if (chunk == chunks.end()) {
        edit.lines.push_back(indent + NewRow(rule_, version, *row));
        ++result_.added;
        continue;
      }
      Append(edit.lines, chunk->second.before);
      Append(edit.lines, Rewritten(version, old_rows, *row, chunk->second.lines, indent));
    }
    Append(edit.lines, orphans);
    edits_.push_back(std::move(edit));
  }

  static void Append(std::vector<std::string>& lines, const std::vector<std::string>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  }

  bool Untouched(const std::vector<const BookRow*>& old_rows,
                 const std::vector<const BookRow*>& new_rows) const {
    if (old_rows.size() != new_rows.size()) return false;
    for (std::size_t i = 0; i < old_rows.size(); ++i) {
      if (!SameRow(rule_, *old_rows[i], *new_rows[i])) return false;
    }
    return true;
  }

  std::vector<std::string> Rewritten(const BookVersion& version,
                                     const std::vector<const BookRow*>& old_rows,
                                     const BookRow& row,
                                     const std::vector<std::string>& lines,
                                     const std::string& indent) {
    const BookRow& old_row = **std::find_if(
        old_rows.begin(), old_rows.end(), [&](const BookRow* one) { return one->id == row.id; });
    if (SameRow(rule_, old_row, row)) return lines;
    ++result_.changed;
    if (lines.size() == 1) {
      const auto edited = EditedRow(lines.front(), EditsOf(rule_, version, old_row, row));
      if (edited.has_value()) return {*edited};
    }
    std::vector<std::string> fresh;
    for (const std::string& line : lines) {
      const std::size_t first = line.find_first_not_of(' ');
      if (first != std::string::npos && line[first] == '#') fresh.push_back(line);
    }
    fresh.push_back(indent + NewRow(rule_, version, row));
    return fresh;
  }

  // True when the version begins with its first key behind the dash, on lines of its own.
  bool IsBlock(const BookVersion& version) const {
    return text_.at(version.line).find("- valid_from:") != std::string::npos;
  }

  void SetEnd(const BookVersion& version, const std::vector<BookRow>& rows) {
    if (!IsBlock(version)) {
      Fail(rows.front().line,
           kCsvTo,
           "the version is not written over several lines",
           fmt::format("change valid_to in {}", rule_.file));
      return;
    }
    const std::optional<Date> end = rows.front().valid.to;
    const std::string indent(static_cast<std::size_t>(text_.IndentOf(version.line)) + 2, ' ');
    std::vector<std::string> lines;
    if (end.has_value()) lines.push_back(indent + "valid_to: " + end->ToString());
    const int last = text_.LastOf(version.line);
    ++result_.changed;
    for (int line = version.line; line <= last; ++line) {
      if (text_.at(line).rfind(indent + "valid_to:", 0) == 0) {
        edits_.push_back({line, line, lines});
        return;
      }
    }
    edits_.push_back({version.line + 1, version.line, lines});
  }

  void AddVersion(Date from, const std::vector<BookRow>& rows) {
    const BookVersion& newest = rule_.versions.front();
    if (!IsBlock(newest) || OfKind(newest.rows, BookRow::Kind::kRow).empty()) {
      Fail(rows.front().line,
           kCsvFrom,
           "the table's versions are not written over several lines",
           fmt::format("write the new version in {}", rule_.file));
      return;
    }
    BookVersion version;
    version.valid = {from, rows.front().valid.to};
    version.sources = rows.front().sources;
    version.grade = rows.front().grade;
    const std::string indent(static_cast<std::size_t>(text_.IndentOf(newest.line)), ' ');
    const int row_line = OfKind(newest.rows, BookRow::Kind::kRow).front()->line;
    const std::string row_indent(static_cast<std::size_t>(text_.IndentOf(row_line)), ' ');
    std::vector<std::string> lines = {indent + "- valid_from: " + from.ToString()};
    if (version.valid.to.has_value())
      lines.push_back(indent + "  valid_to: " + version.valid.to->ToString());
    lines.push_back(indent + "  source: " + YamlWords(version.sources));
    lines.push_back(indent + "  grade: " + version.grade);
    lines.push_back(indent + "  rows:");
    for (const BookRow* row : OfKind(rows, BookRow::Kind::kRow))
      lines.push_back(row_indent + NewRow(rule_, version, *row));
    for (const BookRow* row : OfKind(rows, BookRow::Kind::kBeyond))
      lines.push_back(indent + "  beyond: " + NewBeyond(rule_, version, *row));
    const int before = PlaceFor(from);
    edits_.push_back({before, before - 1, lines});
    result_.added += static_cast<int>(rows.size());
    ++result_.versions_added;
  }

  // The line before which a version from that day goes: files have the newest first, or the oldest.
  int PlaceFor(Date from) const {
    const std::vector<BookVersion>& versions = rule_.versions;  // newest first
    const bool oldest_first = versions.size() > 1 && versions.front().line > versions.back().line;
    int end = 0;
    const BookVersion* next = nullptr;  // the version of the file that follows
    for (const BookVersion& version : versions) {
      end = std::max(end, text_.LastOf(version.line));
      const bool follows = oldest_first ? *version.valid.from > from : *version.valid.from < from;
      if (follows && (next == nullptr || version.line < next->line)) next = &version;
    }
    if (next == nullptr) return end + 1;
    int line = next->line;
    const int indent = text_.IndentOf(line);
    while (line > 1 && text_.IsBlankOrComment(line - 1) && !text_.at(line - 1).empty() &&
           text_.IndentOf(line - 1) == indent)
      --line;  // the comment above belongs to that version
    return line;
  }

  const PolicyBook& book_;
  const BookRule& rule_;
  LineText text_;
  std::vector<Edit> edits_;
  Import result_;
};

}  // namespace

std::string ImportError::ToString(const std::string& file) const {
  if (column.empty()) return fmt::format("{}:{}: {}; {}", file, line, message, remedy);
  return fmt::format("{}:{}: column {}: {}; {}", file, line, column, message, remedy);
}

Import ImportTable(const PolicyBook& book,
                   const BookRule& rule,
                   const std::string& yaml,
                   std::string_view csv) {
  return TableImport(book, rule, yaml).Run(csv);
}

}  // namespace dm::publish
