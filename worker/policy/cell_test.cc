#include "worker/policy/cell.h"

#include <gtest/gtest.h>

namespace dm::policy {
namespace {

const Domain& Colours() {
  static const Domain domain{"colour", {"red", "green", "blue"}};
  return domain;
}

// Reads `yaml` as the value of a key and tells whether the cell takes `value`; nothing when it does
// not read.
std::optional<bool> Takes(const std::string& yaml, Axis axis, const FactValue& value) {
  std::vector<PolicyError> all;
  FileErrors errors("cell.yaml", &all);
  const std::optional<YamlNode> root = ReadYaml("cell: " + yaml + "\n", errors);
  if (!root.has_value()) return std::nullopt;
  std::optional<Cell> cell = ReadCell(root->Find("cell"), axis, "cell", errors);
  if (!cell.has_value()) return std::nullopt;
  cell->Fix(axis);
  const std::optional<std::int64_t> number = axis.NumberOf(value);
  if (!number.has_value()) return std::nullopt;
  return cell->fixed.Has(*number);
}

Axis Count() {
  return Axis({Unit::kCount, nullptr}, false);
}

FactValue N(std::int64_t number) {
  return FactValue(number);
}

FactValue W(const char* word) {
  return FactValue(std::string(word));
}

TEST(Cell, TakesALiteralARangeAndAList) {
  EXPECT_EQ(Takes("7", Count(), N(7)), true);
  EXPECT_EQ(Takes("7", Count(), N(8)), false);
  EXPECT_EQ(Takes("1..3", Count(), N(3)), true);
  EXPECT_EQ(Takes("1..3", Count(), N(4)), false);
  EXPECT_EQ(Takes("5..", Count(), N(999999)), true);
  EXPECT_EQ(Takes("..-5", Count(), N(-5)), true);
  EXPECT_EQ(Takes("..-5", Count(), N(-4)), false);
  EXPECT_EQ(Takes("[1, 4..6]", Count(), N(5)), true);
  EXPECT_EQ(Takes("[1, 4..6]", Count(), N(3)), false);
  EXPECT_EQ(Takes("\"-\"", Count(), N(123)), true);
}

TEST(Cell, NegatesAList) {
  EXPECT_EQ(Takes("{not: [1, 4..6]}", Count(), N(5)), false);
  EXPECT_EQ(Takes("{not: [1, 4..6]}", Count(), N(7)), true);
  EXPECT_EQ(Takes("{not: [red]}", Axis({Unit::kCode, &Colours()}, false), W("blue")), true);
  EXPECT_EQ(Takes("{not: [red]}", Axis({Unit::kCode, &Colours()}, false), W("red")), false);
}

TEST(Cell, ReadsMoneyDatesAndFlags) {
  const Axis kr({Unit::kKr, nullptr}, false);
  EXPECT_EQ(Takes("0..59200", kr, N(5920000)), true);
  EXPECT_EQ(Takes("0..59200", kr, N(5920001)), false);
  EXPECT_EQ(Takes("\"2740,50..3000\"", kr, N(274050)), true);
  EXPECT_EQ(Takes("\"2740,50..3000\"", kr, N(274049)), false);
  EXPECT_EQ(Takes("2740.50..3000", kr, N(274049)), false);
  const Axis day({Unit::kDate, nullptr}, false);
  EXPECT_EQ(Takes("2026-01-01..2026-01-31", day, N(Date::Parse("2026-01-31")->days_since_epoch())),
            true);
  EXPECT_EQ(Takes("2026-01-01..2026-01-31", day, N(Date::Parse("2026-02-01")->days_since_epoch())),
            false);
  EXPECT_EQ(Takes("true", Axis({Unit::kBool, nullptr}, false), FactValue(true)), true);
  EXPECT_EQ(Takes("false", Axis({Unit::kBool, nullptr}, false), FactValue(true)), false);
}

TEST(Cell, AWordOutsideAClosedDomainIsAsGoodAsUnknown) {
  EXPECT_EQ(Takes("\"-\"", Axis({Unit::kCode, &Colours()}, false), W("pink")), std::nullopt);
}

TEST(Cell, AWordOutsideAnOpenDomainIsOnlyAnyOrNot) {
  const Axis open({Unit::kCode, &Colours()}, true);
  EXPECT_EQ(Takes("[red, green, blue]", open, W("pink")), false);
  EXPECT_EQ(Takes("{not: [red]}", open, W("pink")), true);
  EXPECT_EQ(Takes("\"-\"", open, W("pink")), true);
}

TEST(Cell, TextIsMatchedWordByWord) {
  const Axis text({Unit::kText, nullptr}, true);
  EXPECT_EQ(Takes("[\"1\", all clear]", text, W("all clear")), true);
  EXPECT_EQ(Takes("[\"1\", all clear]", text, W("2")), false);
  EXPECT_EQ(Takes("a..b", text, W("a..b")), true);
}

TEST(Cell, RefusesWhatIsNoCell) {
  EXPECT_EQ(Takes("..", Count(), N(1)), std::nullopt);
  EXPECT_EQ(Takes("1...3", Count(), N(1)), std::nullopt);
  EXPECT_EQ(Takes("> 3", Count(), N(4)), std::nullopt);
  EXPECT_EQ(Takes("[]", Count(), N(4)), std::nullopt);
  EXPECT_EQ(Takes("[[1]]", Count(), N(1)), std::nullopt);
  EXPECT_EQ(Takes("{is: [1]}", Count(), N(1)), std::nullopt);
  EXPECT_EQ(Takes("{not: 1}", Count(), N(1)), std::nullopt);
  EXPECT_EQ(Takes("true..false", Axis({Unit::kBool, nullptr}, false), FactValue(true)),
            std::nullopt);
  EXPECT_EQ(Takes("param(x)", Axis({Unit::kBool, nullptr}, false), FactValue(true)), std::nullopt);
}

}  // namespace
}  // namespace dm::policy
