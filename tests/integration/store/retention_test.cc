// Files whose time is over: what is found, what is erased, what stops it, and what stays.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/integration/store/retention_suite.h"
#include "tests/support/cases.h"
#include "worker/case/audit_chain.h"

namespace dm::testing {
namespace {

FileErasure Erasing(WholeStore& store, Instant before) {
  FileErasure erasure;
  erasure.file = store.ReadFile(OldHousehold()).value_or(HouseholdFile());
  erasure.entry_before = before;
  erasure.years = 5;
  erasure.research = "days_5_15_25";
  erasure.policy_sha256 = "policy";
  erasure.actor = "worker-1";
  return erasure;
}

Hold HoldOn(const CaseId& id) {
  return {
      .id = "HOLD-1", .case_id = id, .reason = "Överklagat.", .placed_at = {}, .placed_by = "anna"};
}

TEST_P(RetentionStoreTest, AFileIsErasedWholeAndItsProofStays) {
  const CaseId first = Ended("APP-OLD-1");
  const CaseId second = Ended("APP-OLD-2");
  SignFrame();
  const CaseId other = Submit("APP-NEW", "HH-NEW");
  EXPECT_EQ(Due(Later()), (std::vector{HouseholdId::FromTrusted("HH-NEW"), OldHousehold()}));
  const FileErasure erasing = Erasing(store(), Later());
  EXPECT_EQ(erasing.file.cases, (std::vector{first, second}));
  EXPECT_EQ(erasing.file.frames.size(), 1U);
  EXPECT_FALSE(erasing.file.open);
  EXPECT_EQ(erasing.file.last_entry, now_);

  const auto erased = store().EraseFile(erasing, Later());
  ASSERT_TRUE(erased.ok()) << MessageOf(erased.status());
  EXPECT_EQ(erased->cases, 2);
  EXPECT_EQ(erased->frames, 1);
  // Of each case: application, history, item, effect. And the frame.
  EXPECT_EQ(erased->records, 9);
  for (const CaseId& id : {first, second}) {
    EXPECT_EQ(ReasonOf(store().GetCase(id)), "CASE_ERASED");
    EXPECT_EQ(ReasonOf(store().AssessedInput(id)), "CASE_ERASED");
    CaseChange change;
    change.case_id = id;
    change.expected_version = 3;
    change.to = CaseState::kWrittenOff;
    change.audit = By("anna", "case_handled");
    EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "CASE_NOT_FOUND");
  }
  EXPECT_EQ(Record(other).id, other);
  const auto listed = store().ListCases({}, {.limit = 10, .after = ""});
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->items.size(), 1U);
  EXPECT_EQ(
      store().ListEffects(std::nullopt, std::nullopt, {.limit = 9, .after = ""})->items.size(), 0U);
  EXPECT_FALSE(store().LatestFrame(OldHousehold())->has_value());
  EXPECT_FALSE(store().FindCase(ApplicationId::FromTrusted("APP-OLD-1"))->has_value());

  const std::vector<AuditRecord> records = Audit();
  EXPECT_TRUE(VerifyAuditChain(records).ok());
  const auto says = [&](const std::string& action) {
    return std::ranges::count_if(
        records, [&](const AuditRecord& record) { return record.event.action == action; });
  };
  EXPECT_EQ(says("case_erased"), 2);
  EXPECT_EQ(says("frame_erased"), 1);
  EXPECT_EQ(records.back().sequence, erased->audit_sequence);
  EXPECT_NE(records.back().event.detail.find("sha256=" + erased->content_sha256),
            std::string::npos);

  Reopen();
  const auto proofs = store().ListErasures(now_, Later().PlusMs(1), {.limit = 10, .after = ""});
  ASSERT_TRUE(proofs.ok()) << MessageOf(proofs.status());
  ASSERT_EQ(proofs->items.size(), 1U);
  EXPECT_EQ(proofs->items[0].content_sha256, erased->content_sha256);
  EXPECT_EQ(proofs->items[0].last_entry, now_);
  EXPECT_EQ(ReasonOf(store().EraseFile(erasing, Later())), "FILE_NOT_DUE") << "once";
  EXPECT_TRUE(Due(Later().PlusMs(1)) == std::vector{HouseholdId::FromTrusted("HH-NEW")});

  // The household may come back: a file of its own begins.
  EXPECT_EQ(Record(Submit("APP-OLD-3", OldHousehold().value())).application.household,
            OldHousehold());
}

TEST_P(RetentionStoreTest, NothingIsErasedEarlyOrOpen) {
  const CaseId id = Ended("APP-OLD-1");
  FileErasure erasing = Erasing(store(), now_);
  EXPECT_EQ(ReasonOf(store().EraseFile(erasing, Later())), "FILE_NOT_DUE")
      << "the entry is of then";
  EXPECT_TRUE(Due(now_).empty());
  erasing.entry_before = now_.PlusMs(1);
  now_ = Later();
  Submit("APP-OLD-2", OldHousehold().value());
  EXPECT_TRUE(Due(now_).empty()) << "its newest case counts";
  EXPECT_EQ(ReasonOf(store().EraseFile(erasing, now_)), "FILE_NOT_DUE") << "a case has come";
  erasing = Erasing(store(), Later());
  EXPECT_TRUE(erasing.file.open);
  EXPECT_EQ(ReasonOf(store().EraseFile(erasing, now_)), "FILE_NOT_DUE") << "a case is open";
  EXPECT_EQ(Record(id).id, id);
}

TEST_P(RetentionStoreTest, ReadsAndHoldsMakeAFileNoYounger) {
  const CaseId id = Ended("APP-OLD-1");
  AuditEvent read = By("anna", "case_read");
  read.subject = id.value();
  ASSERT_TRUE(store().AppendAudit(read, Later()).ok());
  ASSERT_TRUE(
      store().PlaceHold(HoldOn(id), "request-hold", By("anna", "hold_placed"), Later()).ok());
  EXPECT_EQ(Erasing(store(), now_).file.last_entry, now_);
  AuditEvent note = By("anna", "answer_noted");
  note.subject = id.value();
  ASSERT_TRUE(store().AppendAudit(note, Later()).ok());
  EXPECT_EQ(Erasing(store(), now_).file.last_entry, Later());
}

TEST_P(RetentionStoreTest, AHoldWinsWheneverItComes) {
  const CaseId id = Ended("APP-OLD-1");
  FileErasure erasing = Erasing(store(), Later());
  const AuditEvent placed = By("anna", "hold_placed");
  const auto hold = store().PlaceHold(HoldOn(id), "request-hold", placed, now_);
  ASSERT_TRUE(hold.ok()) << MessageOf(hold.status());
  EXPECT_TRUE(store().PlaceHold(HoldOn(id), "request-hold", placed, now_).ok()) << "a repeat";
  EXPECT_EQ(ReasonOf(store().EraseFile(erasing, Later())), "FILE_HELD");
  EXPECT_TRUE(Erasing(store(), Later()).file.held);

  Reopen();
  const auto standing = store().ListHolds(false, {.limit = 10, .after = ""});
  ASSERT_TRUE(standing.ok()) << MessageOf(standing.status());
  ASSERT_EQ(standing->items.size(), 1U);
  EXPECT_EQ(standing->items[0].reason, "Överklagat.");
  EXPECT_EQ(standing->items[0].case_id, id);
  const AuditEvent released = By("bo", "hold_released");
  ASSERT_TRUE(store().ReleaseHold("HOLD-1", "request-release", released, now_).ok());
  EXPECT_TRUE(store().ReleaseHold("HOLD-1", "request-release", released, now_).ok()) << "a repeat";
  EXPECT_EQ(ReasonOf(store().ReleaseHold("HOLD-1", "request-other", released, now_)),
            "HOLD_RELEASED");
  EXPECT_EQ(ReasonOf(store().ReleaseHold("HOLD-2", "request-third", released, now_)),
            "HOLD_NOT_FOUND");
  EXPECT_EQ(store().ListHolds(false, {.limit = 10, .after = ""})->items.size(), 0U);
  EXPECT_EQ(store().GetHold("HOLD-1")->released_by, "bo");
  EXPECT_EQ(store().ListHolds(true, {.limit = 10, .after = ""})->items.size(), 1U);

  ASSERT_TRUE(store().EraseFile(erasing, Later()).ok());
  EXPECT_EQ(ReasonOf(store().GetHold("HOLD-1")), "HOLD_NOT_FOUND") << "it goes with the file";
  EXPECT_EQ(ReasonOf(store().PlaceHold(HoldOn(id), "request-late", placed, now_)), "CASE_ERASED");
}

TEST_P(RetentionStoreTest, NothingIsErasedWhileARestoreIsUnderWay) {
  Ended("APP-OLD-1");
  const FileErasure erasing = Erasing(store(), Later());
  ASSERT_TRUE(store()
                  .DeclareRestore({.declared_at = now_, .declared_by = "anna", .reason = "disk"},
                                  By("anna", "restore_declared"),
                                  now_)
                  .ok());
  EXPECT_EQ(ReasonOf(store().EraseFile(erasing, Later())), "RESTORE_UNDER_WAY");
  ASSERT_TRUE(store().EndRestore("request-end", By("anna", "restore_ended"), now_).ok());
  EXPECT_TRUE(store().EraseFile(erasing, Later()).ok());
}

TEST_P(RetentionStoreTest, OldRequestIdsAreForgotten) {
  Ended("APP-OLD-1");
  SignFrame();
  EXPECT_EQ(store().ForgetRequests(now_, 10).value_or(-1), 0);
  EXPECT_GT(store().ForgetRequests(now_.PlusMs(1), 10).value_or(-1), 0);
  EXPECT_FALSE(store().FindRequest("request-frame")->has_value());
  EXPECT_TRUE(store().CutLog().ok());
}

TEST_P(RetentionStoreTest, FilesComeInOrderFromBothTables) {
  for (const char* household : {"HH-1", "HH-3"}) Submit(std::string("APP-") + household, household);
  SignFrame();
  const auto first = store().FilesBefore(Later(), "", 2);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*first,
            (std::vector{HouseholdId::FromTrusted("HH-1"), HouseholdId::FromTrusted("HH-3")}));
  const auto rest = store().FilesBefore(Later(), "HH-3", 2);
  EXPECT_EQ(*rest, std::vector{OldHousehold()});
}

}  // namespace
}  // namespace dm::testing
