// The enumerations of a report.
#pragma once

#include <array>
#include <utility>

#include "medarbetare/v1/report.pb.h"
#include "worker/adapters/codec/enums_quality.h"
#include "worker/case/report.h"

namespace dm::codec {

inline constexpr EnumPairs<ReportUnit, pb::ReportUnit, 6> kReportUnitPairs = {{
    {ReportUnit::kCount, pb::REPORT_UNIT_COUNT},
    {ReportUnit::kPermille, pb::REPORT_UNIT_PERMILLE},
    {ReportUnit::kOre, pb::REPORT_UNIT_ORE},
    {ReportUnit::kTenthDays, pb::REPORT_UNIT_TENTH_DAYS},
    {ReportUnit::kTenthSeconds, pb::REPORT_UNIT_TENTH_SECONDS},
    {ReportUnit::kText, pb::REPORT_UNIT_TEXT},
}};

constexpr const auto& PairsOf(ReportUnit /*tag*/) {
  return kReportUnitPairs;
}

inline constexpr EnumPairs<ReportCellState, pb::ReportCellState, 3> kReportCellStatePairs = {{
    {ReportCellState::kValue, pb::REPORT_CELL_STATE_VALUE},
    {ReportCellState::kHidden, pb::REPORT_CELL_STATE_HIDDEN},
    {ReportCellState::kMissing, pb::REPORT_CELL_STATE_MISSING},
}};

constexpr const auto& PairsOf(ReportCellState /*tag*/) {
  return kReportCellStatePairs;
}

inline constexpr EnumPairs<ReportChart, pb::ReportChart, 3> kReportChartPairs = {{
    {ReportChart::kNone, pb::REPORT_CHART_NONE},
    {ReportChart::kColumns, pb::REPORT_CHART_COLUMNS},
    {ReportChart::kStacks, pb::REPORT_CHART_STACKS},
}};

constexpr const auto& PairsOf(ReportChart /*tag*/) {
  return kReportChartPairs;
}

inline constexpr EnumPairs<ReportState, pb::ReportState, 4> kReportStatePairs = {{
    {ReportState::kWaiting, pb::REPORT_STATE_WAITING},
    {ReportState::kRunning, pb::REPORT_STATE_RUNNING},
    {ReportState::kDone, pb::REPORT_STATE_DONE},
    {ReportState::kFailed, pb::REPORT_STATE_FAILED},
}};

constexpr const auto& PairsOf(ReportState /*tag*/) {
  return kReportStatePairs;
}

}  // namespace dm::codec
