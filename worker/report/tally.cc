#include "worker/report/tally.h"

#include <algorithm>

namespace dm::report {
namespace {

constexpr std::int64_t kTenthDayMs = std::int64_t{24} * 3'600'000 / 10;
constexpr std::int64_t kTenthSecondMs = 100;
constexpr int kYear = 12;

std::int64_t Rounded(std::int64_t value, std::int64_t unit) {
  return (value + unit / 2) / unit;
}

void AddTo(HousingSum& sum, const HouseholdId& who, const Housing& housing) {
  if (!housing.cap) {
    sum.no_cap.Add(who);
  } else if (housing.applied > *housing.cap) {
    sum.above.Add(who);
  } else {
    sum.within.Add(who);
  }
  sum.applied += housing.applied;
  sum.granted += housing.granted;
  if (housing.cap) sum.cap += *housing.cap;
}

}  // namespace

void Group::Add(const CaseFacts& facts) {
  const HouseholdId& who = facts.household;
  cases.Add(who);
  channels[facts.channel].Add(who);
  paths.at(static_cast<std::size_t>(facts.path)).Add(who);
  const bool gives = facts.decided() && facts.granted_something();
  (facts.completion_rounds > 0 ? asked : not_asked).Add(who);
  if (gives) granting.Add(who);
  repeats.Add(who, std::max(0, facts.completion_rounds - 1));
  messages.Add(who, facts.messages);
  if (!facts.decided()) return;
  settled.Add(who);
  if (!gives) refused.Add(who);
  if (facts.path == Path::kProposal) proposed.Add(who);
  (facts.calculation_stood ? calculation_stood : calculation_other).Add(who);
  full.Add(who, facts.outcome == Outcome::kBifall ? 1 : 0);
  changed.Add(who, facts.changed ? 1 : 0);
  corrected.Add(who, facts.corrections > 0 ? 1 : 0);
  if (gives) {
    granted += facts.granted;
    const std::int64_t kronor = Rounded(facts.granted.ore(), 100);
    granted_squares += kronor * kronor;
  }
  if (facts.change) {
    change += *facts.change;
    changes.Add(who);
  }
  if (facts.lead_ms) {
    lead.Add(Rounded(*facts.lead_ms, kTenthDayMs));
    lead_people.Add(who);
  }
}

void Tally::AddHousehold(const CaseFacts& facts, const Span& span) {
  const int back = span.to - facts.month;
  const bool in_period = span.Holds(facts.month);
  if (back < 0 || (back >= kYear && !in_period)) return;
  HouseholdSeen& seen = households[facts.household];
  if (!in_period && !facts.granted_something()) return;
  if (in_period && (!seen.in_period || seen.last <= facts.month)) {
    seen.last = facts.month;
    seen.adults = facts.adults;
    seen.children = facts.children;
  }
  if (in_period) {
    seen.in_period = true;
    seen.first = seen.first || facts.first;
  }
  if (back < kYear && facts.granted_something())
    seen.granted = static_cast<std::uint16_t>(seen.granted | (1U << static_cast<unsigned>(back)));
}

void Tally::AddInPeriod(const CaseFacts& facts) {
  all.Add(facts);
  by_month[facts.month.ToString()].Add(facts);
  by_type[facts.type].Add(facts);
  by_typfall[facts.typfall].Add(facts);
  const std::string queue = facts.path == Path::kAutomatic ? "utan kö, automatiskt"
                            : facts.queue.empty()          ? "ingen kö än"
                                                           : facts.queue;
  const std::size_t kind = facts.first ? 1 : 0;
  lead["kanal"].at(kind)[facts.channel].Add(facts);
  lead["kö"].at(kind)[queue].Add(facts);
  lead["typfall"].at(kind)[facts.typfall].Add(facts);
  lead["hushållstyp"].at(kind)[facts.type].Add(facts);
  if (facts.decided()) {
    processing[facts.path].Add(Rounded(facts.processing_ms, kTenthSecondMs));
    const std::size_t who = facts.path == Path::kAutomatic ? 0 : 1;
    equal["Kanal"].at(who)[facts.channel].Add(facts);
    equal["Hushållstyp"].at(who)[facts.type].Add(facts);
    equal["Ålder"].at(who)[facts.age].Add(facts);
    equal["Kön"].at(who)[facts.sex].Add(facts);
  }
  for (const CostLine& line : facts.costs) {
    CostSum& sum = costs[line.group];
    sum.cases.Add(facts.household);
    sum.granted += line.granted;
  }
  if (facts.housing) {
    AddTo(housing_by_size[facts.housing->persons], facts.household, *facts.housing);
    AddTo(housing_by_tenure[facts.housing->tenure], facts.household, *facts.housing);
  }
  const HouseholdId& who = facts.household;
  for (const CheckResult& one : facts.checks) checks[one.check][CheckStateCode(one.state)].Add(who);
  for (const GateResult& one : facts.gates) gates[one.gate][VerdictCode(one.verdict)].Add(who);
  for (const std::string& one : facts.plans) plans["plan"][one].Add(who);
  for (const std::string& one : facts.unknown_sources) unknown_sources[one].Add(who);
  for (const std::string& one : facts.asked_items) asked_items[one].Add(who);
  for (const std::string& one : facts.correction_grounds) correction_grounds[one].Add(who);
}

void Tally::AddLastMonth(const CaseFacts& facts) {
  const HouseholdId& who = facts.household;
  // Another case of the household and month changes what is granted, not how many they are.
  if (last_month_seen_.insert(who).second) {
    last_month.households.Add(who);
    (facts.first ? last_month.first : last_month.again).Add(who);
    last_month.adults.Add(who, facts.adults);
    last_month.children.Add(who, facts.children);
  }
  if (!facts.decided() || !facts.granted_something()) return;
  last_month.granted += facts.granted;
  if (last_month_granting_.insert(who).second) last_month.granting.Add(who);
}

void Tally::Add(const CaseFacts& facts, const Span& span) {
  if (facts.restricted) return;
  months[facts.month.ToString()].Add(facts);
  AddHousehold(facts, span);
  if (facts.month == span.to) AddLastMonth(facts);
  if (facts.month == span.to) drift_now[facts.typfall].Add(facts);
  if (span.IsBaseline(facts.month)) drift_before[facts.typfall].Add(facts);
  if (span.Holds(facts.month)) AddInPeriod(facts);
}

}  // namespace dm::report
