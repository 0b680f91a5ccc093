#include "worker/core/id.h"

#include <string>
#include <type_traits>

#include "gtest/gtest.h"

namespace dm {
namespace {

TEST(IdTest, TakesLettersDigitsAndFourSigns) {
  const StatusOr<CaseId> id = CaseId::Parse("AZaz09._:-");
  ASSERT_TRUE(id.ok());
  EXPECT_EQ(id->value(), "AZaz09._:-");
  EXPECT_FALSE(id->empty());
}

TEST(IdTest, RefusesTextThatIsNoId) {
  for (const char* text : {"", "a b", "a/b", "å", "a\n", "a@b", "[", "`", "{"}) {
    EXPECT_EQ(CaseId::Parse(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST(IdTest, RefusesMoreThanSixtyFourCharacters) {
  EXPECT_TRUE(IsIdText(std::string(kIdLengthMax, 'a')));
  EXPECT_FALSE(IsIdText(std::string(kIdLengthMax + 1, 'a')));
}

TEST(IdTest, IsEmptyUntilParsed) {
  EXPECT_TRUE(CaseId().empty());
}

TEST(IdTest, OrdersByText) {
  EXPECT_LT(CaseId::FromTrusted("a"), CaseId::FromTrusted("b"));
  EXPECT_EQ(CaseId::FromTrusted("a"), CaseId::FromTrusted("a"));
}

TEST(IdTest, DoesNotMixTags) {
  static_assert(!std::is_convertible_v<CaseId, EffectId>);
  static_assert(!std::is_constructible_v<CaseId, std::string>);
}

TEST(IdDeathTest, StopsWhenOurOwnTextIsNoId) {
  EXPECT_DEATH(CaseId::FromTrusted("a b"), "check failed: IsIdText");
}

}  // namespace
}  // namespace dm
