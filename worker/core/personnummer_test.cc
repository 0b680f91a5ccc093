#include "worker/core/personnummer.h"

#include <string>
#include <type_traits>

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace dm {
namespace {

// All numbers here are the tax agency's kind of test numbers: no person has the serials 238 and
// 239.
constexpr char kPerson[] = "199001012385";
constexpr char kSecondPerson[] = "199001012393";
constexpr char kCoordination[] = "199001612382";
constexpr char kBornOnALeapDay[] = "200402292387";

Personnummer Of(const char* text) {
  const StatusOr<Personnummer> number = Personnummer::Parse(text);
  EXPECT_TRUE(number.ok()) << text;
  return number.value_or(Personnummer());
}

TEST(PersonnummerTest, ReadsTwelveDigitsWithAndWithoutHyphen) {
  EXPECT_EQ(Of(kPerson).Reveal(), kPerson);
  EXPECT_EQ(Of("19900101-2385"), Of(kPerson));
  EXPECT_EQ(Of(kPerson).kind(), Personnummer::Kind::kPersonnummer);
  EXPECT_EQ(Of(kPerson).birth_date().ToString(), "1990-01-01");
  EXPECT_EQ(Of(kBornOnALeapDay).birth_date().ToString(), "2004-02-29");
}

TEST(PersonnummerTest, ReadsASamordningsnummer) {
  EXPECT_EQ(Of(kCoordination).kind(), Personnummer::Kind::kSamordningsnummer);
  EXPECT_EQ(Of(kCoordination).birth_date().ToString(), "1990-01-01");
}

TEST(PersonnummerTest, RefusesEveryWrongCheckDigit) {
  std::string text = kPerson;
  for (char digit = '0'; digit <= '9'; ++digit) {
    text.back() = digit;
    EXPECT_EQ(Personnummer::Parse(text).ok(), digit == '5') << digit;
  }
}

TEST(PersonnummerTest, RefusesWrongForms) {
  for (const char* text : {"",
                           "123",
                           "9001012385",
                           "900101-2385",
                           "19900101+2385",
                           "19900101 2385",
                           "1990-01012385",
                           "19900101-238",
                           "19900101-23855",
                           "1990010123x5",
                           " 199001012385",
                           "199001012385 ",
                           "19900101--385"}) {
    EXPECT_EQ(Personnummer::Parse(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST(PersonnummerTest, RefusesDaysThatDoNotExist) {
  for (const char* day : {"19901301",
                          "19900001",
                          "19900100",
                          "19900132",
                          "19900160",
                          "19900192",
                          "19900231",
                          "20010229",
                          "17991231"}) {
    const std::string digits = std::string(day) + "238";
    const int check = LuhnCheckDigit(std::string_view(digits).substr(2));
    const Status status = Personnummer::Parse(digits + std::to_string(check)).status();
    EXPECT_NE(MessageOf(status).find("day of birth"), std::string::npos) << day;
  }
}

TEST(PersonnummerTest, ErrorNeverRepeatsTheNumber) {
  for (const char* text : {"199001012386", "199013012385", "19900101238"}) {
    const Status status = Personnummer::Parse(text).status();
    ASSERT_FALSE(status.ok());
    for (const char* part : {"1990", "9001", "0101", "2386", "2385"}) {
      EXPECT_EQ(status.ToString().find(part), std::string::npos);
    }
  }
}

TEST(PersonnummerTest, MasksAllButTheYear) {
  EXPECT_EQ(Of(kPerson).Masked(), "1990********");
  EXPECT_EQ(Of(kCoordination).Masked(), "1990********");
  EXPECT_EQ(Personnummer().Masked(), "");
}

TEST(PersonnummerTest, CannotBePrinted) {
  static_assert(!fmt::is_formattable<Personnummer>::value);
  static_assert(!std::is_convertible_v<Personnummer, std::string>);
}

TEST(PersonnummerTest, TakesTheCenturyOfTenDigitsFromTheNumberAskedFor) {
  const Personnummer asked = Of(kPerson);
  for (const char* text : {"9001012385", "900101-2385", "900101+2385"}) {
    const StatusOr<Personnummer> answered = Personnummer::ParseTenDigits(text, asked);
    ASSERT_TRUE(answered.ok()) << text;
    EXPECT_EQ(*answered, asked);
  }
}

TEST(PersonnummerTest, TenDigitsOfSomeoneElseAreNotTheOneAskedFor) {
  const StatusOr<Personnummer> answered = Personnummer::ParseTenDigits("9001012393", Of(kPerson));
  ASSERT_TRUE(answered.ok());
  EXPECT_EQ(*answered, Of(kSecondPerson));
  EXPECT_NE(*answered, Of(kPerson));
}

TEST(PersonnummerTest, RefusesTenDigitsThatAreNone) {
  const Personnummer asked = Of(kPerson);
  for (const char* text : {"", "199001012385", "900101238", "90010123x5", "9001012386"}) {
    EXPECT_EQ(Personnummer::ParseTenDigits(text, asked).status().code(),
              StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_EQ(Personnummer::ParseTenDigits("9001012385", Personnummer()).status().code(),
            StatusCode::kFailedPrecondition);
}

TEST(PersonnummerTest, Orders) {
  EXPECT_LT(Of(kPerson), Of(kSecondPerson));
  EXPECT_TRUE(Personnummer().empty());
  EXPECT_FALSE(Of(kPerson).empty());
}

TEST(LuhnTest, GivesTheCheckDigit) {
  EXPECT_EQ(LuhnCheckDigit("900101238"), 5);
  EXPECT_EQ(LuhnCheckDigit("000000000"), 0);
  EXPECT_EQ(LuhnCheckDigit("900101239"), 3);
}

TEST(PersonnummerDeathTest, StopsWhenAnEmptyNumberIsAskedForItsContent) {
  EXPECT_DEATH(Personnummer().kind(), "check failed");
  EXPECT_DEATH(Personnummer().birth_date(), "check failed");
}

TEST(LuhnDeathTest, StopsOnAnythingButNineDigits) {
  EXPECT_DEATH(LuhnCheckDigit("90010123"), "check failed");
  EXPECT_DEATH(LuhnCheckDigit("90010123x"), "check failed");
}

}  // namespace
}  // namespace dm
