#include "tests/arch/purity.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/arch/source_tree.h"

namespace dm::arch {
namespace {

TEST(PurityTest, FindsFloatingPointInCodeOnly) {
  EXPECT_EQ(FloatingPointLines("int a;\ndouble b;\n"), std::vector<int>{2});
  EXPECT_EQ(FloatingPointLines("std::vector<float> b;\n"), std::vector<int>{1});
  EXPECT_TRUE(FloatingPointLines("// no double here\nRefuse(\"a float\");\n").empty());
  EXPECT_TRUE(FloatingPointLines("int redouble; int floats;\n").empty());
}

TEST(PurityTest, KnowsWhereAmountsAre) {
  EXPECT_TRUE(IsNearMoney("worker/core/money.cc"));
  EXPECT_TRUE(IsNearMoney("worker/policy/tables.cc"));
  EXPECT_FALSE(IsNearMoney("worker/runtime/metrics.cc"));
}

TEST(PurityTest, KnowsWhatIsImpure) {
  EXPECT_TRUE(IsImpure({.header = "random", .quoted = false, .line = 1}));
  EXPECT_TRUE(IsImpure({.header = "worker/ports/clock.h", .quoted = true, .line = 1}));
  EXPECT_FALSE(IsImpure({.header = "worker/core/date.h", .quoted = true, .line = 1}));
}

TEST(PurityTest, NoFloatingPointNearAmounts) {
  for (const std::string& path : SourcesBelow("worker")) {
    if (!IsNearMoney(path)) continue;
    for (const int line : FloatingPointLines(ReadFile(path))) {
      ADD_FAILURE() << path << ":" << line << ": amounts are Money or Rational";
    }
  }
}

// A test may read case files or draw random households; what it tests may not.
TEST(PurityTest, TheJudgingStepsSeeNoOutsideWorld) {
  for (const std::string& path : SourcesBelow("worker")) {
    if (!IsPure(path) || IsTest(path)) continue;
    for (const Include& include : IncludesIn(ReadFile(path))) {
      EXPECT_FALSE(IsImpure(include)) << path << ":" << include.line << ": " << include.header
                                      << " is not for a pure step: take it as a value";
    }
  }
}

}  // namespace
}  // namespace dm::arch
