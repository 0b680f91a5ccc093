// CSN's pay plan: what of one case is paid or planned, grant and loan row by row.
#pragma once

#include <string>
#include <string_view>

#include "connectors/soap/xml_document.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::csn {

// Adds a payment for each Utbetalning of `entry` (an Arende). The whole plan is kept, also outside
// the asked period: what is planned tells about the months to come. `path` is the case's place for
// deviations.
void ReadPayments(const soap::XmlNode& entry,
                  std::string_view section,
                  const std::string& locator,
                  std::string_view path,
                  SourceAnswer& answer);

}  // namespace dm::ssbtek::csn
