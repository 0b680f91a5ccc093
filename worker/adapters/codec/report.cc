#include "worker/adapters/codec/report.h"

#include <utility>

#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kTablesMax = 1'000;
constexpr int kColumnsMax = 100;
constexpr int kRowsMax = 10'000;

pb::ReportTable TableToProto(const ReportTable& value) {
  pb::ReportTable message;
  message.set_title(value.title);
  message.set_head(value.head);
  for (const ReportColumn& column : value.columns) {
    pb::ReportColumn& one = *message.add_columns();
    one.set_title(column.title);
    one.set_unit(EnumToProto(column.unit));
  }
  for (const ReportRow& row : value.rows) {
    pb::ReportRow& one = *message.add_rows();
    one.set_label(row.label);
    one.set_total(row.total);
    for (const ReportCell& cell : row.cells) {
      pb::ReportCell& shown = *one.add_cells();
      shown.set_state(EnumToProto(cell.state));
      shown.set_value(cell.value);
      shown.set_text(cell.text);
    }
  }
  message.set_chart(EnumToProto(value.chart));
  for (const int column : value.charted) message.add_charted(column);
  return message;
}

pb::ReportMeasure MeasureToProto(const ReportMeasure& value) {
  pb::ReportMeasure message;
  message.set_code(value.code);
  message.set_title(value.title);
  message.set_definition(value.definition);
  message.set_source(value.source);
  message.set_available(value.available);
  for (const std::string& one : value.missing) message.add_missing(one);
  for (const std::string& one : value.notes) message.add_notes(one);
  for (const ReportTable& one : value.tables) *message.add_tables() = TableToProto(one);
  return message;
}

ReportRow RowFromProto(FieldReader& reader, const pb::ReportRow& message, std::size_t columns) {
  ReportRow row;
  row.label = message.label();
  row.total = message.total();
  if (std::cmp_not_equal(message.cells_size(), columns))
    reader.Fail("cells", "FIELD_INVALID", "is not one for each column", "Send as many as columns.");
  for (const pb::ReportCell& one : message.cells()) {
    row.cells.push_back({.state = reader.Enum<ReportCellState>("state", one.state()),
                         .value = one.value(),
                         .text = one.text()});
  }
  return row;
}

ReportTable TableFromProto(FieldReader& reader, const pb::ReportTable& message) {
  ReportTable table;
  table.title = message.title();
  table.head = message.head();
  if (!reader.Count("columns", message.columns_size(), kColumnsMax) ||
      !reader.Count("rows", message.rows_size(), kRowsMax))
    return table;
  for (const pb::ReportColumn& one : message.columns()) {
    table.columns.push_back(
        {.title = one.title(), .unit = reader.Enum<ReportUnit>("unit", one.unit())});
  }
  for (const pb::ReportRow& one : message.rows())
    table.rows.push_back(RowFromProto(reader, one, table.columns.size()));
  table.chart = reader.Enum<ReportChart>("chart", message.chart());
  for (const int column : message.charted())
    table.charted.push_back(reader.Int("charted", column, 0, message.columns_size() - 1));
  return table;
}

ReportMeasure MeasureFromProto(FieldReader& reader, const pb::ReportMeasure& message) {
  ReportMeasure measure;
  measure.code = message.code();
  measure.title = message.title();
  measure.definition = message.definition();
  measure.source = message.source();
  measure.available = message.available();
  measure.missing.assign(message.missing().begin(), message.missing().end());
  measure.notes.assign(message.notes().begin(), message.notes().end());
  if (!reader.Count("tables", message.tables_size(), kTablesMax)) return measure;
  for (const pb::ReportTable& one : message.tables())
    measure.tables.push_back(TableFromProto(reader, one));
  return measure;
}

Report ReportFromProto(FieldReader& reader, const pb::Report& message) {
  Report report;
  report.municipality = message.municipality();
  report.from = reader.RequiredMonth("from_month", message.from_month());
  report.to = reader.RequiredMonth("to_month", message.to_month());
  report.made_at =
      reader.ReadInstant("made_at", message.has_made_at(), message.made_at(), Need::kRequired);
  report.policy_sha256 = message.policy_sha256();
  report.min_cell = message.min_cell();
  if (!reader.Count("measures", message.measures_size(), kTablesMax)) return report;
  for (const pb::ReportMeasure& one : message.measures())
    report.measures.push_back(MeasureFromProto(reader, one));
  return report;
}

pb::Report ToMessage(const Report& value) {
  pb::Report message;
  message.set_municipality(value.municipality);
  message.set_from_month(value.from.ToString());
  message.set_to_month(value.to.ToString());
  *message.mutable_made_at() = ToProto(value.made_at);
  message.set_policy_sha256(value.policy_sha256);
  message.set_min_cell(value.min_cell);
  for (const ReportMeasure& one : value.measures) *message.add_measures() = MeasureToProto(one);
  return message;
}

}  // namespace

pb::ReportRun ToProto(const ReportRun& value) {
  pb::ReportRun message;
  message.set_id(value.id);
  message.set_state(EnumToProto(value.state));
  message.set_cases_read(value.cases_read);
  message.set_failure(value.failure);
  if (value.state == ReportState::kDone) *message.mutable_report() = ToMessage(value.report);
  return message;
}

ReportRun FromProto(FieldReader& reader, const pb::ReportRun& message) {
  ReportRun run;
  run.id = message.id();
  run.state = reader.Enum<ReportState>("state", message.state());
  run.cases_read = message.cases_read();
  run.failure = message.failure();
  if (message.has_report()) run.report = ReportFromProto(reader, message.report());
  return run;
}

}  // namespace dm::codec
