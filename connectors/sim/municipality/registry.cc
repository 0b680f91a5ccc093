#include "connectors/sim/municipality/registry.h"

#include <array>
#include <string_view>

#include <fmt/core.h>

#include "connectors/sim/municipality/profile.h"
#include "worker/core/check.h"
#include "worker/core/personnummer.h"

namespace dm::municipality {
namespace {

constexpr int kDaysTried = 8;
constexpr int kAgesTried = 1000;
constexpr int kInventedFirst = 980;
constexpr int kInventedCount = 20;
constexpr int kCoordinationDays = 60;
constexpr std::uint64_t kCoordinationSalt = 0x5A3C0DE5;
// The serial numbers of the tax agency's published test numbers.
constexpr std::array kPublished = {238, 239};

constexpr std::array<std::string_view, 24> kFirstNames = {
    "Asta", "Birk",   "Cilla", "Doris", "Ebbe",  "Freja", "Gry",   "Hugo",
    "Iris", "Jon",    "Kaj",   "Lova",  "Malte", "Nora",  "Orvar", "Pia",
    "Rut",  "Sixten", "Tuva",  "Ulf",   "Vera",  "Yngve", "Ymer",  "Alva"};
constexpr std::array<std::string_view, 12> kLastNames = {"Provsson",
                                                         "Testlund",
                                                         "Exempelberg",
                                                         "Påhittsdotter",
                                                         "Fiktivgren",
                                                         "Modellström",
                                                         "Mallqvist",
                                                         "Skissby",
                                                         "Utkastnäs",
                                                         "Försökman",
                                                         "Dummysjö",
                                                         "Övningsed"};

// The place of a number among those of its birth day, or nothing beyond the last.
std::optional<int> SerialAt(Numbers numbers, int place) {
  const int published = numbers == Numbers::kPublishedFirst ? std::ssize(kPublished) : 0;
  if (place < published) return kPublished[static_cast<std::size_t>(place)];
  place -= published;
  return place < kInventedCount ? std::optional(kInventedFirst + place) : std::nullopt;
}

}  // namespace

Registry::Registry(const Plan& plan)
    : random_(plan.seed),
      month_(plan.month),
      numbers_(plan.profile == Profile::kPlain ? Numbers::kInvented : Numbers::kPublishedFirst),
      coordination_permille_(plan.profile == Profile::kPlain ? 0 : kCoordinationPermille),
      coordination_random_(plan.seed ^ kCoordinationSalt),
      households_(plan.first - 1) {}

Date Registry::PaidOn(int day) const {
  return *Date::Make(income_month().year(), income_month().month(), day);
}

std::string Registry::NextId() {
  return fmt::format("H-{:04}", ++households_);
}

Date Registry::BirthDay(int age, int first_month, int last_month) {
  const int month = random_.Between(first_month, last_month);
  const int day = random_.Between(1, 28);
  return *Date::Make(month_.year() - age, month, day);
}

int Registry::AgeLike(const std::string& role, int age) {
  if (role == "CHILD") return random_.Between(4, 17);
  if (age < 25) return random_.Between(19, 24);
  // A pension at 66 stays one.
  return age > 62 ? random_.Between(66, 90) : random_.Between(27, 62);
}

Member Registry::NewMember(const std::string& key, const std::string& role, int age) {
  Date born = BirthDay(age, 2, 9);
  const std::string first(kFirstNames[static_cast<std::size_t>(random_.Between(0, 23))]);
  const std::string last(kLastNames[static_cast<std::size_t>(random_.Between(0, 11))]);
  std::optional<std::string> number = NewNumber(born);
  for (int tries = 0; !number; ++tries) {
    DM_CHECK(tries < kAgesTried);
    born = BirthDay(tries < kDaysTried ? age : AgeLike(role, age), 1, 12);
    number = NewNumber(born);
  }
  return {
      .key = key, .personnummer = *number, .born = born, .role = role, .name = first + " " + last};
}

std::optional<std::string> Registry::NewNumber(Date born) {
  const std::optional<int> serial = SerialAt(numbers_, used_[born]);
  if (!serial) return std::nullopt;
  ++used_[born];
  const bool coordination =
      coordination_permille_ > 0 && coordination_random_.Between(1, 1000) <= coordination_permille_;
  const int day = born.day() + (coordination ? kCoordinationDays : 0);
  std::string number = fmt::format("{:04}{:02}{:02}{:03}", born.year(), born.month(), day, *serial);
  number += static_cast<char>('0' + LuhnCheckDigit(number.substr(2)));
  return number;
}

}  // namespace dm::municipality
