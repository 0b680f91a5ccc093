#include "worker/report/measures.h"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace dm::report {
namespace {

TEST(Measures, HaveEachACodeOfTheirOwnAndSayWhatIsMissing) {
  std::set<std::string> codes;
  for (const MeasureInfo& one : Measures()) {
    EXPECT_TRUE(codes.insert(one.code).second) << one.code;
    EXPECT_EQ(one.data == Data::kAll, one.missing.empty()) << one.code;
  }
  for (int number = 1; number <= 16; ++number) {
    EXPECT_TRUE(codes.contains((number < 10 ? "M-0" : "M-") + std::to_string(number))) << number;
  }
}

TEST(Measures, StandInTheDocumentAsTheyAre) {
  std::ifstream file(DM_SOURCE_DIR "/docs/operating/reports.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(MeasuresMarkdown()), std::string::npos)
      << "put what `medarbetare report --measures` prints below <!-- measures -->";
}

}  // namespace
}  // namespace dm::report
