#include "tests/sim/ledger.h"

namespace dm::sim {

std::string Told(const ApplicationId& application,
                 const PersonKey& person,
                 const SourceAnswer& answer) {
  std::string text = application.value() + "/" + person.value() + "/" + SourceCode(answer.source) +
                     "/" + AnswerStateCode(answer.state);
  for (const Payment& payment : answer.payments) text += "/" + payment.net.ToString();
  return text;
}

}  // namespace dm::sim
