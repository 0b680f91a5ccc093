#include "tests/sim/ledger.h"

namespace dm::sim {

std::string Told(const CaseId& case_id, const PersonKey& person, const SourceAnswer& answer) {
  std::string text = case_id.value() + "/" + person.value() + "/" + SourceCode(answer.source) +
                     "/" + AnswerStateCode(answer.state);
  for (const Payment& payment : answer.payments) text += "/" + payment.net.ToString();
  return text;
}

}  // namespace dm::sim
