// The content of a set: the same bytes on every machine, loadable again, refused when it is
// anything else.
#include <gtest/gtest.h>

#include "worker/policy/policy_files.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

TEST(Content, LineEndingsMarksAndTrailingLinesDoNotMatter) {
  EXPECT_EQ(CanonicalText("a\r\nb\rc\n\n\n"), "a\nb\nc\n");
  EXPECT_EQ(CanonicalText("\xEF\xBB\xBF"
                          "a"),
            "a\n");
  PolicyTree unix_tree;
  PolicyTree windows_tree;
  windows_tree.Set("schema/domains.yaml",
                   "\xEF\xBB\xBF"
                   "domains:\r\n  - {id: colour, title: Färg, codes: [red, green, blue]}\r\n"
                   "  - {id: outcome, title: Utfall, codes: [bifall, avslag]}\r\n"
                   "  - {id: lefi_group, title: Grupper, codes: [FK:BOB, PM:AP]}\r\n\r\n");
  EXPECT_EQ(unix_tree.Load().set->sha256(), windows_tree.Load().set->sha256());
}

TEST(Content, TheOrderInWhichFilesWereWrittenDoesNotMatter) {
  PolicyTree one;
  PolicyTree other;
  one.Set("letters/sv/a.txt", "Ämne: a\n\na\n").Set("letters/sv/b.txt", "Ämne: b\n\nb\n");
  other.Set("letters/sv/b.txt", "Ämne: b\n\nb\n").Set("letters/sv/a.txt", "Ämne: a\n\na\n");
  EXPECT_EQ(one.Load().set->sha256(), other.Load().set->sha256());
  EXPECT_EQ(one.Load().set->content(), other.Load().set->content());
}

TEST(Content, EveryChangeOfWhatHoldsChangesTheDigest) {
  PolicyTree tree;
  const std::string before = tree.Load().set->sha256();
  tree.Set("typfall/TF-01/README.md", "dokument")
      .Set("municipality/0002-annan/manifest.yaml", "annan kommun");
  EXPECT_EQ(tree.Load().set->sha256(), before);
  tree.Edit("parameters/numbers.yaml", "value: 100", "value: 101");
  EXPECT_NE(tree.Load().set->sha256(), before);
}

TEST(Content, ASetLoadsAgainFromItsContent) {
  PolicyTree tree;
  const PolicyLoad first = tree.Load();
  ASSERT_NE(first.set, nullptr);
  const PolicyLoad again = LoadPolicyContent(first.set->content());
  ASSERT_NE(again.set, nullptr) << TextOf(again.errors);
  EXPECT_EQ(again.set->sha256(), first.set->sha256());
  EXPECT_EQ(again.set->municipality(), kTestMunicipality);
  EXPECT_EQ(again.set->Get("number", Day("2026-01-01"))->money(), Money::FromOre(20050));
  EXPECT_EQ(again.set->Letter("prov", "sv")->body, "Hej {{kommun}}\n");
  EXPECT_FALSE(again.set->Letter("prov", "en").has_value());
}

TEST(Content, RefusesAnythingElse) {
  PolicyTree tree;
  const std::string content = tree.Load().set->content();
  for (const std::string& bad : {std::string(),
                                 std::string("x"),
                                 content.substr(0, content.size() - 1),
                                 content + "x",
                                 "medarbetare-policy 2" + content.substr(20),
                                 content + "file 999999999999 a\n",
                                 std::string("medarbetare-policy 1\nmunicipality ../x\n")}) {
    const PolicyLoad load = LoadPolicyContent(bad);
    EXPECT_EQ(load.set, nullptr);
    EXPECT_FALSE(load.errors.empty());
  }
  EXPECT_FALSE(DecodePolicyFiles("medarbetare-policy 1\nmunicipality a\nfile 1 ../../etc/passwd\nx")
                   .has_value());
}

}  // namespace
}  // namespace dm::policy
