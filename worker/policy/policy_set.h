// PolicySet: everything in policies/ that holds for one municipality, loaded whole, checked whole,
// immutable, with a content hash. Evaluating it terminates, is deterministic and does no I/O.
// Loading is in policy_loader.h. Thread-safe by being const.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/core/status.h"
#include "worker/policy/assessment_part.h"
#include "worker/policy/calculated.h"
#include "worker/policy/facts.h"
#include "worker/policy/named_check.h"
#include "worker/policy/observation_policy.h"
#include "worker/policy/policy_values.h"

namespace dm {

// What a parameter, table or fact is called and measured in, for people.
struct Described {
  std::string title;  // Swedish; empty when the set has no such id
  std::string unit;   // "kr", "count", "percent", "bool", "code", "text", "date"; empty for tables
};

// A criterion of a typfall: a fact and the cell that it must fit.
struct Criterion {
  std::string id;  // "TF-02.c3"
  std::string fact;
  std::string text;  // Swedish: what it demands
};

// Whether a match names the criteria that do not hold.
enum class Unmet { kNamed, kLeftOut };

struct EvidenceNeed {
  Source source = Source::kAf;
  std::vector<std::string> groups;  // LEFI groups
  // Months before M that the period starts, and whether it ends with M−1 (0) or M (1).
  int from_months_before = 2;
  int to_months_after_income_month = 0;
  bool children_too = false;  // ask for children as well as for adults
  // Of a child only what a child can have: the groups of FK and PM, and an age from which it is
  // asked about at all.
  std::vector<std::string> children_groups = {};
  int children_from_age = 0;
};

struct TypfallPolicy {
  std::string code;   // "TF-02"
  std::string title;  // Swedish
  Mode max_mode = Mode::kShadow;
  Mode mode = Mode::kShadow;  // the municipality's own, at most max_mode
  bool procedural = false;    // TF-14: not a grant
  std::vector<Criterion> criteria;
  std::vector<EvidenceNeed> evidence;
  std::vector<std::string> waived_gates;  // gates that this typfall does not need (TF-14)
  std::vector<SourceRef> sources;
};

struct GatePolicy {
  std::string code;   // "G-07"
  std::string title;  // Swedish
  std::string queue;  // where a FAIL or UNKNOWN of it leads when no trigger names a better one
  std::vector<Part> parts = {};  // it passes only when all of these have looked
  std::string owner = {};
  Period valid = {};
};

struct TriggerPolicy {
  std::string code;   // "X-23"
  std::string title;  // Swedish
  std::string queue;
  std::string queue_with_children;  // where the case has children; empty = the same
  bool concerns_child = false;      // once it has fired, the children are to be looked at anew
  bool missing_item = false;  // says only that a named item is missing: no bar to asking for it
  bool fixed = false;         // no municipality may move it to another queue
  std::string owner = {};
  Period valid = {};
};

struct QueuePolicy {
  std::string code;   // "Q-05"
  std::string title;  // Swedish
  int order = 0;      // 1 = matched first
  AccessClass access = AccessClass::kOpen;
  std::string target;      // Swedish: the time it is handled in
  bool fixed = false;      // no municipality may change or merge it
  bool technical = false;  // takes what no skill is needed for: any other queue comes first
  // Where its cases go in time for the payment run: neither sampling nor technique delays money.
  std::string falls_to = {};
  std::string owner = {};
  Period valid = {};
};

// Something found wrong with a rule: until it is closed, what rests on the rule is proposed only.
struct RuleIncident {
  std::string id;    // the municipality's own reference
  std::string rule;  // a parameter, table or rule id; "*": everything
  Date opened;
  std::optional<Date> closed;  // the first day without it

  bool everything() const { return rule == "*"; }
};

// A reason for which a case may not be decided by the machine (R01 …), as the rules list them.
struct RouteReasonPolicy {
  std::string code;    // "R13"
  std::string title;   // Swedish
  bool hard = true;    // holds everywhere; otherwise policy
  bool open = false;   // policy that a municipality may switch off
  bool alert = false;  // told to whoever watches; sends no case to a human
  bool on = true;      // the municipality's choice
  std::string owner = {};
  Period valid = {};
};

// A board's delegation to the automatic function (KL 6:37). Without a row in force nothing is
// decided automatically.
struct Delegation {
  std::string typfall;
  std::string reference;  // the board's decision
  std::vector<Outcome> outcomes;
  Money max_amount;
  Period valid;
};

struct LetterTemplate {
  std::string id;        // "beslut_bifall"
  std::string language;  // "sv"
  std::string subject;   // mustache
  std::string body;      // mustache, plain text
};

class PolicySet {
 public:
  virtual ~PolicySet() = default;

  virtual const std::string& municipality() const = 0;  // folder name, e.g. "0000-exempelkommun"
  virtual const std::string& version()
      const = 0;  // "national 2026.1.0 + 0000-exempelkommun 2026.1.0"
  virtual const std::string& sha256() const = 0;  // over every file's canonical form
  virtual const std::string& content()
      const = 0;  // the files, canonical, so that the set can be kept and loaded again

  // A scalar in force on `on`. NotFound names the parameter and the dates that it covers: no fall
  // back to an older value.
  virtual StatusOr<ParameterValue> Get(std::string_view id, Date on) const = 0;
  virtual bool Has(std::string_view id, Date on) const = 0;
  // The row of a table parameter whose keys fit. Keys that the table does not have are ignored;
  // FailedPrecondition names a key that the table needs and `keys` lacks; NotFound when no row
  // fits.
  virtual StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const = 0;

  // Evaluates a decision table. NotFound when no version is in force on `on`.
  virtual StatusOr<TableResult> Evaluate(std::string_view table,
                                         const Facts& facts,
                                         Date on) const = 0;

  // Which row of a decision table fits, without saying why the rows before it do not: two sets of
  // facts with one answer have one outcome. Nothing where the set cannot tell, or several may fit.
  virtual std::optional<RowNumber> RowOf(std::string_view /*table*/,
                                         const Facts& /*facts*/,
                                         Date /*on*/) const {
    return std::nullopt;
  }

  // Runs a calculation of calc/. NotFound when none is in force on `on`; invalid argument for a
  // fact that it does not have, or of another type. What is unknown or missing is in the answer.
  virtual StatusOr<Calculated> Calculate(std::string_view calculation,
                                         const CalcFacts& /*facts*/,
                                         Date /*on*/) const {
    return NotFound("there is no calculation " + std::string(calculation));
  }

  // The values from which on a calculation tells a fact that is a whole number from smaller ones,
  // ascending: between two of them every step comes to the same. Nothing where it works with the
  // value itself, and for a calculation or a fact that it does not know.
  virtual std::optional<std::vector<std::int64_t>> BoundsOf(std::string_view /*calculation*/,
                                                            std::string_view /*fact*/,
                                                            Date /*on*/) const {
    return std::nullopt;
  }

  // Whether the typfall's criteria hold: kUnknown when an unknown fact could decide it. `unmet`
  // gets the ids of criteria that do not hold, and with "?" behind it those that an unknown fact
  // leaves open.
  virtual Verdict MatchTypfall(const TypfallPolicy& typfall,
                               const Facts& facts,
                               Date on,
                               std::vector<std::string>* unmet) const = 0;

  // Every typfall in its order, as above; with kLeftOut the verdicts alone.
  virtual void MatchEach(const Facts& facts,
                         Date on,
                         Unmet unmet,
                         std::vector<TypfallMatch>* matches) const {
    for (const TypfallPolicy& one : typfall()) {
      TypfallMatch& match = matches->emplace_back();
      match.typfall = one.code;
      match.verdict = MatchTypfall(one, facts, on, unmet == Unmet::kNamed ? &match.unmet : nullptr);
      match.matched = match.verdict == Verdict::kPass;
    }
  }

  virtual const std::vector<TypfallPolicy>& typfall() const = 0;  // by code
  virtual const std::vector<GatePolicy>& gates() const = 0;       // G-01 … G-17
  virtual const std::vector<TriggerPolicy>& triggers() const = 0;
  virtual const std::vector<QueuePolicy>& queues() const = 0;  // by order

  virtual const std::vector<RouteReasonPolicy>& route_reasons() const {  // R01 … R35
    static const std::vector<RouteReasonPolicy> none;
    return none;
  }

  virtual const std::vector<NamedCheckPolicy>& checks() const {  // in the table's order
    static const std::vector<NamedCheckPolicy> none;
    return none;
  }

  // What the set says on `on` about something that an assessment may notice; null when nothing is
  // in force. Lives as long as the set.
  virtual const ObservationPolicy* Observation(std::string_view /*code*/, Date /*on*/) const {
    return nullptr;
  }

  virtual const std::vector<Delegation>& delegations() const = 0;
  virtual std::optional<LetterTemplate> Letter(std::string_view id,
                                               std::string_view language) const = 0;
  // Swedish text of a code of policies/texts: reason codes, findings, completion items, cost types.
  // The code itself when there is none.
  virtual std::string Text(std::string_view code) const = 0;
  // A source of the register as it stands on `on`.
  virtual StatusOr<SourceRef> SourceOn(std::string_view id, Date on) const = 0;
  // True when `day` is a day on which Swedish banks pay out.
  virtual StatusOr<bool> IsBankDay(Date day) const = 0;

  // The day on which the newest part of the set was released, where it says so.
  virtual std::optional<Date> released_on() const { return std::nullopt; }

  virtual const std::vector<RuleIncident>& incidents() const {
    static const std::vector<RuleIncident> none;
    return none;
  }

  // The days for which the set claims to be complete; both ends set in a loaded set.
  virtual Period effective() const { return {}; }

  // All rows of a table parameter in force on `on`, in file order; empty when there are none.
  virtual std::vector<ParameterRowView> Rows(std::string_view /*id*/, Date /*on*/) const {
    return {};
  }

  virtual Described Describe(std::string_view /*id*/) const { return {}; }

  // Ids in alphabetical order, for documents and checks.
  virtual std::vector<std::string> ParameterIds() const { return {}; }

  virtual std::vector<std::string> FactIds() const { return {}; }

  virtual std::vector<std::string> CalculationIds() const { return {}; }
};

}  // namespace dm
