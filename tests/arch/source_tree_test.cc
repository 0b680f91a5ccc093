#include "tests/arch/source_tree.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace dm::arch {
namespace {

TEST(SourceTreeTest, FindsTheSourcesOfTheRepository) {
  const std::vector<std::string> paths = SourcesBelow("worker");
  EXPECT_TRUE(std::binary_search(paths.begin(), paths.end(), "worker/core/money.h"));
  EXPECT_TRUE(std::binary_search(paths.begin(), paths.end(), "worker/core/money.cc"));
  EXPECT_FALSE(std::binary_search(paths.begin(), paths.end(), "worker/core/CMakeLists.txt"));
}

TEST(SourceTreeTest, LeavesOutWhatIsBuilt) {
  for (const std::string& path : FilesBelow("")) {
    EXPECT_EQ(path.find("node_modules/"), std::string::npos) << path;
    EXPECT_NE(path.rfind(".git/", 0), 0U) << path;
    EXPECT_NE(path.rfind("build/", 0), 0U) << path;
  }
}

TEST(SourceTreeTest, AFolderThatIsMissingHasNoFiles) {
  EXPECT_TRUE(FilesBelow("nowhere").empty());
}

TEST(SourceTreeTest, ReadsIncludesWithTheirLines) {
  const std::vector<Include> includes =
      IncludesIn("#pragma once\n#include <a.h>\n  #  include \"b/c.h\"\n// #include \"d.h\"\n");
  ASSERT_EQ(includes.size(), 2U);
  EXPECT_EQ(includes[0].header, "a.h");
  EXPECT_FALSE(includes[0].quoted);
  EXPECT_EQ(includes[1].header, "b/c.h");
  EXPECT_TRUE(includes[1].quoted);
  EXPECT_EQ(includes[1].line, 3);
}

TEST(SourceTreeTest, CodeHasNoCommentsAndNoStrings) {
  EXPECT_EQ(CodeOnly("a // double\nb"), "a          \nb");
  EXPECT_EQ(CodeOnly("a /* double\n*/ b").find("double"), std::string::npos);
  EXPECT_EQ(CodeOnly("f(\"double \\\" double\", x)").find("double"), std::string::npos);
  EXPECT_NE(CodeOnly("f(\"\\\\\"); double x;").find("double"), std::string::npos);
  EXPECT_NE(CodeOnly("char c = '\"'; double x;").find("double"), std::string::npos);
  EXPECT_NE(CodeOnly("int n = 1'000; double x;").find("double"), std::string::npos);
}

TEST(SourceTreeTest, KnowsTestsByTheirNames) {
  EXPECT_TRUE(IsTest("worker/core/money_test.cc"));
  EXPECT_TRUE(IsTest("connectors/ssbtek/test_reply.cc"));
  EXPECT_FALSE(IsTest("worker/core/money.cc"));
  EXPECT_FALSE(IsTest("worker/test_bench/latest_run.cc"));
}

}  // namespace
}  // namespace dm::arch
