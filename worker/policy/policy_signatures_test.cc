// Reliability S26: the six bad sets, and the good one beside each.
#include "worker/policy/policy_signatures.h"

#include <string>

#include "gtest/gtest.h"
#include "worker/core/signature.h"
#include "worker/policy/served_policies.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

// Keys made for these tests alone.
constexpr char kAnna[] =
    "-----BEGIN PRIVATE "
    "KEY-----\nMC4CAQAwBQYDK2VwBCIEIOJMZ5WAM+DtixZvnSYg3K0Lj/8quog5kH7xwMyshuM2\n-----END PRIVATE "
    "KEY-----\n";
constexpr char kBo[] =
    "-----BEGIN PRIVATE "
    "KEY-----\nMC4CAQAwBQYDK2VwBCIEIEyRZKWrcrSEz4w6OGW4NfJSY4JOY01ZReqiesU4Ux+s\n-----END PRIVATE "
    "KEY-----\n";
constexpr char kStranger[] =
    "-----BEGIN PRIVATE "
    "KEY-----\nMC4CAQAwBQYDK2VwBCIEIP3n22Xwt9eXOwfYMhZQ1D45nYWc46YqIUUB+yS0lIf9\n-----END PRIVATE "
    "KEY-----\n";

std::string PublicOf(const char* pem) {
  const StatusOr<Signed> made = SignEd25519(pem, "");
  EXPECT_TRUE(made.ok());
  return made.ok() ? made->public_key : "";
}

class PolicySignaturesTest : public ::testing::Test {
 protected:
  PolicySignaturesTest() {
    tree_.Edit(PolicyTree::Own("modes.yaml"), "propose", "shadow");
    rules_ = {.approvers = {{.id = "anna.a", .public_key = PublicOf(kAnna)},
                            {.id = "bo.b", .public_key = PublicOf(kBo)}},
              .required = 2,
              .today = Day("2026-06-01")};
  }

  void SignAs(const std::string& approver, const char* key, const char* to = "2026-12-31") {
    const PolicyLoad load = tree_.Load();
    ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
    PolicySignature one = {
        .approver = approver, .signed_on = Day("2026-05-01"), .valid_to = Day(to), .signature = ""};
    const StatusOr<Signed> made = SignEd25519(key, SignedText(*load.set, one));
    ASSERT_TRUE(made.ok());
    one.signature = made->signature;
    file_ = WithSignature(file_, *load.set, one);
    tree_.Set(SignaturesPath(kTestMunicipality), file_);
  }

  ServedLoad Serve() {
    return LoadPoliciesToServe(tree_.root(), kTestMunicipality, ServedTo::kPeople, rules_);
  }

  // Not served; one of the errors says why, and each says what to do.
  void ExpectRefused(const std::string& why) {
    EXPECT_NE(tree_.Load().set, nullptr);  // for who tries rules it still loads
    const ServedLoad load = Serve();
    EXPECT_EQ(load.set, nullptr);
    EXPECT_NE(TextOf(load.errors).find(why), std::string::npos) << TextOf(load.errors);
    for (const PolicyError& error : load.errors) {
      EXPECT_EQ(error.file, SignaturesPath(kTestMunicipality));
      EXPECT_NE(error.remedy.find("policy sign"), std::string::npos);
    }
  }

  PolicyTree tree_;
  SignatureRules rules_;
  std::string file_;
};

TEST_F(PolicySignaturesTest, SignedByTwoIsServed) {
  SignAs("anna.a", kAnna);
  SignAs("bo.b", kBo);
  const ServedLoad load = Serve();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  ASSERT_EQ(load.signatures.size(), 2U);
  EXPECT_EQ(load.signatures[0].approver, "anna.a");
  EXPECT_EQ(load.signatures[1].valid_to, Day("2026-12-31"));
}

TEST_F(PolicySignaturesTest, UnsignedIsRefused) {
  ExpectRefused("0 of 2 signatures");
}

TEST_F(PolicySignaturesTest, UnsignedIsServedWhereNoneIsRequired) {
  rules_ = {};
  EXPECT_NE(Serve().set, nullptr);
}

TEST_F(PolicySignaturesTest, SignedByOneIsRefused) {
  SignAs("anna.a", kAnna);
  ExpectRefused("1 of 2 signatures");
}

TEST_F(PolicySignaturesTest, SignedTwiceByTheSameIsRefused) {
  SignAs("anna.a", kAnna);
  SignAs("anna.a", kAnna, "2026-11-30");
  ExpectRefused("1 of 2 signatures");
  file_ += file_.substr(file_.find("signed "));  // by hand
  tree_.Set(SignaturesPath(kTestMunicipality), file_);
  ExpectRefused("is by anna.a again");
  SignAs("bo.b", kAnna);  // in another's name with the same key
  ExpectRefused("of bo.b is not of this set, or not by the approver's key");
}

TEST_F(PolicySignaturesTest, AlteredIsRefused) {
  SignAs("anna.a", kAnna);
  SignAs("bo.b", kBo);
  tree_.Append("parameters/numbers.yaml", "# another word\n");
  ExpectRefused("another set than the one in the folder was signed");
  // The digest in the file is no proof either.
  const PolicyLoad load = tree_.Load();
  ASSERT_NE(load.set, nullptr);
  file_.replace(file_.find("tree ") + 5, 64, load.set->sha256());
  tree_.Set(SignaturesPath(kTestMunicipality), file_);
  ExpectRefused("of anna.a is not of this set");
}

TEST_F(PolicySignaturesTest, SignedByAStrangerIsRefused) {
  SignAs("anna.a", kAnna);
  SignAs("cia.c", kStranger);
  ExpectRefused("who is no approver");
  SignAs("bo.b", kStranger);
  ExpectRefused("of bo.b is not of this set, or not by the approver's key");
}

TEST_F(PolicySignaturesTest, ExpiredIsRefused) {
  SignAs("anna.a", kAnna);
  SignAs("bo.b", kBo, "2026-06-01");
  EXPECT_NE(Serve().set, nullptr);
  rules_.today = Day("2026-06-02");
  ExpectRefused("of bo.b held to 2026-06-01");
  rules_.today = Day("2026-04-30");
  ExpectRefused("begins at a later day");
}

TEST_F(PolicySignaturesTest, DaysCannotBeChangedInTheFile) {
  SignAs("anna.a", kAnna);
  SignAs("bo.b", kBo);
  file_.replace(file_.find("2026-12-31"), 10, "2036-12-31");
  tree_.Set(SignaturesPath(kTestMunicipality), file_);
  ExpectRefused("is not of this set");
}

TEST_F(PolicySignaturesTest, OneTooManyIsNoFault) {
  SignAs("cia.c", kStranger);
  SignAs("anna.a", kAnna);
  SignAs("bo.b", kBo);
  EXPECT_NE(Serve().set, nullptr);
}

TEST_F(PolicySignaturesTest, WhatIsNoFileOfSignaturesIsRefused) {
  for (const char* text :
       {"x\n",
        "medarbetare-policy-signatures 1\n",
        "medarbetare-policy-signatures 1\ntree a\nsigned anna.a\n",
        "medarbetare-policy-signatures 1\ntree a\nsigned a 2026-13-01 2026-12-31 00\n"}) {
    tree_.Set(SignaturesPath(kTestMunicipality), text);
    ExpectRefused("holds no signatures of this program");
  }
}

}  // namespace
}  // namespace dm::policy
