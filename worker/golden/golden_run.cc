#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "worker/assessment/assess.h"
#include "worker/golden/golden_case.h"
#include "worker/golden/overridden_policy.h"
#include "worker/golden/run_case.h"

namespace dm::golden {

namespace {

std::set<std::string> FindingCodes(const Assessment& assessment) {
  std::set<std::string> codes;
  for (const GateResult& gate : assessment.gates) {
    for (const Finding& finding : gate.findings) codes.insert(finding.code);
  }
  for (const TriggerResult& trigger : assessment.triggers) {
    for (const Finding& finding : trigger.findings) codes.insert(finding.code);
  }
  return codes;
}

void TellAssessment(const Assessment& assessment, Expectation* told) {
  told->outcome = OutcomeFact(assessment.outcome);
  told->grant = assessment.grant.ToString();
  told->sums = {{"norm", assessment.norm.ToString()},
                {"costs", assessment.costs.ToString()},
                {"extra_costs", assessment.extra_costs.ToString()},
                {"incomes", assessment.incomes.ToString()}};
  for (const CalculationRow& row : assessment.rows) {
    told->rows[row.code].push_back(row.amount.ToString());
  }
  const std::set<std::string> codes = FindingCodes(assessment);
  told->findings.assign(codes.begin(), codes.end());
  for (const TypfallMatch& match : assessment.typfall) {
    if (match.matched) told->matched.push_back(match.typfall);
    told->unmet[match.typfall] = match.unmet;
  }
  for (const MissingItem& item : assessment.missing_items) told->missing.push_back(item.code);
  told->undetermined = assessment.undetermined;
}

void TellEscalation(const Escalate& escalate, const Assessment& assessment, Expectation* told) {
  told->decision = "human";
  told->queue = escalate.routing.queue;
  told->mode = ModeCode(escalate.mode);
  told->access = AccessCode(escalate.routing.access);
  const std::set<std::string> findings = FindingCodes(assessment);
  for (const Reason& reason : escalate.routing.reasons) {
    if (!findings.contains(reason.code)) told->reasons.push_back(reason.code);
  }
  std::sort(told->reasons.begin(), told->reasons.end());
}

DecisionOutcome DecideOn(const GoldenCase& golden,
                         const Assessment& assessment,
                         const PolicySet& policy) {
  DecisionInput input = DecisionInputFor(golden.input, assessment);
  input.has_earlier_decision = golden.deciding.earlier_decision;
  input.sample.drawn = golden.deciding.drawn;
  if (golden.deciding.today) input.today = *golden.deciding.today;
  return Decide(input, policy);
}

// Compares expected and actual, and writes each difference with the words of its codes.
class Comparison {
 public:
  explicit Comparison(CodeWords words) : words_(std::move(words)) {}

  template <typename T>
  void Of(const std::string& what, const T& expected, const T& actual) {
    if (expected == actual) return;
    differences_.push_back(what + ": expected " + Written(expected) + "; is " + Written(actual));
  }

  template <typename T>
  void Named(const std::string& what,
             const std::map<std::string, T>& expected,
             const std::map<std::string, T>& actual) {
    for (const auto& [key, value] : expected) {
      const auto found = actual.find(key);
      Of(what + "." + key, value, found == actual.end() ? T() : found->second);
    }
  }

  void Among(const std::string& what,
             const std::vector<std::string>& expected,
             const std::vector<std::string>& actual) {
    for (const std::string& one : expected) {
      if (std::find(actual.begin(), actual.end(), one) == actual.end()) {
        differences_.push_back(what + ": expected among them " + Written(one) + "; is " +
                               Written(actual));
      }
    }
  }

  // What a variant leaves empty it does not state.
  void Given(const std::string& what, const std::string& expected, const std::string& actual) {
    if (!expected.empty()) Of(what, expected, actual);
  }

  std::vector<std::string> Take() { return std::move(differences_); }

 private:
  std::string Written(const std::string& word) const {
    if (word.empty()) return "nothing";
    return words_ ? words_(word) : word;
  }

  std::string Written(const std::vector<std::string>& list) const {
    std::string text;
    for (const std::string& word : list) text += (text.empty() ? "" : ", ") + Written(word);
    return text.empty() ? "nothing" : text;
  }

  CodeWords words_;
  std::vector<std::string> differences_;
};

}  // namespace

GoldenRun RunWhole(const GoldenCase& golden, const std::shared_ptr<const PolicySet>& set) {
  OverriddenPolicy policy(set);
  for (const auto& [id, value] : golden.parameters) policy.With(id, value);
  for (const auto& [typfall, word] : golden.modes) {
    if (const std::optional<Mode> mode = ModeFromCode(word)) policy.WithMode(typfall, *mode);
  }
  for (const std::string& id : golden.unapproved) policy.Unapproved(id);
  GoldenRun run;
  run.assessment = Assess(golden.input, policy);
  const Assessment& assessment = run.assessment;
  Expectation& told = run.told;
  TellAssessment(assessment, &told);
  const DecisionOutcome outcome = DecideOn(golden, assessment, policy);
  if (const FullApproval* approval = AsApproval(outcome)) {
    told.decision = "automatic";
    if (approval->decision().pay_date) {
      told.pay_date = approval->decision().pay_date->ToString();
    }
  } else if (const Escalate* escalate = AsEscalate(outcome)) {
    TellEscalation(*escalate, assessment, &told);
  } else if (const auto* request = std::get_if<RequestCompletion>(&outcome)) {
    told.decision = "completion";
    told.due = request->due.ToString();
  }
  return run;
}

Expectation RunGoldenCase(const GoldenCase& golden, const std::shared_ptr<const PolicySet>& set) {
  return RunWhole(golden, set).told;
}

std::vector<std::string> Differences(const Expectation& expected,
                                     const Expectation& actual,
                                     const CodeWords& words) {
  Comparison compare(words);
  compare.Of("outcome", expected.outcome, actual.outcome);
  compare.Of("grant", expected.grant, actual.grant);
  compare.Of("findings", expected.findings, actual.findings);
  compare.Of("matched", expected.matched, actual.matched);
  compare.Of("missing", expected.missing, actual.missing);
  compare.Of("undetermined", expected.undetermined, actual.undetermined);
  compare.Of("decision", expected.decision, actual.decision);
  compare.Of("queue", expected.queue, actual.queue);
  compare.Of("mode", expected.mode, actual.mode);
  compare.Of("reasons", expected.reasons, actual.reasons);
  compare.Of("pay_date", expected.pay_date, actual.pay_date);
  compare.Of("due", expected.due, actual.due);
  compare.Given("access", expected.access, actual.access);
  compare.Named("sums", expected.sums, actual.sums);
  compare.Named("rows", expected.rows, actual.rows);
  compare.Named("unmet", expected.unmet, actual.unmet);
  return compare.Take();
}

std::vector<std::string> DifferencesOf(const GoldenCase& golden,
                                       const Expectation& actual,
                                       const CodeWords& words) {
  const Expectation& expected = golden.expect;
  if (golden.whole) return Differences(expected, actual, words);
  Comparison compare(words);
  if (golden.states_findings) compare.Of("findings", expected.findings, actual.findings);
  compare.Among("findings", expected.finds, actual.findings);
  compare.Given("outcome", expected.outcome, actual.outcome);
  compare.Given("grant", expected.grant, actual.grant);
  compare.Given("decision", expected.decision, actual.decision);
  compare.Given("queue", expected.queue, actual.queue);
  if (!expected.reasons.empty()) compare.Of("reasons", expected.reasons, actual.reasons);
  compare.Named("sums", expected.sums, actual.sums);
  compare.Named("rows", expected.rows, actual.rows);
  compare.Named("unmet", expected.unmet, actual.unmet);
  return compare.Take();
}

}  // namespace dm::golden
