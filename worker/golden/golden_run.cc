#include <algorithm>
#include <optional>
#include <set>

#include "worker/assessment/assess.h"
#include "worker/golden/golden_case.h"
#include "worker/golden/overridden_policy.h"
#include "worker/golden/run_case.h"

namespace dm::golden {

namespace {

std::string OutcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNone:
      return "none";
    case Outcome::kBifall:
      return "bifall";
    case Outcome::kDelavslag:
      return "delavslag";
    case Outcome::kAvslag:
      return "avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
  }
  return "";
}

std::string AccessWord(AccessClass access) {
  switch (access) {
    case AccessClass::kOpen:
      return "open";
    case AccessClass::kRestricted:
      return "restricted";
    case AccessClass::kNamedPersons:
      return "named_persons";
  }
  return "";
}

std::optional<Mode> ModeOf(const std::string& word) {
  for (const Mode mode : {Mode::kOff, Mode::kShadow, Mode::kPropose, Mode::kDecide}) {
    if (word == ModeCode(mode)) return mode;
  }
  return std::nullopt;
}

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
  told->outcome = OutcomeWord(assessment.outcome);
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
  told->access = AccessWord(escalate.routing.access);
  const std::set<std::string> findings = FindingCodes(assessment);
  for (const Reason& reason : escalate.routing.reasons) {
    if (!findings.contains(reason.code)) told->reasons.push_back(reason.code);
  }
  std::sort(told->reasons.begin(), told->reasons.end());
}

template <typename T>
std::string Written(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value.empty() ? "nothing" : value;
  } else {
    std::string text;
    for (const std::string& word : value) text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "nothing" : text;
  }
}

template <typename T>
void Compare(const char* what,
             const T& expected,
             const T& actual,
             std::vector<std::string>* differences) {
  if (expected == actual) return;
  differences->push_back(std::string(what) + ": expected " + Written(expected) + "; is " +
                         Written(actual));
}

template <typename T>
void CompareNamed(const std::string& what,
                  const std::map<std::string, T>& expected,
                  const std::map<std::string, T>& actual,
                  std::vector<std::string>* differences) {
  for (const auto& [key, value] : expected) {
    const auto found = actual.find(key);
    Compare((what + "." + key).c_str(),
            value,
            found == actual.end() ? T() : found->second,
            differences);
  }
}

}  // namespace

Expectation RunGoldenCase(const GoldenCase& golden, const std::shared_ptr<const PolicySet>& set) {
  OverriddenPolicy policy(set);
  for (const auto& [id, value] : golden.parameters) policy.With(id, value);
  for (const auto& [typfall, word] : golden.modes) {
    if (const std::optional<Mode> mode = ModeOf(word)) policy.WithMode(typfall, *mode);
  }
  const Assessment assessment = Assess(golden.input, policy);
  Expectation told;
  TellAssessment(assessment, &told);
  const DecisionOutcome outcome = DecideOn(golden.input, assessment, policy);
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
  return told;
}

std::vector<std::string> Differences(const Expectation& expected, const Expectation& actual) {
  std::vector<std::string> differences;
  Compare("outcome", expected.outcome, actual.outcome, &differences);
  Compare("grant", expected.grant, actual.grant, &differences);
  Compare("findings", expected.findings, actual.findings, &differences);
  Compare("matched", expected.matched, actual.matched, &differences);
  Compare("missing", expected.missing, actual.missing, &differences);
  Compare("undetermined", expected.undetermined, actual.undetermined, &differences);
  Compare("decision", expected.decision, actual.decision, &differences);
  Compare("queue", expected.queue, actual.queue, &differences);
  Compare("mode", expected.mode, actual.mode, &differences);
  Compare("reasons", expected.reasons, actual.reasons, &differences);
  Compare("pay_date", expected.pay_date, actual.pay_date, &differences);
  Compare("due", expected.due, actual.due, &differences);
  if (!expected.access.empty()) {
    Compare("access", expected.access, actual.access, &differences);
  }
  CompareNamed("sums", expected.sums, actual.sums, &differences);
  CompareNamed("rows", expected.rows, actual.rows, &differences);
  CompareNamed("unmet", expected.unmet, actual.unmet, &differences);
  return differences;
}

}  // namespace dm::golden
