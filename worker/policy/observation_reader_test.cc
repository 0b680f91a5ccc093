#include <string>

#include "gtest/gtest.h"
#include "worker/policy/observation_codes.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

constexpr char kFile[] = "tables/observations.yaml";
constexpr char kMinor[] =
    "  - {code: AGE.MINOR, gate: G-01, verdict: FAIL, detail: PROV, text: prov}\n";

// The entry of AGE.MINOR, which has the argument role, replaced.
void ExpectMinor(const std::string& entry, const std::string& message) {
  PolicyTree tree;
  tree.Edit(kFile, kMinor, entry);
  ExpectError(tree, kFile, message);
}

TEST(ObservationReaderTest, ReadsWhatACodeLeadsTo) {
  PolicyTree tree;
  tree.Edit(kFile,
            kMinor,
            "  - {code: AGE.MINOR, gate: G-07, verdict: UNKNOWN, detail: AGE, trigger: X-10, r: "
            "[R07], text: '{role} är ung.'}\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  const ObservationPolicy* found = load.set->Observation("AGE.MINOR", Day("2026-01-01"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->gate, "G-07");
  EXPECT_EQ(found->verdict, Verdict::kUnknown);
  EXPECT_EQ(found->trigger, "X-10");
  EXPECT_EQ(found->reasons, std::vector<std::string>{"R07"});
  EXPECT_EQ(found->owner, "prov");
  EXPECT_EQ(found->text.Fill([](const std::string& name) { return "<" + name + ">"; }),
            "<role> är ung.");
  EXPECT_EQ(load.set->Observation("AGE.MINOR", Day("2024-01-01")), nullptr);
}

TEST(ObservationReaderTest, TheVersionInForceOnTheDayIsTheOneThatHolds) {
  PolicyTree tree;
  tree.Edit(kFile,
            kMinor,
            "  - {code: AGE.MINOR, trigger: X-11, text: ny, valid_from: 2026-01-01}\n"
            "  - {code: AGE.MINOR, trigger: X-10, text: gammal, valid_to: 2025-12-31}\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_EQ(load.set->Observation("AGE.MINOR", Day("2025-12-31"))->trigger, "X-10");
  EXPECT_EQ(load.set->Observation("AGE.MINOR", Day("2026-01-01"))->trigger, "X-11");
}

TEST(ObservationReaderTest, EveryCodeOfTheProgramNeedsItsEntry) {
  const std::string_view last = std::end(kObservations)[-1].code;
  for (const std::string_view code : {kObservations[1].code, std::string_view("AGE.MINOR"), last}) {
    PolicyTree tree;
    tree.Edit(kFile,
              "  - {code: " + std::string(code) +
                  ", gate: G-01, verdict: FAIL, detail: PROV, text: prov}\n",
              "");
    ExpectError(tree, kFile, std::string(code) + " is missing");
  }
}

TEST(ObservationReaderTest, RefusesAnEntryThatNothingUses) {
  ExpectMinor(std::string(kMinor) +
                  "  - {code: AGE.MAJOR, gate: G-01, verdict: FAIL, detail: PROV, text: prov}\n",
              "AGE.MAJOR is nothing that the program notices");
}

TEST(ObservationReaderTest, RefusesAnArgumentThatTheProgramDoesNotGive) {
  ExpectMinor(
      "  - {code: AGE.MINOR, gate: G-01, verdict: FAIL, detail: PROV, text: '{role} {age}'}\n",
      "text of AGE.MINOR names \"age\"");
  ExpectMinor("  - {code: AGE.MINOR, trigger: X-10, text: '{role'}\n",
              "has a brace without its other");
}

TEST(ObservationReaderTest, RefusesGatesTriggersAndVerdictsThatDoNotExist) {
  ExpectMinor("  - {code: AGE.MINOR, gate: G-18, verdict: FAIL, detail: PROV, text: prov}\n",
              "which is no gate");
  ExpectMinor("  - {code: AGE.MINOR, trigger: X-45, text: prov}\n", "which is no trigger");
  ExpectMinor("  - {code: AGE.MINOR, gate: G-01, verdict: MAYBE, detail: PROV, text: prov}\n",
              "verdict of AGE.MINOR is unknown");
  ExpectMinor("  - {code: AGE.MINOR, gate: G-01, verdict: FAIL, detail: small, text: prov}\n",
              "is no part of a code");
}

TEST(ObservationReaderTest, AnEntryLeadsToAHumanOrIsInformationNotBoth) {
  ExpectMinor("  - {code: AGE.MINOR, text: prov}\n", "AGE.MINOR leads nowhere");
  ExpectMinor("  - {code: AGE.MINOR, trigger: X-10, information: true, text: prov}\n",
              "is information and leads to a human");
}

TEST(ObservationReaderTest, RefusesADayWithoutAnEntryOrWithTwo) {
  ExpectMinor("  - {code: AGE.MINOR, trigger: X-10, text: prov, valid_from: 2025-02-01}\n",
              "has no entry in force from 2025-01-01");
  ExpectMinor("  - {code: AGE.MINOR, trigger: X-10, text: prov, valid_to: 2026-02-01}\n",
              "has no entry in force to 2026-12-31");
  ExpectMinor(std::string(kMinor) + kMinor, "has a gap or two entries on one day");
}

}  // namespace
}  // namespace dm::policy
