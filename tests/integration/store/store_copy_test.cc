// A store's file copied into a database: everything is there, and the work goes on.
#include <memory>
#include <string>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temporary_directory.h"
#include "worker/adapters/postgres/copy_target.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/copy_source.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

CaseChange ChangeOf(const Claim& claim, CaseState to) {
  CaseChange change;
  change.case_id = claim.case_id;
  change.claim = claim;
  change.to = to;
  change.audit.actor = claim.worker;
  change.audit.action = "case_moved";
  return change;
}

class StoreCopyTest : public ::testing::Test {
 protected:
  StoreCopyTest() { options_.connection = PostgresServer::Shared().Connection(schema_); }

  std::unique_ptr<Store> OpenFile() {
    StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore(path_, "exempelkommun", {}, TestNow());
    EXPECT_TRUE(store.ok()) << MessageOf(store.status());
    return *std::move(store);
  }

  std::unique_ptr<Store> OpenDatabase() {
    StatusOr<std::unique_ptr<Store>> store =
        OpenPostgresStore(options_, "exempelkommun", TestNow());
    EXPECT_TRUE(store.ok()) << MessageOf(store.status());
    return *std::move(store);
  }

  StatusOr<postgres::Copied> Copy() {
    DM_ASSIGN_OR_RETURN(const std::unique_ptr<sql::CopySource> source,
                        sqlite::OpenCopySource(path_));
    return postgres::CopyInto(options_, *source);
  }

  // One decided case with its effects and one that a worker holds, and a pause.
  void Fill() {
    const auto store = OpenFile();
    ASSERT_TRUE(store->Accept(NewCaseOf("APP-1", "HH-1"), TestNow()).ok());
    ASSERT_TRUE(store->Accept(NewCaseOf("APP-2", "HH-2"), TestNow()).ok());
    const std::vector<Claim> claims = *store->ClaimDue("worker-1", TestNow(), 3'600'000, 2);
    ASSERT_EQ(claims.size(), 2U);
    held_ = claims[1].case_id;
    decided_ = claims[0].case_id;
    for (const CaseState to :
         {CaseState::kRegistered, CaseState::kFetched, CaseState::kEvaluated}) {
      ASSERT_TRUE(store->Apply(ChangeOf(claims[0], to), TestNow()).ok());
    }
    CaseChange change = ChangeOf(claims[0], CaseState::kDecided);
    change.decision = PlainDecision();
    change.control_version = 1;
    change.effects = {EffectOf(decided_, EffectKind::kLetter, 1)};
    change.release_claim = true;
    const StatusOr<std::int64_t> applied = store->Apply(change, TestNow());
    ASSERT_TRUE(applied.ok()) << MessageOf(applied.status());
    AuditEvent audit;
    audit.actor = "operator";
    audit.action = "paused";
    ASSERT_TRUE(store->SetPause(true, "flytt", "request-pause", audit, TestNow()).ok());
    head_ = *store->GetAuditHead();
  }

  const TemporaryDirectory folder_;
  const std::string path_ = folder_.path() + "/store.db";
  const std::string schema_ = "copy_" + RandomHex(8);
  PostgresOptions options_;
  CaseId decided_;
  CaseId held_;
  AuditHead head_;
};

TEST_F(StoreCopyTest, EverythingIsThereAndTheWorkGoesOn) {
  Fill();
  const StatusOr<postgres::Copied> copied = Copy();
  ASSERT_TRUE(copied.ok()) << MessageOf(copied.status());
  EXPECT_GT(copied->rows, 10);
  const auto store = OpenDatabase();
  EXPECT_EQ(store->GetAuditHead()->sha256, head_.sha256);
  EXPECT_TRUE(store->ReadAudit(1, 1'000).ok()) << "the chain holds";
  const CaseRecord decided = *store->GetCase(decided_);
  EXPECT_EQ(decided.state, CaseState::kDecided);
  ASSERT_EQ(decided.decisions.size(), 1U);
  EXPECT_EQ(decided.decisions[0].granted, PlainDecision().granted);
  EXPECT_TRUE(store->GetControl()->paused);
  EXPECT_EQ(store->CountUndeliveredEffects().value_or(0), 1);
  // Who held it is gone with the file; the token goes on.
  const auto claim = *store->ClaimNext("worker-2", TestNow(), 60'000);
  ASSERT_TRUE(claim.has_value());
  EXPECT_EQ(claim->case_id, held_);
  EXPECT_GT(claim->token, 1);
  // What the database numbers itself does not meet what was copied.
  CaseChange change = ChangeOf(*claim, CaseState::kRegistered);
  change.effects = {EffectOf(held_, EffectKind::kLetter, 1)};
  EXPECT_TRUE(store->Apply(change, TestNow()).ok());
  EXPECT_TRUE(store->Accept(NewCaseOf("APP-3", "HH-3"), TestNow()).ok());
}

TEST_F(StoreCopyTest, ADatabaseThatHoldsAStoreIsLeftAlone) {
  Fill();
  ASSERT_TRUE(OpenDatabase()->Accept(NewCaseOf("APP-9", "HH-9"), TestNow()).ok());
  EXPECT_EQ(DetailOf(Copy().status()).reason, "STORE_NOT_EMPTY");
  EXPECT_FALSE(OpenDatabase()->FindCase(ApplicationId::FromTrusted("APP-1"))->has_value());
}

TEST_F(StoreCopyTest, AFileThatAWorkerHasOpenIsNotCopied) {
  const auto store = OpenFile();
  EXPECT_EQ(DetailOf(Copy().status()).reason, "STORE_IN_USE");
}

TEST_F(StoreCopyTest, AFileThatIsNotThereIsNotMade) {
  EXPECT_EQ(DetailOf(Copy().status()).reason, "STORE_CANNOT_OPEN");
}

}  // namespace
}  // namespace dm::testing
