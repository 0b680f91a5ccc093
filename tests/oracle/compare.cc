#include "tests/oracle/compare.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "worker/core/rational.h"

namespace dm::oracle {

namespace {

bool SameAs(Fraction expected, const Rational& found) {
  return Same(expected, {found.numerator(), found.denominator()});
}

struct RowSum {
  std::int64_t amount = 0;
  Rational exact;
};

class Comparing {
 public:
  explicit Comparing(const Assessment& found) : found_(found) {
    for (const CalculationRow& row : found.rows) {
      RowSum& sum = rows_[{row.code, row.person ? row.person->value() : ""}];
      sum.amount += row.amount.ore();
      sum.exact = sum.exact + row.exact;
    }
  }

  std::vector<std::string> Compare(const Result& expected) {
    CompareLines(expected.cost_lines, {"cost.", "extra."});
    if (expected.norm_known) {
      CompareLines(expected.norm_lines, {"norm."});
      CompareLines(expected.income_lines, {"income."});
    }
    const bool determined = found_.outcome != Outcome::kNone;
    if (expected.determined() == determined) {
      if (determined) CompareResult(expected);
      return lines_;
    }
    std::string why;
    for (const std::string& one : expected.determined() ? found_.undetermined : expected.open) {
      why += (why.empty() ? "" : ", ") + one;
    }
    Say("determined: {} by the rules, {} by the product ({})",
        expected.determined(),
        determined,
        why);
    return lines_;
  }

 private:
  template <typename... Values>
  void Say(const char* format, const Values&... values) {
    lines_.push_back(fmt::format(fmt::runtime(format), values...));
  }

  // Each line of the rules has its rows in the product, and each row of the product its line.
  void CompareLines(const std::vector<Line>& expected, const std::vector<std::string>& kinds) {
    std::vector<RowName> told;
    for (const Line& line : expected) CompareLine(line, &told);
    for (const auto& [name, sum] : rows_) {
      const bool of_kind = std::any_of(kinds.begin(), kinds.end(), [&n = name](const auto& kind) {
        return n.first.rfind(kind, 0) == 0;
      });
      if (!of_kind || std::find(told.begin(), told.end(), name) != told.end()) continue;
      Say("{}: no row by the rules, {} öre by the product", name.first, sum.amount);
    }
  }

  void CompareLine(const Line& line, std::vector<RowName>* told) {
    RowSum sum;
    for (const RowName& name : line.rows) {
      told->push_back(name);
      const auto row = rows_.find(name);
      if (row == rows_.end()) {
        Say("{}: a row by the rules, none by the product", name.first);
        continue;
      }
      sum.amount += row->second.amount;
      sum.exact = sum.exact + row->second.exact;
    }
    if (line.amount && *line.amount != sum.amount) {
      Say("{}: {} öre by the rules, {} by the product",
          line.rows.front().first,
          *line.amount,
          sum.amount);
    }
    if (line.exact && !SameAs(*line.exact, sum.exact)) {
      Say("{} before rounding: {}/{} öre by the rules, {} by the product",
          line.rows.front().first,
          line.exact->over,
          line.exact->under,
          sum.exact.ToString());
    }
  }

  void CompareOre(const char* what, std::int64_t expected, Money found) {
    if (expected == found.ore()) return;
    Say("{}: {} öre by the rules, {} by the product", what, expected, found.ore());
  }

  void CompareResult(const Result& expected) {
    CompareOre("norm", expected.norm, found_.norm);
    CompareOre("costs", expected.costs, found_.costs);
    CompareOre("other costs", expected.extra, found_.extra_costs);
    CompareOre("incomes", HalfUp(expected.incomes, 1), found_.incomes);
    CompareOre("grant", expected.grant, found_.grant);
    if (!SameAs(expected.result, found_.result)) {
      Say("result: {}/{} öre by the rules, {} by the product",
          expected.result.over,
          expected.result.under,
          found_.result.ToString());
    }
    if (expected.outcome != found_.outcome) {
      Say("outcome: {} by the rules, {} by the product",
          OutcomeFact(expected.outcome),
          OutcomeFact(found_.outcome));
    }
  }

  const Assessment& found_;
  std::map<RowName, RowSum> rows_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> Differences(const Result& expected, const Assessment& found) {
  return Comparing(found).Compare(expected);
}

}  // namespace dm::oracle
