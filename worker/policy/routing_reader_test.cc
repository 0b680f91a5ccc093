#include <string>

#include "gtest/gtest.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

const std::string kHead = "owner: prov\nvalid_from: 2025-01-01\nsource: law\n";

void ExpectRefused(const std::string& choices, const std::string& message) {
  PolicyTree tree;
  tree.Edit("tables/triggers.yaml", "code: X-09,", "code: X-09, fixed: true,")
      .Edit("tables/queues.yaml", "code: Q-05,", "code: Q-05, fixed: true, access: restricted,")
      .Set(PolicyTree::Own("routing.yaml"), kHead + choices);
  ExpectError(tree, PolicyTree::Own("routing.yaml") + ":", message);
}

TEST(RoutingReaderTest, HoldsOnEveryDayOfTheSet) {
  for (const char* days :
       {"valid_from: 2025-07-01", "valid_from: 2025-01-01\nvalid_to: 2026-06-30"}) {
    PolicyTree tree;
    tree.Set(PolicyTree::Own("routing.yaml"),
             std::string("owner: prov\nsource: law\n") + days +
                 "\nqueues: [{code: Q-01, goes_to: Q-20, why: prov}]\n");
    ExpectOnlyError(tree,
                    PolicyTree::Own("routing.yaml") + ":",
                    "does not hold on every day from 2025-01-01 to 2026-12-31");
  }
}

TEST(RoutingReaderTest, AMunicipalityMovesGatesAndTriggers) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("routing.yaml"),
           kHead +
               "gates: [{code: G-03, queue: Q-11, why: prov}]\n"
               "triggers: [{code: X-15, queue: Q-12, queue_with_children: Q-03, why: prov}]\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_EQ(load.set->gates()[2].queue, "Q-11");
  EXPECT_EQ(load.set->triggers()[14].queue, "Q-12");
  EXPECT_EQ(load.set->triggers()[14].queue_with_children, "Q-03");
}

TEST(RoutingReaderTest, AMergedQueueTakesItsGatesAndTriggersAlong) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("routing.yaml"),
           kHead + "queues: [{code: Q-01, goes_to: Q-20, target: 'en vecka', why: prov}]\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_EQ(load.set->gates()[0].queue, "Q-20");
  EXPECT_EQ(load.set->triggers()[0].queue, "Q-20");
  EXPECT_EQ(load.set->queues()[0].target, "en vecka");
}

TEST(RoutingReaderTest, AReasonThatIsSwitchedOffIsToldAndHoldsNothingUp) {
  PolicyTree tree;
  tree.Edit("tables/route_reasons.yaml", "code: R23, type: H", "code: R23, type: P, open: true")
      .Edit("tables/observations.yaml",
            "{code: AGE.MINOR, gate: G-01, verdict: FAIL, detail: PROV, text: prov}",
            "{code: AGE.MINOR, gate: G-01, verdict: FAIL, detail: PROV, text: prov, r: R23}")
      .Set(PolicyTree::Own("routing.yaml"), kHead + "switched_off: [{code: R23, why: prov}]\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  const ObservationPolicy* found = load.set->Observation("AGE.MINOR", Day("2026-01-01"));
  EXPECT_TRUE(found->gate.empty());
  EXPECT_TRUE(found->information);
  EXPECT_FALSE(load.set->route_reasons()[22].on);
}

TEST(RoutingReaderTest, WhatIsHardCannotBeSwitchedOff) {
  ExpectRefused("switched_off: [{code: R01, why: prov}]\n", "R01 cannot be switched off");
  ExpectRefused("switched_off: [{code: R36, why: prov}]\n", "is no route reason");
}

TEST(RoutingReaderTest, RefusesWhatIsFixedOrDoesNotExist) {
  ExpectRefused("triggers: [{code: X-09, queue: Q-20, why: prov}]\n",
                "X-09 leads where it does everywhere");
  ExpectRefused("triggers: [{code: X-45, queue: Q-20, why: prov}]\n", "is no trigger");
  ExpectRefused("gates: [{code: G-18, queue: Q-20, why: prov}]\n", "is no gate");
  ExpectRefused("gates: [{code: G-01, queue: Q-05, why: prov}]\n", "which is no open queue");
  ExpectRefused("queues: [{code: Q-05, goes_to: Q-20, why: prov}]\n", "is the same everywhere");
  ExpectRefused("queues: [{code: Q-21, target: prov, why: prov}]\n", "is no queue");
  ExpectRefused("queues: [{code: Q-01, target: prov}]\n", "lacks the key why");
}

TEST(RoutingReaderTest, APolicyReasonMayBeOpenAndAHardOneNot) {
  PolicyTree tree;
  tree.Edit("tables/route_reasons.yaml", "code: R01, type: H", "code: R01, type: H, open: true");
  ExpectError(tree, "tables/route_reasons.yaml:", "R01 holds everywhere and is open");
}

TEST(RoutingReaderTest, EveryGateHasAnOwnerAndHoldsOnEveryDay) {
  PolicyTree owner;
  owner.Edit("tables/gates.yaml", "owner: prov\n", "");
  ExpectError(owner, "tables/gates.yaml:", "G-01 has no owner");
  PolicyTree day;
  day.Edit("tables/gates.yaml", "code: G-02,", "code: G-02, valid_to: 2025-12-31,");
  ExpectError(day, "tables/gates.yaml:", "G-02 does not hold on every day");
}

}  // namespace
}  // namespace dm::policy
