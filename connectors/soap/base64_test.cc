#include "connectors/soap/base64.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::soap {
namespace {

constexpr std::size_t kPlenty = 1000;

TEST(Base64, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(Base64Encode(""), "");
  EXPECT_EQ(Base64Encode("f"), "Zg==");
  EXPECT_EQ(Base64Encode("fo"), "Zm8=");
  EXPECT_EQ(Base64Encode("foo"), "Zm9v");
  EXPECT_EQ(Base64Encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackEveryByteAtEveryLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    const auto back = Base64Decode(Base64Encode(bytes), kPlenty);
    ASSERT_TRUE(back.ok()) << i;
    EXPECT_EQ(*back, bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, SkipsWhiteSpaceAsXmlAllows) {
  EXPECT_EQ(Base64Decode(" Zm9v\r\n\tYmFy ", kPlenty).value(), "foobar");
}

TEST(Base64, RefusesForeignCharactersAndBadPadding) {
  for (const char* bad : {"Zg=", "Zg", "Z", "Zg===", "Zm9v=", "Zg==Zg==", "Zm9-", "Z\xC3\xA5=="}) {
    EXPECT_FALSE(Base64Decode(bad, kPlenty).ok()) << bad;
  }
}

TEST(Base64, RefusesMoreBytesThanAllowed) {
  EXPECT_TRUE(Base64Decode("Zm9vYmFy", 6).ok());
  EXPECT_FALSE(Base64Decode("Zm9vYmFy", 5).ok());
  EXPECT_TRUE(Base64Decode("Zm9vYg==", 4).ok());
  EXPECT_FALSE(Base64Decode("Zm9vYg==", 3).ok());
}

}  // namespace
}  // namespace dm::soap
