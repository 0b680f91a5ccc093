#include "connectors/casesystem/sim/recorder.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace dm::casesystem {
namespace {

RecordedEffect MakeRecord(const std::string& id, char content) {
  RecordedEffect effect;
  effect.id = id;
  effect.json = R"({"id":"x"})";
  effect.sha256 = std::string(64, content);
  return effect;
}

class RecorderTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name() +
            ".record";
    std::filesystem::remove(file_);
  }

  void TearDown() override { std::filesystem::remove(file_); }

  std::string file_;
};

TEST_F(RecorderTest, KnowsARepeatAndAChange) {
  const auto recorder = *Recorder::Open("");
  EXPECT_EQ(*recorder->Record(MakeRecord("e-1", 'a')), Arrival::kFirst);
  EXPECT_EQ(*recorder->Record(MakeRecord("e-1", 'a')), Arrival::kRepeat);
  EXPECT_EQ(*recorder->Record(MakeRecord("e-1", 'b')), Arrival::kChanged);
  EXPECT_EQ(recorder->deliveries(), 3);
}

TEST_F(RecorderTest, KnowsARepeatAfterARestart) {
  ASSERT_EQ(*(*Recorder::Open(file_))->Record(MakeRecord("e-1", 'a')), Arrival::kFirst);
  const auto again = *Recorder::Open(file_);
  EXPECT_TRUE(again->Knows("e-1"));
  EXPECT_EQ(*again->Record(MakeRecord("e-1", 'a')), Arrival::kRepeat);
}

TEST_F(RecorderTest, RefusesAFileThatIsNoRecord) {
  std::ofstream(file_) << "something else\n";
  EXPECT_EQ(Recorder::Open(file_).status().code(), StatusCode::kDataLoss);
}

TEST_F(RecorderTest, RefusesAFileThatCannotBeWritten) {
  EXPECT_EQ(Recorder::Open("/no/such/folder/file").status().code(),
            StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace dm::casesystem
