// F21 on real servers: a standby that lacks the last commits is promoted while a store stays open.
// Nobody who still speaks of a case that was lost, as the worker that is at it, may reach another.
#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/crash/postgres_node.h"
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "tests/support/keys.h"
#include "worker/adapters/postgres/postgres_store.h"

namespace dm::crash {
namespace {

using namespace dm::testing;  // NOLINT(google-build-using-namespace): as the store's suite has it

constexpr std::int64_t kMinuteMs = 60'000;

class LaggingStandbyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!HavePostgres()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
    primary_ = PostgresNode::Make("");
    primary_->Sql("CREATE DATABASE cases");
    standby_ = PostgresNode::Follow(*primary_, "");
    PostgresOptions options;
    options.connection = "host=" + primary_->folder() + "," + standby_->folder() +
                         " port=" + std::to_string(primary_->port()) + "," +
                         std::to_string(standby_->port()) +
                         " user=operator dbname=cases target_session_attrs=read-write";
    options.connections = 2;
    options.keys = KeysAt(directory_.path() + "/keys");
    auto store = OpenPostgresStore(options, "exempelkommun", TestNow());
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    store_ = *std::move(store);
  }

  CaseId Accept(const std::string& number) {
    const auto accepted = store_->Accept(NewCaseOf("APP-" + number, "HH-" + number), TestNow());
    EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
    return accepted.ok() ? accepted->case_id : CaseId();
  }

  Claim ClaimOnly() {
    const auto claim = store_->ClaimNext("worker-1", TestNow(), kMinuteMs);
    EXPECT_TRUE(claim.ok() && claim->has_value());
    return claim.ok() && claim->has_value() ? **claim : Claim();
  }

  static CaseChange Registered(const Claim& claim) {
    CaseChange change;
    change.case_id = claim.case_id;
    change.claim = claim;
    change.to = CaseState::kRegistered;
    change.audit = By(claim.worker, "case_registered");
    return change;
  }

  // The last commits never reach the standby.
  void StopFollowing() {
    const std::string written = primary_->Sql("SELECT pg_current_wal_lsn()");
    while (standby_->Sql("SELECT pg_last_wal_replay_lsn() >= '" + written + "'") != "t")
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    standby_->Stop();
  }

  void FailOver() {
    primary_->Kill();
    standby_->Start();
    standby_->Promote();
    while (!store_->GetAuditHead().ok()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }

  testing::TemporaryDirectory directory_;
  std::unique_ptr<PostgresNode> primary_;
  std::unique_ptr<PostgresNode> standby_;
  std::unique_ptr<StepStore> store_;
};

TEST_F(LaggingStandbyTest, NothingOfALostCaseReachesTheOneThatHasItsNumberNow) {
  StopFollowing();
  const CaseId lost = Accept("1");
  const Claim before = ClaimOnly();
  EXPECT_EQ(store_->GetCase(lost)->application.household.value(), "HH-1");
  FailOver();

  const CaseId now = Accept("2");
  ASSERT_EQ(now, lost) << "the number is given again";
  const auto record = store_->GetCase(now);
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->application.household.value(), "HH-2");

  // The same worker claims it, as it had claimed the other: what it did about that one comes late.
  const Claim after = ClaimOnly();
  ASSERT_EQ(after.case_id, before.case_id);
  EXPECT_EQ(DetailOf(store_->Apply(Registered(before), TestNow()).status()).reason, "LEASE_LOST");
  EXPECT_EQ(DetailOf(store_->RenewClaim(before, TestNow(), kMinuteMs)).reason, "LEASE_LOST");
  EXPECT_TRUE(store_->Apply(Registered(after), TestNow()).ok());
}

// Where nothing was noted before there is nothing that a server can have taken over.
TEST_F(LaggingStandbyTest, WaitsAWhileBehindANewPrimaryAlone) {
  Accept("1");
  EXPECT_FALSE(*store_->TookOverLately(TestNow()));
  StopFollowing();
  FailOver();
  EXPECT_FALSE(*store_->TookOverLately(TestNow())) << "nobody has written yet";
  Accept("2");
  EXPECT_TRUE(*store_->TookOverLately(TestNow()));
}

}  // namespace
}  // namespace dm::crash
