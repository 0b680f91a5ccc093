#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "worker/backtest/report_view.h"
#include "worker/core/utf8.h"

namespace dm::backtest {

namespace {

constexpr std::size_t kRowsMax = 15;

// Characters on the screen, not bytes.
std::string Left(const std::string& text, std::size_t width) {
  const std::size_t used = CountCharacters(text);
  return used < width ? text + std::string(width - used, ' ') : text;
}

std::string Right(const std::string& text, std::size_t width) {
  const std::size_t used = CountCharacters(text);
  return used < width ? std::string(width - used, ' ') + text : text;
}

std::string GroupRow(const GroupLine& line, std::int64_t min_cell) {
  const auto cell = [](const std::string& text) { return Right(text, 14); };
  std::string row = "  " + Left(line.label, 30);
  if (line.hidden) return row + cell("<" + std::to_string(min_cell)) + "\n";
  row += cell(Text(line.sums.households)) + cell(Text(line.gain, min_cell)) +
         cell(Text(line.lose, min_cell));
  if (!line.money) return row + cell("–") + cell("–") + cell("–") + "\n";
  return row + cell(SignedKr(line.sums.gained)) + cell(SignedKr(-line.sums.lost)) +
         cell(SignedKr(line.sums.after - line.sums.before)) + "\n";
}

std::string GroupTable(const std::string& title,
                       const std::vector<GroupLine>& lines,
                       std::int64_t min_cell) {
  std::string text = "\n  " + Left(title, 30);
  for (const char* head : {"hushåll", "får mer", "får mindre", "mer", "mindre", "netto"}) {
    text += Right(head, 14);
  }
  text += "\n";
  for (const GroupLine& line : lines) text += GroupRow(line, min_cell);
  return text;
}

std::string MatrixTable(const std::string& title,
                        const std::vector<std::string>& words,
                        const std::vector<std::vector<Count>>& cells,
                        std::int64_t min_cell) {
  std::string text = "\n  " + Left(title, 24);
  for (const std::string& word : words) text += Right(word, 21);
  text += "\n";
  for (std::size_t row = 0; row < cells.size(); ++row) {
    text += "  " + Left(words[row], 24);
    for (const Count& count : cells[row]) text += Right(Text(count, min_cell), 21);
    text += "\n";
  }
  return text;
}

std::string RowTable(const ReportView& view) {
  if (view.rows.empty()) return "\n  Ingen rad i beräkningen ändras.\n";
  std::string text = "\n  Rader som ändras (hushåll, mer, mindre)\n";
  for (std::size_t i = 0; i < std::min(kRowsMax, view.rows.size()); ++i) {
    const RowLine& line = view.rows[i];
    text += Right(Text(line.households, view.head.min_cell), 10);
    text += line.money ? Right(SignedKr(line.raised), 16) + Right(SignedKr(-line.lowered), 16)
                       : Right("–", 16) + Right("–", 16);
    text += "  " + line.change + "\n";
  }
  if (view.rows.size() > kRowsMax) {
    text += fmt::format("  … och {} till (i CSV och HTML)\n", view.rows.size() - kRowsMax);
  }
  return text;
}

std::string ReasonTable(const ReportView& view) {
  if (view.reasons.empty()) return "";
  std::string text = "\n  Skäl, köer och typfall som ändras (nya, borta)\n";
  for (std::size_t i = 0; i < std::min(kRowsMax, view.reasons.size()); ++i) {
    const ReasonLine& line = view.reasons[i];
    text += Right(Text(line.came, view.head.min_cell), 10) +
            Right(Text(line.went, view.head.min_cell), 10) + "  " + line.code + "\n";
  }
  return text;
}

std::string LargestTable(const ReportView& view) {
  if (view.largest.empty()) return "";
  std::string text = "\n  De största ändringarna (hushållets nummer i underlaget)\n";
  for (const LargeChange& change : view.largest) {
    text += Right("nr " + std::to_string(change.number), 14) + Right(WholeKr(change.before), 14) +
            " → " + Left(WholeKr(change.after), 14) + Right(SignedKr(change.change()), 14) + "  " +
            change.type + "\n";
  }
  return text;
}

}  // namespace

std::string ReportText(const ReportView& view) {
  const std::int64_t min_cell = view.head.min_cell;
  std::string text = fmt::format(
      "Före:  {}\nEfter: {}\nUnderlag: {}\n", view.head.before, view.head.after, view.head.source);
  text += fmt::format(
      "Oförändrade i allt: {}. Annan väg: {}. Andra skäl: {}.\n",
      Text(view.unchanged),
      Text({.value = view.rerouted, .hidden = view.rerouted > 0 && view.rerouted < min_cell},
           min_cell),
      Text({.value = view.reasons_changed,
            .hidden = view.reasons_changed > 0 && view.reasons_changed < min_cell},
           min_cell));
  text += GroupTable("Alla", {view.all}, min_cell);
  text += GroupTable("Hushållstyp", view.by_type, min_cell);
  text += GroupTable("Äldsta vuxnas ålder", view.by_age, min_cell);
  text += GroupTable("Typfall (före)", view.by_typfall, min_cell);
  text += GroupTable("Väg (före)", view.by_route, min_cell);
  if (view.by_month.size() > 1) text += GroupTable("Månad", view.by_month, min_cell);
  text += MatrixTable("Väg före ↓ efter →", RouteWords(), view.routes, min_cell);
  text += MatrixTable("Utfall före ↓ efter →", OutcomeWords(), view.outcomes, min_cell);
  text += RowTable(view) + ReasonTable(view) + LargestTable(view);
  text += fmt::format(
      "\n  Grupper under {} hushåll visas inte. Belopp gäller hushåll som har ett resultat både "
      "före "
      "och efter.\n",
      min_cell);
  return text;
}

}  // namespace dm::backtest
