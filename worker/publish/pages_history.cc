// What changes on which day, from the dates in the files themselves: what was, what is and what is
// decided for later stand side by side, so that nobody needs an older copy to see a change.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "worker/core/swedish_day.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

struct Event {
  Html what;
  std::vector<std::string> details;
};

using Events = std::map<Date, std::vector<Event>>;

std::string ValueOf(const Context& context, const BookRule& rule, const std::string& value) {
  return ValueWord(context.in.book, rule.unit, rule.domain, value);
}

// "Vuxna 1, Barn 0": for whom the row is; its id where it is for all.
std::string RowName(const Context& context, const BookRule& rule, const BookRow& row) {
  std::string name;
  for (std::size_t i = 0; i < rule.columns.size(); ++i) {
    const BookColumn& column = rule.columns[i];
    if (column.role != BookColumn::Role::kInput || row.cells[i] == "-") continue;
    const std::string cell = row.kind == BookRow::Kind::kBeyond
                                 ? "över " + row.cells[i]
                                 : CellWord(context.in.book, column, row.cells[i]);
    name +=
        fmt::format("{}{} {}", name.empty() ? "" : ", ", ColumnWord(context.in.book, column), cell);
  }
  return name.empty() ? row.id : name;
}

// Name of a row → its value in words. A table parameter has one output.
std::map<std::string, std::string> ValuesOf(const Context& context,
                                            const BookRule& rule,
                                            const BookVersion& version) {
  std::map<std::string, std::string> values;
  for (const BookRow& row : version.rows)
    values[RowName(context, rule, row)] = ValueOf(context, rule, row.cells.back());
  return values;
}

std::vector<std::string> RowChanges(const Context& context,
                                    const BookRule& rule,
                                    const BookVersion& before,
                                    const BookVersion& after) {
  const auto old_values = ValuesOf(context, rule, before);
  const auto new_values = ValuesOf(context, rule, after);
  std::vector<std::string> lines;
  // In the order of the file, which is the order that people know.
  for (const BookRow& row : after.rows) {
    const std::string name = RowName(context, rule, row);
    const std::string& value = new_values.at(name);
    const auto was = old_values.find(name);
    if (was == old_values.end()) {
      lines.push_back(fmt::format("{}: {} (ny rad)", name, value));
    } else if (was->second != value) {
      lines.push_back(fmt::format("{}: {} → {}", name, was->second, value));
    }
  }
  for (const auto& [name, value] : old_values) {
    if (!new_values.contains(name))
      lines.push_back(fmt::format("{}: {} (raden tas bort)", name, value));
  }
  return lines;
}

Html Named(const Context& context, const BookRule& rule, const std::string& rest) {
  Html html;
  html.Add(Linked(context, "rule:" + rule.id, rule.title)).Text(rest);
  return html;
}

void AddVersion(const Context& context,
                const BookRule& rule,
                const BookVersion& before,
                const BookVersion& after,
                Events* events) {
  Event event;
  if (after.ends) {
    event.what = Named(context, rule, ": upphör");
  } else if (rule.kind == BookRule::Kind::kScalar) {
    event.what = Named(context,
                       rule,
                       fmt::format(": {} → {}",
                                   ValueOf(context, rule, before.value),
                                   ValueOf(context, rule, after.value)));
  } else {
    event.what = Named(context, rule, "");
    event.details = RowChanges(context, rule, before, after);
    if (event.details.empty()) event.details.emplace_back("samma värden, beslutade på nytt");
  }
  (*events)[*after.valid.from].push_back(std::move(event));
}

// A rule's first version begins it; only what follows on something is a change.
void AddRule(const Context& context, const BookRule& rule, Events* events) {
  if (rule.kind == BookRule::Kind::kScalar || rule.kind == BookRule::Kind::kTable) {
    for (std::size_t i = 0; i + 1 < rule.versions.size(); ++i) {
      if (rule.versions[i].valid.from)
        AddVersion(context, rule, rule.versions[i + 1], rule.versions[i], events);
    }
    return;
  }
  if (rule.kind != BookRule::Kind::kDecision || rule.versions.empty()) return;
  const Period whole = rule.versions.front().valid;
  std::map<Date, std::pair<int, int>> days;  // rows that begin and rows that have ended
  for (const BookRow& row : rule.versions.front().rows) {
    if (row.valid.from && row.valid.from != whole.from) ++days[*row.valid.from].first;
    if (row.valid.to && row.valid.to != whole.to) ++days[row.valid.to->PlusDays(1)].second;
  }
  for (const auto& [day, count] : days) {
    (*events)[day].push_back(
        {Named(context,
               rule,
               fmt::format(": {} rader börjar gälla, {} har upphört", count.first, count.second)),
         {}});
  }
}

void AddTypfall(const Context& context, Events* events) {
  for (const auto& [path, file] : context.in.book.files()) {
    if (path.rfind("typfall/", 0) != 0 || !file.root) continue;
    const std::string code = TextAt(*file.root, "code");
    const Period valid = PeriodAt(*file.root);
    if (!valid.from) continue;
    Html html;
    html.Text("Typfallet ").Add(Linked(context, "code:" + code, code));
    html.Text(" " + TextAt(*file.root, "title") + " börjar gälla");
    (*events)[*valid.from].push_back({std::move(html), {}});
  }
}

void AddDelegations(const Context& context, Events* events) {
  for (const Delegation& one : context.in.set->delegations()) {
    if (!one.valid.from) continue;
    Html html;
    html.Text("Nämndens delegation för ").Add(Linked(context, "code:" + one.typfall, one.typfall));
    html.Text(fmt::format(": {}, högst {}", one.reference, one.max_amount.ToSwedish()));
    (*events)[*one.valid.from].push_back({std::move(html), {}});
  }
}

// Of a law that is quoted: from when another wording or another act holds.
void AddSources(const Context& context, Events* events) {
  for (const auto& [id, source] : context.in.book.sources()) {
    for (std::size_t i = 0; i + 1 < source.versions.size(); ++i) {
      const BookSourceVersion& now = source.versions[i];
      if (!now.valid.from) continue;
      Html html;
      html.Text("Källa: ").Add(Linked(context, "source:" + id, now.citation));
      html.Text(fmt::format(", förut {}", source.versions[i + 1].citation));
      (*events)[*now.valid.from].push_back({std::move(html), {}});
    }
  }
}

void WriteDay(Html& html, Date day, const std::vector<Event>& events) {
  Heading(html, 3, SwedishDay(day), AnchorOf("dag-" + day.ToString()));
  html.Open("ul");
  for (const Event& event : events) {
    html.Open("li").Add(event.what);
    if (!event.details.empty()) {
      html.Open("ul");
      for (const std::string& line : event.details) html.Element("li", line);
      html.Close();
    }
    html.Close();
  }
  html.Close();
}

}  // namespace

void History(Html& html, const Context& context) {
  Events events;
  for (const auto& [id, rule] : context.in.book.rules()) AddRule(context, rule, &events);
  AddTypfall(context, &events);
  AddDelegations(context, &events);
  AddSources(context, &events);
  Heading(html, 2, "Dag för dag", "dag-for-dag");
  Paragraph(html,
            context,
            "Vad som har börjat gälla vilken dag, och vad som redan är bestämt för senare. Varje "
            "regel har kvar sina äldre värden, så att gamla beslut går att räkna om.");
  if (events.empty())
    Paragraph(html, context, "Inget har ändrats under tiden som reglerna täcker.");
  // NOLINTNEXTLINE(modernize-loop-convert): the ranges that it wants are beyond clang 14.
  for (auto day = events.rbegin(); day != events.rend(); ++day)
    WriteDay(html, day->first, day->second);
}

}  // namespace dm::publish
