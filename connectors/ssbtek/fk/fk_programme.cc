#include "connectors/ssbtek/fk/fk_programme.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

constexpr std::string_view kDaysPath = "FK/lefi/formansinformation/programjobdagar";
constexpr std::string_view kPlacesPath = "FK/lefi/formansinformation/programanvisning";
constexpr std::size_t kPlacesMax = 100;

// Several entries tell of the same days: the most that any says. A number that is missing is noted,
// and FK's word that all days are used still counts.
int ReadDays(const JsonValue& information, SourceAnswer& answer) {
  int came = 0;
  for (const JsonValue* entry : lefi::ListOf(information, "programjobdagar", answer)) {
    ++came;
    const auto used = lefi::CountIn(*entry, "antalForbrukade", kDaysPath, answer);
    const JsonValue* exhausted = entry->Find("harForbrukatMaxAntal");
    if (!used.has_value()) {
      DeviateBelow(answer, kDaysPath, "antalForbrukade", kMissing);
      if (exhausted == nullptr) continue;
    }
    ProgrammeDays days = answer.programme_days.value_or(ProgrammeDays{});
    days.used = std::max(days.used, used.value_or(0));
    days.exhausted = days.exhausted || (exhausted != nullptr && exhausted->IsTrue());
    answer.programme_days = days;
  }
  return came;
}

int ReadPlaces(const JsonValue& information, SourceAnswer& answer) {
  int came = 0;
  for (const JsonValue* entry : lefi::ListOf(information, "programanvisning", answer)) {
    ++came;
    if (answer.programme_places.size() >= kPlacesMax) continue;
    ProgrammePlace place;
    place.code = ShortText(entry->TextOf("program", "id"));
    place.text = ShortText(entry->TextOf("program", "beskrivning"));
    place.period = lefi::PeriodIn(*entry, "period", "fran", "till", answer);
    place.extent = lefi::ExtentIn(*entry, kPlacesPath, answer);
    answer.programme_places.push_back(std::move(place));
  }
  return came;
}

}  // namespace

Count ReadProgramme(const JsonValue& information, SourceAnswer& answer) {
  return {.came = ReadDays(information, answer) + ReadPlaces(information, answer)};
}

}  // namespace dm::ssbtek::fk
