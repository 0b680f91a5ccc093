#include "worker/backtest/report_view.h"

#include <algorithm>
#include <utility>

namespace dm::backtest {

namespace {

constexpr char kSmallGroups[] = "små grupper";
constexpr char kThinSpace[] = "\u00a0";

Count Shown(std::int64_t value, std::int64_t min_cell) {
  return {.value = value, .hidden = value > 0 && value < min_cell};
}

GroupLine LineOf(std::string label, const Tally& sums, std::int64_t min_cell) {
  GroupLine line;
  line.label = std::move(label);
  line.sums = sums;
  line.hidden = sums.households > 0 && sums.households < min_cell;
  line.gain = Shown(sums.gain, min_cell);
  line.lose = Shown(sums.lose, min_cell);
  // A sum over one or two would be their amount.
  line.money = !line.hidden && !line.gain.hidden && !line.lose.hidden;
  return line;
}

// Small groups are laid together, and with them as many of the next smallest as are needed: a
// single hidden group could be had by subtracting the others from the whole.
std::vector<GroupLine> Lines(const Groups& groups, std::int64_t min_cell) {
  std::vector<std::pair<std::string, Tally>> left(groups.begin(), groups.end());
  std::stable_sort(left.begin(), left.end(), [](const auto& a, const auto& b) {
    return a.second.households < b.second.households;
  });
  Tally small;
  std::size_t taken = 0;
  while (taken < left.size() &&
         (left[taken].second.households < min_cell || (taken > 0 && small.households < min_cell))) {
    small.Add(left[taken++].second);
  }
  left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(taken));
  std::sort(
      left.begin(), left.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<GroupLine> lines;
  for (auto& [label, sums] : left) lines.push_back(LineOf(std::move(label), sums, min_cell));
  if (taken > 0) lines.push_back(LineOf(kSmallGroups, small, min_cell));
  return lines;
}

template <std::size_t kSize>
std::vector<std::vector<Count>> Cells(const Matrix<kSize>& matrix, std::int64_t min_cell) {
  std::vector<std::vector<Count>> cells;
  for (const auto& row : matrix) {
    std::vector<Count>& shown = cells.emplace_back();
    for (const std::int64_t value : row) shown.push_back(Shown(value, min_cell));
  }
  return cells;
}

std::vector<RowLine> RowLines(const Comparison& comparison, std::int64_t min_cell) {
  std::vector<RowLine> lines;
  for (const auto& [change, sums] : comparison.rows) {
    RowLine line;
    line.change = change;
    line.households = Shown(sums.households, min_cell);
    line.raised = sums.raised;
    line.lowered = sums.lowered;
    line.money = !line.households.hidden;
    lines.push_back(std::move(line));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const RowLine& a, const RowLine& b) {
    return a.raised + a.lowered > b.raised + b.lowered;
  });
  return lines;
}

std::vector<ReasonLine> ReasonLines(const Comparison& comparison, const ReportHead& head) {
  std::vector<ReasonLine> lines;
  for (const auto& [code, change] : comparison.reasons) {
    lines.push_back({.code = code,
                     .words = head.words ? head.words(code) : "",
                     .came = Shown(change.came, head.min_cell),
                     .went = Shown(change.went, head.min_cell)});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const ReasonLine& a, const ReasonLine& b) {
    return a.came.value + a.went.value > b.came.value + b.went.value;
  });
  return lines;
}

}  // namespace

ReportView MakeView(const Comparison& comparison, ReportHead head) {
  const std::int64_t min_cell = head.min_cell;
  ReportView view;
  view.all = LineOf("alla hushåll", comparison.all, min_cell);
  view.by_type = Lines(comparison.by_type, min_cell);
  view.by_age = Lines(comparison.by_age, min_cell);
  view.by_typfall = Lines(comparison.by_typfall, min_cell);
  view.by_month = Lines(comparison.by_month, min_cell);
  for (GroupLine& line : view.by_route = Lines(comparison.by_route, min_cell)) {
    for (std::size_t i = 0; i < kRouteCount; ++i) {
      const auto route = static_cast<Route>(i);
      if (line.label == RouteCode(route)) line.label = RouteWord(route);
    }
  }
  view.routes = Cells<kRouteCount>(comparison.routes, min_cell);
  view.outcomes = Cells<kOutcomeCount>(comparison.outcomes, min_cell);
  view.rows = RowLines(comparison, min_cell);
  view.reasons = ReasonLines(comparison, head);
  for (const std::int64_t value : comparison.classes)
    view.classes.push_back(Shown(value, min_cell));
  view.largest = comparison.largest;
  for (LargeChange& change : view.largest) {
    const auto group = comparison.by_type.find(change.type);
    if (group != comparison.by_type.end() && group->second.households < min_cell) {
      change.type.clear();
    }
  }
  view.reasons_changed = comparison.reasons_changed;
  view.unchanged = comparison.unchanged;
  for (std::size_t from = 0; from < kRouteCount; ++from) {
    for (std::size_t to = 0; to < kRouteCount; ++to) {
      if (from != to) view.rerouted += comparison.routes[from][to];
    }
  }
  view.head = std::move(head);
  return view;
}

const std::vector<std::string>& RouteWords() {
  static const std::vector<std::string> words = {
      "automatiskt", "komplettering", "förslag", "handläggare"};
  return words;
}

const std::vector<std::string>& OutcomeWords() {
  static const std::vector<std::string> words = {
      "inget resultat ännu", "bifall", "delvis bifall", "avslag"};
  return words;
}

std::string RouteWord(Route route) {
  return RouteWords()[static_cast<std::size_t>(route)];
}

std::string ClassLabel(std::size_t index) {
  const auto number = [](std::int64_t value) {
    return (value < 0 ? "−" : "") + Text(value < 0 ? -value : value);
  };
  if (index == 0) return "mer än " + Text(-kChangeEnds[0]) + " kr lägre";
  if (index == kChangeEnds.size()) return "mer än " + Text(kChangeEnds.back()) + " kr högre";
  const std::int64_t low = kChangeEnds[index - 1];
  const std::int64_t high = kChangeEnds[index];
  if (high == 0) return "oförändrat";
  if (high < 0) return Text(-high) + "–" + Text(-low - 1) + " kr lägre";
  return number(low + 1) + "–" + number(high) + " kr högre";
}

std::string Text(std::int64_t number) {
  std::string digits = std::to_string(number < 0 ? -number : number);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), kThinSpace);
  }
  return (number < 0 ? "−" : "") + digits;
}

std::string Text(const Count& count, std::int64_t min_cell) {
  return count.hidden ? "<" + std::to_string(min_cell) : Text(count.value);
}

std::string WholeKr(Money money) {
  return Text(RoundHalfUp(Rational(money), RoundingUnit::kKrona).ore() / 100) + kThinSpace + "kr";
}

std::string SignedKr(Money money) {
  return (money > Money() ? "+" : "") + WholeKr(money);
}

}  // namespace dm::backtest
