// CSN's pay plan: what of one case is paid or planned, grant and loan row by row.
#pragma once

#include <string_view>

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/csn/csn_amounts.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::csn {

// Adds a payment for each Utbetalning of `entry` (an Arende). The whole plan is kept, also outside
// the asked period: what is planned tells about the months to come.
void ReadPayments(const soap::XmlNode& entry,
                  std::string_view section,
                  const Case& in,
                  SourceAnswer& answer);

}  // namespace dm::ssbtek::csn
