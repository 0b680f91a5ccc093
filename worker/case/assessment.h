// Assessment: the result of step 3. Every number is a row with rule, legal source and input; every
// gate and trigger is evaluated and kept, whatever the outcome.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/evidence.h"
#include "worker/case/history.h"
#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/core/rational.h"

namespace dm {

enum class Verdict { kPass, kFail, kUnknown };
const char* VerdictCode(Verdict verdict);  // "PASS", "FAIL", "UNKNOWN"

enum class RowKind {
  kNormPersonal,
  kNormCommon,
  kCost,       // SoL 12:7 p. 2
  kExtraCost,  // levnadskostnader i övrigt, SoL 12:1
  kIncome,
  kAsset,
};
const char* RowKindCode(RowKind kind);  // "NORM_PERSONAL", …

// A legal or policy source as it stood for the month: id of policies/schema/sources.yaml plus its
// citation.
struct SourceRef {
  std::string id;        // "sol-12-7"
  std::string citation;  // "12 kap. 7 § socialtjänstlagen (2025:400)"
  bool statute = false;  // a law or regulation, which a decision cites as a provision applied (FL
                         // 32); else guidance, practice, a level

  friend bool operator==(const SourceRef&, const SourceRef&) = default;
};

// One line of the calculation. Amounts are positive; incomes and assets are subtracted by kind.
struct CalculationRow {
  std::string code;  // "norm.personal", "cost.boende", "income.bostadsbidrag" (union and a-kassa
                     // fees: "cost.fee")
  RowKind kind = RowKind::kNormPersonal;
  std::optional<PersonKey> person;
  std::string label;             // Swedish, for people
  std::optional<Money> applied;  // costs: what was asked for
  std::optional<Money> proven;
  Rational exact;    // before rounding, in öre
  Money amount;      // the row's amount in the sum
  std::string rule;  // id of the rule or parameter row that gave it:
                     // "riksnorm.personal/RP26-ENSAM", "IK-BOB"
  std::vector<SourceRef> sources;
  std::vector<std::string> inputs;  // "application.costs[0]", "evidence.p1.FK.payments[0]",
                                    // "policy:riksnorm.common/RC26-1"
  std::string reason;  // costs: code of policies/tables/reason_codes.yaml when amount < applied;
                       // incomes: why counted so
  std::string why;     // Swedish sentence that says how the amount came to be
  // Incomes: what was paid out, before a rule left a part of it out.
  std::optional<Money> paid = std::nullopt;
};

// A fact behind a gate or trigger, for the handler's text: what, from where, which day.
struct Finding {
  std::string code;  // "GATE.G07.FAIL.UNDECLARED", "TRIG.X23", "GATE.G06.UNKNOWN.SO.TIMEOUT"
  std::string text;  // Swedish: fact, source, date; never an accusation
  std::optional<PersonKey> person;
  std::vector<std::string> inputs;
};

struct GateResult {
  std::string gate;  // "G-07"
  Verdict verdict = Verdict::kUnknown;
  std::vector<Finding> findings;  // why it is not PASS; empty on PASS
};

struct TriggerResult {
  std::string trigger;            // "X-23"
  std::vector<Finding> findings;  // never empty: only triggers that fired are listed
  std::string queue;              // "Q-20"
};

struct TypfallMatch {
  std::string typfall;  // "TF-02"
  bool matched = false;
  Verdict verdict = Verdict::kFail;  // kUnknown: a fact it needs is not known
  std::vector<std::string> unmet;    // ids of the criteria that did not hold, for "why not"
};

// What became of a named check (NC-01 …, RC-01 …). There is no default: what nobody has done is
// missing.
enum class CheckState { kDone, kNotApplicable, kSkipped, kMissing };
const char* CheckStateCode(CheckState state);  // "DONE", "NOT_APPLICABLE", "SKIPPED", "MISSING"

// Its title, what it compares and its registers are the policy set's.
struct CheckResult {
  std::string check;  // "RC-01"
  CheckState state = CheckState::kMissing;
  std::string reason{};  // "NOT_SICK": of policies/tables/checks.yaml, where it was left out
  // What it found; kUnknown where it is missing, nothing where it was left out.
  std::optional<Verdict> verdict{};
};

// An item the household must still give (TF-14).
struct MissingItem {
  std::string code;  // code of policies/tables/completion_items.yaml
  std::string text;  // Swedish
  std::optional<PersonKey> person;
};

struct Assessment {
  Month month;
  Date assessed_on;  // Swedish calendar day of the run; freshness is judged against it
  std::string policy_sha256;
  std::string policy_version;
  std::string engine_version;
  bool policy_approved = false;  // every table used is approved for its year by the municipality
  std::vector<std::string> unapproved;  // parameter ids that are not, e.g. "riksnorm.personal@2026"
  std::string facts_sha256;             // hash of the canonical input

  bool computable = false;  // false: no policy for the month, a needed fact unknown
  std::vector<std::string>
      undetermined;  // what was missing: "riksnorm.personal@2027-01", "evidence.p1.SO"
  std::vector<CalculationRow> rows;
  Money norm;
  Money costs;
  Money extra_costs;
  Money incomes;
  Rational result;                           // incomes − norm − costs − extra costs, exact
  Money grant;                               // max(0, −result) rounded by rounding.grant
  Outcome outcome = Outcome::kNone;          // what the calculation says; kNone when not computable
  std::optional<Money> previous_recomputed;  // last month's grant under today's rules

  std::vector<GateResult> gates;        // G-01 … G-17, all of them
  std::vector<TriggerResult> triggers;  // those that fired
  std::vector<CheckResult> checks;      // every named check of the policy set
  std::vector<TypfallMatch> typfall;    // every typfall of the policy set
  std::vector<MissingItem> missing_items;
  // Facts for the person who looks, on which nothing hangs: "INFO.PROGRAMME_DAYS".
  std::vector<Finding> information;
  std::vector<SourceRef> sources;  // every source used, once
};

}  // namespace dm
