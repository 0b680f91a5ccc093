#include "worker/core/digest.h"

#include <string>

#include "gtest/gtest.h"

namespace dm {
namespace {

// The expected values are the published vectors of FIPS 180-4 and RFC 4231 (test case 2).
TEST(DigestTest, GivesSha256) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(DigestTest, DigestsBytesAfterAZero) {
  EXPECT_NE(Sha256Hex(std::string("a\0b", 3)), Sha256Hex(std::string("a\0c", 3)));
}

TEST(DigestTest, GivesHmacSha256) {
  EXPECT_EQ(HmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(DigestTest, HmacDependsOnTheKey) {
  EXPECT_NE(HmacSha256Hex("a", "text"), HmacSha256Hex("b", "text"));
  EXPECT_EQ(HmacSha256Hex("a", "").size(), 64U);
}

TEST(DigestTest, RandomTextHasTheLengthAskedForAndDiffers) {
  EXPECT_EQ(RandomHex(16).size(), 32U);
  EXPECT_EQ(RandomHex(256).size(), 512U);
  EXPECT_NE(RandomHex(16), RandomHex(16));
  EXPECT_EQ(RandomHex(16).find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(DigestDeathTest, StopsOnWhatIsNoKeyOrNoLength) {
  EXPECT_DEATH(HmacSha256Hex("", "text"), "check failed");
  EXPECT_DEATH(RandomHex(0), "check failed");
  EXPECT_DEATH(RandomHex(257), "check failed");
}

}  // namespace
}  // namespace dm
