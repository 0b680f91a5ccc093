// What a change of one file is told as.
#include <functional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "worker/changes/policy_changes.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::changes {
namespace {

using policy::PolicyTree;

// Amounts are written with spaces that do not break; the tests read them as common ones.
std::string Plain(std::string text) {
  constexpr std::string_view kNoBreak = "\xC2\xA0";
  for (std::size_t at = text.find(kNoBreak); at != std::string::npos; at = text.find(kNoBreak)) {
    text.replace(at, kNoBreak.size(), " ");
  }
  return text;
}

// The lines of the comparison of the small test set with itself after `change`.
std::string After(const std::function<void(PolicyTree&)>& change) {
  PolicyTree before;
  PolicyTree after;
  change(after);
  const PolicyLoad a = before.Load();
  const PolicyLoad b = after.Load();
  EXPECT_TRUE(a.set != nullptr && b.set != nullptr) << policy::TextOf(b.errors);
  if (a.set == nullptr || b.set == nullptr) return "";
  return Plain(AsText(ChangesBetween(*a.set, *b.set)));
}

TEST(PolicyChangesTest, TheSameSetHasNone) {
  EXPECT_EQ(After([](PolicyTree&) {}), "");
}

TEST(PolicyChangesTest, ACommentIsNoChangeOfTheRules) {
  EXPECT_EQ(After([](PolicyTree& tree) { tree.Append("parameters/numbers.yaml", "# mer\n"); }), "");
}

TEST(PolicyChangesTest, ANewValueIsToldFromItsFirstDay) {
  EXPECT_EQ(After([](PolicyTree& tree) {
              tree.Edit(PolicyTree::Own("parameters/cap.yaml"),
                        "  - {valid_from: 2025-01-01, value: 500,",
                        "  - {valid_from: 2026-07-01, value: 650.50, grade: P, source: law}\n"
                        "  - {valid_from: 2025-01-01, valid_to: 2026-06-30, value: 500,");
            }),
            "Belopp och gränser\n  Tak (cap.required): 500 kr → 650,50 kr från 2026-07-01\n");
}

TEST(PolicyChangesTest, AValueForSomeMonthsIsToldWithItsLastDay) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit("parameters/numbers.yaml",
              "valid_to: 2025-12-31, value: 100",
              "valid_to: 2025-12-31, value: 101");
  });
  EXPECT_EQ(
      told,
      "Belopp och gränser\n  Tal (number): 100 kr → 101 kr från 2025-01-01 till 2025-12-31\n");
}

TEST(PolicyChangesTest, RowsOfAParameterAreToldByWhatTheyAreAbout) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit("parameters/steps.yaml", "size: 1, value: 10", "size: 1, value: 12");
    tree.Edit("parameters/steps.yaml", "size: 2..3, value: 25", "size: 2..4, value: 25");
    tree.Edit("parameters/steps.yaml", "above: 3, add_per_step: 5", "above: 4, add_per_step: 6");
  });
  EXPECT_NE(told.find("Steg (steps), size 1: 10 kr → 12 kr från 2025-01-01"), std::string::npos)
      << told;
  EXPECT_NE(told.find("size 2..3: 25 kr → inget värde"), std::string::npos) << told;
  EXPECT_NE(told.find("size 2..4: inget värde → 25 kr"), std::string::npos) << told;
  EXPECT_NE(told.find("för varje steg över size 4: inget värde → 6 kr"), std::string::npos) << told;
}

// What stands there for days that neither set is for is no rule; that it stands there is told.
TEST(PolicyChangesTest, DaysOutsideBothSetsAreToldAsTheyStand) {
  EXPECT_EQ(After([](PolicyTree& tree) {
              tree.Edit(PolicyTree::Own("parameters/cap.yaml"),
                        "  - {valid_from: 2025-01-01, value: 500,",
                        "  - {valid_from: 2025-01-01, value: 500, grade: P, source: law}\n"
                        "  - {valid_from: 2020-01-01, valid_to: 2024-12-31, value: 400,");
            }),
            "Andra filer\n  Filen municipality/0001-provkommun/parameters/cap.yaml är ändrad\n"
            "    versions[2020-01-01].valid_from: inget → \"2020-01-01\"\n"
            "    versions[2020-01-01].valid_to: inget → \"2024-12-31\"\n"
            "    versions[2020-01-01].value: inget → \"400\"\n"
            "    versions[2020-01-01].grade: inget → \"P\"\n"
            "    versions[2020-01-01].source: inget → \"law\"\n");
}

TEST(PolicyChangesTest, ANewOrderOfAParametersRowsIsTold) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit("parameters/steps.yaml", "size: 1, value: 10", "size: 0..1, value: 10");
  });
  EXPECT_NE(told.find("size 0..1: inget värde → 10 kr"), std::string::npos) << told;
  const std::string moved = After([](PolicyTree& tree) {
    const std::string first = "      - {id: S1, size: 1, value: 10}\n";
    tree.Edit("parameters/steps.yaml", first, "");
    tree.Edit("parameters/steps.yaml", "    beyond:", first + "    beyond:");
  });
  EXPECT_NE(moved.find("rows, ordning:"), std::string::npos) << moved;
}

TEST(PolicyChangesTest, RowsOfATableAreAddedRemovedAndChanged) {
  PolicyTree before;
  PolicyTree after;
  before.Set("tables/t.yaml",
             policy::TableWith("  - {id: A, n: 1, out: red}\n  - {id: B, n: 2, out: red}\n"));
  after.Set("tables/t.yaml",
            policy::TableWith("  - {id: A, n: 1..2, out: red}\n  - {id: C, n: 3, out: green}\n"));
  const PolicyLoad a = before.Load();
  const PolicyLoad b = after.Load();
  ASSERT_NE(a.set, nullptr) << policy::TextOf(a.errors);
  ASSERT_NE(b.set, nullptr) << policy::TextOf(b.errors);
  const std::string told = AsText(ChangesBetween(*a.set, *b.set));
  EXPECT_NE(told.find("raden B är borttagen: antal: 2"), std::string::npos) << told;
  EXPECT_NE(told.find("ny rad C: antal: 3"), std::string::npos) << told;
  EXPECT_NE(told.find("raden A, villkor: antal: 1 → antal: 1..2"), std::string::npos) << told;
}

TEST(PolicyChangesTest, ACriterionAndAModeAreTold) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit("typfall/TF-01/typfall.yaml",
              "fact: f.count, cell: 1, text: ett",
              "fact: f.count, cell: 2, text: två");
    tree.Edit("typfall/TF-01/typfall.yaml", "max_mode: decide", "max_mode: propose");
  });
  EXPECT_NE(told.find("TF-01 Prov, villkor TF-01.c1: ett (f.count: 1) → två (f.count: 2)"),
            std::string::npos)
      << told;
  EXPECT_NE(told.find("högsta läge: decide → propose"), std::string::npos) << told;
}

TEST(PolicyChangesTest, WordsGatesQueuesAndSourcesAreTold) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit(PolicyTree::Own("texts.yaml"), "text: Provkommun", "text: Provstad");
    tree.Edit("tables/gates.yaml", "title: prov 3,", "title: prov tre,");
    tree.Edit("schema/sources.yaml", "den nya lagen", "den nyaste lagen");
  });
  EXPECT_NE(told.find("municipality.name: \"Provkommun\" → \"Provstad\""), std::string::npos)
      << told;
  EXPECT_NE(told.find("Kontroll G-03: prov 3, kö"), std::string::npos) << told;
  EXPECT_NE(told.find("den nyaste lagen"), std::string::npos) << told;
}

TEST(PolicyChangesTest, ATextOfSeveralLinesIsToldOnceAndOnOneLine) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit(PolicyTree::Own("texts.yaml"), "text: Provkommun", "text: \"Prov\\nkommun\"");
  });
  EXPECT_EQ(told, "Texter\n  municipality.name: \"Provkommun\" → \"Prov\\nkommun\"\n");
}

TEST(PolicyChangesTest, ALineFeedInWhatIsToldByItsKeyBeginsNoLine) {
  const std::string told = After(
      [](PolicyTree& tree) { tree.Edit("tables/queues.yaml", "owner: ", "owner: \"a\\nb\" # "); });
  EXPECT_NE(told.find(" → \"a\\nb\"\n"), std::string::npos) << told;
}

// One decision of the board may delegate a typfall for two periods.
TEST(PolicyChangesTest, EachDelegationOfOneReferenceIsTold) {
  const auto with = [](const char* first) {
    return std::string("delegations:\n  - {typfall: TF-01, reference: x, outcomes: [bifall], ") +
           "max_amount: " + first +
           ", valid_from: 2025-01-01, valid_to: 2025-12-31, source: law}\n" +
           "  - {typfall: TF-01, reference: x, outcomes: [bifall], max_amount: 300, valid_from: "
           "2026-01-01, source: law}\n";
  };
  PolicyTree before;
  PolicyTree after;
  before.Set(PolicyTree::Own("delegations.yaml"), with("100"));
  after.Set(PolicyTree::Own("delegations.yaml"), with("200"));
  const PolicyLoad a = before.Load();
  const PolicyLoad b = after.Load();
  ASSERT_NE(a.set, nullptr) << policy::TextOf(a.errors);
  ASSERT_NE(b.set, nullptr) << policy::TextOf(b.errors);
  const std::string told = Plain(AsText(ChangesBetween(*a.set, *b.set)));
  EXPECT_NE(told.find("från 2025-01-01 till 2025-12-31: högst 100 kr → högst 200 kr"),
            std::string::npos)
      << told;
}

TEST(PolicyChangesTest, WhatIsToldNowhereElseIsToldLineByLine) {
  const std::string told = After([](PolicyTree& tree) {
    tree.Edit(
        "schema/domains.yaml", "codes: [red, green, blue]", "codes: [red, green, blue, grey]");
  });
  EXPECT_NE(told.find("Filen schema/domains.yaml är ändrad"), std::string::npos) << told;
  EXPECT_NE(told.find("    +   - {id: colour, title: Färg, codes: [red, green, blue, grey]}"),
            std::string::npos)
      << told;
}

TEST(PolicyChangesTest, ThePageIsWholeAndEscapes) {
  const std::vector<Change> changes = {
      {.section = Section::kLetters, .what = "Brevet <x>", .details = {"+ a & b", "- c"}}};
  const std::string html = AsHtml(changes, "A", "B");
  EXPECT_NE(html.find("Brevet &lt;x&gt;"), std::string::npos);
  EXPECT_NE(html.find("<ins>+ a &amp; b</ins>"), std::string::npos);
  EXPECT_NE(html.find("1 ändring."), std::string::npos);
  EXPECT_EQ(html.find("http"), std::string::npos);
}

}  // namespace
}  // namespace dm::changes
