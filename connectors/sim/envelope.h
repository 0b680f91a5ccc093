// The SOAP messages around the agencies' answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/sim/fault.h"
#include "connectors/sim/question.h"
#include "connectors/sim/scenario.h"

namespace dm::sim {

// The faults that bite on one call.
struct ActiveFaults {
  std::vector<const Fault*> answer;
  PerAgency<std::vector<const Fault*>> agencies;

  const Fault* Of(FaultKind kind) const;
  const Fault* Of(Agency agency, FaultKind kind) const;
};

std::string FetchAnswer(const Question& question,
                        const Scenario& scenario,
                        const Person* person,
                        const ActiveFaults& faults);

// TNS and MIV have no test service and are left out, as measured at the real service.
std::string TestAnswer(Contract contract);

// A soap:Fault with the contract's detail.
enum class FaultSide { kClient, kServer };
std::string FaultAnswer(FaultSide side,
                        Contract contract,
                        std::string_view code,
                        std::string_view message);
// The real service's answer to what it cannot take in at all: a fault without detail.
std::string InternalError();

}  // namespace dm::sim
