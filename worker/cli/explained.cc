#include "worker/cli/explained.h"

#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/core/digest.h"
#include "worker/decision/decide.h"
#include "worker/explain/explain.h"
#include "worker/explain/html.h"
#include "worker/explain/json.h"
#include "worker/explain/text.h"

namespace dm::cli {
namespace {

DecisionOutcome DecideOn(const CaseInput& input,
                         const Assessment& assessment,
                         const PolicySet& policy) {
  // Assigned one by one: g++ 12 sees an uninitialised member in the braced form once it optimises.
  DecisionInput decision;
  decision.case_id = CaseId::FromTrusted("ASSESS");
  decision.application = input.application;
  decision.assessment = assessment;
  decision.history = input.history;
  decision.now = input.assessed_at;
  decision.today = input.assessed_on;
  return Decide(decision, policy);
}

StatusOr<std::string> AssessmentJson(const Assessment& assessment) {
  DM_ASSIGN_OR_RETURN(const std::string json, codec::ToJson(assessment));
  return json + "\n";
}

StatusOr<std::string> Written(const Explanation& explanation, ExplainFormat format) {
  switch (format) {
    case ExplainFormat::kText:
      return explain::CaseworkerText(explanation);
    case ExplainFormat::kTreeJson:
      return explain::ToJson(explanation);
    case ExplainFormat::kHtml:
      return explain::ToHtml(explanation);
    case ExplainFormat::kApplicant:
      return explain::ApplicantText(explanation);
    case ExplainFormat::kJson:
      break;
  }
  return Internal("a format outside its enum");
}

}  // namespace

std::optional<ExplainFormat> ExplainFormatOf(const std::string& word) {
  if (word == "text") return ExplainFormat::kText;
  if (word == "json") return ExplainFormat::kJson;
  if (word == "tree-json") return ExplainFormat::kTreeJson;
  if (word == "html") return ExplainFormat::kHtml;
  if (word == "applicant") return ExplainFormat::kApplicant;
  return std::nullopt;
}

const char* FileEnding(ExplainFormat format) {
  switch (format) {
    case ExplainFormat::kText:
    case ExplainFormat::kApplicant:
      return ".txt";
    case ExplainFormat::kJson:
    case ExplainFormat::kTreeJson:
      return ".json";
    case ExplainFormat::kHtml:
      return ".html";
  }
  return "";
}

StatusOr<std::string> ExplainAssessed(const CaseInput& input,
                                      const Assessment& assessment,
                                      const CaseRecord& outcome,
                                      const PolicySet& policy,
                                      ExplainFormat format) {
  if (format == ExplainFormat::kJson) return AssessmentJson(assessment);
  DM_ASSIGN_OR_RETURN(Explanation explanation, explain::Explain(input, assessment, policy));
  explanation.conclusion = explain::ConclusionOf(outcome, policy);
  return Written(explanation, format);
}

StatusOr<std::string> ExplainCase(const CaseInput& input,
                                  const PolicySet& policy,
                                  ExplainFormat format) {
  Assessment assessment = Assess(input, policy);
  if (format == ExplainFormat::kJson) return AssessmentJson(assessment);
  assessment.facts_sha256 = Sha256Hex(codec::Encode(input));
  DM_ASSIGN_OR_RETURN(Explanation explanation, explain::Explain(input, assessment, policy));
  explanation.conclusion = explain::ConclusionOf(DecideOn(input, assessment, policy), policy);
  return Written(explanation, format);
}

}  // namespace dm::cli
