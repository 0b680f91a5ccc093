// The contract's forms as schemas, written for this project from the facts of the contract: the
// envelope of version 10 and 11 with the XML agencies inside it, and CSN's document. They say what
// departs from the contract; reading does not depend on them.
#pragma once

#include <string_view>

#include "connectors/soap/xml_schema.h"

namespace dm::ssbtek {

// Question, answer and fault detail of both operations, "10" or "11" (any other is taken for "10":
// the options let no other through). Compiled at the first use, then shared. Thread-safe.
const soap::XmlSchema& EnvelopeSchema(std::string_view contract_version);

// CSNSvar, version 4.0.
const soap::XmlSchema& CsnSchema();

// Answers of version 3.0 name their parts otherwise and are made alike: its namespaces for those of
// 4.0, to validate with.
const soap::XmlSchema::SpaceMap& CsnSpaces();

}  // namespace dm::ssbtek
