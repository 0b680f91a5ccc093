// What may be wrong with the table of named checks.
#include <string>

#include "gtest/gtest.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

constexpr char kFile[] = "tables/checks.yaml";

void ExpectRefused(const std::string& from, const std::string& to, const std::string& message) {
  PolicyTree tree;
  tree.Edit(kFile, from, to);
  ExpectError(tree, std::string(kFile) + ":", message);
}

const std::string kRc01 = "code: RC-01, application: reapplication, title: prov, compares: prov, ";

TEST(CheckReaderTest, ChecksAreReadWithWhatTheyLookAt) {
  PolicyTree tree;
  tree.Edit(kFile, kRc01, kRc01 + "where: sick, registers: [FK, AF], findings: [AGE.MINOR], ");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  ASSERT_EQ(load.set->checks().size(), 17U);
  const NamedCheckPolicy& check = load.set->checks()[13];
  EXPECT_EQ(check.code, "RC-01");
  EXPECT_TRUE(check.reapplication);
  EXPECT_EQ(check.where, NamedCheckPolicy::Where::kSick);
  EXPECT_EQ(check.registers, (std::vector<Source>{Source::kFk, Source::kAf}));
  EXPECT_EQ(check.owner, "prov");
  const ObservationPolicy* noticed = load.set->Observation("AGE.MINOR", Day("2026-01-01"));
  ASSERT_EQ(noticed->checks.size(), 1U);
  EXPECT_EQ(noticed->checks.front().check, 13);
  EXPECT_FALSE(noticed->checks.front().missing);
}

TEST(CheckReaderTest, NoCheckIsLeftOutOrAdded) {
  ExpectRefused("code: RC-01,", "code: RC-02,", "RC-01 is missing");
  ExpectRefused("code: RC-01,", "code: RC-02,", "RC-02 stands twice");
  ExpectRefused(
      "checks:\n",
      "checks:\n  - {code: RC-05, application: first, title: prov, compares: prov, missing: "
      "[SIGNATURE.NONE]}\n",
      "there are more checks than the program knows");
}

TEST(CheckReaderTest, WithoutTheFileNothingLoads) {
  PolicyTree tree;
  tree.Remove(kFile);
  ExpectError(tree, kFile, "the named checks are missing");
}

TEST(CheckReaderTest, WordsThatTheProgramDoesNotKnowAreRefused) {
  ExpectRefused(kRc01, kRc01 + "where: weekends, ", "where of RC-01 is unknown");
  ExpectRefused("code: RC-01, application: reapplication",
                "code: RC-01, application: third",
                "application of RC-01 is unknown");
  ExpectRefused(kRc01, kRc01 + "registers: [FBI], ", "\"FBI\" of RC-01 is no register");
  ExpectRefused("code: NOT_SICK", "code: TIRED", "\"TIRED\" is no reason that the program gives");
  ExpectRefused("code: NOT_SICK", "code: TIRED", "the reason NOT_SICK is missing");
}

TEST(CheckReaderTest, WhatACheckNamesExists) {
  ExpectRefused(
      kRc01, kRc01 + "needs: no.such, ", "RC-01 names \"no.such\", which is no parameter");
  ExpectRefused(kRc01, kRc01 + "mode: no.such, ", "RC-01 names \"no.such\", which is no parameter");
  ExpectRefused(
      kRc01, kRc01 + "documents: [brev], ", "RC-01 names \"brev\", which is no kind of document");
  ExpectRefused(
      kRc01, kRc01 + "findings: [NO.SUCH], ", "RC-01 names \"NO.SUCH\", which is no observation");
}

TEST(CheckReaderTest, SomethingSaysWhenACheckIsDone) {
  ExpectRefused(kRc01 + "missing: [SIGNATURE.NONE]",
                kRc01 + "missing: []",
                "nothing says when RC-01 is done");
}

}  // namespace
}  // namespace dm::policy
