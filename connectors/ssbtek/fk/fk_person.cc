#include "connectors/ssbtek/fk/fk_person.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

constexpr std::string_view kPath = "FK/lefi/formansinformation/generellPersoninformation";
constexpr std::size_t kPersonsMax = 100;

bool IsDigits(std::string_view text, std::size_t size) {
  return text.size() == size &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Anything but a plain false protects, as of the person asked about.
bool IsProtected(const JsonValue& person) {
  const JsonValue* marker = person.Find("skyddad");
  return marker != nullptr && !marker->IsFalse();
}

// Twelve digits: a short number gets its century from the date of birth. Empty when there is none,
// or when the person is protected.
std::string NumberOf(const JsonValue& person) {
  const std::string_view number = person.TextOf("personnummer");
  if (IsProtected(person)) return "";
  if (IsDigits(number, 12)) return std::string(number);
  const std::string_view born = person.TextOf("foddes");
  if (!IsDigits(number, 10) || !ReadDate(born).has_value()) return "";
  return std::string(born.substr(0, 2)) + std::string(number);
}

void ReadFamily(const JsonValue& person, RegisteredPerson& found, SourceAnswer& answer) {
  for (const JsonValue* child : lefi::ListOf(person, "barn", answer)) {
    if (found.children.size() >= kPersonsMax) break;
    found.children.push_back(
        {.personnummer = NumberOf(*child),
         .born = IsProtected(*child) ? std::nullopt : lefi::DateIn(*child, "foddes", answer)});
  }
  for (const JsonValue* relative : lefi::ListOf(person, "samhorig", answer)) {
    std::string number = NumberOf(*relative);
    if (number.empty() || found.related.size() >= kPersonsMax) continue;
    found.related.push_back(std::move(number));
  }
}

// A municipality's code is the county's two digits and its own two. Several places are none: which
// one holds, the contract does not say.
void ReadPlace(const JsonValue& person, RegisteredPerson& found, SourceAnswer& answer) {
  const auto places = lefi::ListOf(person, "folkbokford", answer);
  if (places.size() != 1) return;
  const std::string_view county = places.front()->TextOf("lan");
  const std::string_view municipality = places.front()->TextOf("kommun");
  found.county = ShortText(county);
  found.municipality = ShortText(municipality);
  if (IsDigits(county, 2) && IsDigits(municipality, 2)) {
    found.municipality = found.county + found.municipality;
  }
}

// FK's civilstand has a code for "unknown", which is no civil status.
void ReadCivilStatus(const JsonValue& person,
                     const AnswerCodes& codes,
                     RegisteredPerson& found,
                     SourceAnswer& answer) {
  const std::string_view code = person.TextOf("civilstand", "id");
  if (code.empty()) return;
  const auto meaning = MeaningOf(codes, answer, "FK", "civilstand", code);
  if (meaning.has_value() && meaning != "civil_unknown") found.civil_status = *meaning;
}

// A list of dates, each of a day, a month or a year. A death whose date cannot be read is still
// one, so that the answer is no longer known.
void ReadDeath(const JsonValue& person, RegisteredPerson& found, SourceAnswer& answer) {
  const JsonValue* deaths = person.Find("avled");
  if (deaths == nullptr || (deaths->IsArray() && deaths->items().empty())) return;
  const std::string_view text = deaths->IsArray() ? deaths->items().back().text() : deaths->text();
  found.died_on = ReadPeriodEnd(text, PeriodEnd::kTo);
  if (found.died_on.has_value()) return;
  DeviateBelow(answer, kPath, "avled", kValue);
  Fail(answer, AnswerState::kDeviation, "FK.AVLED");
}

}  // namespace

void ReadPerson(const JsonValue& information, const AnswerCodes& codes, SourceAnswer& answer) {
  const auto persons = lefi::ListOf(information, "generellPersoninformation", answer);
  if (persons.empty() || answer.protected_identity) return;
  const JsonValue& person = *persons.front();
  RegisteredPerson found;
  ReadCivilStatus(person, codes, found, answer);
  ReadPlace(person, found, answer);
  ReadFamily(person, found, answer);
  ReadDeath(person, found, answer);
  answer.registered = std::move(found);
}

}  // namespace dm::ssbtek::fk
