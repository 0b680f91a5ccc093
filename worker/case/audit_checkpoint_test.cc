#include "worker/case/audit_checkpoint.h"

#include <gtest/gtest.h>

namespace dm {
namespace {

AuditCheckpoint Example() {
  return {.municipality = "ekboda",
          .sequence = 1204,
          .sha256 = "d9b626b94a2ea533629a6197c398369ce939d95aea5857ad3a296356afe50efb",
          .at = Instant::FromUnixMs(1'764'000'000'000)};
}

TEST(AuditCheckpoint, IsALineThatReadsBack) {
  const std::string line = CheckpointLine(Example());
  EXPECT_EQ(line,
            "medarbetare-checkpoint-v1 ekboda 1204 "
            "d9b626b94a2ea533629a6197c398369ce939d95aea5857ad3a296356afe50efb 1764000000000");
  const auto read = ParseCheckpointLine(line);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, Example());
}

TEST(AuditCheckpoint, RefusesEveryOtherLine) {
  const std::string line = CheckpointLine(Example());
  for (std::size_t length = 0; length + 12 < line.size(); ++length)
    EXPECT_FALSE(ParseCheckpointLine(line.substr(0, length)).ok()) << length;
  for (const std::string& other : {line + " 1",
                                   line + "x",
                                   " " + line,
                                   "medarbetare-checkpoint-v2" + line.substr(25),
                                   "medarbetare-checkpoint-v1 ekboda -1" + line.substr(37),
                                   "medarbetare-checkpoint-v1 ekboda -0" + line.substr(37),
                                   "medarbetare-checkpoint-v1 ekboda 0" + line.substr(33)})
    EXPECT_EQ(DetailOf(ParseCheckpointLine(other).status()).reason, "CHECKPOINT_UNREADABLE")
        << other;
}

}  // namespace
}  // namespace dm
