#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "worker/backtest/page_parts.h"
#include "worker/backtest/report_view.h"
#include "worker/backtest/svg_chart.h"
#include "worker/core/markup.h"

namespace dm::backtest {

namespace {

constexpr std::size_t kBarsMax = 12;

std::string Cards(const ReportView& view) {
  const std::int64_t min_cell = view.head.min_cell;
  const Tally& sums = view.all.sums;
  const auto money = [&view](Money amount) {
    return view.all.money ? SignedKr(amount) : std::string("–");
  };
  return "<div class=\"cards\">\n" + Card(Text(sums.households), "hushåll") +
         Card(Text(view.all.gain, min_cell), "får mer, " + money(sums.gained)) +
         Card(Text(view.all.lose, min_cell), "får mindre, " + money(-sums.lost)) +
         Card(money(sums.after - sums.before), "netto för månaden") +
         Card(
             Text({.value = view.rerouted, .hidden = view.rerouted > 0 && view.rerouted < min_cell},
                  min_cell),
             "tar en annan väg") +
         Card(Text(view.unchanged), "oförändrade i allt") + "</div>\n";
}

std::string GroupRow(const GroupLine& line, std::int64_t min_cell) {
  std::string row = "<tr><th scope=\"row\">" + Escaped(line.label) + "</th>";
  if (line.hidden) {
    return row + Cell("<" + std::to_string(min_cell)) + "<td colspan=\"6\"></td></tr>\n";
  }
  row += Cell(Text(line.sums.households)) + Cell(Text(line.gain, min_cell)) +
         Cell(Text(line.lose, min_cell));
  if (!line.money) return row + Cell("–") + Cell("–") + Cell("–") + Cell("–") + "</tr>\n";
  const std::int64_t compared = std::max<std::int64_t>(1, line.sums.compared);
  const Money net = line.sums.after - line.sums.before;
  return row + Cell(SignedKr(line.sums.gained)) + Cell(SignedKr(-line.sums.lost)) +
         Cell(SignedKr(net)) + Cell(SignedKr(Money::FromOre(net.ore() / compared))) + "</tr>\n";
}

std::string GroupTable(const std::string& what,
                       const std::vector<GroupLine>& lines,
                       std::int64_t min_cell) {
  std::string table = "<table><thead><tr><th scope=\"col\">" + Escaped(what) + "</th>";
  for (const char* head :
       {"Hushåll", "Får mer", "Får mindre", "Mer", "Mindre", "Netto", "Per hushåll"}) {
    table += std::string("<th scope=\"col\">") + head + "</th>";
  }
  table += "</tr></thead><tbody>\n";
  for (const GroupLine& line : lines) table += GroupRow(line, min_cell);
  return Wide("Hushåll och belopp: " + what, table + "</tbody></table>");
}

std::string GroupChart(const std::string& title,
                       const std::vector<GroupLine>& lines,
                       std::int64_t min_cell) {
  std::vector<TwoSided> bars;
  for (const GroupLine& line : lines) {
    if (line.hidden) continue;
    const auto length = [](const Count& count) {
      return count.hidden ? 0.0 : static_cast<double>(count.value);
    };
    bars.push_back({.label = line.label,
                    .left = length(line.lose),
                    .right = length(line.gain),
                    .left_text = Text(line.lose, min_cell),
                    .right_text = Text(line.gain, min_cell)});
  }
  return Wide("Bild: " + title, TwoSidedBars(title, bars));
}

std::string ChangeChart(const ReportView& view) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < view.classes.size(); ++i) {
    const Count& count = view.classes[i];
    const bool still = i > 0 && i < kChangeEnds.size() && kChangeEnds[i] == 0;
    if (still) continue;
    columns.push_back({.label = ClassLabel(i),
                       .value = count.hidden ? 0.0 : static_cast<double>(count.value),
                       .text = Text(count, view.head.min_cell),
                       .negative = i < kChangeEnds.size() && kChangeEnds[i] < 0});
  }
  const std::string title = "Hushåll efter hur mycket beviljat belopp ändras";
  std::string table =
      "<table><thead><tr><th scope=\"col\">Ändring</th><th scope=\"col\">Hushåll</th></tr>"
      "</thead><tbody>\n";
  for (const Column& column : columns)
    table +=
        "<tr><th scope=\"row\">" + Escaped(column.label) + "</th>" + Cell(column.text) + "</tr>\n";
  return Wide("Bild: " + title, Columns(title, columns)) +
         "<details><summary>Siffrorna i bilden</summary>\n" +
         Wide(title, table + "</tbody></table>") + "</details>\n";
}

Stack WayStack(const char* label, const ReportView& view, bool before) {
  Stack stack{.label = label, .parts = {}};
  const std::size_t size = view.routes.size();
  for (std::size_t way = 0; way < size; ++way) {
    double sum = 0;
    for (std::size_t other = 0; other < size; ++other) {
      const Count& count = before ? view.routes[way][other] : view.routes[other][way];
      if (!count.hidden) sum += static_cast<double>(count.value);
    }
    stack.parts.push_back({.label = RouteWords()[way], .value = sum});
  }
  return stack;
}

std::string MatrixTable(const std::string& what,
                        const std::vector<std::string>& words,
                        const std::vector<std::vector<Count>>& cells,
                        std::int64_t min_cell) {
  std::string table =
      "<table class=\"matrix\"><thead><tr><th scope=\"col\">" + Escaped(what) + "</th>";
  for (const std::string& word : words) table += "<th scope=\"col\">" + Escaped(word) + "</th>";
  table += "</tr></thead><tbody>\n";
  for (std::size_t from = 0; from < cells.size(); ++from) {
    table += "<tr><th scope=\"row\">" + Escaped(words[from]) + "</th>";
    for (std::size_t to = 0; to < cells[from].size(); ++to) {
      const Count& count = cells[from][to];
      const char* kind = from == to ? "same" : (count.value > 0 ? "moved" : "none");
      table += fmt::format("<td class=\"{}\">{}</td>", kind, Escaped(Text(count, min_cell)));
    }
    table += "</tr>\n";
  }
  return Wide(what, table + "</tbody></table>");
}

std::string RowChart(const ReportView& view) {
  std::vector<TwoSided> bars;
  for (const RowLine& line : view.rows) {
    if (bars.size() == kBarsMax) break;
    if (!line.money || (line.raised.is_zero() && line.lowered.is_zero())) continue;
    bars.push_back({.label = line.change.substr(0, line.change.find(':')),
                    .left = static_cast<double>(line.lowered.ore()),
                    .right = static_cast<double>(line.raised.ore()),
                    .left_text = line.lowered.is_zero() ? "" : SignedKr(-line.lowered),
                    .right_text = line.raised.is_zero() ? "" : SignedKr(line.raised)});
  }
  const std::string title = "Rader som ändrar beloppet, kronor per månad";
  return bars.empty() ? "" : Wide("Bild: " + title, TwoSidedBars(title, bars));
}

std::string RowTable(const ReportView& view) {
  std::string table =
      "<table><thead><tr><th scope=\"col\">Rad och regel</th><th "
      "scope=\"col\">Hushåll</th><th scope=\"col\">Höjer</th><th "
      "scope=\"col\">Sänker</th></tr></thead><tbody>\n";
  for (const RowLine& line : view.rows) {
    table += "<tr><th scope=\"row\" class=\"code\">" + Escaped(line.change) + "</th>" +
             Cell(Text(line.households, view.head.min_cell)) +
             Cell(line.money ? SignedKr(line.raised) : "–") +
             Cell(line.money ? SignedKr(-line.lowered) : "–") + "</tr>\n";
  }
  return Wide("Rader som ändras", table + "</tbody></table>");
}

std::string ReasonTable(const ReportView& view) {
  std::string table =
      "<table><thead><tr><th scope=\"col\">Skäl</th><th "
      "scope=\"col\">Nytt för</th><th scope=\"col\">Borta för</th></tr></thead><tbody>\n";
  for (const ReasonLine& line : view.reasons) {
    const std::string words = line.words.empty() ? "" : Escaped(line.words) + "<br>";
    table += "<tr><th scope=\"row\" class=\"reason\">" + words + "<code>" + Escaped(line.code) +
             "</code></th>" + Cell(Text(line.came, view.head.min_cell)) +
             Cell(Text(line.went, view.head.min_cell)) + "</tr>\n";
  }
  return Wide("Skäl, köer och typfall som ändras", table + "</tbody></table>");
}

std::string LargestTable(const ReportView& view) {
  std::string table =
      "<table><thead><tr><th scope=\"col\">Nummer</th><th "
      "scope=\"col\">Månad</th><th scope=\"col\">Hushåll</th><th scope=\"col\">Före</th><th "
      "scope=\"col\">Efter</th><th scope=\"col\">Ändring</th><th "
      "scope=\"col\">Väg</th></tr></thead><tbody>\n";
  for (const LargeChange& change : view.largest) {
    const std::string way =
        change.route_before == change.route_after
            ? RouteWord(change.route_after)
            : RouteWord(change.route_before) + " → " + RouteWord(change.route_after);
    table += "<tr><th scope=\"row\">" + std::to_string(change.number) + "</th>" +
             Cell(change.month.ToString()) + "<td class=\"words\">" +
             Escaped(change.type.empty() ? "liten grupp" : change.type) + "</td>" +
             Cell(WholeKr(change.before)) + Cell(WholeKr(change.after)) +
             Cell(SignedKr(change.change())) + "<td class=\"words\">" + Escaped(way) +
             "</td></tr>\n";
  }
  return Wide("De största ändringarna", table + "</tbody></table>");
}

std::string Groups3(const ReportView& view) {
  const std::int64_t min_cell = view.head.min_cell;
  std::string body =
      Section(
          "Efter hushållstyp",
          "Vilka som får mer och mindre. I bilden står de som får mer till höger.",
          GroupChart("Hushåll som får mer och mindre, efter hushållstyp", view.by_type, min_cell) +
              GroupTable("Hushållstyp", view.by_type, min_cell)) +
      Section("Efter ålder",
              "Den äldsta vuxnas ålder den första i månaden.",
              GroupChart("Hushåll som får mer och mindre, efter ålder", view.by_age, min_cell) +
                  GroupTable("Ålder", view.by_age, min_cell)) +
      Section("Efter typfall",
              "Det typfall som passade enligt reglerna före.",
              GroupTable("Typfall", view.by_typfall, min_cell));
  if (view.by_month.size() > 1) {
    body += Section(
        "Efter månad", "Månaden som ansökan gäller.", GroupTable("Månad", view.by_month, min_cell));
  }
  return body;
}

}  // namespace

std::string ReportHtml(const ReportView& view) {
  const ReportHead& head = view.head;
  std::string page = PageHead("Så slår ändringen");
  page += "<dl><dt>Före</dt><dd>" + Escaped(head.before) + "</dd><dt>Efter</dt><dd>" +
          Escaped(head.after) + "</dd><dt>Underlag</dt><dd>" + Escaped(head.source) +
          "</dd></dl>\n";
  page += Cards(view);
  page += Section("Hur mycket",
                  "Hushåll vars beviljade belopp ändras. De oförändrade är inte med i bilden.",
                  ChangeChart(view));
  page += Groups3(view);
  page += Section(
      "Vilken väg ärendena tar",
      "Automatiskt: funktionen beslutar. Förslag: en handläggare får ett förslag att ta "
      "ställning till. Handläggare: ärendet utreds av en person.",
      Wide("Bild: ärendenas väg före och efter",
           Stacks("Ärendenas väg före och efter",
                  {WayStack("före", view, true), WayStack("efter", view, false)})) +
          MatrixTable("Före ↓ efter →", RouteWords(), view.routes, head.min_cell) +
          GroupTable("Väg före", view.by_route, head.min_cell) +
          MatrixTable("Utfall före ↓ efter →", OutcomeWords(), view.outcomes, head.min_cell));
  page += Section("Vilka rader som ändras",
                  view.rows.empty()
                      ? "Ingen rad i beräkningen ändras."
                      : "Varje rad i beräkningen med regeln före och efter, och vad den gör med "
                        "beloppen. Samma hushåll kan ha flera.",
                  view.rows.empty() ? "" : RowChart(view) + RowTable(view));
  page += Section(
      "Skäl, köer och typfall",
      fmt::format("{} hushåll får andra skäl än förut.",
                  Text({.value = view.reasons_changed,
                        .hidden = view.reasons_changed > 0 && view.reasons_changed < head.min_cell},
                       head.min_cell)),
      view.reasons.empty() ? "" : ReasonTable(view));
  if (!view.largest.empty()) {
    page += Section("De största ändringarna",
                    "Numret är hushållets plats i underlaget och säger inget om vem det är.",
                    LargestTable(view));
  }
  page += fmt::format(
      "<footer>Grupper under {} hushåll visas inte för sig. Belopp gäller hushåll som har ett "
      "resultat både före och efter. Siffrorna får inte användas för att ordna, välja ut eller "
      "granska personer.</footer>\n</main>\n</body>\n</html>\n",
      head.min_cell);
  return page;
}

}  // namespace dm::backtest
