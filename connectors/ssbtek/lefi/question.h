// The LEFI question (LefiExternFormansinformationFraga) inside the FK block: one for FK and PM.
#pragma once

#include <string>

#include "connectors/ssbtek/reading/asked.h"

namespace dm::ssbtek::lefi {

// UTF-8 JSON. At least one of the two is given; both have the same person and period.
std::string WriteQuestion(const Asked* fk, const Asked* pm);

}  // namespace dm::ssbtek::lefi
