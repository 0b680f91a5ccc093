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

}  // namespace dm::effects
