// What a report may show of a comparison: groups that are too small are laid together or hidden, so
// that nobody can be made out; names and amounts are made ready for people. Text, CSV and HTML show
// the same view.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/backtest/comparison.h"

namespace dm::backtest {

struct ReportHead {
  std::string source;  // "150 000 påhittade hushåll, frö 1, december 2026"
  std::string before;  // version and start of the hash
  std::string after;
  std::int64_t min_cell = 5;  // suppress.min_cell
  std::string month;          // of the cases, or "flera månader"
  // Swedish words of a reason's code; may be empty.
  std::function<std::string(const std::string& code)> words;
};

// A number that is hidden when it stands for fewer than min_cell and more than none.
struct Count {
  std::int64_t value = 0;
  bool hidden = false;
};

struct GroupLine {
  std::string label;
  Tally sums;
  bool hidden = false;  // the group as a whole is too small: only its label is shown
  Count gain;
  Count lose;
  bool money = true;  // false: sums of so few that they would tell of one
};

struct RowLine {
  std::string change;
  Count households;
  Money raised;
  Money lowered;
  bool money = true;
};

struct ReasonLine {
  std::string code;
  std::string words;  // Swedish; empty where nothing is known of the code
  Count came;
  Count went;
};

struct ReportView {
  ReportHead head;
  GroupLine all;
  std::vector<GroupLine> by_type;
  std::vector<GroupLine> by_age;
  std::vector<GroupLine> by_typfall;
  std::vector<GroupLine> by_month;
  std::vector<GroupLine> by_route;
  std::vector<std::vector<Count>> routes;
  std::vector<std::vector<Count>> outcomes;
  std::vector<RowLine> rows;        // largest effect first
  std::vector<ReasonLine> reasons;  // most households first
  std::vector<Count> classes;
  std::vector<LargeChange> largest;  // the type is empty where its group is too small
  std::int64_t reasons_changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t rerouted = 0;
};

ReportView MakeView(const Comparison& comparison, ReportHead head);

// Swedish words of the ways and outcomes, in the order of the matrices.
const std::vector<std::string>& RouteWords();
const std::vector<std::string>& OutcomeWords();
std::string RouteWord(Route route);
// "−1 000 till −501 kr", for class `index` of Comparison::classes.
std::string ClassLabel(std::size_t index);
// "1 234", "<5".
std::string Text(std::int64_t number);
std::string Text(const Count& count, std::int64_t min_cell);
// "+1 250 kr", whole kronor.
std::string SignedKr(Money money);
// "12 345 kr", whole kronor.
std::string WholeKr(Money money);

// The three forms.
std::string ReportText(const ReportView& view);
std::string ReportCsv(const ReportView& view);
std::string ReportHtml(const ReportView& view);

}  // namespace dm::backtest
