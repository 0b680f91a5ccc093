#include <fmt/format.h>

#include "worker/backtest/report_view.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/report/forms.h"

namespace dm::report {
namespace {

constexpr char kHiddenMark[] = "..";
constexpr char kMissingMark[] = "saknas";

// "−4,5": tenths with a decimal comma.
std::string Tenths(std::int64_t value) {
  const std::int64_t size = value < 0 ? -value : value;
  return (value < 0 ? "−" : "") + backtest::Text(size / 10) + "," + std::to_string(size % 10);
}

}  // namespace

std::string CellWords(const ReportCell& cell, ReportUnit unit) {
  if (cell.state == ReportCellState::kHidden) return kHiddenMark;
  if (cell.state == ReportCellState::kMissing) return kMissingMark;
  switch (unit) {
    case ReportUnit::kCount:
      return backtest::Text(cell.value);
    case ReportUnit::kPermille:
      return Tenths(cell.value) + "\u00a0%";
    case ReportUnit::kOre:
      return backtest::WholeKr(Money::FromOre(cell.value));
    case ReportUnit::kTenthDays:
    case ReportUnit::kTenthSeconds:
      return Tenths(cell.value);
    case ReportUnit::kText:
      return cell.text;
  }
  return kMissingMark;
}

std::string UnitWord(ReportUnit unit) {
  switch (unit) {
    case ReportUnit::kCount:
    case ReportUnit::kPermille:
    case ReportUnit::kOre:
    case ReportUnit::kText:
      return "";
    case ReportUnit::kTenthDays:
      return "dygn";
    case ReportUnit::kTenthSeconds:
      return "sekunder";
  }
  return "";
}

std::string Legend(const Report& report) {
  return fmt::format(
      "\"..\" betyder att färre än {} hushåll står bakom, eller att siffran skulle gå att räkna ut "
      "för så få. \"saknas\" betyder att det inte finns något att räkna på; det är aldrig noll. "
      "Ärenden med skyddade personuppgifter och andra ärenden med begränsad behörighet är inte "
      "med. "
      "Siffrorna får inte användas för att ordna, välja ut eller granska personer.",
      report.min_cell);
}

}  // namespace dm::report
