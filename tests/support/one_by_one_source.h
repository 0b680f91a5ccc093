// An evidence source for tests: asked about one person at a time, in order, with nothing to show
// for operators.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "worker/ports/evidence_source.h"

namespace dm::testing {

class OneByOneSource : public EvidenceSource {
 public:
  virtual EvidenceAnswers AskOne(const EvidenceQuestion& question, Instant now) = 0;

  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                   Instant now) override {
    std::vector<EvidenceAnswers> outcomes;
    for (const EvidenceQuestion& question : questions) outcomes.push_back(AskOne(question, now));
    return outcomes;
  }

  StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant) const override {
    return "question about " + question.person.value();
  }

  std::vector<SourceCondition> Conditions() const override {
    std::vector<SourceCondition> all;
    for (const Source source : sources()) {
      SourceCondition condition;
      condition.source = source;
      all.push_back(condition);
    }
    return all;
  }
};

}  // namespace dm::testing
