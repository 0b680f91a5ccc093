#include "worker/sealing/cipher.h"

#include <string>

#include "gtest/gtest.h"

namespace dm::sealing {
namespace {

TEST(CipherTest, OpensWhatItEncrypted) {
  const Key key = Key::Random();
  for (const std::string& plain :
       {std::string(), std::string("a\0b", 3), std::string(100'000, 'x')}) {
    const std::string sealed = Encrypt(key, "place", plain);
    EXPECT_EQ(sealed.size(), plain.size() + 28);
    EXPECT_EQ(*Decrypt(key, "place", sealed), plain);
  }
}

// The algorithm is the one that the documents name: test case 16 of the submission of GCM to NIST.
TEST(CipherTest, IsAes256Gcm) {
  const auto bytes = [](std::string_view hex) {
    std::string text;
    for (std::size_t i = 0; i < hex.size(); i += 2)
      text += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return text;
  };
  const Key key =
      Key::FromBytes(bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
  const std::string sealed = bytes(
      "cafebabefacedbaddecaf888"
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
      "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(*Decrypt(key, bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"), sealed),
            bytes("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
}

TEST(CipherTest, NeverGivesTheSameBytesTwice) {
  const Key key = Key::Random();
  EXPECT_NE(Encrypt(key, "place", "plain"), Encrypt(key, "place", "plain"));
}

TEST(CipherTest, OpensNothingElse) {
  const Key key = Key::Random();
  const std::string sealed = Encrypt(key, "place", "plain");
  EXPECT_EQ(DetailOf(Decrypt(Key::Random(), "place", sealed).status()).reason, "SEAL_BROKEN");
  EXPECT_EQ(DetailOf(Decrypt(key, "elsewhere", sealed).status()).reason, "SEAL_BROKEN");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(Decrypt(key, "place", changed).ok()) << i;
    EXPECT_FALSE(Decrypt(key, "place", sealed.substr(0, i)).ok()) << i;
  }
}

TEST(CipherTest, PlacesThatAreToldApart) {
  EXPECT_NE(Bound("ab", "c", ""), Bound("a", "bc", ""));
  EXPECT_NE(Bound("a", "", "b"), Bound("a", "b", ""));
}

TEST(CipherTest, TheCheckValueTellsTheKey) {
  const Key key = Key::Random();
  EXPECT_EQ(CheckValue(key), CheckValue(Key::FromBytes(key.bytes())));
  EXPECT_NE(CheckValue(key), CheckValue(Key::Random()));
  EXPECT_EQ(CheckValue(key).size(), 32U);
}

}  // namespace
}  // namespace dm::sealing
