// Dates as Swedish text writes them.
#pragma once

#include <string>

#include "worker/core/date.h"

namespace dm {

std::string SwedishDay(Date date);  // "1 juli 2026"

}  // namespace dm
