// Drift by typfall, and equal treatment.
#include <cmath>
#include <utility>

#include "worker/quality/statistics.h"
#include "worker/report/build_report.h"

namespace dm::report {
namespace {

constexpr int kChancePpm = 10'000;        // one of a hundred, as the sample's alarm (quality)
constexpr double kStandardErrors = 2.58;  // the same for a mean, on both sides
constexpr int kMedian = 50;

// So many, or so few, would come by chance in at most one of a hundred where the rate is as before.
bool IsUnlikely(std::int64_t hits, std::int64_t n, std::int64_t before_permille) {
  const int rate = static_cast<int>(before_permille);
  const int count = static_cast<int>(n);
  const int at_least = quality::TailPpm(static_cast<int>(hits), count, rate);
  const int more = quality::TailPpm(static_cast<int>(hits) + 1, count, rate);
  return at_least <= kChancePpm || 1'000'000 - more <= kChancePpm;
}

struct Rate {
  const char* title;
  Counted Group::*hits;
  Counted Group::*of;
};

constexpr Rate kRates[] = {
    {"Andel bifall i sin helhet", &Group::full, &Group::settled},
    {"Andel förslag som ändrades", &Group::changed, &Group::proposed},
    {"Andel ombedda att komplettera", &Group::asked, &Group::cases},
    {"Andel rättade beslut", &Group::corrected, &Group::settled},
};

// A share; hidden where so few are behind it, or behind the rest, that it tells of them.
Derived Share(const Counted& hits, const Counted& of) {
  Derived share{.value = Permille(hits.value, of.value), .over = {}, .of = of.people};
  if (hits.value > 0) share.of = hits.people;
  const std::int64_t rest = of.value - hits.value;
  // Whom the rest is of is not known: each may be one.
  if (rest > 0 && rest < hits.people.size()) share.of = OfItems("rest", rest).people;
  return share;
}

// The share before, with one more of each kind: what has never been seen is rare, not impossible.
std::int64_t ShareBefore(const Counted& hits, const Counted& of) {
  return *Permille(hits.value + 1, of.value + 2);
}

std::string AlarmWord(const Counted& hits,
                      const Counted& of,
                      const Group& before,
                      const Rate& rate) {
  const Counted& of_before = before.*rate.of;
  if (of_before.value == 0 || of.value == 0) return "går inte att jämföra";
  const std::int64_t was = ShareBefore(before.*rate.hits, of_before);
  return IsUnlikely(hits.value, of.value, was) ? "LARM" : "nej";
}

double Variance(const Group& group) {
  const auto n = static_cast<double>(group.granting.value);
  const double mean = static_cast<double>(group.granted.ore()) / 100 / n;
  return std::max(0.0, static_cast<double>(group.granted_squares) / n - mean * mean);
}

std::string MeanAlarm(const Group& now, const Group& before) {
  if (now.granting.value < 2 || before.granting.value < 2) return "går inte att jämföra";
  const auto n_now = static_cast<double>(now.granting.value);
  const auto n_before = static_cast<double>(before.granting.value);
  const double difference = static_cast<double>(now.granted.ore()) / 100 / n_now -
                            static_cast<double>(before.granted.ore()) / 100 / n_before;
  const double error = std::sqrt(Variance(now) / n_now + Variance(before) / n_before);
  return std::abs(difference) > kStandardErrors * error ? "LARM" : "nej";
}

// A word about two months is hidden where so few are behind either that it tells of them.
Derived Alarm(std::string word, const Counted& now, const Counted& before) {
  const bool fewer_before = before.people.size() > 0 && before.people.size() < now.people.size();
  return {.over = {}, .of = fewer_before ? before.people : now.people, .text = std::move(word)};
}

Derived MeanGrant(const Group& group) {
  return {.value = Mean(group.granted.ore(), group.granting.value),
          .over = {},
          .of = group.granting.people};
}

RawTable DriftTable(const std::string& title, ReportUnit unit) {
  RawTable raw;
  raw.title = title;
  raw.head = "typfall";
  raw.derived = {{"Sista månaden", unit}, {"Tre månader före", unit}, {"Larm", ReportUnit::kText}};
  return raw;
}

std::vector<Derived> EqualCells(const Group& group) {
  return {Share(group.full, group.settled),
          {.value = group.lead.Percentile(kMedian), .over = {}, .of = group.lead_people},
          {.value = Mean(group.change.ore(), group.changes.value),
           .over = {},
           .of = group.changes.people},
          Share(group.asked, group.cases),
          Share(group.changed, group.proposed),
          Share(group.corrected, group.settled)};
}

}  // namespace

void Builder::Drift(ReportMeasure& measure) const {
  for (const Rate& rate : kRates) {
    RawTable raw = DriftTable(rate.title, ReportUnit::kPermille);
    for (const auto& [typfall, now] : tally().drift_now) {
      const auto found = tally().drift_before.find(typfall);
      const Group before = found == tally().drift_before.end() ? Group() : found->second;
      const Counted& hits = now.*rate.hits;
      const Counted& of = now.*rate.of;
      if (of.value == 0) continue;
      raw.rows.push_back(
          {.label = Label(typfall),
           .parts = {of},
           .derived = {Share(hits, of),
                       Share(before.*rate.hits, before.*rate.of),
                       Alarm(AlarmWord(hits, of, before, rate), of, before.*rate.of)}});
    }
    measure.tables.push_back(Table(raw));
  }
  RawTable means = DriftTable("Medelbelopp", ReportUnit::kOre);
  for (const auto& [typfall, now] : tally().drift_now) {
    if (now.granting.value == 0) continue;
    const auto found = tally().drift_before.find(typfall);
    const Group before = found == tally().drift_before.end() ? Group() : found->second;
    means.rows.push_back(
        {.label = Label(typfall),
         .parts = {now.granting},
         .derived = {MeanGrant(now),
                     MeanGrant(before),
                     Alarm(MeanAlarm(now, before), now.granting, before.granting)}});
  }
  measure.tables.push_back(Table(means));
  RawTable gates;
  gates.title = "Grindar i perioden";
  gates.head = "grind";
  gates.parts = {"Uppfylld", "Inte uppfylld", "Okänd"};
  gates.chart = ReportChart::kStacks;
  gates.charted = {0, 1, 2};
  for (const auto& [gate, verdicts] : tally().gates) {
    RawRow row{.label = Label(gate), .parts = {}, .derived = {}};
    for (const char* verdict : {"PASS", "FAIL", "UNKNOWN"}) {
      const auto found = verdicts.find(verdict);
      row.parts.push_back(found == verdicts.end() ? Counted() : found->second);
    }
    gates.rows.push_back(std::move(row));
  }
  measure.tables.push_back(Table(gates));
  RawTable sources;
  sources.title = "Ärenden där en källas svar var okänt";
  sources.head = "källa";
  sources.count = "Ärenden";
  for (const auto& [source, cases] : tally().unknown_sources)
    sources.rows.push_back({.label = Label(source), .parts = {cases}, .derived = {}});
  measure.tables.push_back(Table(sources));
}

void Builder::Equality(ReportMeasure& measure) const {
  static constexpr const char* kWho[] = {"automatiska beslut", "handläggares beslut"};
  for (const auto& [dimension, by_who] : tally().equal) {
    for (std::size_t who = 0; who < by_who.size(); ++who) {
      RawTable raw;
      raw.title = dimension + ", " + kWho[who];
      raw.head = dimension;
      raw.derived = {{"Bifall i sin helhet", ReportUnit::kPermille},
                     {"Tid, median", ReportUnit::kTenthDays},
                     {"Ändring mot förra månaden, medel", ReportUnit::kOre},
                     {"Ombedda komplettera", ReportUnit::kPermille},
                     {"Ändrade förslag", ReportUnit::kPermille},
                     {"Rättade", ReportUnit::kPermille}};
      for (const auto& [label, group] : by_who.at(who))
        raw.rows.push_back({.label = label, .parts = {group.cases}, .derived = EqualCells(group)});
      measure.tables.push_back(Table(raw));
    }
  }
}

}  // namespace dm::report
