// One agency's element in an answer: data, or error, or what a fault makes of it.
#pragma once

#include <string>

#include "connectors/sim/answers.h"
#include "connectors/sim/envelope.h"
#include "connectors/soap/xml_writer.h"

namespace dm::sim {

struct AgencyInput {
  const Question& question;
  const Scenario& scenario;
  const Person* person = nullptr;  // in no scenario file
  const std::string& identity;     // the number that the answer is about
  const ActiveFaults& faults;
};

// Writes <ssbt:AF>…</ssbt:AF>, not at all or twice when a fault says so.
void WriteAgency(Agency agency, const AgencyInput& input, soap::XmlWriter& xml);

}  // namespace dm::sim
