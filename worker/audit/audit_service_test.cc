#include "worker/audit/audit_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"

namespace dm::audit {
namespace {

using ::testing::ElementsAre;
using testing::FakeClock;
using testing::FakeStore;
using testing::TestNow;

CallContext Context() {
  CallContext context;
  context.caller = "spiffe://exempelkommun/revision";
  return context;
}

class AuditServiceTest : public ::testing::Test {
 protected:
  void Record() {
    AuditEvent event;
    event.actor = "worker-1";
    event.action = "register_asked";
    ASSERT_TRUE(store_.AppendAudit(event, TestNow()).ok());
  }

  static std::vector<std::int64_t> Sequences(const AuditPart& part) {
    std::vector<std::int64_t> sequences;
    for (const AuditRecord& record : part.records) sequences.push_back(record.sequence);
    return sequences;
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  AuditService audit_{store_, clock_, "ekboda"};
};

TEST_F(AuditServiceTest, ReadsInPartsUpToTheEndThatTheCallFound) {
  for (int i = 0; i < 5; ++i) Record();
  const AuditPart first = *audit_.Read(Context(), {.from = 1, .to = 5, .limit = 3});
  EXPECT_THAT(Sequences(first), ElementsAre(1, 2, 3));
  EXPECT_EQ(first.next, 4);
  const AuditPart second = *audit_.Read(Context(), {.from = 4, .to = 5, .limit = 3});
  EXPECT_THAT(Sequences(second), ElementsAre(4, 5));
  EXPECT_EQ(second.next, 0);
  // The two reads are records 6 and 7; a read never shows its own record.
  const AuditPart open_end = *audit_.Read(Context(), {.from = 6, .to = 0, .limit = 10});
  EXPECT_THAT(Sequences(open_end), ElementsAre(6, 7));
  EXPECT_EQ(open_end.next, 0);
  EXPECT_EQ(open_end.records.front().event.action, "audit_read");
  EXPECT_TRUE(audit_.Read(Context(), {.from = 100, .to = 0, .limit = 10})->records.empty());
}

TEST_F(AuditServiceTest, AReadThatCannotBeRecordedIsRefused) {
  Record();
  store_.FailNext(Unavailable("full"));
  EXPECT_EQ(audit_.Read(Context(), {}).status().code(), StatusCode::kUnavailable);
}

TEST_F(AuditServiceTest, SaysWhereTheChainEnds) {
  Record();
  const AuditCheckpoint head = *audit_.Head(Context());
  EXPECT_EQ(head.municipality, "ekboda");
  EXPECT_EQ(head.sequence, 1);
  EXPECT_EQ(head.sha256, store_.ReadAudit(1, 1)->front().sha256);
  EXPECT_EQ(head.at, clock_.Now());
}

}  // namespace
}  // namespace dm::audit
