#include "worker/escalation/frame_service.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "worker/core/digest.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainFrame;
using dm::testing::TestNow;

class FrameServiceTest : public ::testing::Test {
 protected:
  FakeClock clock_{TestNow()};
  FakeStore store_;
  std::shared_ptr<FakePolicy> policy_ = std::make_shared<FakePolicy>();
  FrameService service_{
      store_,
      clock_,
      {[this] { return policy_; },
       [](const Frame& frame) {
         return Sha256Hex(frame.id.value() + frame.content_sha256 + std::to_string(frame.version));
       }}};
};

TEST_F(FrameServiceTest, GivesVersionIdTimeAndHash) {
  const StatusOr<Frame> first = service_.Sign(Call("request-1"), PlainFrame());
  const StatusOr<Frame> second = service_.Sign(Call("request-2"), PlainFrame());
  ASSERT_TRUE(first.ok()) << MessageOf(first.status());
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(first->version, 1);
  EXPECT_EQ(second->version, 2);
  EXPECT_NE(first->id, second->id);
  EXPECT_EQ(first->signed_at, TestNow());
  EXPECT_EQ(first->content_sha256, Sha256Hex(first->id.value() + "0"));
  EXPECT_EQ(service_.Get(Call(""), PlainFrame().household)->version, 2);
}

TEST_F(FrameServiceTest, ARepeatIsTheSameFrame) {
  const StatusOr<Frame> first = service_.Sign(Call("request-1"), PlainFrame());
  ASSERT_TRUE(service_.Sign(Call("request-2"), PlainFrame()).ok());
  const StatusOr<Frame> again = service_.Sign(Call("request-1"), PlainFrame());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(again->version, 1);
  EXPECT_EQ(service_.List(Call(""), PlainFrame().household, {})->items.size(), 2U);
}

// Two people draft from the same version: the second signs nothing over the first's.
TEST_F(FrameServiceTest, AFrameDraftedFromAnOlderVersionIsRefused) {
  Frame drafted = PlainFrame();
  drafted.version = 1;  // the household's first
  ASSERT_TRUE(service_.Sign(Call("request-1"), drafted).ok());
  const Status late = service_.Sign(Call("request-2"), drafted).status();
  EXPECT_EQ(late.code(), StatusCode::kAborted);
  EXPECT_EQ(DetailOf(late).reason, "STALE_VERSION");
  drafted.version = 2;
  EXPECT_EQ(service_.Sign(Call("request-3"), drafted)->version, 2);
  EXPECT_EQ(service_.Sign(Call("request-1"), PlainFrame())->version, 1) << "a repeat";
}

TEST_F(FrameServiceTest, ARefusedFrameIsNotStored) {
  Frame frame = PlainFrame();
  frame.mandate = "";
  EXPECT_FALSE(service_.Sign(Call("request-1"), frame).ok());
  EXPECT_EQ(DetailOf(service_.Get(Call(""), frame.household).status()).reason, "FRAME_NOT_FOUND");
}

TEST_F(FrameServiceTest, RecordsTheSignerAndTheReads) {
  ASSERT_TRUE(service_.Sign(Call("request-1"), PlainFrame()).ok());
  const auto audit = store_.ReadAudit(1, 10);
  EXPECT_EQ(audit->back().event.actor, "handlaggare-1");
  EXPECT_EQ(audit->back().event.mandate, "SN 2026-01-15 § 3");
  ASSERT_TRUE(service_.Get(Call(""), PlainFrame().household).ok());
  EXPECT_EQ(store_.Actions().back(), "frames_read");
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(service_.Get(Call(""), PlainFrame().household).status().code(),
            StatusCode::kUnavailable);
}

}  // namespace
}  // namespace dm::escalation
