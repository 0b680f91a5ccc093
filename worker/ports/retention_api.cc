#include "worker/ports/retention_api.h"

namespace dm {

const char* ResearchCode(Research research) {
  switch (research) {
    case Research::kNone:
      return "";
    case Research::kWhole:
      return "whole";
    case Research::kDays:
      return "days_5_15_25";
  }
  return "";
}

}  // namespace dm
