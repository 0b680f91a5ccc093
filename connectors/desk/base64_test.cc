#include "connectors/desk/base64.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::desk {
namespace {

TEST(Base64, WritesTheKnownVectorsWithoutPadding) {
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("f"), "Zg");
  EXPECT_EQ(Base64("fo"), "Zm8");
  EXPECT_EQ(Base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Base64("\xfb\xff"), "+/8");
  EXPECT_EQ(Base64Url("\xfb\xff"), "-_8");
}

TEST(Base64, ReadsWhatItWrites) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(FromBase64Url(Base64Url(bytes)), bytes);
    bytes.push_back(static_cast<char>(i * 7));
  }
}

TEST(Base64, RefusesOtherSpellingsOfTheSameBytes) {
  EXPECT_EQ(FromBase64Url("Zg=="), std::nullopt);
  EXPECT_EQ(FromBase64Url("Zh"), std::nullopt);  // bits left over
  EXPECT_EQ(FromBase64Url("Z"), std::nullopt);
  EXPECT_EQ(FromBase64Url("+/8"), std::nullopt);
  EXPECT_EQ(FromBase64Url("Zm 8"), std::nullopt);
}

}  // namespace
}  // namespace dm::desk
