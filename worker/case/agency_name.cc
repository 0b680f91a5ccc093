#include "worker/case/agency_name.h"

#include "worker/core/check.h"

namespace dm {

const char* AgencyName(Source source) {
  switch (source) {
    case Source::kAf:
      return "Arbetsförmedlingen";
    case Source::kCsn:
      return "CSN";
    case Source::kFk:
      return "Försäkringskassan";
    case Source::kPm:
      return "Pensionsmyndigheten";
    case Source::kSkv:
      return "Skatteverket";
    case Source::kSo:
      return "A-kassan";
    case Source::kTns:
      return "Transportstyrelsen";
    case Source::kMiv:
      return "Migrationsverket";
    case Source::kFolk:
      return "Folkbokföringen";
  }
  DM_CHECK(false && "source outside its enum");
  return "";
}

}  // namespace dm
