#include "worker/adapters/sql/sealed.h"

#include <string>

#include "gtest/gtest.h"

namespace dm::sql {
namespace {

TEST(SealedTest, OpensWhatItSealed) {
  const std::string plain("a\0b", 3);
  EXPECT_NE(Seal(plain), plain);
  EXPECT_EQ(*Unseal(Seal(plain)), plain);
  EXPECT_EQ(*Unseal(Seal("")), "");
}

TEST(SealedTest, RefusesBytesThatItDidNotSeal) {
  for (const char* wrong : {"", "plain", "\x02sealed"}) {
    EXPECT_EQ(Unseal(wrong).status().code(), StatusCode::kDataLoss) << wrong;
  }
}

}  // namespace
}  // namespace dm::sql
