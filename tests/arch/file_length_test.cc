#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "tests/arch/source_tree.h"

namespace dm::arch {
namespace {

// A file holds one idea in about a hundred lines. Above this many there is a second one in it.
constexpr std::ptrdiff_t kLinesMax = 450;

bool IsTooLong(std::string_view text) {
  return std::count(text.begin(), text.end(), '\n') > kLinesMax;
}

TEST(FileLengthTest, CountsLines) {
  EXPECT_FALSE(IsTooLong(std::string(kLinesMax, '\n')));
  EXPECT_TRUE(IsTooLong(std::string(kLinesMax + 1, '\n')));
}

TEST(FileLengthTest, NoSourceHoldsTwoIdeas) {
  for (const char* folder : {"worker", "connectors", "tests"}) {
    for (const std::string& path : SourcesBelow(folder)) {
      EXPECT_FALSE(IsTooLong(ReadFile(path)))
          << path << " has more than " << kLinesMax << " lines: find the second idea";
    }
  }
}

}  // namespace
}  // namespace dm::arch
