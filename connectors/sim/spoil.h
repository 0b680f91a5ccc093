// How one agency's data goes wrong, in a form of its own for each agency. Two steps: a state is
// forged before the data are written, the written text is spoilt after. Kinds that neither step
// knows change nothing.
#pragma once

#include <string>

#include "connectors/sim/agency.h"
#include "connectors/sim/answers.h"
#include "connectors/sim/fault.h"

namespace dm::sim {

// The person as `agency` claims to know them under the fault: with a payment to be contradicted, a
// failing supplier, an unlisted code. Without a state there one is made up.
Person Forged(FaultKind kind, Agency agency, const AnswerContext& context);
bool Forges(FaultKind kind);

// `content` is what stands in `data` (AF, SO, TNS, MIV) or the document that `data` carries (CSN,
// FK, SKV).
void Spoil(FaultKind kind, Agency agency, const AnswerContext& context, std::string& content);

// True for the agencies whose data carry a document; the others' stand in the envelope.
bool CarriesDocument(Agency agency);

}  // namespace dm::sim
