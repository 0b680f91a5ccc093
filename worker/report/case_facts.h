// CaseFacts: what the follow-up counts of one case. Made from the stored case and forgotten once it
// is counted; nothing of it is shown but in sums.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/money.h"
#include "worker/policy/policy_set.h"

namespace dm::report {

// How the case came to its first decision.
enum class Path { kOpen, kAutomatic, kProposal, kHuman };

struct CostLine {
  std::string group;  // "norm", "housing.within", "housing.above", a row's code
  Money granted;
};

struct Housing {
  int persons = 0;  // in the home; 0: not stated
  Tenure tenure = Tenure::kUnknown;
  Money applied;
  Money granted;
  std::optional<Money> cap;  // nothing where none is set
};

struct CaseFacts {
  Month month;
  HouseholdId household;
  bool restricted = false;  // above open access: never counted
  std::string type;         // "Ensamstående, 2 barn"
  std::string age;
  std::string sex;  // of a household with one adult
  std::string channel;
  std::string typfall;  // "inget" for none
  std::string queue;    // where it was decided, or lies; empty for none
  bool first = false;   // a first application
  int adults = 0;
  int children = 0;
  std::vector<std::string> plans;  // "ja", "nej", "inte uppgivet", an adult each

  bool calculated = false;  // the worker's calculation has a result
  Path path = Path::kOpen;
  Outcome outcome = Outcome::kNone;  // of the last decision
  Money granted;                     // by it
  bool calculation_stood = false;    // decided as the worker had calculated
  bool changed = false;              // a person decided otherwise than was proposed
  int corrections = 0;
  std::vector<std::string> correction_grounds;
  std::optional<std::int64_t> lead_ms;  // from when it was complete to the first decision
  std::int64_t processing_ms = 0;
  std::optional<Money> change;  // against the month before as it was decided
  std::vector<CostLine> costs;
  std::optional<Housing> housing;

  std::vector<CheckResult> checks;
  std::vector<GateResult> gates;
  std::vector<std::string> unknown_sources;  // each once
  std::vector<std::string> asked_items;      // of requests to complete, each as often as asked
  int completion_rounds = 0;
  int messages = 0;  // from the household

  bool decided() const { return path != Path::kOpen; }

  bool granted_something() const {
    return outcome == Outcome::kBifall || outcome == Outcome::kDelavslag;
  }
};

// What the store knows beside the case itself.
struct AroundCase {
  std::optional<Escalation> item;  // in which a person decided it, else its last (DecidingItem)
  std::optional<Money> before;     // what the household was granted the month before
};

// `policy` has the levels of the month; no clock, no store.
CaseFacts FactsOf(const CaseRecord& record, const PolicySet& policy, const AroundCase& around);

}  // namespace dm::report
