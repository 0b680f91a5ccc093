// M-01, M-02, M-03 and M-12: who decides, how applications come in, and how long it takes.
#include <array>
#include <utility>

#include "worker/report/build_report.h"

namespace dm::report {
namespace {

constexpr int kMedian = 50;
constexpr int kNinth = 90;

Counted DecidedOf(const Group& group) {
  Counted decided;
  for (const Path path : {Path::kAutomatic, Path::kProposal, Path::kHuman})
    decided.Add(group.by(path));
  return decided;
}

RawTable WhoDecides(const char* head, const Groups& groups, const Group& all) {
  const auto share = [](const Group& group) {
    return std::vector<Derived>{
        {.value = Permille(group.by(Path::kAutomatic).value, group.decided()),
         .over = {0, kAllParts}}};
  };
  RawTable raw;
  raw.title = std::string("Beslut efter ") + head;
  raw.head = head;
  raw.count = "Beslut";
  raw.parts = {"Automatiskt", "Efter förslag", "Av handläggare"};
  raw.derived = {{"Andel automatiskt", ReportUnit::kPermille}};
  for (const auto& [label, group] : groups) {
    if (group.decided() == 0) continue;
    raw.rows.push_back(
        {.label = label,
         .parts = {group.by(Path::kAutomatic), group.by(Path::kProposal), group.by(Path::kHuman)},
         .derived = share(group)});
  }
  raw.sum = Sum::kTotal;
  raw.total = share(all);
  raw.chart = ReportChart::kStacks;
  raw.charted = {1, 2, 3};
  return raw;
}

RawTable WhoCalculates(const Groups& groups, const Group& all) {
  const auto share = [](const Group& group) {
    return std::vector<Derived>{{.value = Permille(group.calculation_stood.value, group.decided()),
                                 .over = {0, kAllParts}}};
  };
  RawTable raw;
  raw.title = "Beräkningar efter månad";
  raw.head = "månad";
  raw.count = "Beslut";
  raw.parts = {"Enligt medarbetarens beräkning", "Annat belopp eller ingen beräkning"};
  raw.derived = {{"Andel av medarbetaren", ReportUnit::kPermille}};
  for (const auto& [label, group] : groups) {
    if (group.decided() == 0) continue;
    raw.rows.push_back({.label = label,
                        .parts = {group.calculation_stood, group.calculation_other},
                        .derived = share(group)});
  }
  raw.sum = Sum::kTotal;
  raw.total = share(all);
  return raw;
}

RawTable HowApplied(const char* head, const Groups& groups, const Group& all) {
  static constexpr std::array kChannels = {"e-ansökan", "papper", "muntligt", "inte uppgivet"};
  const auto share = [](const Group& group) {
    const auto digital = group.channels.find(kChannels[0]);
    const std::int64_t count = digital == group.channels.end() ? 0 : digital->second.value;
    return std::vector<Derived>{
        {.value = Permille(count, group.cases.value), .over = {0, kAllParts}}};
  };
  RawTable raw;
  raw.title = std::string("Ansökningar efter ") + head;
  raw.head = head;
  raw.count = "Ansökningar";
  raw.parts = {"E-ansökan", "Papper", "Muntligt", "Inte uppgivet"};
  raw.derived = {{"Andel digitalt", ReportUnit::kPermille}};
  for (const auto& [label, group] : groups) {
    RawRow row{.label = label, .parts = {}, .derived = share(group)};
    for (const char* channel : kChannels) {
      const auto found = group.channels.find(channel);
      row.parts.push_back(found == group.channels.end() ? Counted() : found->second);
    }
    raw.rows.push_back(std::move(row));
  }
  raw.sum = Sum::kTotal;
  raw.total = share(all);
  raw.chart = ReportChart::kStacks;
  raw.charted = {1, 2, 3, 4};
  return raw;
}

// Without counts: those stand in other tables, and one of a part of them could be subtracted.
RawTable Leads(std::string title, const std::string& head, const Groups& groups) {
  RawTable raw;
  raw.title = std::move(title);
  raw.head = head;
  raw.derived = {{"Median", ReportUnit::kTenthDays}, {"90:e percentil", ReportUnit::kTenthDays}};
  for (const auto& [label, group] : groups) {
    if (group.lead.count() == 0) continue;
    raw.rows.push_back(
        {.label = label,
         .parts = {DecidedOf(group)},
         .derived = {{.value = group.lead.Percentile(kMedian), .of = group.lead_people},
                     {.value = group.lead.Percentile(kNinth), .of = group.lead_people}}});
  }
  raw.chart = ReportChart::kColumns;
  raw.charted = {0};
  return raw;
}

}  // namespace

void Builder::Shares(ReportMeasure& measure) const {
  measure.tables.push_back(Table(WhoDecides("månad", tally().by_month, tally().all)));
  measure.tables.push_back(Table(WhoCalculates(tally().by_month, tally().all)));
  measure.tables.push_back(Table(WhoDecides("typfall", Labelled(tally().by_typfall), tally().all)));
  measure.tables.back().chart = ReportChart::kNone;
}

void Builder::Digital(ReportMeasure& measure) const {
  measure.tables.push_back(Table(HowApplied("hushållstyp", tally().by_type, tally().all)));
}

void Builder::LeadTimes(ReportMeasure& measure) const {
  static constexpr std::array kDimensions = {"kanal", "kö", "typfall", "hushållstyp"};
  static constexpr std::array kKinds = {"T-03, återansökningar", "T-02, första ansökningar"};
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    for (const char* dimension : kDimensions) {
      const auto found = tally().lead.find(dimension);
      if (found == tally().lead.end()) continue;
      const Groups labelled = Labelled(found->second.at(kind));
      measure.tables.push_back(
          Table(Leads(std::string(kKinds.at(kind)) + ", efter " + dimension, dimension, labelled)));
    }
  }
}

void Builder::Minutes(ReportMeasure& measure) const {
  static constexpr std::array kWays = {
      "inte beslutat", "automatiskt", "efter förslag", "av handläggare"};
  RawTable raw;
  raw.title = "Medarbetarens tid efter väg till beslutet";
  raw.head = "väg";
  raw.derived = {{"Median", ReportUnit::kTenthSeconds},
                 {"90:e percentil", ReportUnit::kTenthSeconds}};
  for (std::size_t way = 1; way < kWays.size(); ++way) {
    const auto found = tally().processing.find(static_cast<Path>(way));
    if (found == tally().processing.end()) continue;
    raw.rows.push_back({.label = kWays.at(way),
                        .parts = {tally().all.paths.at(way)},
                        .derived = {{.value = found->second.Percentile(kMedian)},
                                    {.value = found->second.Percentile(kNinth)}}});
  }
  measure.tables.push_back(Table(raw));
}

}  // namespace dm::report
