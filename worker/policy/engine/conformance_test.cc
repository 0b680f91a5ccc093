// The evaluator over cells, arranged as decision-table suites usually are: hit policies, ranges,
// lists, negation, dates, open words, parameters; each through a table of its own, by Evaluate and
// by a calculation, which must agree.
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

struct Case {
  const char* name;
  const char* fact;  // the column's
  const char* hit;
  std::vector<const char*> cells;  // of rows R1, R2 …
  std::optional<FactValue> value;
  const char* row;  // "" none, "?" undetermined
};

std::string TableOf(const Case& c) {
  std::string rows;
  int number = 0;
  for (const char* cell : c.cells)
    rows += "  - {id: R" + std::to_string(++number) + ", x: " + cell + ", out: red}\n";
  return std::string("kind: decision\nid: t\ntitle: prov\nhit: ") + c.hit +
         "\nvalid_from: 2025-01-01\nsource: law\ninputs:\n  x: {fact: " + c.fact +
         "}\noutputs:\n  out: {unit: code, domain: colour}\nrows:\n" + rows + "otherwise: none\n";
}

std::string UnitOfFact(const std::string& fact) {
  if (fact == "f.count") return "{unit: count, title: x}";
  if (fact == "f.money") return "{unit: kr, title: x}";
  if (fact == "f.flag") return "{unit: bool, title: x}";
  if (fact == "f.day") return "{unit: date, title: x}";
  if (fact == "f.text") return "{unit: text, title: x}";
  return std::string("{unit: code, domain: colour, title: x, open: ") +
         (fact == "f.open_colour" ? "true}" : "false}");
}

FactValue N(std::int64_t number) {
  return FactValue(number);
}

FactValue W(const char* word) {
  return FactValue(std::string(word));
}

FactValue D(const char* day) {
  return FactValue(std::int64_t{Day(day).days_since_epoch()});
}

const std::vector<Case>& Cases() {
  static const std::vector<Case> cases = {
      {"literal hit", "f.count", "unique", {"1", "2"}, N(2), "R2"},
      {"literal miss", "f.count", "unique", {"1", "2"}, N(3), ""},
      {"negative literal", "f.count", "unique", {"-1", "1"}, N(-1), "R1"},
      {"range low end", "f.count", "unique", {"1..3", "4.."}, N(1), "R1"},
      {"range high end", "f.count", "unique", {"1..3", "4.."}, N(3), "R1"},
      {"range above", "f.count", "unique", {"1..3", "5.."}, N(4), ""},
      {"open below", "f.count", "unique", {"..0", "1.."}, N(-5), "R1"},
      {"open above", "f.count", "unique", {"..0", "1.."}, N(99999), "R2"},
      {"range of amounts", "f.money", "unique", {"..24.50", "24.51.."}, N(2450), "R1"},
      {"one öre more", "f.money", "unique", {"..24.50", "24.51.."}, N(2451), "R2"},
      {"amount of a parameter", "f.money", "unique", {"..param(number)"}, N(20050), "R1"},
      {"above the parameter", "f.money", "unique", {"..param(number)"}, N(20051), ""},
      {"list", "f.count", "unique", {"[1, 3]", "[2, 5..6]"}, N(6), "R2"},
      {"list gap", "f.count", "unique", {"[1, 3]", "[2, 5..6]"}, N(4), ""},
      {"list of words", "f.colour", "unique", {"[red, green]", "blue"}, W("green"), "R1"},
      {"negation hit", "f.colour", "unique", {"{not: [red]}"}, W("blue"), "R1"},
      {"negation miss", "f.colour", "unique", {"{not: [red]}"}, W("red"), ""},
      {"negated range", "f.count", "unique", {"{not: [2..4]}"}, N(5), "R1"},
      {"negated range miss", "f.count", "unique", {"{not: [2..4]}"}, N(4), ""},
      {"any", "f.count", "first", {"\"-\""}, N(7), "R1"},
      {"any needs no value", "f.count", "first", {"\"-\""}, std::nullopt, "R1"},
      {"true", "f.flag", "unique", {"true", "false"}, FactValue(true), "R1"},
      {"false", "f.flag", "unique", {"true", "false"}, FactValue(false), "R2"},
      {"first of two", "f.count", "first", {"1..5", "3..9"}, N(4), "R1"},
      {"second of two", "f.count", "first", {"1..5", "3..9"}, N(8), "R2"},
      {"day", "f.day", "unique", {"2026-02-28", "2026-03-01.."}, D("2026-02-28"), "R1"},
      {"day after", "f.day", "unique", {"..2026-02-28", "2026-03-01.."}, D("2026-03-01"), "R2"},
      {"open word known", "f.open_colour", "first", {"red", "{not: [red]}"}, W("green"), "R2"},
      {"open word unheard of", "f.open_colour", "first", {"red", "{not: [red]}"}, W("x"), "R2"},
      {"open word in no row", "f.open_colour", "first", {"red", "blue"}, W("x"), ""},
      {"closed word outside", "f.colour", "first", {"red", "blue"}, W("x"), "?"},
      {"text", "f.text", "first", {"alfa", "beta"}, W("beta"), "R2"},
      {"text unheard of", "f.text", "first", {"alfa", "{not: [beta]}"}, W("gamma"), "R2"},
      {"unknown decides", "f.count", "first", {"1", "2"}, std::nullopt, "?"},
      {"unknown cannot decide", "f.flag", "first", {"[true, false]"}, std::nullopt, "R1"},
      {"many rows by index",
       "f.open_colour",
       "first",
       {"red", "green", "blue", "\"-\""},
       W("blue"),
       "R3"},
      {"past the index", "f.open_colour", "first", {"red", "green", "blue", "\"-\""}, W("z"), "R4"},
      {"negation in the index",
       "f.open_colour",
       "first",
       {"red", "green", "{not: [blue]}", "\"-\""},
       W("z"),
       "R3"},
      {"negated word in the index",
       "f.open_colour",
       "first",
       {"red", "green", "{not: [blue]}", "\"-\""},
       W("blue"),
       "R4"},
  };
  return cases;
}

TEST(Conformance, TablesAndCalculationsAgree) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    PolicyTree tree;
    tree.Set("tables/t.yaml", TableOf(c));
    tree.Set("calc/calc.yaml",
             "kind: calculation\nid: calc\ntitle: x\nvalid_from: 2025-01-01\nsource: law\nfacts:\n"
             "  the.x: " +
                 UnitOfFact(c.fact) +
                 "\nsteps:\n  - {id: S, title: x, set: hit, decide: t, with: {x: the.x}}\n");
    const PolicyLoad load = tree.Load();
    ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
    Facts facts;
    CalcFacts calc_facts;
    if (c.value.has_value()) {
      facts.SetNamed(c.fact, *c.value);
      calc_facts.facts.SetNamed("the.x", *c.value);
    }
    const std::string wanted = c.row;
    const StatusOr<TableResult> result = load.set->Evaluate("t", facts, Day("2026-02-01"));
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(
        result->undetermined.empty() ? (result->hits.empty() ? "" : result->hits[0].row) : "?",
        wanted);
    const StatusOr<Calculated> calculated =
        load.set->Calculate("calc", calc_facts, Day("2026-02-01"));
    ASSERT_TRUE(calculated.ok());
    const CalculatedStep& step = calculated->steps.front();
    EXPECT_EQ(step.hit.has_value()          ? step.hit->row
              : calculated->unknown.empty() ? ""
                                            : "?",
              wanted);
  }
}

}  // namespace
}  // namespace dm::policy
