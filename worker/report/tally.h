// Tally: the sums that the follow-up rests on, built up a case at a time. What grows is the number
// of groups and of households in the period, never the number of cases.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "worker/report/case_facts.h"
#include "worker/report/counted.h"
#include "worker/report/spread.h"

namespace dm::report {

// Sums of a group of cases.
struct Group {
  Counted cases;
  std::map<std::string, Counted> channels;
  std::array<Counted, 4> paths;  // by Path
  Counted settled;               // decided
  Counted proposed;              // decided after a proposal
  Counted calculation_stood;     // of the decided
  Counted calculation_other;
  Counted full;      // of the decided
  Counted granting;  // approved in full or in part
  Counted refused;   // decided, and nothing granted
  Counted changed;   // of the proposed
  Counted asked;     // cases that were asked to complete
  Counted not_asked;
  Counted repeats;    // requests after a case's first
  Counted messages;   // from the household
  Counted corrected;  // cases
  Money granted;
  std::int64_t granted_squares = 0;  // of whole kronor
  Money change;                      // against the month before
  Counted changes;
  Spread lead;  // tenths of a day
  People lead_people;

  void Add(const CaseFacts& facts);

  std::int64_t decided() const { return settled.value; }

  const Counted& by(Path path) const { return paths.at(static_cast<std::size_t>(path)); }
};

using Groups = std::map<std::string, Group>;

struct CostSum {
  Counted cases;
  Money granted;
};

struct HousingSum {
  Counted within;  // applied at or below the cap
  Counted above;
  Counted no_cap;
  Money applied;
  Money granted;
  Money cap;  // of those that have one
};

// How often each of a few things was so: "PASS", "DONE", … by code.
using Marks = std::map<std::string, std::map<std::string, Counted>>;

// The last month, household by household.
struct MonthSum {
  Counted households;
  Counted first;
  Counted again;
  Counted adults;
  Counted children;
  Counted granting;
  Money granted;
};

struct HouseholdSeen {
  Month last;  // the month that the numbers below are of
  int adults = 0;
  int children = 0;
  bool first = false;  // came with a first application in the period
  bool in_period = false;
  std::uint16_t granted = 0;  // a bit for each of the twelve months up to the last one
};

// What is asked for: the period, and the months before it that some measures look back on.
struct Span {
  Month from;
  Month to;

  bool Holds(Month month) const { return from <= month && month <= to; }

  // The last three months before the last one: what drift is measured against.
  bool IsBaseline(Month month) const { return month < to && to.PlusMonths(-3) <= month; }
};

struct Tally {
  Group all;
  Groups by_month;
  Groups by_type;
  Groups by_typfall;
  // Dimension → [0] re-applications, [1] first applications.
  std::map<std::string, std::array<Groups, 2>> lead;
  std::map<std::string, std::array<Groups, 2>> equal;  // dimension → [automatic, person]
  Groups drift_now;                                    // by typfall: the last month
  Groups drift_before;                                 // the months of the baseline
  std::map<std::string, CostSum> costs;
  std::map<int, HousingSum> housing_by_size;
  std::map<Tenure, HousingSum> housing_by_tenure;
  Marks checks;
  Marks gates;
  Marks plans;
  std::map<std::string, Counted> unknown_sources;
  std::map<std::string, Counted> asked_items;
  std::map<std::string, Counted> correction_grounds;
  std::map<HouseholdId, HouseholdSeen> households;
  Groups months;                      // every month that was read, also before the period
  std::map<Path, Spread> processing;  // tenths of a second; of the decided
  MonthSum last_month;

  // Every case of the months that were read.
  void Add(const CaseFacts& facts, const Span& span);

 private:
  void AddInPeriod(const CaseFacts& facts);
  void AddLastMonth(const CaseFacts& facts);
  void AddHousehold(const CaseFacts& facts, const Span& span);

  std::set<HouseholdId> last_month_seen_;
  std::set<HouseholdId> last_month_granting_;
};

}  // namespace dm::report
