// What one round of step 2 asks: for each connector the questions about each person, as far as the
// answers are not known yet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/core/instant.h"
#include "worker/evidence/may_ask.h"
#include "worker/ports/evidence_source.h"

namespace dm::evidence {

// The wanted answers of one person that one connector can give.
struct PersonPlan {
  PersonKey person;
  std::vector<SourceQuestion> questions;
};

struct ConnectorPlan {
  EvidenceSource* connector = nullptr;
  std::vector<PersonPlan> persons;
};

// An answer that nobody gave: why is `state` and `code`.
SourceAnswer Silence(const SourceQuestion& question,
                     AnswerState state,
                     const char* code,
                     Instant now);

// The plans in the order of `connectors`, persons in the order in which they are first wanted. What
// is wanted and cannot be asked about is put into `evidence` as not asked.
std::vector<ConnectorPlan> PlanRound(const CaseRecord& record,
                                     const std::vector<Wanted>& wanted,
                                     const std::vector<EvidenceSource*>& connectors,
                                     Instant now,
                                     std::int64_t max_age_ms,
                                     EvidenceSet& evidence);

// The question about `plan`'s person, who is of the case, on the ground of the day.
EvidenceQuestion QuestionOf(const CaseRecord& record,
                            const PersonPlan& plan,
                            const Ground& ground,
                            std::string correlation_id);

// The connector that answers for `source`, or null.
EvidenceSource* ConnectorOf(Source source, const std::vector<EvidenceSource*>& connectors);

}  // namespace dm::evidence
