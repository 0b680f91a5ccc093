#include <algorithm>

#include "tests/integration/store/store_suite.h"
#include "worker/case/audit_chain.h"

namespace dm::testing {

TEST_P(StoreTest, RecordsEveryChangeInAnUnbrokenChain) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  ASSERT_TRUE(store().AppendAudit(By("worker-1", "register_asked"), now_.PlusMs(5)).ok());
  Reopen();
  const std::vector<AuditRecord> records = Audit();
  ASSERT_EQ(records.size(), 6U);
  EXPECT_TRUE(VerifyAuditChain(records).ok());
  EXPECT_EQ(records[0].previous_sha256, FirstPreviousSha256());
  EXPECT_EQ(records[0].event.action, "application_accepted");
  EXPECT_EQ(records[0].event.subject, claim.case_id.value());
  EXPECT_EQ(records[4].event.action, "case_decided");
  EXPECT_EQ(records[5].event.action, "register_asked");
  EXPECT_EQ(records[5].event.actor_kind, ActorKind::kWorker);
  EXPECT_EQ(records[5].at, now_.PlusMs(5));
}

TEST_P(StoreTest, KeepsEveryFieldOfARecord) {
  AuditEvent event = By("handlaggare-1", "case_decided");
  event.mandate = "SN 2026-01-15 § 7";
  event.subject = "EKB-202612-000001";
  event.detail = "outcome=BIFALL version=1";
  ASSERT_TRUE(store().AppendAudit(event, now_).ok());
  const AuditRecord record = Audit().at(0);
  EXPECT_EQ(record.event.actor_kind, ActorKind::kPerson);
  EXPECT_EQ(record.event.actor, event.actor);
  EXPECT_EQ(record.event.mandate, event.mandate);
  EXPECT_EQ(record.event.action, event.action);
  EXPECT_EQ(record.event.subject, event.subject);
  EXPECT_EQ(record.event.detail, event.detail);
}

TEST_P(StoreTest, ReadsTheChainInParts) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(store().AppendAudit(By("worker-1", "register_asked"), now_).ok());
  }
  const std::vector<AuditRecord> part = *store().ReadAudit(3, 2);
  ASSERT_EQ(part.size(), 2U);
  EXPECT_EQ(part[0].sequence, 3);
  EXPECT_EQ(part[1].sequence, 4);
  EXPECT_TRUE(store().ReadAudit(6, 10)->empty());
  EXPECT_EQ(DetailOf(store().ReadAudit(0, 10).status()).field, "from_sequence");
  EXPECT_EQ(DetailOf(store().ReadAudit(1, 0).status()).field, "limit");
}

TEST_P(StoreTest, ListsRecordsBySubjectNewestFirst) {
  for (const char* subject :
       {"EKB-202612-000001", "EKB-202612-000002", "EKB-202612-000001", "", "EKB-202612-000001"}) {
    AuditEvent event = By("HL000001", "case_read");
    event.subject = subject;
    ASSERT_TRUE(store().AppendAudit(event, now_).ok());
  }
  const auto first = store().ListAudit("EKB-202612-000001", {.limit = 2, .after = ""});
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->items[0].sequence, 5);
  EXPECT_EQ(first->items[1].sequence, 3);
  EXPECT_EQ(first->items[0].event.actor, "HL000001");
  const auto rest = store().ListAudit("EKB-202612-000001", {.limit = 2, .after = first->next});
  ASSERT_EQ(rest->items.size(), 1U);
  EXPECT_EQ(rest->items[0].sequence, 1);
  EXPECT_EQ(rest->next, "");
  EXPECT_TRUE(store().ListAudit("EKB-202612-00000", {})->items.empty());
  // A cursor belongs to its subject, a page has its limit.
  EXPECT_FALSE(store().ListAudit("EKB-202612-000002", {.limit = 2, .after = first->next}).ok());
  EXPECT_FALSE(store().ListAudit("EKB-202612-000001", {.limit = 0, .after = ""}).ok());
}

TEST_P(StoreTest, KnowsTheEndOfTheChain) {
  EXPECT_EQ(store().GetAuditHead()->sequence, 0);
  EXPECT_EQ(store().GetAuditHead()->sha256, FirstPreviousSha256());
  ASSERT_TRUE(store().AppendAudit(By("worker-1", "register_asked"), now_).ok());
  ASSERT_TRUE(store().AppendAudit(By("worker-1", "register_asked"), now_).ok());
  EXPECT_EQ(store().GetAuditHead()->sequence, 2);
  EXPECT_EQ(store().GetAuditHead()->sha256, Audit().back().sha256);
}

TEST_P(StoreTest, ARefusedChangeLeavesNoRecord) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  EXPECT_FALSE(store().Apply(ChangeOf(claim, CaseState::kClosed), now_).ok());
  EXPECT_EQ(Audit().size(), 1U);
}

TEST_P(StoreTest, RefusesAnEventThatSaysNothing) {
  EXPECT_EQ(ReasonOf(store().AppendAudit(AuditEvent(), now_)), "AUDIT_EVENT_INVALID");
  AuditEvent long_event = By("worker-1", "register_asked");
  long_event.detail = std::string(8'192, 'x');
  EXPECT_TRUE(store().AppendAudit(long_event, now_).ok());
  long_event.detail += 'x';
  EXPECT_EQ(ReasonOf(store().AppendAudit(long_event, now_)), "AUDIT_EVENT_INVALID");
}

}  // namespace dm::testing
