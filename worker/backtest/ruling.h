// Ruling: what one policy set makes of one case, short enough to keep for a month of a whole
// country: the way, the amount, each row with its rule, the reasons' codes. No person's name or
// number.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "worker/assessment/assess.h"
#include "worker/case/case_record.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_set.h"

namespace dm::backtest {

// The way that a case takes.
enum class Route { kAutomatic, kCompletion, kProposed, kHuman };
inline constexpr std::size_t kRouteCount = 4;
const char* RouteCode(Route route);  // "automatic", "completion", "proposed", "human"

struct RulingRow {
  std::string code;    // "cost.boende"
  std::string person;  // "p1"; empty for the household's rows
  std::string rule;    // "cap.housing/BO26-1"
  Money amount;        // as it enters the grant: incomes and assets are negative

  friend bool operator==(const RulingRow&, const RulingRow&) = default;
};

struct Ruling {
  std::string policy_sha256;
  Route route = Route::kHuman;
  std::string typfall;  // that decides or proposes; empty where none fits
  std::string queue;    // empty where the worker decides
  Outcome outcome = Outcome::kNone;
  Money grant;
  std::vector<RulingRow> rows;       // in the order of the calculation
  std::vector<std::string> reasons;  // codes, sorted, each once

  // A grant of zero by refusal is a result; an outcome that waits for a person is none.
  bool has_result() const { return outcome != Outcome::kNone; }

  friend bool operator==(const Ruling&, const Ruling&) = default;
};

// Takes what it keeps out of both, which are then no longer wanted.
Ruling RulingOf(Assessment&& assessment, DecisionOutcome&& outcome);

// Decides cases anew, one after another; keeps its memory between them. For one thread.
class Redecider {
 public:
  explicit Redecider(const PolicySet& policy)
      : policy_(policy), assessor_(policy, Wording::kLeftOut) {}

  // `input` is lent while it runs and comes back unchanged.
  Ruling Decide(CaseInput* input);

 private:
  const PolicySet& policy_;
  Assessor assessor_;
  DecisionInput decision_;
};

}  // namespace dm::backtest
