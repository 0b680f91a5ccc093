#include "worker/policy/parameter_rows.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr std::array<std::string_view, 5> kReserved = {"id", "value", "grade", "source", "note"};
constexpr std::size_t kRowsMax = 2000;

std::vector<std::string> Split(std::string_view line, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t at = line.find(separator); at != std::string_view::npos;
       at = line.find(separator, from)) {
    parts.emplace_back(line.substr(from, at - from));
    from = at + 1;
  }
  parts.emplace_back(line.substr(from));
  return parts;
}

void ReadInlineRow(const YamlNode& node,
                   const Parameter& parameter,
                   ParameterVersion& version,
                   PolicyData& data,
                   FileErrors& errors) {
  YamlMap map(node, errors, fmt::format("a row of {}", parameter.id));
  GridRow row;
  row.id = map.Id("id", Need::kRequired).value_or("");
  map.Rename(fmt::format("row {} of {}", row.id, parameter.id));
  row.line = map.line();
  row.valid = version.valid;
  bool ok = !row.id.empty();
  for (Column& column : version.grid.columns) {
    std::optional<Cell> cell = ReadCell(map.Node(column.name, Need::kOptional),
                                        column.axis,
                                        fmt::format("{} of {}", column.name, map.what()),
                                        errors);
    ok = ok && cell.has_value();
    row.cells.push_back(cell.value_or(Cell{}));
  }
  const std::optional<FactValue> value = map.Value("value", Need::kRequired, parameter.type);
  ParameterRow content;
  content.grade = PartGrade(map, version);
  content.sources = PartSources(map, version, data);
  map.Text("note", Need::kOptional);
  map.Finish();
  if (!ok || !value.has_value()) return;
  content.value = *value;
  version.grid.rows.push_back(std::move(row));
  version.rows.push_back(std::move(content));
}

// A CSV file as the format allows it: a header, commas, no quotes; "|" parts several values of one
// cell.
class CsvRows {
 public:
  CsvRows(const Parameter& parameter,
          ParameterVersion& version,
          PolicyData& data,
          FileErrors errors)
      : parameter_(parameter), version_(version), data_(data), errors_(std::move(errors)) {}

  void Read(const std::string& text) {
    if (!IsPlainUtf8(text) || text.find('"') != std::string::npos) {
      errors_.Add(0,
                  "the file is not plain UTF-8 or uses quotes",
                  "save it as UTF-8 with commas and no quotes");
      return;
    }
    int line = 0;
    for (const std::string& content : Split(text, '\n')) {
      ++line;
      if (content.empty()) continue;
      if (header_.empty()) {
        ReadHeader(content);
        if (header_.empty()) return;
      } else {
        ReadRow(content, line);
      }
    }
  }

 private:
  void ReadHeader(const std::string& content) {
    if (content.find(';') != std::string::npos) {
      errors_.Add(
          1,
          "the columns are parted by semicolons",
          "part them by commas, or bring the sheet in with policy import, which takes both");
      return;
    }
    header_ = Split(content, ',');
    for (const std::string& name : header_) {
      const auto& columns = version_.grid.columns;
      const bool known = IsReservedRowKey(name) ||
                         std::any_of(columns.begin(), columns.end(), [&](const Column& c) {
                           return c.name == name;
                         });
      if (!known || std::count(header_.begin(), header_.end(), name) > 1)
        Fail(1, fmt::format("the column {} is unknown or stands twice", Quoted(name)));
    }
    for (const char* needed : {"id", "value"}) {
      if (std::find(header_.begin(), header_.end(), needed) == header_.end())
        Fail(1, fmt::format("the column {} is missing", needed));
    }
    if (failed_) header_.clear();
  }

  void Fail(int line, const std::string& message) {
    failed_ = true;
    errors_.Add(
        line,
        message,
        fmt::format(
            "the columns are id, value, the keys of {}, and where needed grade, source, note",
            parameter_.id));
  }

  std::string Field(const std::vector<std::string>& fields, std::string_view name) const {
    const auto found = std::find(header_.begin(), header_.end(), name);
    return found == header_.end() ? "" : fields[static_cast<std::size_t>(found - header_.begin())];
  }

  void ReadRow(const std::string& content, int line) {
    const std::vector<std::string> fields = Split(content, ',');
    if (fields.size() != header_.size()) {
      errors_.Add(
          line,
          fmt::format("the line has {} fields, the header {}", fields.size(), header_.size()),
          "write one field a column, and an amount with a point, 2740.50: a comma parts two "
          "fields");
      return;
    }
    GridRow row;
    row.id = Field(fields, "id");
    row.line = line;
    row.valid = version_.valid;
    const std::string what = fmt::format("row {} of {}", Quoted(row.id), parameter_.id);
    bool ok = IsPolicyId(row.id);
    if (!ok)
      errors_.Add(line,
                  fmt::format("the id {} of a row is none", Quoted(row.id)),
                  "write 1 to 64 characters of A-Z a-z 0-9 . _ : @ -");
    for (Column& column : version_.grid.columns) {
      std::optional<Cell> cell = ReadCellText(Field(fields, column.name),
                                              line,
                                              column.axis,
                                              fmt::format("{} of {}", column.name, what),
                                              errors_);
      ok = ok && cell.has_value();
      row.cells.push_back(cell.value_or(Cell{}));
    }
    const std::optional<FactValue> value =
        ReadValueText(parameter_.type, Field(fields, "value"), line, "value of " + what, errors_);
    if (!ok || !value.has_value()) return;
    ParameterRow content_row;
    content_row.value = *value;
    content_row.grade = Field(fields, "grade").empty() ? version_.grade : Field(fields, "grade");
    content_row.sources =
        Field(fields, "source").empty() ? version_.sources : Split(Field(fields, "source"), '|');
    if (!Field(fields, "source").empty()) {
      for (const std::string& source : content_row.sources)
        data_.source_uses.push_back({source, version_.valid, {errors_.file(), line}});
    }
    if (!Field(fields, "grade").empty()) CheckGrade(content_row.grade, what, line, errors_);
    if (content_row.grade.empty()) {
      errors_.Add(line,
                  fmt::format("{} has no grade, nor has its version", what),
                  "add grade: to the version, for all its rows, or the column grade");
      version_.grade.assign(1, kToldOf);
    }
    version_.grid.rows.push_back(std::move(row));
    version_.rows.push_back(std::move(content_row));
  }

  const Parameter& parameter_;
  ParameterVersion& version_;
  PolicyData& data_;
  FileErrors errors_;
  std::vector<std::string> header_;
  bool failed_ = false;
};

void ReadRowsFile(YamlMap& map,
                  const std::string& name,
                  const Parameter& parameter,
                  const PolicyFiles& files,
                  ParameterVersion& version,
                  PolicyData& data,
                  std::vector<PolicyError>* all_errors) {
  const std::string& yaml = map.errors().file();
  const std::string path = yaml.substr(0, yaml.rfind('/') + 1) + name;
  const auto found = files.texts.find(path);
  if (found == files.texts.end() || path.size() < 4 || path.substr(path.size() - 4) != ".csv") {
    map.errors().Add(map.LineOf("rows_file"),
                     fmt::format("rows_file of {} names no CSV file beside this one", map.what()),
                     "put the .csv file into the same folder");
    return;
  }
  if (found->second.size() > kFileBytesMax) {
    map.errors().Add(map.LineOf("rows_file"),
                     fmt::format("{} is larger than {} bytes", path, kFileBytesMax),
                     "split it");
    return;
  }
  CsvRows(parameter, version, data, FileErrors(path, all_errors)).Read(found->second);
}

// Of rows that could not be read nothing more is said.
enum class RowsRead { kWhole, kBroken };

// The row for `above` is what each further step adds to, and a row past it would never be looked
// at.
void CheckAbove(const Beyond& beyond,
                const Column& column,
                const Parameter& parameter,
                ParameterVersion& version,
                int line,
                FileErrors& errors) {
  const std::size_t at = static_cast<std::size_t>(
      std::find_if(version.grid.columns.begin(),
                   version.grid.columns.end(),
                   [&](const Column& one) { return one.name == column.name; }) -
      version.grid.columns.begin());
  bool holds = false;
  for (GridRow& row : version.grid.rows) {
    Cell cell = row.cells[at];
    cell.Fix(column.axis);
    if (cell.any || !cell.parameters.empty()) {
      holds = true;  // Any number, or one that only a day has: nothing is said of the limit.
      continue;
    }
    holds = holds || cell.fixed.Has(beyond.above);
    const auto& intervals = cell.fixed.intervals();
    if (intervals.empty() || intervals.back().high <= beyond.above) continue;
    errors.Add(row.line,
               fmt::format("the row {} of {} reaches past {}, above which {} counts by steps",
                           row.id,
                           parameter.id,
                           beyond.above,
                           beyond.id),
               fmt::format("end its {} at {}, or raise above", column.name, beyond.above));
  }
  if (!holds)
    errors.Add(line,
               fmt::format("{}: no row holds at {}, to which {} adds its steps",
                           parameter.id,
                           beyond.above,
                           beyond.id),
               "add the row, or set above to the last number that a row has");
}

void ReadBeyond(const YamlNode& node,
                const Parameter& parameter,
                RowsRead rows,
                ParameterVersion& version,
                PolicyData& data,
                FileErrors& errors) {
  YamlMap map(node, errors, fmt::format("beyond of {}", parameter.id));
  Beyond beyond;
  beyond.line = map.line();
  beyond.id = map.Id("id", Need::kRequired).value_or("");
  const std::string only =
      version.grid.columns.size() == 1 ? version.grid.columns.front().name : "";
  beyond.key = map.Text("key", only.empty() ? Need::kRequired : Need::kOptional).value_or(only);
  beyond.above = map.Whole("above", Need::kRequired, 0, 1000).value_or(0);
  const std::optional<FactValue> step = map.Value("add_per_step", Need::kRequired, parameter.type);
  beyond.grade = PartGrade(map, version);
  beyond.sources = PartSources(map, version, data);
  map.Text("note", Need::kOptional);
  map.Finish();
  const auto column = std::find_if(version.grid.columns.begin(),
                                   version.grid.columns.end(),
                                   [&](const Column& c) { return c.name == beyond.key; });
  if (column == version.grid.columns.end() || column->axis.type().unit != Unit::kCount ||
      parameter.type.unit != Unit::kKr) {
    errors.Add(map.line(),
               fmt::format("{} continues no amount over a key of whole numbers", map.what()),
               "name a key with unit: count");
    return;
  }
  if (!step.has_value()) return;
  if (rows == RowsRead::kWhole) CheckAbove(beyond, *column, parameter, version, map.line(), errors);
  beyond.add_per_step = std::get<std::int64_t>(*step);
  if (beyond.add_per_step < 0)
    errors.Add(map.LineOf("add_per_step"),
               fmt::format("add_per_step of {} is below 0 kr", map.what()),
               "write what each further step adds, 0 or more");
  version.beyond = std::move(beyond);
}

}  // namespace

std::string PartGrade(YamlMap& part, ParameterVersion& version) {
  std::string grade = ReadGrade(part, version.grade, Need::kOptional);
  if (!grade.empty() || part.Has("grade")) return grade;
  part.errors().Add(part.line(),
                    fmt::format("{} has no grade, nor has its version", part.what()),
                    "add grade: to the version, for all its rows, or to each row");
  version.grade.assign(1, kToldOf);
  return version.grade;
}

std::vector<std::string> PartSources(YamlMap& part,
                                     const ParameterVersion& version,
                                     PolicyData& data) {
  if (part.Has("source")) return ReadSourcesOf(part, version.sources, version.valid, data);
  part.Node("source", Need::kOptional);  // a key that may stand here
  return version.sources;                // noted, for the same days, where the version stands
}

bool IsReservedRowKey(std::string_view name) {
  return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

void ReadParameterRows(YamlMap& map,
                       const Parameter& parameter,
                       const PolicyFiles& files,
                       ParameterVersion& version,
                       PolicyData& data) {
  FileErrors& errors = map.errors();
  version.grid.columns = parameter.columns;
  const std::vector<YamlNode>* rows = map.List("rows", Need::kOptional);
  const std::optional<std::string> rows_file = map.Text("rows_file", Need::kOptional);
  const std::size_t before = errors.count();
  if ((rows != nullptr) == rows_file.has_value()) {
    errors.Add(map.line(),
               fmt::format("{} needs either rows or rows_file", map.what()),
               "give exactly one of them");
  } else if (rows != nullptr) {
    for (const YamlNode& node : *rows) ReadInlineRow(node, parameter, version, data, errors);
  } else {
    ReadRowsFile(map, *rows_file, parameter, files, version, data, errors.all());
  }
  if (version.rows.size() > kRowsMax)
    errors.Add(map.line(),
               fmt::format("{} has more than {} rows", map.what(), kRowsMax),
               "split the table");
  if (const YamlNode* node = map.Node("beyond", Need::kOptional))
    ReadBeyond(*node,
               parameter,
               errors.count() == before ? RowsRead::kWhole : RowsRead::kBroken,
               version,
               data,
               errors);
  version.grid.Fix();
}

}  // namespace dm::policy
