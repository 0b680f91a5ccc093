#include "tests/oracle/compare.h"

#include <fmt/format.h>

namespace dm::oracle {

namespace {

const char* Word(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNone:
      return "none";
    case Outcome::kBifall:
      return "bifall";
    case Outcome::kDelavslag:
      return "delavslag";
    case Outcome::kAvslag:
      return "avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
  }
  return "?";
}

void CompareOre(const char* what,
                std::int64_t expected,
                Money found,
                std::vector<std::string>* lines) {
  if (expected == found.ore()) return;
  lines->push_back(
      fmt::format("{}: {} öre by the rules, {} by the product", what, expected, found.ore()));
}

}  // namespace

std::vector<std::string> Differences(const Result& expected, const Assessment& found) {
  std::vector<std::string> lines;
  const bool found_determined = found.outcome != Outcome::kNone;
  if (expected.determined() != found_determined) {
    std::string why;
    for (const std::string& one : expected.determined() ? found.undetermined : expected.open) {
      why += (why.empty() ? "" : ", ") + one;
    }
    lines.push_back(fmt::format("determined: {} by the rules, {} by the product ({})",
                                expected.determined(),
                                found_determined,
                                why));
    return lines;
  }
  if (!expected.determined()) return lines;
  CompareOre("norm", expected.norm, found.norm, &lines);
  CompareOre("costs", expected.costs, found.costs, &lines);
  CompareOre("other costs", expected.extra, found.extra_costs, &lines);
  CompareOre("incomes", HalfUp(expected.incomes, 1), found.incomes, &lines);
  CompareOre("grant", expected.grant, found.grant, &lines);
  if (expected.outcome != found.outcome) {
    lines.push_back(fmt::format("outcome: {} by the rules, {} by the product",
                                Word(expected.outcome),
                                Word(found.outcome)));
  }
  return lines;
}

}  // namespace dm::oracle
