#include "worker/core/signature.h"

#include <string>

#include <gtest/gtest.h>

namespace dm {
namespace {

// RFC 8032, 7.1, test 2: the seed as PKCS#8.
constexpr char kKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kPublic[] = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
constexpr char kSignature[] =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d"
    "8c387b2eaeb4302aeeb00d291612bb0c00";

TEST(Signature, IsThatOfTheStandard) {
  const StatusOr<Signed> made = SignEd25519(kKey, "\x72");
  ASSERT_TRUE(made.ok()) << MessageOf(made.status());
  EXPECT_EQ(made->public_key, kPublic);
  EXPECT_EQ(made->signature, kSignature);
  EXPECT_TRUE(HoldsEd25519(*made, "\x72"));
}

TEST(Signature, HoldsForNothingElse) {
  const Signed good = {.public_key = kPublic, .signature = kSignature};
  EXPECT_FALSE(HoldsEd25519(good, "\x73"));
  EXPECT_FALSE(HoldsEd25519(good, ""));
  for (std::size_t i = 0; i < good.signature.size(); i += 7) {
    Signed bad = good;
    bad.signature[i] = bad.signature[i] == '0' ? '1' : '0';
    EXPECT_FALSE(HoldsEd25519(bad, "\x72")) << i;
  }
  EXPECT_FALSE(HoldsEd25519({.public_key = kPublic, .signature = ""}, "\x72"));
  EXPECT_FALSE(HoldsEd25519({.public_key = "", .signature = kSignature}, "\x72"));
  EXPECT_FALSE(HoldsEd25519({.public_key = std::string(64, '0'), .signature = kSignature}, "\x72"));
}

TEST(Signature, NeedsAKeyOfItsKind) {
  for (const char* pem :
       {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    EXPECT_EQ(DetailOf(SignEd25519(pem, "a").status()).reason, "SIGNING_KEY_UNREADABLE");
}

TEST(Signature, HexIsLowerCaseAndOfItsLength) {
  EXPECT_TRUE(IsHex("00ff", 4));
  EXPECT_FALSE(IsHex("00FF", 4));
  EXPECT_FALSE(IsHex("00f", 4));
  EXPECT_FALSE(IsHex("00fg", 4));
}

}  // namespace
}  // namespace dm
