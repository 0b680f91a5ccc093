#include "tests/arch/personal_numbers.h"

#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/personnummer.h"

namespace dm::arch {
namespace {

bool IsTestSerial(std::string_view ten_digits) {
  const std::string_view serial = ten_digits.substr(6, 3);
  return serial == "238" || serial == "239" || serial >= "980";
}

// Whoever writes ten digits leaves the century out: a number is plausible when it is in either.
bool IsPlausible(const std::string& digits) {
  if (digits.size() == 12) return Personnummer::Parse(digits).ok();
  return Personnummer::Parse("19" + digits).ok() || Personnummer::Parse("20" + digits).ok();
}

bool IsPersonal(const std::string& digits) {
  const std::string_view ten_digits = std::string_view(digits).substr(digits.size() - 10);
  return IsPlausible(digits) && !IsTestSerial(ten_digits);
}

}  // namespace

std::vector<int> LinesWithPersonalNumbers(std::string_view text) {
  // Not within a longer word or number: digests and identifiers have digits too.
  static const std::regex kNumber(
      R"((^|[^0-9A-Za-z.])((18|19|20)?[0-9]{6})[-+]?([0-9]{4})(?![0-9A-Za-z]))");
  std::vector<int> found;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    for (std::sregex_iterator match(line.begin(), line.end(), kNumber), end; match != end;
         ++match) {
      if (IsPersonal((*match)[2].str() + (*match)[4].str())) found.push_back(number);
    }
  }
  return found;
}

}  // namespace dm::arch
