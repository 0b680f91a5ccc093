// FK:GEPI: what FK repeats of the population register (generellPersoninformation).
#pragma once

#include "connectors/json/json.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::fk {

// Fills `registered`: civil status (the table's word for civilstand), county and municipality,
// children, relatives and death. Nothing for a person with protected identity. Who is meant, and
// the marker of protection, CheckIdentity has looked at.
void ReadPerson(const JsonValue& information, const AnswerCodes& codes, SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
