#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/fuzz/invariants.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/core/personnummer.h"
#include "worker/core/rational.h"
#include "worker/core/swedish_day.h"
#include "worker/core/utf8.h"

namespace {

using dm::fuzz::Must;

// What is refused is told of without the text, which may be somebody's number: there are as many
// refusals as there are rules.
void CheckRefusal(const dm::Status& status) {
  constexpr std::size_t kRules = 9;
  static std::set<std::string> messages;
  Must(!status.message().empty(), "a refusal says what would have been right");
  messages.emplace(status.message());
  Must(messages.size() <= kRules, "a refusal does not repeat the text");
}

void CheckMoney(std::string_view text) {
  const dm::StatusOr<dm::Money> money = dm::Money::Parse(text);
  if (!money.ok()) return CheckRefusal(money.status());
  Must(dm::Abs(*money).ore() < 100'000'000'000'000, "at most twelve digits of kronor");
  const dm::StatusOr<dm::Money> again = dm::Money::Parse(money->ToString());
  Must(again.ok() && *again == *money, "an amount is written as it is read");
  std::string plain;
  for (const char c : money->ToSwedish())
    if ((c >= '0' && c <= '9') || c == ',' || c == '-') plain += c;
  const dm::StatusOr<dm::Money> shown = dm::Money::Parse(plain);
  Must(shown.ok() && *shown == *money, "people are shown the same amount");
  for (const auto unit : {dm::RoundingUnit::kOre, dm::RoundingUnit::kKrona}) {
    const std::int64_t step = unit == dm::RoundingUnit::kOre ? 1 : 100;
    const dm::Money rounded = dm::RoundHalfUp(*money, unit);
    Must(rounded.ore() % step == 0, "what is rounded is whole");
    const std::int64_t twice = 2 * (rounded.ore() - money->ore());
    Must(twice > -step && twice <= step, "what is rounded is the nearest, a half goes up");
  }
}

void CheckDate(std::string_view text) {
  const dm::StatusOr<dm::Date> date = dm::Date::Parse(text);
  if (!date.ok()) return CheckRefusal(date.status());
  Must(date->ToString() == text, "a day is written as it is read");
  const auto again = dm::Date::Make(date->year(), date->month(), date->day());
  Must(again.ok() && *again == *date, "a day is its year, month and day");
  Must(dm::Month::Of(*date).first_day() <= *date && *date <= dm::Month::Of(*date).last_day(),
       "a day lies in its month");
  Must(date->iso_weekday() == date->PlusDays(7).iso_weekday(), "a week has seven days");
  Must(dm::CompletedYears(*date, date->PlusDays(365)) <= 1, "a year has at least 365 days");
  Must(dm::CompletedYears(*date, date->PlusDays(366)) == 1, "a year has at most 366 days");
  const dm::Date later = dm::AddMonths(*date, 1);
  Must(later - *date >= 28 && later - *date <= 31, "a month has 28 to 31 days");
  Must(dm::SwedishDay(*date).find(std::to_string(date->year())) != std::string::npos,
       "people are shown the year");
}

void CheckMonth(std::string_view text) {
  const dm::StatusOr<dm::Month> month = dm::Month::Parse(text);
  if (!month.ok()) return CheckRefusal(month.status());
  Must(month->ToString() == text, "a month is written as it is read");
  Must(month->PlusMonths(1).first_day() - month->first_day() == month->days(), "months follow");
  Must(!month->ToSwedish().empty(), "a month has a name");
}

void CheckInstant(std::string_view text) {
  const dm::StatusOr<dm::Instant> instant = dm::Instant::Parse(text);
  if (!instant.ok()) return CheckRefusal(instant.status());
  const dm::StatusOr<dm::Instant> again = dm::Instant::Parse(instant->ToString());
  Must(again.ok() && *again == *instant, "a point in time is written as it is read");
  const dm::Date day = dm::SwedishDate(*instant);
  Must(dm::StartOfSwedishDay(day) <= *instant && *instant < dm::StartOfSwedishDay(day.PlusDays(1)),
       "a point in time lies in its Swedish day");
  const int minute = dm::SwedishMinuteOfDay(*instant);
  Must(minute >= 0 && minute < 24 * 60, "a day has 1 440 minutes on the wall");
  Must(dm::SwedishDateTime(*instant).substr(0, 10) == day.ToString(), "people see the same day");
}

void CheckPersonnummer(std::string_view text) {
  const dm::StatusOr<dm::Personnummer> number = dm::Personnummer::Parse(text);
  if (!number.ok()) return CheckRefusal(number.status());
  const std::string& digits = number->Reveal();
  Must(digits.size() == 12, "a number has twelve digits");
  Must(number->Masked().find(digits.substr(4)) == std::string::npos, "a mask hides");
  const auto again = dm::Personnummer::Parse(digits.substr(0, 8) + "-" + digits.substr(8));
  Must(again.ok() && *again == *number, "the hyphen makes no difference");
  const auto ten = dm::Personnummer::ParseTenDigits(digits.substr(2), *number);
  Must(ten.ok() && *ten == *number, "ten digits are the number that was asked for");
  std::string wrong = digits;
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
  Must(!dm::Personnummer::Parse(wrong).ok(), "another check digit is refused");
  Must(number->birth_date().ToString().substr(0, 4) == digits.substr(0, 4), "born that year");
}

void CheckId(std::string_view text) {
  const auto id = dm::CaseId::Parse(text);
  if (!id.ok()) return CheckRefusal(id.status());
  Must(id->value() == text && text.size() <= dm::kIdLengthMax, "an id is its text");
  Must(text.find_first_of("\n\r\t \"'<>&;%/\\") == std::string_view::npos,
       "an id needs no quoting");
}

void CheckCharacters(std::string_view text) {
  std::size_t count = 0;
  bool turned = false;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::optional<dm::Utf8Character> first = dm::FirstCharacter(rest);
    if (!first) return;
    Must(first->length >= 1 && first->length <= 4 && first->length <= rest.size(), "its bytes");
    Must(first->code_point <= 0x10FFFF, "a character is one of Unicode's");
    turned = turned || dm::TurnsDirection(first->code_point);
    rest.remove_prefix(first->length);
    ++count;
  }
  Must(dm::CountCharacters(text) == count, "characters are counted as they are read");
  Must(dm::HasTurnedDirection(text) == turned, "a turn is found wherever it stands");
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Must(dm::LoadSwedishTime().ok(), "the time zone is there");
  return 0;
}

// The texts of amounts, days, months, points in time, personal numbers and ids, each reader on
// each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = dm::fuzz::Bytes(data, size);
  CheckMoney(text);
  CheckDate(text);
  CheckMonth(text);
  CheckInstant(text);
  CheckPersonnummer(text);
  CheckId(text);
  CheckCharacters(text);
  return 0;
}
