// What the sources of evidence are called in Swedish.
#pragma once

#include "worker/case/evidence.h"

namespace dm {

// "Försäkringskassan", "A-kassan", …: as it begins a sentence or stands alone.
const char* AgencyName(Source source);

}  // namespace dm
