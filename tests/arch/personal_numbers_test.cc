#include "tests/arch/personal_numbers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/arch/source_tree.h"
#include "worker/core/personnummer.h"

namespace dm::arch {
namespace {

// Files whose digits are known to be no one's number, with the reason. Empty is best.
constexpr std::array<std::string_view, 0> kAllowed = {};

// Larger files are data sets with a generator of their own.
constexpr std::size_t kBytesMax = 4 << 20;

// Built here digit by digit: written out, it would be what this test forbids.
std::string PersonalNumber(const std::string& birth, const std::string& serial) {
  const std::string nine_digits = birth.substr(2) + serial;
  return birth + "-" + serial + std::to_string(LuhnCheckDigit(nine_digits));
}

bool IsText(std::string_view content) {
  return content.size() <= kBytesMax && content.find('\0') == std::string_view::npos;
}

TEST(PersonalNumbersTest, FindsEveryWayToWriteOne) {
  const std::string full = PersonalNumber("19900101", "123");
  std::string plain = full;
  plain.erase(8, 1);
  EXPECT_EQ(LinesWithPersonalNumbers("a\n" + full + "\n"), std::vector<int>{2});
  EXPECT_EQ(LinesWithPersonalNumbers("id: \"" + plain + "\""), std::vector<int>{1});
  EXPECT_EQ(LinesWithPersonalNumbers("(" + full.substr(2) + ")"), std::vector<int>{1});
  EXPECT_EQ(LinesWithPersonalNumbers("p_" + plain.substr(2)), std::vector<int>{1});
  EXPECT_EQ(LinesWithPersonalNumbers(PersonalNumber("19900161", "123")), std::vector<int>{1});
}

TEST(PersonalNumbersTest, FindsBothOfTwoNeighbours) {
  const std::string one = PersonalNumber("19900101", "123");
  const std::string other = PersonalNumber("19910101", "123");
  EXPECT_EQ(LinesWithPersonalNumbers(one + " " + other).size(), 2U);
}

TEST(PersonalNumbersTest, LetsTestNumbersPass) {
  for (const char* serial : {"238", "239", "980", "999"}) {
    EXPECT_TRUE(LinesWithPersonalNumbers(PersonalNumber("19900101", serial)).empty()) << serial;
  }
}

TEST(PersonalNumbersTest, LetsOtherDigitsPass) {
  const std::string full = PersonalNumber("19900101", "123");
  std::string wrong_check = full;
  wrong_check.back() = wrong_check.back() == '9' ? '0' : '9';
  EXPECT_TRUE(LinesWithPersonalNumbers(wrong_check).empty());
  EXPECT_TRUE(LinesWithPersonalNumbers("0" + full).empty());
  EXPECT_TRUE(LinesWithPersonalNumbers("x" + full.substr(2)).empty());
  EXPECT_TRUE(LinesWithPersonalNumbers("1764144000").empty());
}

TEST(PersonalNumbersTest, TheRepositoryHoldsNone) {
  for (const std::string& path : FilesBelow("")) {
    const std::string content = ReadFile(path);
    if (!IsText(content)) continue;
    if (std::find(kAllowed.begin(), kAllowed.end(), path) != kAllowed.end()) continue;
    for (const int line : LinesWithPersonalNumbers(content)) {
      ADD_FAILURE() << path << ":" << line
                    << ": may be someone's personal number; use a test number (serial 238 or 239)";
    }
  }
}

}  // namespace
}  // namespace dm::arch
