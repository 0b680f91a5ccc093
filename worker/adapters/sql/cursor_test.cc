#include "worker/adapters/sql/cursor.h"

#include "gtest/gtest.h"

namespace dm::sql {
namespace {

TEST(CursorTest, GivesBackTheKeysThatItWasMadeOf) {
  const std::vector<std::string> keys = {"1764000000000", "", "EKB-202612-000001"};
  EXPECT_EQ(*ReadCursor("cases", 3, MakeCursor("cases", keys)), keys);
  EXPECT_TRUE(ReadCursor("cases", 3, "")->empty());
}

TEST(CursorTest, RefusesWhatItDidNotMakeForTheList) {
  const std::string cursor = MakeCursor("cases", {"1", "a"});
  for (const std::string& wrong : {MakeCursor("effects", {"1", "a"}),
                                   MakeCursor("cases", {"1"}),
                                   cursor.substr(0, cursor.size() - 1),
                                   cursor + "00",
                                   std::string("zzzzzzzzzzzzzzzzzz")}) {
    EXPECT_EQ(DetailOf(ReadCursor("cases", 2, wrong).status()).field, "page_token") << wrong;
  }
}

TEST(CursorTest, ReadsNumbersWhole) {
  EXPECT_EQ(*NumberOf("-5"), -5);
  for (const char* wrong : {"", "5x", "x", "99999999999999999999"}) {
    EXPECT_FALSE(NumberOf(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace dm::sql
