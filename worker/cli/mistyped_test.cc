#include "worker/cli/mistyped.h"

#include <gtest/gtest.h>

namespace dm::cli {
namespace {

class MistypedTest : public ::testing::Test {
 protected:
  MistypedTest() {
    app_.add_subcommand("serve")->add_option("--config", config_);
    CLI::App* cases = app_.add_subcommand("case");
    cases->add_subcommand("list")->add_option("--state", state_);
    cases->add_subcommand("show")->add_option("case", state_);
  }

  std::string Of(const std::vector<std::string>& words) const { return Mistyped(app_, words); }

  CLI::App app_;
  std::string config_;
  std::string state_;
};

TEST_F(MistypedTest, ACommandThatIsNoneHasTheNearestNamed) {
  EXPECT_EQ(Of({"serv"}),
            "medarbetare has no command serv; did you mean serve? medarbetare --help lists them");
  EXPECT_EQ(
      Of({"case", "lst"}),
      "medarbetare case has no command lst; did you mean list? medarbetare case --help lists them");
}

TEST_F(MistypedTest, AnOptionThatIsNoneHasTheNearestNamed) {
  EXPECT_EQ(Of({"serve", "--confg=x"}),
            "medarbetare serve has no option --confg; did you mean --config? medarbetare serve "
            "--help lists them");
}

TEST_F(MistypedTest, WhatIsFarFromEveryWordIsNotGuessedAt) {
  EXPECT_EQ(Of({"frobnicate"}),
            "medarbetare has no command frobnicate; medarbetare --help lists them");
}

TEST_F(MistypedTest, SaysNothingWhereEveryWordIsKnown) {
  EXPECT_EQ(Of({"case", "show", "serv"}), "");
  EXPECT_EQ(Of({"serve", "--config", "x"}), "");
  EXPECT_EQ(Of({"case", "show", "--", "--odd-name"}), "");
  EXPECT_EQ(Of({}), "");
}

}  // namespace
}  // namespace dm::cli
