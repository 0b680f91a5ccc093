// Report: the follow-up of a period, as tables that are ready to be shown. Sums and codes alone:
// what stands for too few households is hidden before it gets here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/instant.h"

namespace dm {

// What a column's numbers are.
enum class ReportUnit { kCount, kPermille, kOre, kTenthDays, kTenthSeconds, kText };

enum class ReportCellState {
  kValue,
  kHidden,   // of fewer than the smallest group, or it would tell of one that is
  kMissing,  // there is nothing to compute it from
};

struct ReportCell {
  ReportCellState state = ReportCellState::kMissing;
  std::int64_t value = 0;
  std::string text;  // of kText

  friend bool operator==(const ReportCell&, const ReportCell&) = default;
};

struct ReportColumn {
  std::string title;  // Swedish
  ReportUnit unit = ReportUnit::kCount;

  friend bool operator==(const ReportColumn&, const ReportColumn&) = default;
};

struct ReportRow {
  std::string label;
  std::vector<ReportCell> cells;  // one a column
  bool total = false;

  friend bool operator==(const ReportRow&, const ReportRow&) = default;
};

enum class ReportChart { kNone, kColumns, kStacks };

struct ReportTable {
  std::string title;  // Swedish
  std::string head;   // of the column of labels
  std::vector<ReportColumn> columns;
  std::vector<ReportRow> rows;
  ReportChart chart = ReportChart::kNone;
  // Columns of numbers that the chart shows, by index: one of kColumns, the parts of kStacks.
  std::vector<int> charted;

  friend bool operator==(const ReportTable&, const ReportTable&) = default;
};

struct ReportMeasure {
  std::string code;  // "M-01"
  std::string title;
  std::string definition;
  std::string source;
  bool available = false;  // false: no tables, and `missing` says why
  // What the data do not allow, with the reason. Never shown as 0.
  std::vector<std::string> missing;
  std::vector<std::string> notes;  // what a reader must know
  std::vector<ReportTable> tables;

  friend bool operator==(const ReportMeasure&, const ReportMeasure&) = default;
};

struct Report {
  std::string municipality;
  Month from;  // months applied for
  Month to;
  Instant made_at;
  std::string policy_sha256;
  std::int64_t min_cell = 5;
  std::vector<ReportMeasure> measures;

  friend bool operator==(const Report&, const Report&) = default;
};

enum class ReportState { kWaiting, kRunning, kDone, kFailed };

// A report that is being made, or is done.
struct ReportRun {
  std::string id;
  ReportState state = ReportState::kWaiting;
  std::int64_t cases_read = 0;
  std::string failure;  // reason code of kFailed
  Report report;        // of kDone
};

}  // namespace dm
