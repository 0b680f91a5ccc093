// Explanation: how an assessment came to be, as a tree from the result down to the registers'
// answers and the parameters, with the smallest changes that would have altered it. A pure function
// of the input, the assessment and the policy set (worker/explain): the same gives the same bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/history.h"
#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm {

enum class NodeKind {
  kSum,     // its children that are sums and rows add up to it
  kRow,     // a line of the calculation
  kGround,  // what a row rests on: a parameter, an answer, what was declared; never summed
  kCheck,   // a gate, a trigger, a typfall or one of its conditions
  kAnswer,  // what one register said of one person
};

const char* NodeKindCode(NodeKind kind);  // "SUM", …

// An input as it was when the assessment was made.
struct ResolvedInput {
  std::string path;   // "application.costs[0]", "policy:riksnorm.common/RC26-1"
  std::string label;  // Swedish
  std::string value;  // Swedish: "sökt 7 800 kr, styrkt 7 600 kr"; empty where it is in the label
};

struct ExplanationNode {
  std::string id;  // "grant/need/costs/0"; unique in the explanation
  NodeKind kind = NodeKind::kSum;
  std::string label;             // Swedish
  std::optional<Money> amount;   // with sign: what is subtracted is negative
  std::optional<Money> applied;  // of a cost: what was asked for
  std::string value;             // Swedish, where it is no amount: "stämmer", "12 av 31 dagar"
  std::string code;              // of the row, finding, gate or typfall; empty for sums
  std::string rule;              // parameter row, table row or step that gave it
  std::vector<SourceRef> sources;
  std::vector<ResolvedInput> inputs;
  std::string why;                 // Swedish sentence
  std::string reason;              // code of the reason when less than asked for was granted
  std::optional<Verdict> verdict;  // of a check
  std::vector<ExplanationNode> children;
};

// The smallest change of one fact that alters a row or the outcome, confirmed by computing again.
struct Counterfactual {
  std::string target;  // id of the node that it alters: a row, or "grant"
  std::string path;    // of the fact: "application.costs[0].proven"
  std::string from;    // Swedish
  std::string to;
  std::optional<Money> size;  // how far an amount moved; nothing for another kind of fact
  Outcome outcome = Outcome::kNone;
  Money grant;            // both as they would have been
  std::string text;       // Swedish, for a caseworker
  std::string applicant;  // Swedish, for the applicant: what would have counted. Empty where there
                          // is nothing that an applicant could have shown
};

// A register that answered, with the day of its latest answer that counts.
struct FetchedFrom {
  std::string agency;
  Date on;
};

// What came of the assessment.
struct Conclusion {
  enum class Kind { kAutomatic, kCompletion, kHuman };
  Kind kind = Kind::kHuman;
  std::string typfall;
  std::string delegation;
  std::string queue;
  std::string queue_title;
  std::string mode;  // as ModeCode
  std::optional<Date> pay_date;
  std::optional<Date> due;
  std::optional<Date> decided_on;  // by a person; nothing while there is no decision
  std::vector<Finding> reasons;
  std::vector<MissingItem> items;
};

struct Explanation {
  Month month;
  Date assessed_on;
  std::string policy_version;
  std::string policy_sha256;
  std::string engine_version;
  std::string facts_sha256;
  std::string board;  // texts of the municipality, where they are set
  std::string contact;
  bool computable = false;
  Outcome outcome = Outcome::kNone;
  Money grant;
  ExplanationNode result;                   // id "grant"
  std::vector<ExplanationNode> steps;       // of the calculations that are policy, in order
  std::vector<ResolvedInput> undetermined;  // what was missing for the calculation
  std::vector<ExplanationNode> gates;       // all of them
  std::vector<ExplanationNode> checks;      // the named checks, all of them
  std::vector<ExplanationNode> triggers;    // those that fired
  std::vector<ExplanationNode> typfall;     // all of them, conditions below
  std::optional<ExplanationNode> previous;  // the month before under today's rules, by row
  std::vector<ExplanationNode> answers;     // by person and register
  std::vector<FetchedFrom> fetched;         // each register once, about the adults of the case
  std::vector<ExplanationNode> information;
  std::vector<Counterfactual> counterfactuals;  // by target, smallest first
  std::vector<SourceRef> sources;
  bool has_protected_person = false;
  std::optional<Conclusion> conclusion;
};

}  // namespace dm
