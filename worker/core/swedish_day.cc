#include "worker/core/swedish_day.h"

namespace dm {

std::string SwedishDay(Date date) {
  return std::to_string(date.day()) + " " + Month::Of(date).ToSwedish();
}

}  // namespace dm
