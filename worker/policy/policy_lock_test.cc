#include "worker/policy/policy_lock.h"

#include "gtest/gtest.h"
#include "worker/policy/loaded_set.h"
#include "worker/policy/served_policies.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

std::string LockOf(PolicyTree& tree) {
  const PolicyLoad load = tree.Load();
  EXPECT_NE(load.set, nullptr) << TextOf(load.errors);
  return WriteLock(*DecodePolicyFiles(load.set->content()), *DataOf(*load.set));
}

class PolicyLockTest : public ::testing::Test {
 protected:
  PolicyLockTest() {
    tree_.Edit(PolicyTree::Own("modes.yaml"), "propose", "shadow");
    tree_.Set(LockPath(kTestMunicipality), LockOf(tree_));
  }

  PolicyLoad Serve() {
    return LoadPoliciesToServe(tree_.root(), kTestMunicipality, ServedTo::kPeople);
  }

  // The folder loads for those who try rules, and is not served; one error says why.
  void ExpectNotServed(const std::string& file, const std::string& message) {
    EXPECT_NE(tree_.Load().set, nullptr);
    const PolicyLoad load = Serve();
    EXPECT_EQ(load.set, nullptr);
    ASSERT_EQ(load.errors.size(), 1U) << TextOf(load.errors);
    EXPECT_EQ(load.errors[0].file, file);
    EXPECT_NE(load.errors[0].message.find(message), std::string::npos) << load.errors[0].message;
    EXPECT_FALSE(load.errors[0].remedy.empty());
  }

  PolicyTree tree_;
};

TEST_F(PolicyLockTest, WhatIsAsItWasLockedIsServed) {
  const PolicyLoad load = Serve();
  EXPECT_NE(load.set, nullptr) << TextOf(load.errors);
}

TEST_F(PolicyLockTest, AFileRaisesNoTypfallThatDecidesAboutPeople) {
  tree_.Remove(LockPath(kTestMunicipality));
  tree_.Set(PolicyTree::Own("modes.yaml"), "source: law\nmodes: {TF-01: propose}\n");
  ExpectNotServed(PolicyTree::Own("modes.yaml"), "TF-01 is in propose");
  EXPECT_EQ(Serve().errors[0].line, 2);
  EXPECT_NE(Serve().errors[0].remedy.find("mode set"), std::string::npos);
  const PolicyLoad invented =
      LoadPoliciesToServe(tree_.root(), kTestMunicipality, ServedTo::kInventedCases);
  EXPECT_NE(invented.set, nullptr) << TextOf(invented.errors);
  tree_.Set(PolicyTree::Own("modes.yaml"), "source: law\nmodes: {TF-01: \"off\"}\n");
  EXPECT_NE(Serve().set, nullptr);
}

TEST_F(PolicyLockTest, ALineEndOfAnotherSystemIsNoChange) {
  tree_.Append(PolicyTree::Own("sources.yaml"), "\r\n\n");
  EXPECT_NE(Serve().set, nullptr);
}

TEST_F(PolicyLockTest, AChangedFileIsNamed) {
  tree_.Append("parameters/numbers.yaml", "# another word\n");
  ExpectNotServed("parameters/numbers.yaml", "is not as it was locked");
}

TEST_F(PolicyLockTest, AnAddedFileIsNamed) {
  tree_.Set("letters/sv/annat.txt", "Ämne: prov\n\nHej\n");
  ExpectNotServed("letters/sv/annat.txt", "is not in bundles/0001-provkommun.lock");
}

TEST_F(PolicyLockTest, ARemovedFileIsNamed) {
  tree_.Set("letters/sv/annat.txt", "Ämne: prov\n\nHej\n");
  tree_.Set(LockPath(kTestMunicipality), LockOf(tree_));
  tree_.Remove("letters/sv/annat.txt");
  ExpectNotServed(LockPath(kTestMunicipality), "\"letters/sv/annat.txt\" is missing");
}

TEST_F(PolicyLockTest, WhatIsNoLockFitsNothing) {
  tree_.Set(LockPath(kTestMunicipality), "anything\n");
  ExpectNotServed(LockPath(kTestMunicipality), "is no lock of this program");
}

TEST_F(PolicyLockTest, AFolderWithoutALockIsServedUnlessOneIsAskedFor) {
  tree_.Remove(LockPath(kTestMunicipality));
  const PolicyLoad load = Serve();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_TRUE(CheckLockOf(tree_.root(), *load.set, LockNeed::kIfThere).empty());
  EXPECT_EQ(CheckLockOf(tree_.root(), *load.set, LockNeed::kRequired).size(), 1U);
}

TEST_F(PolicyLockTest, TellsTheHashOfTheWholeAndTheVersions) {
  PolicyTree tree;
  const std::string lock = LockOf(tree);
  EXPECT_NE(lock.find("tree " + tree.Load().set->sha256()), std::string::npos);
  EXPECT_NE(lock.find("\nholds "), std::string::npos);
  EXPECT_NE(lock.find("\napproval "), std::string::npos);
}

}  // namespace
}  // namespace dm::policy
