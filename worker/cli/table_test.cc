#include "worker/cli/table.h"

#include <sstream>

#include <gtest/gtest.h>

namespace dm::cli {
namespace {

TEST(TableTest, PadsByCharactersNotBytes) {
  std::ostringstream out;
  PrintTable(out, {{"KÖ"}, {"ANTAL", Align::kRight}}, {{"Q-20", "3"}, {"åäö", "12"}});
  EXPECT_EQ(out.str(),
            "KÖ    ANTAL\n"
            "----  -----\n"
            "Q-20      3\n"
            "åäö      12\n");
}

TEST(TableTest, AnEmptyTableStillHasItsTitles) {
  std::ostringstream out;
  PrintTable(out, {{"A"}}, {});
  EXPECT_EQ(out.str(), "A\n-\n");
}

TEST(TableTest, CountsCharacters) {
  std::ostringstream out;
  PrintTable(out, {{"A"}, {"B"}}, {{"räksmörgås", "1"}});
  EXPECT_EQ(out.str(), "A           B\n----------  -\nräksmörgås  1\n");
}

}  // namespace
}  // namespace dm::cli
