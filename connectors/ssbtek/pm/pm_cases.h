// PM's claims (ansprak) and decisions (beslut).
#pragma once

#include "connectors/json/json.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::pm {

// How many came; one pending BenefitCase each.
int ReadClaims(const JsonValue& json, SourceAnswer& answer);

// How many came; one BenefitCase each, with what was decided. One whose status or outcome no table
// lists is `unclear`, and pending as long as nothing says that it is final.
int ReadDecisions(const JsonValue& json, const AnswerCodes& codes, SourceAnswer& answer);

}  // namespace dm::ssbtek::pm
