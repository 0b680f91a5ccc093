#include "worker/evidence/plan.h"

#include <algorithm>
#include <utility>

#include "worker/evidence/merge.h"

namespace dm::evidence {
namespace {

void Add(const Wanted& want, ConnectorPlan& plan) {
  for (PersonPlan& person : plan.persons) {
    if (person.person != want.person) continue;
    person.questions.push_back(want.question);
    return;
  }
  plan.persons.push_back({want.person, {want.question}});
}

}  // namespace

SourceAnswer Silence(const SourceQuestion& question,
                     AnswerState state,
                     const char* code,
                     Instant now) {
  SourceAnswer answer;
  answer.source = question.source;
  answer.state = state;
  answer.code = code;
  answer.fetched_at = now;
  answer.asked = question.period;
  return answer;
}

EvidenceSource* ConnectorOf(Source source, const std::vector<EvidenceSource*>& connectors) {
  for (EvidenceSource* connector : connectors) {
    const std::vector<Source> answers_for = connector->sources();
    if (std::find(answers_for.begin(), answers_for.end(), source) != answers_for.end())
      return connector;
  }
  return nullptr;
}

std::vector<ConnectorPlan> PlanRound(const CaseRecord& record,
                                     const std::vector<Wanted>& wanted,
                                     const std::vector<EvidenceSource*>& connectors,
                                     Instant now,
                                     std::int64_t max_age_ms,
                                     EvidenceSet& evidence) {
  std::vector<ConnectorPlan> plans;
  plans.reserve(connectors.size());
  for (EvidenceSource* connector : connectors) plans.push_back({connector, {}});
  const auto not_asked = [&](const Wanted& want, const char* code) {
    Put(evidence, want.person, Silence(want.question, AnswerState::kNotAsked, code, now));
  };
  for (const Wanted& want : wanted) {
    EvidenceSource* connector = ConnectorOf(want.question.source, connectors);
    if (connector == nullptr && want.only_if_connected) continue;
    const SourceAnswer* known = evidence.Find(want.person, want.question.source);
    if (!WorthAsking(known, want.question, now, max_age_ms)) continue;
    if (FindPerson(record.application.persons, want.person)->personnummer.empty()) {
      not_asked(want, "PERSON.NUMBER.NONE");
      continue;
    }
    if (connector == nullptr) {
      not_asked(want, "CONNECTOR.NONE");
      continue;
    }
    Add(want, *std::find_if(plans.begin(), plans.end(), [&](const ConnectorPlan& plan) {
          return plan.connector == connector;
        }));
  }
  std::erase_if(plans, [](const ConnectorPlan& plan) { return plan.persons.empty(); });
  return plans;
}

EvidenceQuestion QuestionOf(const CaseRecord& record,
                            const PersonPlan& plan,
                            const Ground& ground,
                            std::string correlation_id) {
  EvidenceQuestion question;
  question.case_id = record.id;
  question.person = plan.person;
  question.personnummer = FindPerson(record.application.persons, plan.person)->personnummer;
  question.correlation_id = std::move(correlation_id);
  question.purpose = ground.purpose;
  question.legal_text = ground.legal_text;
  question.identity = ground.identity;
  question.sources = plan.questions;
  return question;
}

}  // namespace dm::evidence
