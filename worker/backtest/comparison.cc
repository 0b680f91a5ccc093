#include "worker/backtest/comparison.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace dm::backtest {

namespace {

int IndexOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kBifall:
      return 1;
    case Outcome::kDelavslag:
      return 2;
    case Outcome::kAvslag:
      return 3;
    case Outcome::kNone:
    case Outcome::kAvvisning:
    case Outcome::kAvskrivning:
      return 0;
  }
  return 0;
}

std::size_t ClassOf(Money change) {
  const std::int64_t ore = change.ore();
  std::size_t at = 0;
  // A class holds what is above the end before it, up to its own end.
  while (at < kChangeEnds.size() && ore > kChangeEnds[at] * 100) ++at;
  return at;
}

using RowKey = std::pair<std::string, std::string>;  // code, person

struct RowSum {
  Money amount;
  std::set<std::string> rules;
};

std::map<RowKey, RowSum> RowsOf(const Ruling& ruling) {
  std::map<RowKey, RowSum> rows;
  for (const RulingRow& row : ruling.rows) {
    RowSum& sum = rows[{row.code, row.person}];
    sum.amount += row.amount;
    sum.rules.insert(row.rule);
  }
  return rows;
}

std::string Joined(const RowSum* row) {
  if (row == nullptr) return "–";
  std::string text;
  for (const std::string& rule : row->rules) text += (text.empty() ? "" : " + ") + rule;
  return text;
}

std::string ChangeOf(const std::string& code, const RowSum* before, const RowSum* after) {
  const std::string from = Joined(before);
  const std::string to = Joined(after);
  return from == to ? code + ": " + from : code + ": " + from + " → " + to;
}

}  // namespace

void Tally::Add(const Tally& other) {
  households += other.households;
  compared += other.compared;
  gain += other.gain;
  lose += other.lose;
  before += other.before;
  after += other.after;
  gained += other.gained;
  lost += other.lost;
}

void Comparison::Add(std::int64_t number,
                     const CaseInput& input,
                     const Ruling& before,
                     const Ruling& after) {
  Tally one;
  one.households = 1;
  const bool both = before.has_result() && after.has_result();
  if (both) {
    const Money change = after.grant - before.grant;
    one.compared = 1;
    one.before = before.grant;
    one.after = after.grant;
    if (change > Money()) {
      one.gain = 1;
      one.gained = change;
    } else if (change.is_negative()) {
      one.lose = 1;
      one.lost = -change;
    }
    ++classes[ClassOf(change)];
  }
  const std::string type = HouseholdTypeOf(input.application);
  all.Add(one);
  by_type[type].Add(one);
  by_age[AgeBandOf(input.application)].Add(one);
  by_typfall[before.typfall.empty() ? "inget typfall" : before.typfall].Add(one);
  by_month[input.application.month.ToString()].Add(one);
  by_route[RouteCode(before.route)].Add(one);
  ++routes[static_cast<std::size_t>(before.route)][static_cast<std::size_t>(after.route)];
  ++outcomes[static_cast<std::size_t>(IndexOf(before.outcome))]
            [static_cast<std::size_t>(IndexOf(after.outcome))];
  const bool same_rows = before.rows == after.rows;
  const bool same_reasons = before.reasons == after.reasons;
  if (!same_rows) AddRows(before, after);
  if (!same_reasons) AddReasons(before, after);
  const bool same_hands = before.queue == after.queue && before.typfall == after.typfall;
  if (!same_hands) AddMove(before, after);
  if (same_rows && same_reasons && same_hands && before.route == after.route &&
      before.outcome == after.outcome && before.grant == after.grant) {
    ++unchanged;
  }
  if (both && before.grant != after.grant) {
    AddLarge({.number = number,
              .month = input.application.month,
              .type = type,
              .before = before.grant,
              .after = after.grant,
              .route_before = before.route,
              .route_after = after.route});
  }
}

void Comparison::AddRows(const Ruling& before, const Ruling& after) {
  const auto old_rows = RowsOf(before);
  const auto new_rows = RowsOf(after);
  std::map<std::string, Money> effects;  // each change once a household
  const auto note = [&effects](const std::string& code, const RowSum* from, const RowSum* to) {
    const Money effect =
        (to == nullptr ? Money() : to->amount) - (from == nullptr ? Money() : from->amount);
    const bool same_rules = from != nullptr && to != nullptr && from->rules == to->rules;
    if (effect.is_zero() && same_rules) return;
    effects[ChangeOf(code, from, to)] += effect;
  };
  for (const auto& [key, row] : old_rows) {
    const auto found = new_rows.find(key);
    note(key.first, &row, found == new_rows.end() ? nullptr : &found->second);
  }
  for (const auto& [key, row] : new_rows) {
    if (!old_rows.contains(key)) note(key.first, nullptr, &row);
  }
  for (const auto& [change, effect] : effects) {
    RowChange& sum = rows[change];
    ++sum.households;
    if (effect.is_negative()) {
      sum.lowered -= effect;
    } else {
      sum.raised += effect;
    }
  }
}

void Comparison::AddReasons(const Ruling& before, const Ruling& after) {
  ++reasons_changed;
  std::vector<std::string> only;
  std::set_difference(after.reasons.begin(),
                      after.reasons.end(),
                      before.reasons.begin(),
                      before.reasons.end(),
                      std::back_inserter(only));
  for (const std::string& code : only) ++reasons[code].came;
  only.clear();
  std::set_difference(before.reasons.begin(),
                      before.reasons.end(),
                      after.reasons.begin(),
                      after.reasons.end(),
                      std::back_inserter(only));
  for (const std::string& code : only) ++reasons[code].went;
}

void Comparison::AddMove(const Ruling& before, const Ruling& after) {
  const auto note = [this](const std::string& from, const std::string& to) {
    if (from == to) return;
    if (!from.empty()) ++reasons[from].went;
    if (!to.empty()) ++reasons[to].came;
  };
  note(before.queue, after.queue);
  note(before.typfall, after.typfall);
}

void Comparison::AddLarge(LargeChange change) {
  const auto larger = [](const LargeChange& a, const LargeChange& b) {
    if (Abs(a.change()) != Abs(b.change())) return Abs(a.change()) > Abs(b.change());
    return a.number < b.number;
  };
  if (largest.size() == kLargeMax && !larger(change, largest.back())) return;
  largest.insert(std::upper_bound(largest.begin(), largest.end(), change, larger),
                 std::move(change));
  if (largest.size() > kLargeMax) largest.pop_back();
}

std::string HouseholdTypeOf(const Application& application) {
  int adults = 0;
  int children = 0;
  for (const Person& person : application.persons) {
    if (IsAdultInCase(person.role)) {
      ++adults;
    } else if (IsMemberOfCase(person.role)) {
      ++children;
    }
  }
  const std::string start = adults >= 2 ? "Sambor" : "Ensamstående";
  if (children == 0) return start + " utan barn";
  if (children >= 4) return start + ", 4 barn eller fler";
  return start + ", " + std::to_string(children) + " barn";
}

std::string AgeBandOf(const Application& application) {
  int oldest = -1;
  for (const Person& person : application.persons) {
    if (!IsAdultInCase(person.role) || !person.born) continue;
    oldest = std::max(oldest, CompletedYears(*person.born, application.month.first_day()));
  }
  if (oldest < 0) return "okänd ålder";
  if (oldest <= 24) return "24 år och yngre";
  if (oldest <= 34) return "25–34 år";
  if (oldest <= 49) return "35–49 år";
  return oldest <= 64 ? "50–64 år" : "65 år och äldre";
}

}  // namespace dm::backtest
