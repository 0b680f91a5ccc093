// Migrationsverket: permits and open applications.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::miv {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::miv
