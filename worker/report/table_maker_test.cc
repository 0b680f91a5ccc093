#include "worker/report/table_maker.h"

#include <gtest/gtest.h>

namespace dm::report {
namespace {

using Flags = std::vector<std::vector<bool>>;

constexpr std::int64_t kMinCell = 5;

// `cases` of as many households, none of which is in another cell.
Counted Of(std::int64_t cases) {
  static int household = 0;
  Counted counted;
  for (std::int64_t i = 0; i < cases; ++i)
    counted.Add(HouseholdId::FromTrusted("H" + std::to_string(++household)));
  return counted;
}

// One part a row, with the sum of the column.
std::vector<bool> HiddenOf(const std::vector<std::int64_t>& counts) {
  std::vector<std::vector<Counted>> grid;
  for (const std::int64_t count : counts) grid.push_back({Of(count)});
  std::vector<bool> hidden;
  for (const auto& row : HiddenCells(grid, Sum::kTotal, kMinCell)) hidden.push_back(row.front());
  return hidden;
}

TEST(HiddenCells, HidesNothingWhereEveryGroupIsLargeOrEmpty) {
  EXPECT_EQ(HiddenOf({5, 0, 12}), (std::vector<bool>{false, false, false, false}));
}

// 3 of 20 could be had by subtracting 17 from the sum.
TEST(HiddenCells, HidesASecondCellSoThatTheFirstCannotBeSubtracted) {
  EXPECT_EQ(HiddenOf({3, 17, 30}), (std::vector<bool>{true, true, false, false}));
}

// 2 and 1 are hidden; their sum of 3 could be had, and is a group of fewer than five.
TEST(HiddenCells, HidesAThirdWhereTheHiddenOnesTogetherAreTooFew) {
  EXPECT_EQ(HiddenOf({2, 1, 9, 30}), (std::vector<bool>{true, true, true, false, false}));
}

TEST(HiddenCells, HidesTheSumTooWhereNothingElseStandsBehindIt) {
  EXPECT_EQ(HiddenOf({0, 4, 0}), (std::vector<bool>{false, true, false, true}));
}

// Each row's sum and each column's is shown: hiding one cell takes a rectangle of four.
TEST(HiddenCells, HidesAlongRowsAndColumns) {
  const std::vector<std::vector<Counted>> grid = {
      {Of(2), Of(10), Of(20)}, {Of(8), Of(9), Of(30)}, {Of(40), Of(50), Of(60)}};
  const Flags hidden = HiddenCells(grid, Sum::kTotal, kMinCell);
  EXPECT_EQ(hidden,
            (Flags{{true, true, false, false},
                   {true, true, false, false},
                   {false, false, false, false},
                   {false, false, false, false}}));
}

// A year of one household is twelve cases and still one household.
TEST(HiddenCells, CountsHouseholdsNotCases) {
  Counted one;
  one.Add(HouseholdId::FromTrusted("H-year"), 12);
  const Flags hidden = HiddenCells({{one}, {Of(30)}, {Of(40)}}, Sum::kTotal, kMinCell);
  EXPECT_TRUE(hidden[0][0]);
  EXPECT_TRUE(hidden[1][0]);
  EXPECT_FALSE(hidden[2][0]);
}

TEST(MakeTable, HidesWhatRestsOnAHiddenCount) {
  const auto row = [](const char* label, std::int64_t yes, std::int64_t no, std::int64_t kronor) {
    const std::vector<Counted> parts = {Of(yes), Of(no)};
    return RawRow{
        .label = label,
        .parts = parts,
        .derived = {{.value = Permille(yes, yes + no), .over = {0, kAllParts}}, {.value = kronor}}};
  };
  RawTable raw;
  raw.title = "T";
  raw.head = "Grupp";
  raw.count = "Alla";
  raw.parts = {"Ja", "Nej"};
  raw.derived = {{"Andel", ReportUnit::kPermille}, {"Kr", ReportUnit::kOre}};
  raw.rows = {row("a", 3, 40, 100), row("b", 50, 50, 200), row("c", 60, 20, 300)};
  raw.sum = Sum::kTotal;
  raw.total = {{.value = Permille(113, 223), .over = {0, kAllParts}}, {.value = 600}};
  const ReportTable table = MakeTable(raw, kMinCell);
  ASSERT_EQ(table.rows.size(), 4U);
  const auto& a = table.rows[0].cells;
  EXPECT_EQ(a[0], ValueCell(43));
  EXPECT_EQ(a[1].state, ReportCellState::kHidden);
  EXPECT_EQ(a[2].state, ReportCellState::kHidden);
  EXPECT_EQ(a[3].state, ReportCellState::kHidden);
  EXPECT_EQ(a[4], ValueCell(100));
  // The row whose parts would give the first one back.
  EXPECT_EQ(table.rows[1].cells[1].state, ReportCellState::kHidden);
  EXPECT_EQ(table.rows[1].cells[2].state, ReportCellState::kHidden);
  EXPECT_EQ(table.rows[2].cells[1], ValueCell(60));
  EXPECT_EQ(table.rows[3].cells[0], ValueCell(223));
  EXPECT_TRUE(table.rows[3].total);
}

TEST(MakeTable, ShowsWhatCannotBeComputedAsMissingNeverAsNothing) {
  RawTable raw;
  raw.derived = {{"Median", ReportUnit::kTenthDays}};
  raw.rows = {{.label = "a", .parts = {Of(9)}, .derived = {{.value = std::nullopt}}}};
  const ReportTable table = MakeTable(raw, kMinCell);
  EXPECT_EQ(table.rows[0].cells[0].state, ReportCellState::kMissing);
}

TEST(Permille, IsToTheNearestAndNothingOfNothing) {
  EXPECT_EQ(Permille(2, 3), 667);
  EXPECT_EQ(Permille(1, 3), 333);
  EXPECT_FALSE(Permille(0, 0).has_value());
  EXPECT_EQ(Mean(-5, 2), -3);
}

}  // namespace
}  // namespace dm::report
