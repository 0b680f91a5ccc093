#include "worker/ports/evidence_source.h"

#include "worker/core/check.h"

namespace dm {

const char* SourceGateCode(SourceGate gate) {
  switch (gate) {
    case SourceGate::kOpen:
      return "OPEN";
    case SourceGate::kProbing:
      return "PROBING";
    case SourceGate::kBroken:
      return "BROKEN";
    case SourceGate::kClosed:
      return "CLOSED";
  }
  DM_CHECK(false && "gate outside its enum");
  return "";
}

EvidenceAnswers AskOne(EvidenceSource& source, const EvidenceQuestion& question, Instant now) {
  std::vector<EvidenceAnswers> outcomes = source.Ask(std::span(&question, 1), now);
  DM_CHECK(outcomes.size() == 1);
  return std::move(outcomes.front());
}

}  // namespace dm
