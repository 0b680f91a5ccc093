// CSN's cases: what was applied for, with or without a loan, and what was granted.
#pragma once

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/csn/csn_amounts.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::csn {

// Adds a BenefitCase for `entry` (an Arende).
void ReadCase(const soap::XmlNode& entry, const Case& in, SourceAnswer& answer);

}  // namespace dm::ssbtek::csn
