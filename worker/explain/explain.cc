#include "worker/explain/explain.h"

#include <algorithm>
#include <map>
#include <utility>

#include "worker/assessment/assess.h"
#include "worker/assessment/context.h"
#include "worker/case/agency_name.h"
#include "worker/explain/counterfactual.h"
#include "worker/explain/parts.h"
#include "worker/explain/resolve.h"

namespace dm::explain {

namespace {

// A text of the municipality; empty where it has not written one.
std::string OwnText(const char* code, const PolicySet& policy) {
  std::string text = policy.Text(code);
  return text == code ? "" : text;
}

std::vector<FetchedFrom> Fetched(const CaseInput& input) {
  std::map<Source, Instant> latest;
  for (const PersonEvidence& person : input.evidence.persons) {
    const Person* found = FindPerson(input.application.persons, person.person);
    if (found == nullptr || !IsAdultInCase(found->role)) continue;
    for (const SourceAnswer& answer : person.answers) {
      if (!IsKnown(answer.state)) continue;
      latest[answer.source] = std::max(latest[answer.source], answer.fetched_at);
    }
  }
  std::vector<FetchedFrom> fetched;
  for (const auto& [source, at] : latest)
    fetched.push_back({.agency = AgencyName(source), .on = SwedishDate(at)});
  return fetched;
}

}  // namespace

StatusOr<Explanation> Explain(const CaseInput& input,
                              const Assessment& assessment,
                              const PolicySet& policy,
                              SmallestChanges changes) {
  const Resolver resolver(input, policy);
  Explanation out;
  out.month = assessment.month;
  out.assessed_on = assessment.assessed_on;
  out.policy_version = assessment.policy_version;
  out.policy_sha256 = assessment.policy_sha256;
  out.engine_version = assessment.engine_version;
  out.facts_sha256 = assessment.facts_sha256;
  out.board = OwnText("municipality.board", policy);
  out.contact = OwnText("municipality.contact", policy);
  out.computable = assessment.computable;
  out.outcome = assessment.outcome;
  out.grant = assessment.grant;
  DM_ASSIGN_OR_RETURN(out.result, ResultTree(assessment, resolver));
  for (ResolvedInput& missing : resolver.ResolveAll(assessment.undetermined)) {
    // A cost and its missing proof are the same thing to who reads.
    const bool told = !out.undetermined.empty() && !missing.value.empty() &&
                      out.undetermined.back().label == missing.label &&
                      out.undetermined.back().value == missing.value;
    if (!told) out.undetermined.push_back(std::move(missing));
  }
  out.steps = StepNodes(resolver);
  out.gates = GateNodes(assessment, resolver);
  out.checks = NamedCheckNodes(assessment, resolver);
  out.triggers = TriggerNodes(assessment, resolver);
  out.typfall = TypfallNodes(assessment, FactsOf(input, policy), resolver);
  out.previous = PreviousNode(resolver);
  out.answers = AnswerNodes(resolver);
  out.fetched = Fetched(input);
  out.information = InformationNodes(assessment, resolver);
  if (changes == SmallestChanges::kSearched)
    out.counterfactuals = FindCounterfactuals(input, assessment, policy);
  out.sources = assessment.sources;
  out.has_protected_person = HasProtectedPerson(input.application, input.evidence);
  return out;
}

}  // namespace dm::explain
