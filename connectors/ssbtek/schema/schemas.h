// The contract's forms as schemas, written for this project from the facts of the contract: the
// envelope of version 10 and 11 with the XML agencies inside it, and CSN's document. They say what
// departs from the contract; reading does not depend on them.
#pragma once

#include <string>
#include <string_view>

#include "connectors/soap/xml_schema.h"
#include "worker/core/status.h"

namespace dm::ssbtek {

// Question and answer of both operations, "10" or "11". Compiled at the first use, then shared;
// never null. Thread-safe.
const soap::XmlSchema& EnvelopeSchema(std::string_view contract_version);

// CSNSvar, version 4.0 (namespaces of 3.0 are taken for those of 4.0 by the caller).
const soap::XmlSchema& CsnSchema();

}  // namespace dm::ssbtek
