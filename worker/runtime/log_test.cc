#include "worker/runtime/log.h"

#include <gtest/gtest.h>

namespace dm {
namespace {

TEST(FormatEventTest, WritesKeysAndValuesAsText) {
  EXPECT_EQ(FormatEvent(LogFormat::kText,
                        LogLevel::kInfo,
                        "evidence_fetched",
                        {{"case_id", "EKB-202612-000001"}, {"attempt", 2}}),
            "info evidence_fetched case_id=EKB-202612-000001 attempt=2");
}

TEST(FormatEventTest, WritesJson) {
  EXPECT_EQ(
      FormatEvent(LogFormat::kJson, LogLevel::kError, "store_broken", {{"code", "STORE_FULL"}}),
      R"("level":"error","event":"store_broken","code":"STORE_FULL")");
}

TEST(FormatEventTest, KeepsOneEventOnOneLine) {
  const std::string line = FormatEvent(
      LogFormat::kText, LogLevel::kInfo, "x", {{"code", "A\r\nerror forged=\"1\"\x01åäö"}});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line.find('\r'), std::string::npos);
  EXPECT_EQ(line.find('='), line.find("code=") + 4);
  EXPECT_EQ(line.find("forged="), std::string::npos);
}

TEST(FormatEventTest, CutsLongText) {
  const std::string text(5000, 'a');
  EXPECT_LT(FormatEvent(LogFormat::kText, LogLevel::kInfo, "x", {{"code", text}}).size(), 300U);
}

}  // namespace
}  // namespace dm
