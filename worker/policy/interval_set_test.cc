#include "worker/policy/interval_set.h"

#include <gtest/gtest.h>

namespace dm::policy {
namespace {

constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();

TEST(IntervalSet, JoinsWhatOverlapsOrTouchesAndDropsWhatIsEmpty) {
  const IntervalSet set({{7, 9}, {1, 3}, {4, 5}, {8, 12}, {20, 19}});
  EXPECT_EQ(set.intervals(), (std::vector<Interval>{{1, 5}, {7, 12}}));
}

TEST(IntervalSet, HasItsEndsAndNothingBeyond) {
  const IntervalSet set({{1, 3}, {5, 5}});
  for (const std::int64_t value : {1, 2, 3, 5}) EXPECT_TRUE(set.Has(value)) << value;
  for (const std::int64_t value : {0, 4, 6}) EXPECT_FALSE(set.Has(value)) << value;
}

TEST(IntervalSet, ComplementWithinTheUniverse) {
  EXPECT_EQ(IntervalSet({{2, 3}, {5, 9}}).Complement({0, 9}), IntervalSet({{0, 1}, {4, 4}}));
  EXPECT_EQ(IntervalSet().Complement({0, 2}), IntervalSet({{0, 2}}));
  EXPECT_TRUE(IntervalSet({{-5, 50}}).Complement({0, 2}).empty());
}

TEST(IntervalSet, ComplementReachesTheEndsOfTheNumbersWithoutOverflow) {
  EXPECT_EQ(IntervalSet({{kLow, 0}}).Complement({}), IntervalSet({{1, kHigh}}));
  EXPECT_EQ(IntervalSet({{0, kHigh}}).Complement({}), IntervalSet({{kLow, -1}}));
  EXPECT_TRUE(IntervalSet({{kLow, kHigh}}).Complement({}).empty());
  EXPECT_EQ(IntervalSet({{kLow, kHigh}, {3, 4}}).intervals().size(), 1U);
}

TEST(IntervalSet, ContainsAndIntersects) {
  const IntervalSet set({{1, 5}, {8, 9}});
  EXPECT_TRUE(set.Contains(IntervalSet({{2, 5}, {8, 8}})));
  EXPECT_FALSE(set.Contains(IntervalSet({{5, 8}})));
  EXPECT_TRUE(set.Intersects(IntervalSet({{5, 7}})));
  EXPECT_FALSE(set.Intersects(IntervalSet({{6, 7}})));
  EXPECT_TRUE(set.Contains(IntervalSet()));
}

}  // namespace
}  // namespace dm::policy
