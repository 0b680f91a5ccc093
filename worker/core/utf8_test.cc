#include "worker/core/utf8.h"

#include <string_view>

#include <gtest/gtest.h>

namespace dm {
namespace {

TEST(Utf8, ReadsTheFirstCharacterOfEachLength) {
  const auto expect = [](std::string_view text, std::uint32_t code_point, std::size_t length) {
    const auto first = FirstCharacter(text);
    ASSERT_TRUE(first.has_value()) << text;
    EXPECT_EQ(first->code_point, code_point);
    EXPECT_EQ(first->length, length);
  };
  expect("abc", 'a', 1);
  expect("åäö", 0xE5, 2);
  expect("–2", 0x2013, 3);
  expect("🙂", 0x1F642, 4);
  expect("\xF4\x8F\xBF\xBF", 0x10FFFF, 4);
  expect("\xED\x9F\xBF", 0xD7FF, 3);
}

TEST(Utf8, RefusesWhatIsNotWellFormed) {
  for (const std::string_view bytes : {std::string_view(""),
                                       std::string_view("\xC3"),              // cut short
                                       std::string_view("\xE2\x80"),          // cut short
                                       std::string_view("\xC3\x28"),          // no continuation
                                       std::string_view("\x80"),              // leads nothing
                                       std::string_view("\xC0\x80"),          // overlong
                                       std::string_view("\xE0\x9F\xBF"),      // overlong
                                       std::string_view("\xF0\x8F\xBF\xBF"),  // overlong
                                       std::string_view("\xED\xA0\x80"),      // a surrogate
                                       std::string_view("\xED\xBF\xBF"),      // a surrogate
                                       std::string_view("\xF4\x90\x80\x80"),  // beyond U+10FFFF
                                       std::string_view("\xF5\x80\x80\x80")})
    EXPECT_FALSE(FirstCharacter(bytes).has_value()) << bytes;
}

TEST(Utf8, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("räksmörgås 🙂"), 12U);
}

TEST(Utf8, TellsControlsAndTurnedDirection) {
  EXPECT_TRUE(IsControl('\n'));
  EXPECT_TRUE(IsControl(0x7F));
  EXPECT_TRUE(IsControl(0x9F));
  EXPECT_FALSE(IsControl(' '));
  EXPECT_FALSE(IsControl(0xA0));
  EXPECT_TRUE(HasTurnedDirection("a\u202Ez"));
  EXPECT_TRUE(HasTurnedDirection("\u2066"));
  EXPECT_TRUE(HasTurnedDirection("\xFF\u2069"));  // behind bytes that are no text
  EXPECT_FALSE(HasTurnedDirection("a\u200Fz – åäö"));
  EXPECT_FALSE(TurnsDirection(0x202F));
  EXPECT_FALSE(TurnsDirection(0x2065));
}

}  // namespace
}  // namespace dm
