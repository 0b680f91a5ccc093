// History: earlier months of the household, decided by a human or by the worker.
#pragma once

#include <string>
#include <vector>

#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm {

enum class Outcome { kNone, kBifall, kDelavslag, kAvslag, kAvvisning, kAvskrivning };
const char* OutcomeCode(Outcome outcome);  // "NONE", "BIFALL", …
// The same as a word of the domain outcome in the policies: "none", "bifall", …
const char* OutcomeFact(Outcome outcome);

enum class ActorKind { kPerson, kWorker };

// What was counted in an earlier month: enough to recompute it under today's rules (G-13).
struct CountedIncome {
  PersonKey person;
  std::string kind;
  Money counted;
  std::optional<Money> net = std::nullopt;  // paid out, before a rule left a part of it out
};

struct ApprovedCost {
  CostType type = CostType::kBoende;
  std::string other_code;
  Money approved;
  std::optional<Money> applied = std::nullopt;
  std::optional<Money> proven = std::nullopt;
  Period period = {};
};

struct HistoryMonth {
  Month month;
  Outcome outcome = Outcome::kNone;
  Money granted;
  ActorKind decided_by = ActorKind::kPerson;
  bool forsorjningsstod = true;  // false: only levnadskostnader i övrigt were granted
  std::vector<Person> persons;   // names are not kept here
  int persons_in_home = 0;       // n_total
  std::vector<ApprovedCost> costs;
  std::vector<CountedIncome> incomes;
  std::optional<Money> surplus = std::nullopt;  // stated as an amount in the decision
  // Decided by another municipality: counts for jobbstimulans and for nothing else.
  bool other_municipality = false;
  int rooms = 0;  // 0 = not stated
};

// Sorted by month, newest first, one entry a month.
using History = std::vector<HistoryMonth>;

// The entry for `month` that this municipality decided, or null.
const HistoryMonth* FindMonth(const History& history, Month month);

// The same, whichever municipality decided: only for what counts months elsewhere too.
const HistoryMonth* FindAnyMonth(const History& history, Month month);

// rules.md 11: number of consecutive months with granted försörjningsstöd, the last of them being
// `month` − 1.
int GrantedRunBefore(const History& history, Month month);

// Consecutive granted months before `month` since the last one that a person decided; 0 when the
// month before was a person's.
int MonthsWithoutPersonBefore(const History& history, Month month);

// Both, newest first; where both have a month, the one of `decided` stands.
History MergeHistory(History decided, const History& supplied);

}  // namespace dm
