#include "worker/changes/line_diff.h"

#include "gtest/gtest.h"

namespace dm::changes {
namespace {

using Lines = std::vector<std::string>;

TEST(LineDiffTest, TellsOnlyWhatDiffersInOrder) {
  EXPECT_EQ(LineDiff("a\nb\nc\n", "a\nx\nc\nd\n"), (Lines{"- b", "+ x", "+ d"}));
  EXPECT_EQ(LineDiff("", "a\n"), (Lines{"+ a"}));
  EXPECT_EQ(LineDiff("a\n", ""), (Lines{"- a"}));
  EXPECT_TRUE(LineDiff("a\nb\n", "a\nb\n").empty());
}

TEST(LineDiffTest, ATextOfManyLinesIsToldAsReplaced) {
  std::string before;
  for (int i = 0; i < 2'001; ++i) before += "rad\n";
  EXPECT_EQ(LineDiff(before, "rad\n"), (Lines{"- 2001 rader", "+ 1 rader"}));
}

}  // namespace
}  // namespace dm::changes
