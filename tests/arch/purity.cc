#include "tests/arch/purity.h"

#include <algorithm>
#include <array>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace dm::arch {
namespace {

bool BeginsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

bool IsNearMoney(std::string_view path) {
  constexpr std::array<std::string_view, 6> kPlaces = {"worker/core/money",
                                                       "worker/core/rational",
                                                       "worker/assessment/",
                                                       "worker/decision/",
                                                       "worker/explain/",
                                                       "worker/policy/"};
  return std::any_of(kPlaces.begin(), kPlaces.end(), [path](std::string_view place) {
    return BeginsWith(path, place);
  });
}

std::vector<int> FloatingPointLines(std::string_view text) {
  static const std::regex kFloatingPoint(R"(\b(float|double)\b)");
  std::vector<int> found;
  std::istringstream lines{CodeOnly(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (std::regex_search(line, kFloatingPoint)) found.push_back(number);
  }
  return found;
}

bool IsPure(std::string_view path) {
  return BeginsWith(path, "worker/assessment/") || BeginsWith(path, "worker/decision/") ||
         BeginsWith(path, "worker/explain/");
}

bool IsImpure(const Include& include) {
  constexpr std::array<std::string_view, 15> kHeaders = {"chrono",
                                                         "condition_variable",
                                                         "ctime",
                                                         "filesystem",
                                                         "fstream",
                                                         "future",
                                                         "iostream",
                                                         "mutex",
                                                         "random",
                                                         "shared_mutex",
                                                         "thread",
                                                         "time.h",
                                                         "sys/time.h",
                                                         "unistd.h",
                                                         "worker/core/mutex.h"};
  return std::find(kHeaders.begin(), kHeaders.end(), include.header) != kHeaders.end() ||
         BeginsWith(include.header, "worker/ports/");
}

}  // namespace dm::arch
