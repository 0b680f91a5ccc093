#include "worker/audit/checkpoint_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace dm::audit {
namespace {

AuditCheckpoint Of(std::int64_t sequence) {
  return {"ekboda", sequence, std::string(64, 'a'), Instant::FromUnixMs(1'764'000'000'000)};
}

class CheckpointFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "checkpointsXXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    path_ = folder + "/checkpoints";
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }

  std::string Read() {
    std::stringstream all;
    all << std::ifstream(path_, std::ios::binary).rdbuf();
    return all.str();
  }

  std::string folder_;
  std::string path_;
};

TEST_F(CheckpointFileTest, HasNothingAtFirst) {
  EXPECT_FALSE((*CheckpointFile(path_).Latest()).has_value());
  Write("");
  EXPECT_FALSE((*CheckpointFile(path_).Latest()).has_value());
}

TEST_F(CheckpointFileTest, KeepsEveryLineAndKnowsTheLast) {
  const CheckpointFile file(path_);
  for (std::int64_t i = 1; i <= 40; ++i) {
    ASSERT_TRUE(file.Append(Of(i)).ok());
    EXPECT_EQ((*file.Latest())->sequence, i);
  }
  EXPECT_EQ(Read().find(CheckpointLine(Of(1)) + "\n"), 0U);
  EXPECT_EQ(std::filesystem::status(path_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(CheckpointFileTest, ALineThatWasCutIsPassedOverAndTakenAway) {
  const CheckpointFile file(path_);
  Write(CheckpointLine(Of(1)) + "\nmedarbetare-check");
  EXPECT_EQ((*file.Latest())->sequence, 1);
  ASSERT_TRUE(file.Append(Of(2)).ok());
  EXPECT_EQ(Read(), CheckpointLine(Of(1)) + "\n" + CheckpointLine(Of(2)) + "\n");
  Write("medarb");
  EXPECT_FALSE((*file.Latest()).has_value());
  ASSERT_TRUE(file.Append(Of(3)).ok());
  EXPECT_EQ(Read(), CheckpointLine(Of(3)) + "\n");
}

TEST_F(CheckpointFileTest, RefusesWhatItDidNotWrite) {
  Write("something else\n");
  EXPECT_EQ(DetailOf(CheckpointFile(path_).Latest().status()).reason, "CHECKPOINT_UNREADABLE");
  Write(std::string(4'000, 'x'));
  EXPECT_EQ(DetailOf(CheckpointFile(path_).Latest().status()).reason, "CHECKPOINT_UNREADABLE");
}

// What cannot be looked at may have a later end in it than the store that is being started.
TEST_F(CheckpointFileTest, AFileThatCannotBeReachedIsNotOneThatIsNotThere) {
  std::filesystem::create_symlink(path_, path_);
  EXPECT_EQ(DetailOf(CheckpointFile(path_).Latest().status()).reason, "CHECKPOINT_NOT_KEPT");
  std::filesystem::remove(path_);
  Write("a file");
  EXPECT_EQ(DetailOf(CheckpointFile(path_ + "/inside").Latest().status()).reason,
            "CHECKPOINT_NOT_KEPT");
}

TEST_F(CheckpointFileTest, SaysThatItCannotBeKept) {
  const CheckpointFile file(folder_ + "/no/such/folder");
  EXPECT_EQ(DetailOf(file.Append(Of(1))).reason, "CHECKPOINT_NOT_KEPT");
}

// Nobody's file for root, which may write everywhere: hence a folder that is not there.
TEST_F(CheckpointFileTest, ACheckSaysItBeforeTheStartAndMakesNoFile) {
  EXPECT_TRUE(CheckpointFile(path_).Check().ok());
  EXPECT_FALSE(std::filesystem::exists(path_));
  ASSERT_TRUE(CheckpointFile(path_).Append(Of(1)).ok());
  EXPECT_TRUE(CheckpointFile(path_).Check().ok());
  const Status refused = CheckpointFile(folder_ + "/no/such/folder").Check();
  EXPECT_EQ(refused.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(refused).field, "audit.checkpoints");
}

}  // namespace
}  // namespace dm::audit
