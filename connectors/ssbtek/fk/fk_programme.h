// The job and development guarantee at FK: the days used (programjobdagar) and the programme places
// (programanvisning).
#pragma once

#include "connectors/ssbtek/fk/fk_payments.h"

namespace dm::ssbtek::fk {

// Fills programme_days and programme_places.
Count ReadProgramme(const JsonValue& information, SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
