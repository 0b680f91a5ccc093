#include "worker/core/check.h"

#include "gtest/gtest.h"

namespace dm {
namespace {

TEST(CheckTest, LetsATrueConditionPass) {
  int evaluated = 0;
  DM_CHECK(++evaluated == 1);
  EXPECT_EQ(evaluated, 1);
}

TEST(CheckDeathTest, StopsOnAFalseConditionAndNamesIt) {
  const int households = 0;
  EXPECT_DEATH(DM_CHECK(households == 1), "check failed: households == 1 at .*check_test.cc");
}

}  // namespace
}  // namespace dm
