// Comparison: who gains and who loses between two policy sets over a stream of cases, by household
// type, age, typfall and way, and which rows of the rules make the difference. Built up a household
// at a time; its size does not grow with their number.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "worker/backtest/ruling.h"

namespace dm::backtest {

// Sums of a group of households. Money only of those that have a result under both sets.
struct Tally {
  std::int64_t households = 0;
  std::int64_t compared = 0;  // with a result under both sets
  std::int64_t gain = 0;
  std::int64_t lose = 0;
  Money before;
  Money after;
  Money gained;
  Money lost;  // positive

  void Add(const Tally& other);
};

using Groups = std::map<std::string, Tally>;

// A row of the calculation that the new set makes otherwise: "cost.boende: cap.housing/A → …/B".
struct RowChange {
  std::int64_t households = 0;
  Money raised;   // what it adds to grants
  Money lowered;  // positive
};

struct ReasonChange {
  std::int64_t came = 0;
  std::int64_t went = 0;
};

// A household in the list of largest changes, by its number in the source alone.
struct LargeChange {
  std::int64_t number = 0;
  Month month;
  std::string type;
  Money before;
  Money after;
  Route route_before = Route::kHuman;
  Route route_after = Route::kHuman;

  Money change() const { return after - before; }
};

inline constexpr std::size_t kOutcomeCount = 4;  // none, bifall, delavslag, avslag
inline constexpr std::size_t kLargeMax = 10;
// Upper ends in kronor of the classes of change; the last class is open.
inline constexpr std::array<std::int64_t, 10> kChangeEnds = {
    -2000, -1000, -500, -100, -1, 0, 100, 500, 1000, 2000};

template <std::size_t kSize>
using Matrix = std::array<std::array<std::int64_t, kSize>, kSize>;  // [before][after]

struct Comparison {
  Tally all;
  Groups by_type;
  Groups by_age;
  Groups by_typfall;  // of the set before
  Groups by_month;
  Groups by_route;  // of the set before
  Matrix<kRouteCount> routes{};
  Matrix<kOutcomeCount> outcomes{};
  std::map<std::string, RowChange> rows;
  std::map<std::string, ReasonChange> reasons;  // and queues and typfall, by their codes
  std::int64_t reasons_changed = 0;
  std::int64_t unchanged = 0;  // nothing at all differs
  std::array<std::int64_t, kChangeEnds.size() + 1> classes{};
  std::vector<LargeChange> largest;  // by size, then by number

  void Add(std::int64_t number, const CaseInput& input, const Ruling& before, const Ruling& after);

 private:
  void AddRows(const Ruling& before, const Ruling& after);
  void AddReasons(const Ruling& before, const Ruling& after);
  void AddMove(const Ruling& before, const Ruling& after);
  void AddLarge(LargeChange change);
};

// "Ensamstående, 2 barn". Children and school youths of the case, also those who live there in
// part.
std::string HouseholdTypeOf(const Application& application);
// "25–34 år": the oldest adult's age on the first of the month.
std::string AgeBandOf(const Application& application);

}  // namespace dm::backtest
