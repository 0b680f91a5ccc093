#include "worker/effects/letter_words.h"

#include "worker/core/check.h"

namespace dm::effects {

const char* OutcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::kBifall:
      return "bifall";
    case Outcome::kDelavslag:
      return "delvis bifall";
    case Outcome::kAvslag:
      return "avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
    case Outcome::kNone:
      break;
  }
  DM_CHECK(false && "a decision without an outcome");
  return "";
}

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
      return "arbetslöshetskassorna";
    case Source::kTns:
      return "Transportstyrelsen";
    case Source::kMiv:
      return "Migrationsverket";
    case Source::kFolk:
      return "folkbokföringen";
  }
  DM_CHECK(false && "source outside its enum");
  return "";
}

std::string SwedishDay(Date date) {
  return std::to_string(date.day()) + " " + Month::Of(date).ToSwedish();
}

}  // namespace dm::effects
